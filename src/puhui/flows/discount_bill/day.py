"""What a day close does for bills: discounts are earned, quotes lapse, and what has come due is presented."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from puhui.flows.discount_income import income_drafts
from puhui.foundation.ledger.facade import post
from puhui.foundation.payments.facade import PaymentRequest, Purpose, orders_about, request_payments
from puhui.kernel.actors import Call
from puhui.kernel.ids import derived_id
from puhui.products.bills.facade import acceptors_of, bills_due, earn_until, lapse_quotes, provide_until

INCOME: Final = UUID("00000000-0000-7000-8000-0000000000f3")  # what the ids of the day's journals are derived from


def earn_on_bills(call: Call, *, day: date) -> int:
    """The discount of the day into the books, what rediscounts cost and what is set aside: a journal for each product.

    Gives what was earned less what was borne, in minor units.
    """
    done = earn_until(day + timedelta(days=1))
    drafts = [
        *income_drafts("bill_income", amount="earned", sums=done.earned, day=day, what="bill", of=INCOME),
        *income_drafts("bill_rediscount_cost", amount="borne", sums=done.borne, day=day, what="rediscount", of=INCOME),
    ]
    if drafts:
        post(drafts, call=call)
    _provide(call, day=day)
    lapse_quotes(call, on=day + timedelta(days=1))
    return sum(done.earned.values()) - sum(done.borne.values())


def _provide(call: Call, *, day: date) -> None:
    """What is set aside for bills that were not paid, more or less than before: one journal for each product."""
    sums = provide_until(day + timedelta(days=1))
    raised = {key: minor for key, minor in sums.items() if minor > 0}
    lowered = {key: -minor for key, minor in sums.items() if minor < 0}
    drafts = [
        *income_drafts("bill_provided", amount="allowance", sums=raised, day=day, what="bill-raised", of=INCOME),
        *income_drafts("bill_released", amount="allowance", sums=lowered, day=day, what="bill-lowered", of=INCOME),
    ]
    if drafts:
        post(drafts, call=call)


def present_due_bills(call: Call, *, day: date) -> int:
    """Presents every bill whose day has come and that was not presented: a few statements."""
    due = bills_due(on=day)
    asked = {
        order.subject_id
        for order in (orders_about([one.id for one in due]) if due else [])
        if order.purpose == Purpose.BILL_PRESENTMENT
    }
    acceptors = acceptors_of([one.id for one in due])
    requests = [
        PaymentRequest(
            id=derived_id(one.id, "present/0"),
            direction="collect",
            amount=one.face,
            party_id=acceptors[one.id],
            purpose=Purpose.BILL_PRESENTMENT,
            subject_id=one.id,
            requested_on=day,
            note="bill presented",
        )
        for one in due
        if one.id not in asked
    ]
    request_payments(call, requests=requests)
    return len(requests)
