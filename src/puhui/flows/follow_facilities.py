"""Keeps facilities in step with what flows book on loans, in the same act: what is repaid is free again at once."""

from collections.abc import Iterable
from uuid import UUID

from puhui.foundation.ledger.facade import Fault, business_date
from puhui.kernel.actors import Call
from puhui.products.facilities.facade import (
    draw_of_loan,
    drawn_page,
    follow_loans,
    loans_of,
    release_draw,
    settle_draw,
)
from puhui.products.lending.facade import Booked, cancel_loan, loans_now

PAGE = 500


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


def limits_tie_out() -> list[Fault]:
    """Where a facility says that more or less is drawn than its loans owe; one of the checks of the books."""
    faults: list[Fault] = []
    page = drawn_page(most=PAGE)
    while page:
        faults += _differences(page)
        page = drawn_page(after=max(page), most=PAGE)
    return faults


def _differences(page: dict[UUID, int]) -> list[Fault]:
    loans = loans_of(page)
    owed = dict.fromkeys(page, 0)
    for one in loans_now(loan_ids=loans, on=business_date()):
        owed[loans[one.loan_id]] += one.principal_minor
    return [
        Fault("facilities.drawn", str(id_), f"drawn {drawn}, owed by its loans {owed[id_]}")
        for id_, drawn in page.items()
        if drawn != owed[id_]
    ]
