"""Facts that were kept stay as they were."""

from django.db import migrations

from puhui.foundation.evidence.facade import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("facts", "0001_initial"), ("evidence", "0002_append_only")]
    operations = [refuse_changes("facts_factrecord")]
