"""A consent is never changed but by its withdrawal, in the database as well."""

from django.db import migrations

from puhui.foundation.evidence.facade import refuse_changes

KEPT = ["id", "bucket", "party_id", "purpose", "scope", "text_version", "text_digest", "given_by", "given_at", "until"]


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_initial"), ("evidence", "0002_append_only")]
    operations = [refuse_changes("consent_consent", columns=KEPT)]
