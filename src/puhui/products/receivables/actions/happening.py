"""Writes what happened to receivables, in order; and locks the one that something happens to."""

from collections.abc import Sequence
from uuid import UUID

from puhui.foundation.ledger.facade import JournalDraft, business_date, draft_from_template
from puhui.kernel.actors import Call
from puhui.kernel.errors import NotFound
from puhui.kernel.ids import derived_id, new_id
from puhui.kernel.money import Money
from puhui.products.receivables.contracts import Kind, Moved, State
from puhui.products.receivables.models import Happened, Receivable


def locked(receivable_id: UUID) -> Receivable:
    """The receivable, locked: what happens to it happens one after the other."""
    row = Receivable.objects.select_for_update().filter(id=receivable_id).first()
    if row is None:
        raise NotFound("receivable", where="receivable_id")
    return row


def note_many(
    call: Call,
    *,
    rows: Sequence[Receivable],
    kind: Kind,
    amounts: Sequence[int] = (),
    order_id: UUID | None = None,
    note: str = "",
) -> None:
    """The same happened to each of these, at once."""
    events = []
    for place, row in enumerate(rows):
        row.happened_n += 1
        events.append(
            Happened(
                id=new_id(),
                receivable=row,
                n=row.happened_n,
                kind=kind,
                on=business_date(),
                amount_minor=amounts[place] if amounts else 0,
                order_id=order_id,
                note=note[:500],
                by_id=call.actor.id,
                by_name=call.actor.name[:80],
                at=call.at,
            )
        )
    Happened.objects.bulk_create(events)
    Receivable.objects.bulk_update(rows, ["happened_n"])


def note_one(
    call: Call, row: Receivable, kind: Kind, *, minor: int = 0, order_id: UUID | None = None, note: str = ""
) -> None:
    """Something happened to one of them; the row with all that changed is saved with it."""
    note_many(call, rows=[row], kind=kind, amounts=[minor], order_id=order_id, note=note)
    row.save()


def moved(row: Receivable) -> Moved:
    """The answer about a receivable."""
    return Moved(row.id, State(row.state), Money(row.outstanding_minor, row.currency))


def draft_of(row: Receivable, template: str, *, amounts: dict[str, int], what: str) -> JournalDraft:
    """A journal about one receivable, in its own stripe of the house accounts; `what` tells its journals apart."""
    return draft_from_template(
        template,
        id=derived_id(row.id, what),
        amounts=amounts,
        owners={},
        bucket=row.bucket,
        value_date=business_date(),
        source=f"receivable:{row.id}",
        currency=row.currency,
    )
