"""A published policy is superseded, never edited: the database refuses it as well."""

from django.db import migrations

from puhui.foundation.evidence.facade import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("decisioning", "0006_policies"), ("evidence", "0002_append_only")]
    operations = [refuse_changes("decisioning_publishedpolicy")]
