"""Answers are never changed or deleted: the database refuses it as well."""

from django.db import migrations

from puhui.foundation.evidence.facade import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial"), ("evidence", "0002_append_only")]
    operations = [refuse_changes("payments_receivedanswer")]
