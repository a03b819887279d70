"""An order comes in: from its seller, to its buyer, who confirms it; what looks like another goes to risk."""

from dataclasses import replace
from uuid import UUID

from puhui.flows.trade.telling import refer, tell
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import group_of, identity_of, register_organisation
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.ids import derived_id
from puhui.products.orders.facade import (
    NewOrder,
    OrderMoved,
    OrderState,
    cancel_order,
    confirm_order,
    order,
    register_order,
)


@use_case("trade.take_order", answers=OrderMoved)
def take_order(call: Call, *, told: NewOrder, buyer_uscc: str = "", buyer_name: str = "") -> OrderMoved:
    """Registers an order. A buyer that we do not know yet is named by code and name; it is asked to confirm."""
    if buyer_uscc:
        told = replace(told, buyer_id=register_organisation(call, name=buyer_name, uscc=buyer_uscc))
    made = register_order(call, order=told, related=group_of(told.seller_id))
    if made.state == OrderState.IN_REVIEW:
        refer(
            call,
            subjects=[(made.order_id, told.seller_id)],
            reason=f"order {told.number} looks like another order of the same buyer: is it one of its own?",
        )
    else:
        tell(
            call,
            party_id=told.buyer_id,
            kind="order_to_confirm",
            seller=identity_of(told.seller_id).name,
            number=told.number,
            amount=told.amount,
        )
    return made


@use_case("trade.answer_order", answers=OrderMoved, subject="order_id")
def answer_order(call: Call, *, order_id: UUID, agree: bool, evidence: str = "") -> OrderMoved:
    """The buyer, or two of the staff with the buyer's paper, confirm an order; or it is not the buyer's."""
    moved = confirm_order(call, order_id=order_id, agree=agree, evidence=evidence)
    if moved.state == OrderState.CONFIRMED:
        seen = order(SYSTEM, order_id)
        tell(call, party_id=seen.seller_id, kind="order_confirmed", number=seen.number, amount=seen.amount)
    return moved


@use_case("trade.call_off_order", answers=OrderMoved, subject="order_id")
def call_off_order(call: Call, *, order_id: UUID, reason: str) -> OrderMoved:
    """An order is called off; where money was lent on it, people talk to the seller about the loan."""
    moved = cancel_order(call, order_id=order_id, reason=reason)
    seen = order(SYSTEM, order_id)
    if seen.loan_id:
        refer(
            call,
            subjects=[(derived_id(order_id, "called off"), seen.seller_id)],
            reason=f"order {seen.number} was called off with loan {seen.loan_id} on it: agree how it is repaid",
        )
    return moved
