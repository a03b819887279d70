"""Money that the bank has collected is in the books, whatever the loan says: on the loan, else in suspense."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from puhui.flows.failed_payment import refer_payment
from puhui.flows.receive_repayment import book_repayments
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date, draft_from_template, post
from puhui.foundation.payments.facade import OrderView, suspend_order, take_from_suspense
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import bucket_of, derived_id


@dataclass(frozen=True, slots=True)
class BookedAgain:
    """Collected money that left suspense and is on its loan now."""

    order_id: UUID
    loan_id: UUID


def book_collected(call: Call, *, orders: Sequence[OrderView]) -> None:
    """Books all of it at once; when a loan refuses, one by one, and what is refused stands in suspense with a case."""
    if not orders:
        return
    try:
        with transaction.atomic():
            book_repayments(call, orders=orders)
    except Refusal as refusal:
        if len(orders) == 1:
            _suspend(call, orders[0], refusal)
            return
        for order in orders:
            book_collected(call, orders=[order])


@use_case("book_collected.again", answers=BookedAgain, subject="order_id")
def book_again(call: Call, *, order_id: UUID, from_today: bool = False) -> BookedAgain:
    """Books money in suspense on its loan, from the day it was asked for, or from today; refused, it stays there."""
    call.actor.require(Role.OPERATIONS, Role.FINANCE, Role.SYSTEM, verb="book collected money")
    order = take_from_suspense(order_id)
    _post(call, order, template="suspense_received_cleared", part="placed")
    book_repayments(call, orders=[replace(order, requested_on=business_date()) if from_today else order])
    return BookedAgain(order.id, order.subject_id)


def _suspend(call: Call, order: OrderView, refusal: Refusal) -> None:
    suspend_order(order.id, on=business_date())
    _post(call, order, template="suspense_received", part="unplaced")
    refer_payment(
        call,
        order=order,
        reason=f"the bank collected {order.amount.written} by payment order {order.id}, which cannot be"
        f" booked on loan {order.subject_id} and stands in suspense: {refusal.message.en}",
    )


def _post(call: Call, order: OrderView, *, template: str, part: str) -> None:
    """The money enters or leaves suspense by the bank account."""
    draft = draft_from_template(
        template,
        id=derived_id(order.id, template),
        amounts={part: order.amount.minor},
        owners={},
        bucket=bucket_of(order.subject_id),
        value_date=business_date(),
        source=f"payment:{order.id}",
        currency=order.amount.currency,
    )
    post([draft], call=call)
