"""The audit log is sealed when it has settled, and a change of what was sealed shows."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from tests.append_only import triggers_lifted

from puhui.foundation.evidence.audit_chain import SETTLING_MS
from puhui.foundation.evidence.facade import audit_chain_faults, seal_audit
from puhui.foundation.evidence.models import AuditEntry
from puhui.kernel.actors import SYSTEM_ID
from puhui.kernel.ids import new_id

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def entry(*, age_ms: int) -> UUID:
    made = UUID(int=new_id().int - (age_ms << 80))
    AuditEntry.objects.create(
        id=made,
        at=AT,
        actor_id=SYSTEM_ID,
        actor_name="system",
        roles="system",
        verb="test",
        subject="",
        channel="system",
        request_digest="0" * 64,
        detail={"n": 1},
    )
    return made


def test_only_what_has_settled_is_sealed_and_only_once() -> None:
    entry(age_ms=2 * SETTLING_MS)
    entry(age_ms=2 * SETTLING_MS - 1)
    entry(age_ms=0)
    assert seal_audit(at=AT) == 2
    assert seal_audit(at=AT) == 0
    entry(age_ms=SETTLING_MS + 1000)
    assert seal_audit(at=AT) == 1
    assert list(audit_chain_faults()) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE evidence_auditentry SET actor_name = 'somebody'",
        "DELETE FROM evidence_auditentry WHERE actor_name = 'system'",
    ],
)
def test_a_change_of_what_was_sealed_shows(change: str) -> None:
    entry(age_ms=2 * SETTLING_MS)
    seal_audit(at=AT)
    with triggers_lifted(connection), connection.cursor() as cursor:
        cursor.execute(change)
    assert [fault.batch for fault in audit_chain_faults()] == [1]


def test_an_entry_slipped_in_among_sealed_ones_shows() -> None:
    first, last = entry(age_ms=3 * SETTLING_MS), entry(age_ms=2 * SETTLING_MS)
    assert first < last
    seal_audit(at=AT)
    entry(age_ms=2 * SETTLING_MS + 5000)
    assert len(list(audit_chain_faults())) == 1
