"""Promises to pay: made by the customer or on a call, judged by the day close from what was actually paid."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from puhui.flows.collections.late import late_loan
from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.kernel.money import Money
from puhui.products.collections.facade import (
    PromiseMade,
    PromiseState,
    PromiseView,
    judge_promises,
    note_contact,
    policy_on,
    promises_due,
    write_promise,
)
from puhui.products.lending.facade import PaidWindow, paid_in, spans_of


@use_case("collections.promise_payment", answers=PromiseMade, subject="loan_id")
def promise_payment(call: Call, *, loan_id: UUID, amount: Money, due_on: date) -> PromiseMade:
    """Keeps a dated promise; until it is judged nobody calls about it, and the borrower gets it in writing."""
    today = business_date()
    late = late_loan(call.actor, loan_id=loan_id, on=today)
    made = write_promise(call, loan=late, amount=amount, due_on=due_on, today=today)
    note_contact(call, loan_id=loan_id, today=today, held_until=due_on)
    tell_borrower(call, borrower_id=late.party_id, kind="promise_made", sms=False, amount=amount, due_on=due_on)
    return made


def judge_due_promises(call: Call, *, groups: Sequence[int], day: date) -> list[PromiseView]:
    """Judges, at the close of a day, the promises whose time is over, by what came in for each. A part of a step."""
    wait = policy_on(day).promise.judge_after_days
    due = promises_due(buckets=spans_of(groups), through=day - timedelta(days=wait))
    paid = paid_in(
        PaidWindow(name=promise.id, loan_id=promise.loan_id, after=promise.made_at, through=promise.due_on)
        for promise in due
    )
    judged = judge_promises(call, promises=due, paid=paid, today=day)
    for promise in judged:
        if promise.state != PromiseState.KEPT:
            _tell(call, promise)
    return judged


def _tell(call: Call, promise: PromiseView) -> None:
    tell_borrower(
        call,
        borrower_id=promise.party_id,
        kind="promise_missed",
        sms=False,
        amount=promise.amount,
        paid=promise.paid,
        due_on=promise.due_on,
    )
