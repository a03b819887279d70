"""What can be asked of evidence."""

from collections.abc import Iterator
from uuid import UUID

from puhui.foundation.evidence.contracts import AuditLine, Seal
from puhui.foundation.evidence.models import AuditEntry, OutboxEvent, SealedBatch
from puhui.kernel.actors import STAFF_ROLES, Actor, Role


def audit_lines(actor: Actor, *, subject: str = "", before: UUID | None = None, most: int = 50) -> list[AuditLine]:
    """Acts, newest first, for the auditor, compliance and the administrator."""
    actor.require(Role.AUDITOR, Role.COMPLIANCE, Role.ADMINISTRATOR, verb="read the audit log")
    entries = AuditEntry.objects.order_by("-id")
    if subject:
        entries = entries.filter(subject=subject)
    if before:
        entries = entries.filter(id__lt=before)
    return [
        AuditLine(e.id, e.at, e.actor_id, e.actor_name, e.roles, e.verb, e.subject, e.channel, e.detail)
        for e in entries[: min(most, 500)]
    ]


def undelivered_count(actor: Actor) -> int:
    """How many events puhui gave up on; staff must look."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read the outbox")
    return OutboxEvent.objects.filter(gave_up_at__isnull=False).count()


def seals(chain: str) -> Iterator[Seal]:
    """The sealed batches of a chain, in order, for the room that can recompute them."""
    batches = SealedBatch.objects.filter(chain=chain).order_by("number")
    for b in batches.iterator(chunk_size=1000):
        yield Seal(b.number, b.rows, b.previous_digest, b.digest)
