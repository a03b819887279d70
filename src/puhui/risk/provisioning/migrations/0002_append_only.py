"""What was graded and set aside is never changed or deleted: the database refuses it as well."""

from django.db import migrations

from puhui.foundation.evidence.facade import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("provisioning", "0001_initial"), ("evidence", "0002_append_only")]
    operations = [
        refuse_changes("provisioning_gradechange"),
        refuse_changes("provisioning_allowance"),
        refuse_changes("provisioning_monthendband"),
        refuse_changes("provisioning_rollcount"),
    ]
