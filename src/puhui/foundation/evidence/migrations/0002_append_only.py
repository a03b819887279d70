"""The audit trail and the sealed batches are append-only in the database as well."""

from django.db import migrations

from puhui.foundation.evidence.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]
    operations = [refuse_changes("evidence_auditentry"), refuse_changes("evidence_sealedbatch")]
