"""A new official calendar on a running loan: as if the loan had been signed with it, in the books and day by day."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from tests.interfaces.workbench.institution import footprint
from tests.rooms.lending.lender import call, open_lender, pass_days_to, pay, proven, running_loan, terms
from tests.rooms.lending.world import World
from tests.stories.changing import staff

from puhui.finmath.loans.calendar import resolved_moves
from puhui.flows.change_loan.confirm_change import confirm_change
from puhui.flows.change_loan.propose_change import propose_change
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.errors import InvalidInput, Refusal
from puhui.products.lending.facade import CannotChangeLoan, ChangeAsked, book_change, loan, preview_change
from puhui.products.lending.models import LoanPosition

pytestmark = pytest.mark.django_db
START = date(2026, 1, 31)
BY_CALENDAR = {"due_shift": "next", "calendar": "CN"}
OLD = ((date(2026, 4, 30), date(2026, 5, 6)),)  # somebody had typed a move that the calendar does not have
NEW = resolved_moves(terms(**BY_CALENDAR))


def changed(loan_id: UUID, **how: Any) -> object:
    return book_change(call(), loan_id=loan_id, asked=ChangeAsked(kind="calendar_change", **how))


def stands(loan_id: UUID) -> Mapping[str, Any]:
    view = loan(SYSTEM, loan_id)
    kept = LoanPosition.objects.get(loan_id=loan_id)
    return {
        "dues": [(line.due_date, line.total, line.paid) for line in view.instalments],
        "owed": (view.outstanding, view.overdue, view.days_past_due),
        "kept": (kept.next_due_on, kept.next_due_minor, kept.oldest_unpaid_due_on, kept.overdue_minor),
    }


@pytest.mark.parametrize(
    ("method", "shift_interest"), [("equal_instalment", False), ("equal_principal", True), ("interest_only", True)]
)
def test_it_is_as_if_the_loan_had_been_signed_with_it(method: str, shift_interest: bool) -> None:
    open_lender()
    told = {**BY_CALENDAR, "method": method, "day_count": "ACT/360", "shift_interest": shift_interest}
    with transaction.atomic():
        new = running_loan(**told, moved_dues=NEW)
        old = running_loan(**told, moved_dues=tuple(sorted({**dict(NEW), **dict(OLD)}.items())))
        for day in (date(2026, 3, 2), date(2026, 3, 31)):
            pass_days_to(day)
            for loan_id in (new, old):
                pay(loan_id, loan(SYSTEM, loan_id).due_now.total)
        pass_days_to(date(2026, 4, 2))
        assert stands(new) != stands(old)
        changed(old)
        assert stands(new) == stands(old)
        for day in (date(2026, 4, 30), date(2026, 5, 2), date(2026, 5, 8)):
            pass_days_to(day)
            assert stands(new) == stands(old)
    assert proven()


def test_what_is_named_is_moved_and_is_late_only_after_it() -> None:
    open_lender()
    with transaction.atomic():
        loan_id = running_loan()
        changed(loan_id, treatment={"2026-02-28": "2026-03-02"})
        pass_days_to(date(2026, 3, 2))
        assert loan(SYSTEM, loan_id).days_past_due == 0
        pass_days_to(date(2026, 3, 4))
        assert loan(SYSTEM, loan_id).days_past_due == 2
    assert proven()


REFUSED: list[tuple[str, type[Refusal], dict[str, Any]]] = [
    ("no calendar moves its days", CannotChangeLoan, {}),
    ("no due day", InvalidInput, {"treatment": {"2026-02-27": "2026-03-02"}}),
    ("no days at all", InvalidInput, {"treatment": {"principal": "waive"}}),
    ("too far", InvalidInput, {"treatment": {"2026-02-28": "2026-06-02"}}),
    ("past the next one", InvalidInput, {"treatment": {"2026-02-28": "2026-03-31", "2026-03-31": "2026-03-30"}}),
    ("of a past day", InvalidInput, {"treatment": {"2026-01-31": "2026-02-01"}}),
]


@pytest.mark.parametrize(("what", "refusal", "how"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused_and_nothing_changed(what: str, refusal: type[Refusal], how: dict[str, Any]) -> None:
    open_lender()
    with transaction.atomic():
        loan_id = running_loan()
    before = footprint()
    for act in (
        lambda: changed(loan_id, **how),
        lambda: preview_change(SYSTEM, loan_id=loan_id, asked=ChangeAsked(kind="calendar_change", **how)),
    ):
        with pytest.raises(refusal), transaction.atomic():
            act()
    assert footprint() == before


@pytest.mark.parametrize("how", [{"principal": "gift"}, {"gold": "waive"}, {"interest": ["waive"]}])
def test_a_restructuring_names_what_becomes_of_each_part(how: dict[str, Any]) -> None:
    open_lender()
    with transaction.atomic():
        loan_id = running_loan()
    before = footprint()
    with pytest.raises(InvalidInput), transaction.atomic():
        book_change(call(), loan_id=loan_id, asked=ChangeAsked(kind="restructure", n=6, treatment=how))
    assert footprint() == before


def test_through_the_four_eyes_and_the_day_close() -> None:
    world = World()
    firm, customer = world.firm()
    loan_id = world.borrowed(firm, **BY_CALENDAR, moved_dues=OLD)
    asked = ChangeAsked(kind="calendar_change")
    moved = propose_change(
        world.call(staff(Role.OPERATIONS, "Op")), loan_id=loan_id, asked=asked, reason="the State Council's notice"
    )
    confirm_change(world.call(staff(Role.RISK_OFFICER, "Ri")), change_id=moved.change_id)
    dues = [line.due_date for line in loan(customer, loan_id).instalments]
    assert dues[:3] == [dict(NEW).get(day, day) for day in (date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30))]
    world.close_until(date(2026, 3, 5))
    assert loan(customer, loan_id).days_past_due == 0
    assert loan(customer, loan_id).instalments[0].unpaid.total == 0
    assert proven()
