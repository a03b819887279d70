"""Keeps facilities in step with what flows book on loans, in the same act: what is repaid is free again at once."""

from collections.abc import Iterable
from uuid import UUID

from puhui.kernel.actors import Call
from puhui.products.facilities.facade import draw_of_loan, follow_loans, release_draw, settle_draw
from puhui.products.lending.facade import Booked, cancel_loan


def facilities_follow(call: Call, booked: Iterable[Booked]) -> None:
    """What loans owe in principal after a booking is what their facilities have drawn. Other loans are left alone."""
    principals = {one.loan_id: one.principal.minor for one in booked}
    if principals:
        follow_loans(call, principals=principals)


def settle_own_draw(call: Call, *, loan_id: UUID, booked: Booked) -> None:
    """A draw that is a loan of its own was paid out: what was reserved for it is drawn."""
    drawing = draw_of_loan(loan_id)
    if drawing is not None:
        settle_draw(call, draw_id=drawing.id)
        facilities_follow(call, [booked])


def release_own_draw(call: Call, *, loan_id: UUID) -> bool:
    """Its payout was refused: the loan is given up and its room is free again. False for every other loan."""
    drawing = draw_of_loan(loan_id)
    if drawing is None:
        return False
    cancel_loan(call, loan_id=loan_id)
    release_draw(call, draw_id=drawing.id, why="payout refused")
    return True
