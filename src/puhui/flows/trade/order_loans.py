"""Pays a loan on an order out, part by part: each once, when its proof is agreed to, booked when the bank has paid."""

from typing import Final
from uuid import UUID

from django.db import transaction

from puhui.flows.failed_payment import refer_payment
from puhui.flows.trade.telling import tell
from puhui.foundation.catalogue.facade import Product
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.payments.facade import OrderView, Purpose, request_payment
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.errors import Refusal
from puhui.products.lending.facade import ChangeAsked, book_change, loan
from puhui.products.orders.facade import (
    MilestoneMoved,
    MilestonePlan,
    MilestoneState,
    PurchaseOrderView,
    begin_milestone,
    end_milestone,
    tie_loan,
)
from puhui.products.orders.facade import order as purchase_order

NOTE: Final = "part/"


def begin_on_order(call: Call, *, application_id: UUID, loan_id: UUID, product: Product) -> None:
    """The loan is signed: it is split over the milestones, and what needs no more than the order is paid out."""
    assert product.trade is not None
    plan = [
        MilestonePlan(one.code, one.text, one.share_pct, one.evidence == "paper") for one in product.trade.milestones
    ]
    principal = loan(SYSTEM, loan_id).line.principal
    tied = tie_loan(call, application_id=application_id, loan_id=loan_id, principal=principal, plan=plan)
    for one in _seen(tied.order_id).milestones:
        if one.state == MilestoneState.SHOWN and one.amount.minor:
            _ask(call, order_id=tied.order_id, code=one.code)


@use_case("trade.pay_milestone", answers=MilestoneMoved, subject="order_id")
def pay_milestone(call: Call, *, order_id: UUID, code: str) -> MilestoneMoved:
    """Somebody other than who showed the proof agrees to it: the bank is asked to pay this part."""
    call.actor.require(Role.OPERATIONS, Role.RISK_OFFICER, verb="pay a milestone")
    return _ask(call, order_id=order_id, code=code)


def is_part(payment: OrderView) -> bool:
    """True for the payout of a part of a loan on an order."""
    return payment.note.startswith(NOTE)


def settle_part(call: Call, *, order: OrderView) -> None:
    """The bank has paid: the part is owed from today. What cannot be booked is a case for people."""
    order_id, code = _named(order)
    try:
        with transaction.atomic():
            asked = ChangeAsked(kind="disbursement", amount=order.amount)
            book_change(call, loan_id=order.subject_id, asked=asked, order_id=order.id)
            end_milestone(call, order_id=order_id, code=code, is_paid=True)
    except Refusal as refusal:
        why = f"paid out {order.amount} for {code} of an order, but it cannot be booked: {refusal.message.en}"
        refer_payment(call, order=order, reason=why)
        return
    seen = _seen(order_id)
    what = next(one.text.zh for one in seen.milestones if one.code == code)
    tell(call, party_id=order.party_id, kind="milestone_paid", number=seen.number, amount=order.amount, what=what)


def refuse_part(call: Call, *, order: OrderView) -> None:
    """The bank could not pay: nothing is owed, and the part can be asked for again."""
    order_id, code = _named(order)
    end_milestone(call, order_id=order_id, code=code, is_paid=False)
    refer_payment(call, order=order, reason=f"{order.amount} for {code} refused by the bank: {order.reason or '-'}")


def _ask(call: Call, *, order_id: UUID, code: str) -> MilestoneMoved:
    moved, payment_id = begin_milestone(call, order_id=order_id, code=code)
    seen = _seen(order_id)
    assert seen.loan_id is not None
    request_payment(
        call,
        direction="pay_out",
        amount=moved.amount,
        party_id=seen.seller_id,
        purpose=Purpose.DISBURSEMENT,
        subject_id=seen.loan_id,
        requested_on=business_date(),
        order_id=payment_id,
        note=f"{NOTE}{order_id.hex}/{code}",
    )
    return moved


def _named(payment: OrderView) -> tuple[UUID, str]:
    """The order and the milestone that a payment is about."""
    hexed, _, code = payment.note.removeprefix(NOTE).partition("/")
    return UUID(hexed), code


def _seen(order_id: UUID) -> PurchaseOrderView:
    return purchase_order(SYSTEM, order_id)
