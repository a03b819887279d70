"""Books what happened to loans: events, new positions, and the net differences to the ledger, in one act.

All of it is set-based: one booking or a thousand cost the same number of statements.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max

from puhui.foundation.ledger.facade import JournalDraft, business_date, draft_from_template, post
from puhui.kernel.actors import Call
from puhui.kernel.ids import derived_id, new_id
from puhui.kernel.money import Money
from puhui.products.lending.actions.storing import store_positions
from puhui.products.lending.contracts import Booked, LoanState
from puhui.products.lending.models import Loan, LoanEvent, LoanPosition
from puhui.products.lending.queries.positions import position_row, standing_position
from puhui.products.lending.queries.replays import Folded, fold_loans
from puhui.products.lending.rules.departures import LOWERING_PARTS, RAISING_PARTS
from puhui.products.lending.rules.positions import (
    ALL_PARTS,
    PLAIN_PARTS,
    Movement,
    Position,
    movement_between,
    position_of,
)


@dataclass(frozen=True, slots=True)
class NewEvent:
    """Something that happened to a loan, not yet written. `told` are the columns of its row."""

    loan: Loan
    on: date
    kind: str
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Booking:
    """A written event to be booked: what the books hold now, up to which day, and the money that came or went."""

    event: LoanEvent
    loan: Loan
    mark: date
    before: Position
    received: int


def record_events(call: Call, *, events: Sequence[NewEvent]) -> list[LoanEvent]:
    """Writes the next events of loans, at most one a loan; the caller holds their locks."""
    ids = [event.loan.id for event in events]
    last = dict(LoanEvent.objects.filter(loan_id__in=ids).values_list("loan_id").annotate(Max("n")).order_by())
    today = business_date()
    rows = [
        LoanEvent(
            id=new_id(),
            bucket=event.loan.bucket,
            loan=event.loan,
            n=last.get(event.loan.id, 0) + 1,
            on=event.on,
            kind=event.kind,
            booked_on=today,
            recorded_at=call.at,
            **event.told,
        )
        for event in events
    ]
    return LoanEvent.objects.bulk_create(rows)


def record_event(call: Call, *, loan: Loan, on: date, kind: str, **told: object) -> LoanEvent:
    """Writes the next event of one loan."""
    return record_events(call, events=[NewEvent(loan, on, kind, told)])[0]


def standing_positions(loans: Mapping[UUID, tuple[Loan, date]]) -> dict[UUID, Position]:
    """What the books hold for loans that were paid out, each accrued to its group's mark."""
    rows = LoanPosition.objects.filter(loan_id__in=list(loans))
    return {row.loan_id: standing_position(row, on=loans[row.loan_id][1]) for row in rows}


def move_books(call: Call, *, bookings: Sequence[Booking]) -> list[Booked]:
    """Brings positions and ledger from what the books hold to what replays say now. At most one booking a loan."""
    folded: dict[UUID, Folded] = {}
    for mark in sorted({booking.mark for booking in bookings}):
        folded |= fold_loans([b.loan for b in bookings if b.mark == mark], as_of=mark)
    drafts = {b.loan.id: _drafts(b, folded[b.loan.id]) for b in bookings}
    post([draft for several in drafts.values() for draft in several], call=call)
    store_positions(position_row(after) for after in folded.values())
    follow_lives((after.loan, after.state.is_closed) for after in folded.values())
    return [_booked(b, folded[b.loan.id], drafts[b.loan.id]) for b in bookings]


def _drafts(booking: Booking, after: Folded) -> list[JournalDraft]:
    movement = movement_between(booking.before, position_of(after.state), received=booking.received)
    id_ = derived_id(booking.event.id, "booked")
    suspended = booking.before.is_suspended
    return movement_drafts(booking.loan, movement, id_=id_, value_date=booking.event.on, suspended=suspended)


def _booked(booking: Booking, after: Folded, drafts: Sequence[JournalDraft]) -> Booked:
    currency = booking.loan.currency
    return Booked(
        loan_id=booking.loan.id,
        event_id=booking.event.id,
        journal_ids=tuple(draft.id for draft in drafts),
        closed=after.state.is_closed,
        principal=Money(after.state.outstanding.principal, currency),
        unapplied=Money(after.state.unapplied_minor, currency),
    )


def movement_drafts(
    loan: Loan, movement: Movement, *, id_: UUID, value_date: date, suspended: bool = False
) -> list[JournalDraft]:
    """The journals of a movement, in their order: what raises the claim, what money did, what lowers the claim.

    A loan that does not accrue has templates of its own, by which interest is income when it is paid.
    """
    moved = movement.through_unapplied() if suspended else movement
    plain = moved.is_plain
    parts = (
        ("loan_claim_raised", "raised", RAISING_PARTS, movement.raised),
        ("repayment_received" if plain else "loan_rebooked", "", PLAIN_PARTS if plain else ALL_PARTS, moved.amounts),
        ("loan_claim_lowered", "lowered", LOWERING_PARTS, movement.lowered),
    )
    return [
        draft_from_template(
            f"{template}_suspended" if suspended else template,
            id=derived_id(id_, name) if name else id_,
            amounts={**dict.fromkeys(names, 0), **amounts},
            owners={"loan": loan.id},
            bucket=loan.bucket,
            value_date=value_date,
            source=f"loan:{loan.id}",
            currency=loan.currency,
            segment=loan.product_code,
        )
        for template, name, names, amounts in parts
        if amounts
    ]


def follow_lives(lives: Iterable[tuple[Loan, bool]]) -> None:
    """A loan that is repaid is closed; one whose repayment came back runs again. Of each loan: is it closed?"""
    today = business_date()
    for loan, is_closed in lives:
        state = LoanState.CLOSED if is_closed else LoanState.ACTIVE
        if loan.state != state:
            loan.state, loan.closed_on = state, today if is_closed else None
            loan.save(update_fields=["state", "closed_on"])
