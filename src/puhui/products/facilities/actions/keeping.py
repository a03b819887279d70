"""Writes events of facilities: locks the rows, folds the event into the balances, keeps both in a few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.kernel.errors import NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.facilities.contracts import FacilityMoved, FacilityState
from puhui.products.facilities.models import Facility, FacilityEvent
from puhui.products.facilities.refusals import NotEnoughRoom
from puhui.products.facilities.rules.balances import Balances, NoRoom

BALANCES = ("limit_minor", "drawn_minor", "reserved_minor", "over_minor", "fee_units", "fee_from", "events_n")


@dataclass(frozen=True, slots=True)
class Happened:
    """An event to be written on a locked facility."""

    facility: Facility
    kind: str
    amount_minor: int = 0
    draw_id: UUID | None = None
    reason: str = ""


def locked(facility_id: UUID) -> Facility:
    """The facility, locked: its balances do not move until the transaction ends."""
    row = Facility.objects.select_for_update().filter(id=facility_id).first()
    if row is None:
        raise NotFound("facility", where="facility_id")
    return row


def locked_many(facility_ids: Iterable[UUID]) -> dict[UUID, Facility]:
    """Several, locked in the order of their ids, so that two who need the same ones never wait for each other."""
    wanted = set(facility_ids)
    if not wanted:
        return {}
    rows = Facility.objects.select_for_update().filter(id__in=wanted).order_by("id")
    return {row.id: row for row in rows}


def balances_of(row: Facility) -> Balances:
    """The balances as the rules take them."""
    return Balances(limit=row.limit_minor, drawn=row.drawn_minor, reserved=row.reserved_minor)


def record(call: Call, *events: Happened, saves: Sequence[str] = ()) -> None:
    """Writes events on locked facilities in their order, and the balances after them; two statements for any number.

    `saves` names further columns of the facilities that were changed beside the balances.
    """
    today = business_date()
    FacilityEvent.objects.bulk_create([_row(call, event, today=today) for event in events])
    changed = {event.facility.id: event.facility for event in events}
    Facility.objects.bulk_update(changed.values(), [*BALANCES, *saves])


def _row(call: Call, event: Happened, *, today: date) -> FacilityEvent:
    row = event.facility
    after = _after(event)
    count_undrawn(row, to=today)
    row.limit_minor, row.drawn_minor, row.reserved_minor = after.limit, after.drawn, after.reserved
    row.over_minor, row.events_n = after.over, row.events_n + 1
    return FacilityEvent(
        id=new_id(),
        bucket=row.bucket,
        facility=row,
        n=row.events_n,
        on=today,
        at=call.at,
        kind=event.kind,
        amount_minor=event.amount_minor,
        limit_minor=after.limit,
        drawn_minor=after.drawn,
        reserved_minor=after.reserved,
        draw_id=event.draw_id,
        reason=event.reason[:300],
        by_id=call.actor.id,
        by_name=call.actor.name[:80],
    )


def _after(event: Happened) -> Balances:
    before = balances_of(event.facility)
    try:
        return before.after(event.kind, event.amount_minor)
    except NoRoom:
        currency = event.facility.currency
        free, asked = Money(before.free, currency), Money(event.amount_minor, currency)
        raise NotEnoughRoom(where="amount", free=free, asked=asked) from None


def count_undrawn(row: Facility, *, to: date) -> None:
    """Adds what was undrawn since the last event, so that the commitment fee is a function of the row alone."""
    if to > row.fee_from:
        if row.state == FacilityState.OPEN and not row.freezes:  # nobody pays for what they could not draw
            row.fee_units += max(0, row.limit_minor - row.drawn_minor) * (to - row.fee_from).days
        row.fee_from = to


def moved(row: Facility) -> FacilityMoved:
    """The answer about a facility."""
    free = 0 if row.freezes or row.state != FacilityState.OPEN else balances_of(row).free
    return FacilityMoved(row.id, FacilityState(row.state), row.limit_minor, free, bool(row.freezes))
