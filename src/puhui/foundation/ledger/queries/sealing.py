"""What of a closed day goes into the chain "ledger", in which order: the same rows for sealing and for checking."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from uuid import UUID

from puhui.foundation.ledger.models import Journal, Resolution

CHAIN = "ledger"
BATCH = 10_000
SealRow = tuple[UUID, object]


def seal_batches(day: date) -> Iterator[list[SealRow]]:
    """The rows of a closed day in batches: the day, its journals by id, its resolutions by journal."""
    rows = _rows(day)
    while batch := list(islice(rows, BATCH)):
        yield batch


def _rows(day: date) -> Iterator[SealRow]:
    yield UUID(int=day.toordinal()), {"day": day}
    journals = Journal.objects.filter(business_date=day).order_by("id")
    for j in journals.iterator(chunk_size=2000):
        yield (
            j.id,
            {
                "journal": j.id,
                "content": j.content_digest,
                "day": day,
                "actor": j.actor_id,
                "at": j.posted_at.isoformat(),
            },
        )
    resolutions = Resolution.objects.filter(business_date=day).order_by("journal_id")
    for r in resolutions.iterator(chunk_size=2000):
        yield (
            r.journal_id,
            {"pending": r.journal_id, "outcome": r.outcome, "day": day, "actor": r.actor_id,
             "at": r.resolved_at.isoformat()},
        )  # fmt: skip
