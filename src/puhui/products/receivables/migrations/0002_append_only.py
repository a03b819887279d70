"""What happened, and what days earned, is append-only in the database as well."""

from django.db import migrations

from puhui.foundation.evidence.facade import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("receivables", "0001_initial"), ("evidence", "0002_append_only")]
    operations = [refuse_changes("receivables_happened"), refuse_changes("receivables_earnedday")]
