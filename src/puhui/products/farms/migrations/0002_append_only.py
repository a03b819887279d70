"""Statements, movements of savings and signatures are never changed: the database refuses it as well."""

from django.db import migrations

from puhui.foundation.evidence.facade import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("farms", "0001_initial"), ("evidence", "0002_append_only")]
    operations = [
        refuse_changes("farms_farmfact"),
        refuse_changes("farms_savingsmove"),
        refuse_changes("farms_cosignature"),
    ]
