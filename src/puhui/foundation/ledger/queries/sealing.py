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
    """Texts where the canonical form is text: every journal of every closed day passes here when books are proven."""
    on = day.isoformat()
    yield UUID(int=day.toordinal()), {"day": on}
    journals = Journal.objects.filter(business_date=day).order_by("id")
    fields = journals.values_list("id", "content_digest", "actor_id", "posted_at")
    for id_, content, actor, at in fields.iterator(chunk_size=2000):
        yield id_, {"journal": str(id_), "content": content, "day": on, "actor": str(actor), "at": at.isoformat()}
    resolutions = Resolution.objects.filter(business_date=day).order_by("journal_id")
    outcomes = resolutions.values_list("journal_id", "outcome", "actor_id", "resolved_at")
    for id_, outcome, actor, at in outcomes.iterator(chunk_size=2000):
        yield id_, {"pending": str(id_), "outcome": outcome, "day": on, "actor": str(actor), "at": at.isoformat()}
