"""On its day a bill is presented to its acceptor; when it is not paid, those before us are asked, link by link."""

from datetime import timedelta
from uuid import UUID

from puhui.flows.discount_bill.books import draft
from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.casework.facade import clean_text, drop_case, open_case
from puhui.foundation.catalogue.facade import parameter
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date, post
from puhui.foundation.payments.facade import OrderView, Purpose, open_orders_about, orders_about, request_payment
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import Conflict
from puhui.kernel.ids import derived_id
from puhui.kernel.money import Money
from puhui.products.bills.facade import (
    BillMoved,
    BillState,
    ask_next,
    bill_policy,
    end_bill,
    mark_dishonoured,
    note_outcome,
    require_due,
)

CASE = "trade_paper"


@use_case("discount_bill.present", answers=BillMoved, subject="bill_id")
def present_bill(call: Call, *, bill_id: UUID) -> BillMoved:
    """Presents a bill to its acceptor, on its day or, by staff, again when it was not paid.

    The acceptor stands in the order by the id of its limit: banks that accept bills are no parties of ours.
    """
    call.actor.require(Role.SYSTEM, Role.OPERATIONS, verb="present a bill")
    row = require_due(bill_id, today=business_date())
    if open_orders_about([bill_id]):
        raise Conflict("a payment for this bill is on its way", where="bill_id")
    attempt = sum(order.purpose == Purpose.BILL_PRESENTMENT for order in orders_about([bill_id]))
    request_payment(
        call,
        direction="collect",
        amount=Money(row.face_minor, row.currency),
        party_id=row.limit_id or row.id,
        purpose=Purpose.BILL_PRESENTMENT,
        subject_id=bill_id,
        requested_on=business_date(),
        order_id=derived_id(bill_id, f"present/{attempt}"),
        note="bill presented",
    )
    return BillMoved(bill_id, BillState(row.state))


def settle_bill_presentment(call: Call, *, order: OrderView) -> None:
    """The acceptor has paid."""
    _end(call, order, state=BillState.PAID)


def refuse_bill_presentment(call: Call, *, order: OrderView) -> None:
    """The acceptor did not pay: a person takes it up, and asks those before us in the time of the law."""
    today = business_date()
    row = mark_dishonoured(order.subject_id, today=today)
    days = min(bill_policy(today).case_days, int(parameter("bill_recourse_notice_days", on=today).number))
    open_case(
        call,
        kind=CASE,
        subject=str(row.id),
        party_id=row.holder_id,
        due_on=today + timedelta(days=days),
        reason=f"bill {row.number} of {order.amount.written} was not paid: {order.reason}"[:2000],
    )


@use_case("discount_bill.claim_recourse", answers=BillMoved, subject="bill_id")
def claim_bill_recourse(call: Call, *, bill_id: UUID, debtor_code: str = "") -> BillMoved:
    """Asks the next of those before us to pay the face: by the bank when they are known here, else by letter."""
    call.actor.require(Role.OPERATIONS, Role.RISK_OFFICER, verb="claim recourse")
    if open_orders_about([bill_id]):
        raise Conflict("a payment for this bill is on its way", where="bill_id")
    claim = ask_next(call, bill_id=bill_id, debtor_code=debtor_code, today=business_date())
    if claim.debtor_id is not None:
        amount = Money(claim.amount_minor)
        request_payment(
            call,
            direction="collect",
            amount=amount,
            party_id=claim.debtor_id,
            purpose=Purpose.BILL_RECOURSE,
            subject_id=bill_id,
            requested_on=business_date(),
            order_id=derived_id(bill_id, f"recourse/{claim.n}"),
            note="bill recourse",
        )
        tell_borrower(call, borrower_id=claim.debtor_id, kind="bill_recourse", amount=amount, number=claim.bill.number)
    return BillMoved(bill_id, BillState.DISHONOURED)


@use_case("discount_bill.note_answer", answers=BillMoved, subject="bill_id")
def note_letter_answer(call: Call, *, bill_id: UUID, note: str) -> BillMoved:
    """Somebody who was asked by letter did not pay: the next one may be asked."""
    call.actor.require(Role.OPERATIONS, Role.RISK_OFFICER, verb="note an answer to recourse")
    clean_text(note, where="note", least=3, most=300)
    if open_orders_about([bill_id]):
        raise Conflict("the bank has not answered yet", where="bill_id")
    note_outcome(bill_id, is_paid=False)
    return BillMoved(bill_id, BillState.DISHONOURED)


def settle_bill_recourse(call: Call, *, order: OrderView) -> None:
    """One before us has paid: the bill is theirs, with the claim on those before them."""
    note_outcome(order.subject_id, is_paid=True)
    _end(call, order, state=BillState.RECOVERED)


def refuse_bill_recourse(call: Call, *, order: OrderView) -> None:
    """They did not pay either: the next one may be asked."""
    del call
    note_outcome(order.subject_id, is_paid=False)


def _end(call: Call, order: OrderView, *, state: BillState) -> None:
    ended = end_bill(order.subject_id, state=state, today=business_date())
    collected = draft(
        "bill_collected",
        bill_id=ended.bill_id,
        journal_id=derived_id(order.id, "collected"),
        amounts={"face": ended.face_minor, "earned": ended.unearned_minor},
        product=ended.product,
        currency=order.amount.currency,
    )
    post([collected], call=call)
    drop_case(call, kind=CASE, subject=str(ended.bill_id), outcome=state.value)
