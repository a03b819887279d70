"""Follows the bank's answer to a further payout: the event is booked on the day the money moved, or nothing is."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from puhui.flows.change_loan.finish import PAYOUT_NOTE, tell_of_change
from puhui.flows.failed_payment import refer_payment
from puhui.flows.follow_facilities import facilities_follow
from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.payments.facade import OrderView
from puhui.kernel.actors import Call
from puhui.kernel.errors import Refusal
from puhui.products.lending.facade import Booked, ChangeState, ChangeView, book_change, move_change, take_change


def is_further_payout(order: OrderView) -> bool:
    """True for the payout of money newly lent on a running loan."""
    return order.note.startswith(PAYOUT_NOTE)


def settle_further_payout(call: Call, *, order: OrderView) -> None:
    """The bank has paid: more is owed from today. What cannot be booked any more is a case for people."""
    paying = _paying(call, order)
    try:
        with transaction.atomic():
            booked = _book(call, paying, order)
            facilities_follow(call, [booked])
    except Refusal as refusal:
        refer_payment(
            call,
            order=order,
            reason=f"paid out {order.amount}, but it cannot be booked on the loan: {refusal.message.en}",
        )
        move_change(call, change_id=paying.id, state=ChangeState.REJECTED)
        return
    moved = move_change(call, change_id=paying.id, state=ChangeState.BOOKED, event_id=booked.event_id)
    tell_of_change(call, moved, booked=booked, borrower_id=order.party_id)


def refuse_further_payout(call: Call, *, order: OrderView) -> None:
    """The bank has refused: nothing more is owed, and operations look at it."""
    paying = _paying(call, order)
    move_change(call, change_id=paying.id, state=ChangeState.REJECTED)
    refer_payment(
        call, order=order, reason=f"further payout of {order.amount} refused by the bank: {order.reason or 'no reason'}"
    )
    tell_borrower(call, borrower_id=order.party_id, kind="disbursement_failed", amount=order.amount)


def _paying(call: Call, order: OrderView) -> ChangeView:
    change_id = UUID(order.note.removeprefix(PAYOUT_NOTE))
    return take_change(call, change_id=change_id, states=(ChangeState.PAYING,))


def _book(call: Call, paying: ChangeView, order: OrderView) -> Booked:
    asked = replace(paying.asked, on=business_date())
    return book_change(call, loan_id=paying.loan_id, asked=asked, change_id=paying.id, order_id=order.id)
