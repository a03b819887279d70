"""Answers change only where they are sealed anew or erased; readings never."""

from django.db import migrations

from puhui.foundation.evidence.facade import refuse_changes

KEPT = (
    "id", "bucket", "party_id", "source", "definition_version", "schema_version", "request_id", "status", "reason",
    "as_of", "known_at", "expires_on", "provenance", "corrects_id", "content_hash", "latency_ms", "attempts",
    "cost_minor", "consent_id",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("sources", "0001_initial"), ("evidence", "0002_append_only")]
    operations = [
        refuse_changes("sources_sourceanswer", columns=KEPT),
        refuse_changes("sources_reading"),
    ]
