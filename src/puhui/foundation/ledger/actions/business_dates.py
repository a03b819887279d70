"""Opens the first business date, and moves it on."""

from datetime import date, timedelta

from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.actions.post import in_transaction
from puhui.foundation.ledger.contracts import BusinessDateMoved
from puhui.foundation.ledger.models import BusinessDate
from puhui.foundation.ledger.queries.business_dates import business_date
from puhui.foundation.ledger.storage.stores import store
from puhui.kernel.actors import Call, Role
from puhui.kernel.dates import bounded_date

_WHO = (Role.SYSTEM, Role.OPERATIONS, Role.FINANCE, Role.ADMINISTRATOR)


@use_case("ledger.open_first_business_date", answers=date)
def open_first_business_date(call: Call, *, on: date) -> date:
    """Opens the books. Again with the same date it changes nothing; with another it is refused."""
    call.actor.require(*_WHO, verb="open the books")
    bounded_date(on, where="on")
    store().lock_business_date()
    first = BusinessDate.objects.order_by("business_date").first()
    if first is None:
        BusinessDate.objects.create(business_date=on, is_open=True, opened_at=call.at)
    elif first.business_date != on:
        raise BusinessDateMoved(where="on", open=str(business_date()), asked=str(on))
    return on


@use_case("ledger.advance_business_date", answers=date)
def advance_business_date(call: Call, *, from_date: date, to_date: date | None = None) -> date:
    """Closes `from_date` and opens the next calendar day, or `to_date`; gives the date that is open now.

    Waits for postings that run, so that none can land on the closed day. A repeat finds the day closed and changes
    nothing.
    """
    call.actor.require(*_WHO, verb="move the business date")
    target = bounded_date(to_date or from_date + timedelta(days=1), where="to_date")
    with in_transaction():
        store().lock_business_date()
        opened = business_date()
        if opened != from_date or target <= from_date:
            closed = BusinessDate.objects.filter(business_date=from_date, is_open=False).exists()
            if closed and opened == target:
                return opened
            raise BusinessDateMoved(where="from_date", open=str(opened), asked=str(from_date))
        BusinessDate.objects.filter(business_date=from_date).update(is_open=False, closed_at=call.at)
        BusinessDate.objects.create(business_date=target, is_open=True, opened_at=call.at)
    return target
