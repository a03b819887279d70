"""What was graded and set aside is never changed or deleted: the database refuses it as well."""

from django.db import migrations

from puhui.foundation.evidence.facade import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("provisioning", "0001_initial"), ("evidence", "0002_append_only")]
    operations = [
        refuse_changes(f"provisioning_{table}") for table in ("gradechange", "allowance", "monthendband", "rollcount")
    ]
