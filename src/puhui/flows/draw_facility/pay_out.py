"""Follows the bank's answer to a draw on a line: it is owed from the day the money moved, or its room is free again."""

from uuid import UUID

from django.db import transaction

from puhui.flows.draw_facility.confirm_draw import NOTE
from puhui.flows.failed_payment import refer_payment
from puhui.flows.follow_facilities import facilities_follow
from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.payments.facade import OrderView
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import Refusal
from puhui.products.facilities.facade import DrawState, draw, facility, release_draw, settle_draw
from puhui.products.lending.facade import ChangeAsked, book_change


def is_draw(order: OrderView) -> bool:
    """True for the payout of a draw on a line."""
    return order.note.startswith(NOTE)


def settle_line_draw(call: Call, *, order: OrderView) -> None:
    """The bank has paid: it is drawn, and bears interest from today. What cannot be booked is a case for people.

    Then the room stays reserved: the money has left, and nobody may draw it a second time meanwhile.
    """
    draw_id = UUID(order.note.removeprefix(NOTE))
    try:
        with transaction.atomic():
            asked = ChangeAsked(kind="disbursement", amount=order.amount)
            booked = book_change(call, loan_id=order.subject_id, asked=asked, order_id=order.id)
            settle_draw(call, draw_id=draw_id)
            facilities_follow(call, [booked])
    except Refusal as refusal:
        refer_payment(
            call,
            order=order,
            reason=f"paid out {order.amount} for draw {draw_id}, but it cannot be booked: {refusal.message.en}",
        )
        return
    kept = facility(SYSTEM, draw(SYSTEM, draw_id).facility_id)
    tell_borrower(call, borrower_id=order.party_id, kind="limit_drawn", amount=order.amount, free=kept.line.free)


def refuse_line_draw(call: Call, *, order: OrderView) -> None:
    """The bank has refused: nothing is owed, the room is free again, and operations look at it."""
    kept = draw(SYSTEM, UUID(order.note.removeprefix(NOTE)))
    if kept.state == DrawState.PAYING:
        release_draw(call, draw_id=kept.id, why="stopped" if order.is_stopped else "payout refused")
    if order.is_stopped:
        return
    refer_payment(call, order=order, reason=f"draw of {order.amount} refused by the bank: {order.reason or '-'}")
    tell_borrower(call, borrower_id=order.party_id, kind="disbursement_failed", amount=order.amount)
