"""What happened to a leased thing, and what its meters said, is never changed: the database refuses it as well."""

from django.db import migrations

from puhui.foundation.evidence.facade import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("leasing", "0001_initial"), ("evidence", "0002_append_only")]
    operations = [refuse_changes("leasing_leaseevent"), refuse_changes("leasing_meterreading")]
