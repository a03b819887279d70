"""What was published or withdrawn is superseded, never edited: the database refuses it as well."""

from django.db import migrations

from puhui.foundation.evidence.facade import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_drafts_and_releases"), ("evidence", "0002_append_only")]
    operations = [refuse_changes("catalogue_productrelease")]
