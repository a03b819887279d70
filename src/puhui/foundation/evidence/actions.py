"""What can be done with evidence: note an event for the outbox, take and settle outside work, seal a chain."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from puhui.foundation.evidence.contracts import OutboxWork
from puhui.foundation.evidence.models import OutboxEvent, SealedBatch
from puhui.kernel.canonical import canonical_json
from puhui.kernel.ids import new_id

MAX_ATTEMPTS = 12
GENESIS = "0" * 64


def emit(topic: str, payload: Mapping[str, Any], *, at: datetime, due_at: datetime | None = None) -> UUID:
    """Writes an event in the running transaction; it is delivered after commit, at least once. Ids only, no names."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event belongs to a transaction")
    event = OutboxEvent(id=new_id(), topic=topic, payload=dict(payload), created_at=at, due_at=due_at or at)
    event.save(force_insert=True)
    return event.id


def take_outbox_work(*, now: datetime, most: int = 100, lease: timedelta = timedelta(minutes=2)) -> list[OutboxWork]:
    """Takes due events for a while: a worker that dies loses its lease and another one takes them."""
    with transaction.atomic():
        waiting = OutboxEvent.objects.filter(delivered_at=None, gave_up_at=None, due_at__lte=now).order_by(
            "due_at", "id"
        )
        if connection.vendor == "postgresql":
            waiting = waiting.select_for_update(skip_locked=True)
        events = list(waiting[:most])
        OutboxEvent.objects.filter(id__in=[e.id for e in events]).update(due_at=now + lease, attempts=F("attempts") + 1)
    return [OutboxWork(e.id, e.topic, e.payload, e.attempts + 1) for e in events]


def settle_outbox_work(delivered: Iterable[UUID], *, at: datetime) -> None:
    """Marks events as delivered."""
    OutboxEvent.objects.filter(id__in=list(delivered)).update(delivered_at=at, last_error="")


def postpone_outbox_work(work: OutboxWork, *, error: str, at: datetime) -> None:
    """Tries again later, twice as late each time; after MAX_ATTEMPTS it gives up and staff see it."""
    if work.attempts >= MAX_ATTEMPTS:
        OutboxEvent.objects.filter(id=work.id).update(gave_up_at=at, last_error=error[:300])
        return
    wait = timedelta(seconds=min(2**work.attempts, 3600))
    OutboxEvent.objects.filter(id=work.id).update(due_at=at + wait, last_error=error[:300])


def chain_digest(previous: str, rows: Iterable[object]) -> str:
    """SHA-256 over the previous digest and each row's canonical JSON, each with its length in front."""
    state = hashlib.sha256(previous.encode())
    for row in rows:
        line = canonical_json(row).encode()
        state.update(len(line).to_bytes(8, "big") + line)
    return state.hexdigest()


def seal_batch(chain: str, rows: list[tuple[UUID, object]], *, at: datetime) -> SealedBatch | None:
    """Appends one batch to a chain; rows are (id, content) in order. Call it in the transaction that chose the rows."""
    if not rows:
        return None
    last = SealedBatch.objects.filter(chain=chain).order_by("-number").first()
    previous = last.digest if last else GENESIS
    return SealedBatch.objects.create(
        id=new_id(),
        chain=chain,
        number=last.number + 1 if last else 1,
        first_id=rows[0][0],
        last_id=rows[-1][0],
        rows=len(rows),
        previous_digest=previous,
        digest=chain_digest(previous, (content for _, content in rows)),
        sealed_at=at,
    )
