"""The end of a pre-approval is never changed or deleted: the database refuses it as well."""

from django.db import migrations

from puhui.foundation.evidence.facade import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("lab", "0005_nightly_pre_approvals"), ("evidence", "0002_append_only")]
    operations = [refuse_changes("lab_preapprovalend")]
