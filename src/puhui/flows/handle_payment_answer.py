"""Follows what a bank answers: late, twice, contradicting itself, one answer or hundreds at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from puhui.flows.book_collected import book_collected
from puhui.flows.change_loan.pay_out_more import is_further_payout, refuse_further_payout, settle_further_payout
from puhui.flows.disburse_loan import refuse_disbursement, settle_disbursement
from puhui.flows.discount_bill.buy_back import refuse_bill_buy_back, settle_bill_buy_back
from puhui.flows.discount_bill.present import (
    refuse_bill_presentment,
    refuse_bill_recourse,
    settle_bill_presentment,
    settle_bill_recourse,
)
from puhui.flows.discount_bill.rediscount import (
    refuse_rediscount,
    refuse_rediscount_return,
    settle_rediscount,
    settle_rediscount_return,
)
from puhui.flows.discount_bill.sell import refuse_bill_purchase, settle_bill_purchase
from puhui.flows.draw_facility.commitment import refuse_commitment_fee, settle_commitment_fee
from puhui.flows.draw_facility.pay_out import is_draw, refuse_line_draw, settle_line_draw
from puhui.flows.failed_payment import refer_payment
from puhui.flows.pay_by_voucher.recourse import refuse_voucher_recourse, settle_voucher_recourse
from puhui.flows.pay_by_voucher.redeem import (
    refuse_voucher_payout,
    refuse_voucher_redemption,
    settle_voucher_payout,
    settle_voucher_redemption,
)
from puhui.flows.pay_by_voucher.sell import refuse_voucher_purchase, settle_voucher_purchase
from puhui.flows.pay_payee.goods_return import refuse_return_of_goods, settle_return_of_goods
from puhui.flows.receive_repayment import refuse_repayment
from puhui.flows.reconcile_statements.returns import refuse_return, settle_return
from puhui.flows.refund_unapplied import refuse_refund, settle_refund
from puhui.flows.secure_loan.enforce import refuse_surplus, settle_surplus
from puhui.flows.trade import order_answers as orders
from puhui.flows.trade import receivable_answers as receivables
from puhui.flows.trade.order_loans import is_part, refuse_part, settle_part
from puhui.foundation.casework.facade import clean_text
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.payments.facade import OrderState, OrderView, Purpose, record_answers
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.canonical import digest
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ports import PaymentAnswer

ONE_BY_ONE: Final[Mapping[tuple[Purpose, OrderState], Callable[..., None]]] = {
    (Purpose.DISBURSEMENT, OrderState.SETTLED): settle_disbursement,
    (Purpose.DISBURSEMENT, OrderState.REFUSED): refuse_disbursement,
    (Purpose.REPAYMENT, OrderState.REFUSED): refuse_repayment,
    (Purpose.REFUND, OrderState.SETTLED): settle_refund,
    (Purpose.REFUND, OrderState.REFUSED): refuse_refund,
    (Purpose.RETURN, OrderState.SETTLED): settle_return,
    (Purpose.RETURN, OrderState.REFUSED): refuse_return,
    (Purpose.GOODS_RETURN, OrderState.SETTLED): settle_return_of_goods,
    (Purpose.GOODS_RETURN, OrderState.REFUSED): refuse_return_of_goods,
    (Purpose.SURPLUS, OrderState.SETTLED): settle_surplus,
    (Purpose.SURPLUS, OrderState.REFUSED): refuse_surplus,
    (Purpose.VOUCHER_PURCHASE, OrderState.SETTLED): settle_voucher_purchase,
    (Purpose.VOUCHER_PURCHASE, OrderState.REFUSED): refuse_voucher_purchase,
    (Purpose.VOUCHER_REDEMPTION, OrderState.SETTLED): settle_voucher_redemption,
    (Purpose.VOUCHER_REDEMPTION, OrderState.REFUSED): refuse_voucher_redemption,
    (Purpose.VOUCHER_PAYOUT, OrderState.SETTLED): settle_voucher_payout,
    (Purpose.VOUCHER_PAYOUT, OrderState.REFUSED): refuse_voucher_payout,
    (Purpose.VOUCHER_RECOURSE, OrderState.SETTLED): settle_voucher_recourse,
    (Purpose.VOUCHER_RECOURSE, OrderState.REFUSED): refuse_voucher_recourse,
    (Purpose.BILL_PURCHASE, OrderState.SETTLED): settle_bill_purchase,
    (Purpose.BILL_PURCHASE, OrderState.REFUSED): refuse_bill_purchase,
    (Purpose.BILL_PRESENTMENT, OrderState.SETTLED): settle_bill_presentment,
    (Purpose.BILL_PRESENTMENT, OrderState.REFUSED): refuse_bill_presentment,
    (Purpose.BILL_RECOURSE, OrderState.SETTLED): settle_bill_recourse,
    (Purpose.BILL_RECOURSE, OrderState.REFUSED): refuse_bill_recourse,
    (Purpose.BILL_BUY_BACK, OrderState.SETTLED): settle_bill_buy_back,
    (Purpose.BILL_BUY_BACK, OrderState.REFUSED): refuse_bill_buy_back,
    (Purpose.REDISCOUNT, OrderState.SETTLED): settle_rediscount,
    (Purpose.REDISCOUNT, OrderState.REFUSED): refuse_rediscount,
    (Purpose.REDISCOUNT_RECOURSE, OrderState.SETTLED): settle_rediscount_return,
    (Purpose.REDISCOUNT_RECOURSE, OrderState.REFUSED): refuse_rediscount_return,
    (Purpose.COMMITMENT_FEE, OrderState.SETTLED): settle_commitment_fee,
    (Purpose.COMMITMENT_FEE, OrderState.REFUSED): refuse_commitment_fee,
}
RECEIVABLES: Final[Mapping[tuple[Purpose, OrderState], Callable[..., None]]] = {
    (Purpose.ADVANCE, OrderState.SETTLED): receivables.advance_paid,
    (Purpose.ADVANCE, OrderState.REFUSED): receivables.advance_refused,
    (Purpose.DEBTOR_PAYMENT, OrderState.SETTLED): receivables.debtor_paid,
    (Purpose.DEBTOR_PAYMENT, OrderState.REFUSED): receivables.debtor_refused,
    (Purpose.SELLER_CLAIM, OrderState.SETTLED): receivables.claim_paid,
    (Purpose.SELLER_CLAIM, OrderState.REFUSED): receivables.debtor_refused,
    (Purpose.RESERVE, OrderState.SETTLED): receivables.reserve_paid,
    (Purpose.RESERVE, OrderState.REFUSED): receivables.reserve_refused,
}
ORDERS: Final[Mapping[tuple[Purpose, OrderState], Callable[..., None]]] = {
    (Purpose.BUYER_PAYMENT, OrderState.SETTLED): orders.buyer_paid,
    (Purpose.BUYER_PAYMENT, OrderState.REFUSED): orders.buyer_refused,
    (Purpose.ORDER_SURPLUS, OrderState.SETTLED): orders.surplus_paid,
    (Purpose.ORDER_SURPLUS, OrderState.REFUSED): orders.surplus_refused,
}
PARTS: Final[Mapping[OrderState, Callable[..., None]]] = {
    OrderState.SETTLED: settle_part,
    OrderState.REFUSED: refuse_part,
}
BY_PURPOSE: Final = {**ONE_BY_ONE, **RECEIVABLES, **ORDERS}
FURTHER: Final[Mapping[OrderState, Callable[..., None]]] = {
    OrderState.SETTLED: settle_further_payout,
    OrderState.REFUSED: refuse_further_payout,
}

DRAWS: Final[Mapping[OrderState, Callable[..., None]]] = {
    OrderState.SETTLED: settle_line_draw,
    OrderState.REFUSED: refuse_line_draw,
}


@dataclass(frozen=True, slots=True)
class AnswersHandled:
    """How many answers were new, and how many contradicted an earlier one; the rest were repeats."""

    order_ids: tuple[UUID, ...]
    new: int
    contradicting: int


@use_case("handle_payment_answer", answers=AnswersHandled)
def handle_payment_answer(call: Call, *, answer: PaymentAnswer) -> AnswersHandled:
    """Books what one answer means, once."""
    return handle_payment_answers(call, answers=[answer])


@use_case("handle_payment_answers", answers=AnswersHandled)
def handle_payment_answers(call: Call, *, answers: Sequence[PaymentAnswer]) -> AnswersHandled:
    """Books what answers mean, each once: repayments all together, the others one by one."""
    call.actor.require(Role.SYSTEM, verb="book a bank's answer")
    recorded = record_answers(call, answers=answers)
    new = [r.order for r in recorded if r.is_new]
    book_collected(call, orders=[o for o in new if (o.purpose, o.state) == (Purpose.REPAYMENT, OrderState.SETTLED)])
    for order in new:
        one = BY_PURPOSE.get((order.purpose, order.state))
        special = (
            FURTHER if is_further_payout(order) else DRAWS if is_draw(order) else PARTS if is_part(order) else None
        )
        follow = one if special is None else special.get(order.state)
        if follow:
            follow(call, order=order)
    contradicting = [r.order for r in recorded if r.contradicts]
    for order in contradicting:
        _refer(call, order)
    return AnswersHandled(tuple(r.order.id for r in recorded), len(new), len(contradicting))


@use_case("handle_payment_answer.record_by_hand", answers=AnswersHandled, subject="order_id")
def record_answer_by_hand(
    call: Call, *, order_id: UUID, outcome: Literal["settled", "refused"], reason: str
) -> AnswersHandled:
    """Operations write down what the bank told them of an order that it had left without an answer."""
    call.actor.require(Role.OPERATIONS, verb="record a bank's answer")
    if outcome not in ("settled", "refused"):
        raise InvalidInput("outcome", "settled or refused")
    told = PaymentAnswer(order_id, outcome, clean_text(reason, where="reason", most=200), call.at, "by hand")
    system = Call(SYSTEM, f"{call.key[:150]}/answer", call.at, call.channel)
    return handle_payment_answers(system, answers=[told])


def answers_key(answers: Sequence[PaymentAnswer]) -> str:
    """The idempotency key of these answers: the same words of the bank have the same key."""
    return f"bank-answers/{digest(list(answers))}"


def _refer(call: Call, order: OrderView) -> None:
    """The bank said two things; what came first stands in the books, and a person asks the bank."""
    refer_payment(
        call,
        order=order,
        reason=f"the bank contradicts itself on payment order {order.id}: booked as {order.state}",
    )
