"""A bill of ours goes on to another bank, with recourse: we have the money today, and answer for the face.

The bill stays in the books, and beside it what we owe: its face, less the discount of the taker that is not borne yet.
When the acceptor has paid the taker both are out. When it has not, the taker asks us: we pay, the bill is ours again,
and those before us may be asked.
"""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from puhui.flows.discount_bill.books import draft
from puhui.flows.discount_bill.present import CASE
from puhui.flows.failed_payment import refer_payment
from puhui.foundation.casework.facade import NewCase, drop_case, open_case, open_cases
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date, post, post_pending, void_pending
from puhui.foundation.payments.facade import OrderView, Purpose, orders_about, request_payment
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.ids import derived_id
from puhui.kernel.money import Money
from puhui.products.bills.facade import (
    BillMoved,
    BillState,
    BillView,
    RediscountMoved,
    RediscountState,
    bill,
    bill_policy,
    cancel_rediscount,
    decide,
    end_bill,
    end_rediscount,
    mark_returning,
    rediscounts_due,
    settle_rediscount_sale,
    sold_rediscount,
    stay_sold,
)

BANKS: Final = UUID("00000000-0000-7000-8000-0000000000f4")  # what the ids of banks in payment orders are derived from


@use_case("discount_bill.decide_rediscount", answers=RediscountMoved, subject="rediscount_id")
def decide_rediscount(call: Call, *, rediscount_id: UUID, agree: bool) -> RediscountMoved:
    """A second person lets a bill go to the proposed bank, at the discount of today; its money is asked for."""
    row, found = decide(call, rediscount_id=rediscount_id, agree=agree)
    if found is not None:
        request_payment(
            call,
            direction="collect",
            amount=Money(found.proceeds_minor, row.bill.currency),
            party_id=derived_id(BANKS, row.taker_code),
            purpose=Purpose.REDISCOUNT,
            subject_id=row.id,
            requested_on=business_date(),
            order_id=derived_id(row.id, "sold"),
            note="bill rediscounted",
        )
    return RediscountMoved(row.id, RediscountState(row.state))


def settle_rediscount(call: Call, *, order: OrderView) -> None:
    """The taker has paid us."""
    row = settle_rediscount_sale(order.subject_id, today=business_date())
    amounts = {"proceeds": order.amount.minor, "interest": row.interest_minor}
    _post(call, "bill_rediscounted", bill(SYSTEM, row.bill_id), journal_id=derived_id(order.id, "settled"), **amounts)


def refuse_rediscount(call: Call, *, order: OrderView) -> None:
    """The taker did not pay: the bill is in our hands as before, and operations look at it."""
    cancel_rediscount(order.subject_id)
    refer_payment(
        call,
        order=order,
        reason=f"{order.amount.written} for a rediscounted bill did not come: {order.reason}",
    )


def watch_rediscounts(call: Call, *, day: date) -> int:
    """Bills that others have of ours and whose day has come: operations ask whether they were paid."""
    due = rediscounts_due(on=day)
    days = bill_policy(day).case_days
    cases = [
        NewCase(
            kind=CASE,
            subject=str(one.bill_id),
            party_id=None,
            due_on=day + timedelta(days=days),
            reason=f"bill {one.number} over {one.face.written} was due at {one.taker.name}: note whether it was paid"[
                :2000
            ],
        )
        for one in due
    ]
    open_cases(call, cases=cases)
    return len(cases)


@use_case("discount_bill.note_rediscount_paid", answers=BillMoved, subject="bill_id")
def note_rediscount_paid(call: Call, *, bill_id: UUID) -> BillMoved:
    """The acceptor has paid who has the bill: it is over for us, and we owe nothing."""
    call.actor.require(Role.OPERATIONS, verb="note that a rediscounted bill was paid")
    today = business_date()
    row, shown = sold_rediscount(bill_id, today=today), bill(SYSTEM, bill_id)
    borne, _ = end_rediscount(row.id, state=RediscountState.PAID, today=today)
    ended = end_bill(bill_id, state=BillState.PAID, today=today)
    amounts = {"face": ended.face_minor, "earned": ended.unearned_minor, "borne": borne}
    _post(call, "bill_rediscount_paid", shown, journal_id=derived_id(row.id, "paid"), **amounts)
    drop_case(call, kind=CASE, subject=str(bill_id), outcome="paid")
    return BillMoved(bill_id, BillState.PAID)


@use_case("discount_bill.pay_rediscount_back", answers=BillMoved, subject="bill_id")
def pay_rediscount_back(call: Call, *, bill_id: UUID) -> BillMoved:
    """The acceptor did not pay who has the bill, and they ask us: the face is paid back to them."""
    call.actor.require(Role.OPERATIONS, verb="pay a rediscounted bill back")
    row, shown = sold_rediscount(bill_id, today=business_date()), bill(SYSTEM, bill_id)
    mark_returning(row)
    attempt = derived_id(row.id, f"back/{len(orders_about([row.id]))}")  # the bank may have refused before
    journal = derived_id(attempt, "requested")
    _post(call, "bill_rediscount_return_requested", shown, journal_id=journal, face=shown.face.minor)
    request_payment(
        call,
        direction="pay_out",
        amount=shown.face,
        party_id=derived_id(BANKS, row.taker_code),
        purpose=Purpose.REDISCOUNT_RECOURSE,
        subject_id=row.id,
        requested_on=business_date(),
        order_id=attempt,
        note="recourse on a rediscounted bill",
    )
    return BillMoved(bill_id, BillState.REDISCOUNTED)


def settle_rediscount_return(call: Call, *, order: OrderView) -> None:
    """The taker has its money back: the bill is ours, unpaid, and a person takes it up."""
    today = business_date()
    borne, bill_id = end_rediscount(order.subject_id, state=RediscountState.RETURNED, today=today)
    row = bill(SYSTEM, bill_id)
    post_pending([derived_id(order.id, "requested")], call=call)
    amounts = {"face": order.amount.minor, "borne": borne}
    _post(call, "bill_rediscount_returned", row, journal_id=derived_id(order.id, "settled"), **amounts)
    open_case(
        call,
        kind=CASE,
        subject=str(row.id),
        party_id=row.holder_id,
        due_on=today + timedelta(days=bill_policy(today).case_days),
        reason=f"bill {row.number} over {row.face.written} was not paid and came back: ask those before us"[:2000],
    )


def refuse_rediscount_return(call: Call, *, order: OrderView) -> None:
    """The bank could not pay the taker: we owe as before, and operations look at it."""
    void_pending([derived_id(order.id, "requested")], call=call)
    stay_sold(order.subject_id)
    refer_payment(
        call,
        order=order,
        reason=f"{order.amount.written} for a bill that came back could not be paid: {order.reason}",
    )


def _post(call: Call, template: str, shown: BillView, *, journal_id: UUID, **amounts: int) -> None:
    journal = draft(
        template,
        bill_id=shown.id,
        journal_id=journal_id,
        amounts=amounts,
        product=shown.product,
        currency=shown.face.currency,
    )
    post([journal], call=call)
