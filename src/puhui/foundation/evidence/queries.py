"""What can be asked of evidence."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet

from puhui.foundation.evidence.contracts import AuditLine, AuditSearch, Seal
from puhui.foundation.evidence.models import AuditEntry, OutboxEvent, SealedBatch
from puhui.foundation.evidence.use_cases import use_case_verbs
from puhui.kernel.actors import STAFF_ROLES, Actor, Role

EVERYTHING = AuditSearch()


def audit_lines(
    actor: Actor,
    *,
    subject: str = "",
    search: AuditSearch = EVERYTHING,
    before: UUID | None = None,
    most: int = 50,
) -> list[AuditLine]:
    """Acts, newest first, for the auditor, compliance and the administrator; an act may be given by its beginning."""
    actor.require(Role.AUDITOR, Role.COMPLIANCE, Role.ADMINISTRATOR, verb="read the audit log")
    entries = _found(search if not subject else replace(search, subject=subject)).order_by("-id")
    if before:
        entries = entries.filter(id__lt=before)
    return [
        AuditLine(e.id, e.at, e.actor_id, e.actor_name, e.roles, e.verb, e.subject, e.channel, e.detail)
        for e in entries[: min(most, 500)]
    ]


def _found(search: AuditSearch) -> QuerySet[AuditEntry]:
    """The entries that a search names; each part has an index that leads to it."""
    wanted: dict[str, object] = {}
    if search.actor_id is not None:
        wanted["actor_id"] = search.actor_id
    if search.verb:
        wanted["verb__in"] = sorted(v for v in use_case_verbs() if v.startswith(search.verb)) or [search.verb]
    if search.subject:
        wanted["subject"] = search.subject
    if search.since is not None:
        wanted["at__gte"] = datetime.combine(search.since, time(), tzinfo=UTC)
    if search.until is not None:
        wanted["at__lt"] = datetime.combine(search.until, time(), tzinfo=UTC) + timedelta(days=1)
    return AuditEntry.objects.filter(**wanted)


def undelivered_count(actor: Actor) -> int:
    """How many events puhui gave up on; staff must look."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read the outbox")
    return OutboxEvent.objects.filter(gave_up_at__isnull=False).count()


def seals(chain: str) -> Iterator[Seal]:
    """The sealed batches of a chain, in order, for the room that can recompute them."""
    batches = SealedBatch.objects.filter(chain=chain).order_by("number")
    for b in batches.iterator(chunk_size=1000):
        yield Seal(b.number, b.rows, b.previous_digest, b.digest)
