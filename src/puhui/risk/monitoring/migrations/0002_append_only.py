"""Makes the counts and measures of the watch append-only."""

from django.db import migrations

from puhui.foundation.evidence.facade import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial")]
    operations = [
        refuse_changes("monitoring_daytally"),
        refuse_changes("monitoring_dayofwatch"),
        refuse_changes("monitoring_measure"),
        refuse_changes("monitoring_reference"),
    ]
