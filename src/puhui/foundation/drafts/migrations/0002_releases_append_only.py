"""What was published is superseded, never edited: the database refuses it as well."""

from django.db import migrations

from puhui.foundation.evidence.facade import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("drafts", "0001_drafts_and_releases"), ("evidence", "0002_append_only")]
    operations = [refuse_changes("drafts_textrelease")]
