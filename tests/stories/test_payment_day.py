"""A shop whose money comes on the 20th moves its dues there: seen before, booked, collected then, undone, refused."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from tests.interfaces.workbench.institution import footprint
from tests.rooms.lending.lender import START, call, pass_days_to, pay, proven
from tests.rooms.lending.world import World
from tests.stories.changing import Desk, staff

from puhui.flows.change_loan.confirm_change import confirm_change
from puhui.flows.change_loan.payment_day import (
    PaymentDayStays,
    choose_payment_day,
    payment_day,
    payment_day_change,
    show_payment_day,
    undo_payment_day,
)
from puhui.flows.change_loan.propose_change import propose_change
from puhui.foundation.notices.facade import notices_of
from puhui.kernel.actors import Actor, Role
from puhui.kernel.errors import Forbidden, NotFound, Refusal
from puhui.products.lending.facade import CannotChangeLoan, ChangeAsked, ChangeState, LoanMovedOn, book_change, loan

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
OWN = [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]


class Shop:
    """A loan due at the ends of months from 28 February on, whose first due was paid; it is 10 March 2026."""

    def __init__(self, **terms: object) -> None:
        self.world = World()
        self.firm, self.customer = self.world.firm()
        self.loan_id: UUID = self.world.borrowed(self.firm, **terms)
        with transaction.atomic():
            pass_days_to(date(2026, 2, 28))
            pay(self.loan_id, loan(self.customer, self.loan_id).due_now.total)
            pass_days_to(TODAY)
        self.world.clock.instant += TODAY - START

    @property
    def dues(self) -> list[date]:
        return [line.due_date for line in loan(self.customer, self.loan_id).instalments]

    def choose(self, day: int, *, by: Actor | None = None, after_n: int | None = None) -> object:
        seen = after_n
        if seen is None:
            seen = show_payment_day(self.customer, loan_id=self.loan_id, day=day).preview.after_n
        return choose_payment_day(self.world.call(by or self.customer), loan_id=self.loan_id, day=day, after_n=seen)

    def undo(self) -> object:
        return undo_payment_day(self.world.call(self.customer), loan_id=self.loan_id)

    def told(self) -> list[str]:
        return [notice.kind for notice in notices_of(self.customer, most=20)]


@pytest.fixture
def shop() -> Shop:
    return Shop()


def test_seen_before_chosen_and_no_dearer(shop: Shop) -> None:
    state = payment_day(shop.customer, loan_id=shop.loan_id)
    assert (state.stays_because, state.undo_until) == (None, None)
    assert 20 in state.days
    nothing = footprint()
    seen = show_payment_day(shop.customer, loan_id=shop.loan_id, day=20).preview
    assert footprint() == nothing
    assert seen.more_to_pay_minor == 0
    assert seen.after.next_due_on == date(2026, 3, 20)
    before = loan(shop.customer, shop.loan_id).instalments
    shop.choose(20)
    after = loan(shop.customer, shop.loan_id).instalments
    assert [line.due_date for line in after[1:4]] == [date(2026, 3, 20), date(2026, 4, 20), date(2026, 5, 20)]
    assert [line.total for line in before] == [line.total for line in after]
    assert shop.told()[0] == "loan_changed"
    assert "Due days moved" in notices_of(shop.customer, most=1)[0].body.en
    assert proven()


def test_it_is_late_only_after_the_new_day(shop: Shop) -> None:
    shop.choose(10)  # ten days after each month's end: later
    assert shop.dues[1:3] == [date(2026, 4, 10), date(2026, 5, 10)]
    with transaction.atomic():
        pass_days_to(date(2026, 4, 9))
        assert loan(shop.customer, shop.loan_id).days_past_due == 0
        pass_days_to(date(2026, 4, 12))
    assert loan(shop.customer, shop.loan_id).days_past_due == 2
    assert proven()


def test_undone_it_is_as_before(shop: Shop) -> None:
    before = shop.dues
    shop.choose(20)
    until = payment_day(shop.customer, loan_id=shop.loan_id).undo_until
    assert until == date(2026, 3, 19)  # the day before the first due on the new day
    shop.undo()
    assert shop.dues == before
    assert shop.told()[0] == "loan_change_undone"
    again = payment_day(shop.customer, loan_id=shop.loan_id)
    assert (again.stays_because, again.undo_until) == (None, None)
    shop.choose(25)
    assert shop.dues[1] == date(2026, 3, 25)
    assert proven()


def test_a_year_later_back_to_the_first_day(shop: Shop) -> None:
    shop.choose(20)
    with transaction.atomic():
        for day in (date(2026, 3, 20), *(date(2026, month, 20) for month in (4, 5, 6, 7, 8))):
            pass_days_to(day)
            pay(shop.loan_id, loan(shop.customer, shop.loan_id).due_now.total)
        pass_days_to(date(2026, 9, 8))
    shop.choose(28)
    assert shop.dues[7:9] == [date(2026, 9, 28), date(2026, 10, 28)]
    assert proven()


def test_staff_propose_the_same_and_a_second_person_confirms(shop: Shop) -> None:
    shop.choose(20)
    asked = show_payment_day(shop.customer, loan_id=shop.loan_id, day=25).preview.asked
    moved = propose_change(shop.world.call(staff(Role.OPERATIONS)), loan_id=shop.loan_id, asked=asked, reason="asked")
    assert moved.state == ChangeState.PROPOSED  # staff need a second person even for what the borrower may do alone
    with pytest.raises(PaymentDayStays):
        shop.choose(12)
    confirm_change(shop.world.call(staff(Role.RISK_OFFICER)), change_id=moved.change_id)
    assert shop.dues[1] == date(2026, 3, 25)
    assert proven()


def test_a_loan_on_a_new_plan_moves_from_the_days_of_that_plan(shop: Shop) -> None:
    shop.choose(20)
    with transaction.atomic():
        pass_days_to(date(2026, 3, 12))
        book_change(call(), loan_id=shop.loan_id, asked=ChangeAsked(kind="restructure", n=6))
    plan = [day for day in shop.dues if day > date(2026, 3, 12)]
    asked = payment_day_change(shop.customer, loan_id=shop.loan_id, day=25)
    with transaction.atomic():
        book_change(call(), loan_id=shop.loan_id, asked=asked)
    moved = [day for day in shop.dues if day > date(2026, 3, 12)]
    assert len(moved) == len(plan)
    assert {day.day for day in moved} == {25}
    assert proven()


def refused(shop: Shop, act: Callable[[], object], kind: type[Refusal]) -> str:
    before = footprint()
    with pytest.raises(kind) as problem:
        act()
    assert footprint() == before
    return problem.value.message.en


@pytest.mark.parametrize("day", [0, 29, 31])
def test_a_day_that_not_every_month_has(shop: Shop, day: int) -> None:
    assert "from 1 to 28" in refused(shop, lambda: shop.choose(day), PaymentDayStays)


def test_twice_in_half_a_year(shop: Shop) -> None:
    shop.choose(20)
    assert "6 September 2026" in refused(shop, lambda: shop.choose(25), PaymentDayStays)


def test_while_something_is_overdue() -> None:
    desk = Desk()
    act = lambda: choose_payment_day(desk.world.call(desk.customer), loan_id=desk.loan_id, day=20, after_n=0)  # noqa: E731
    before = footprint()
    with pytest.raises(PaymentDayStays, match="overdue"):
        act()
    assert footprint() == before


def test_a_loan_of_weeks_has_no_day_of_the_month() -> None:
    shop = Shop(unit="week")
    state = payment_day(shop.customer, loan_id=shop.loan_id)
    assert state.stays_because is not None


def test_what_somebody_else_saw_or_asks(shop: Shop) -> None:
    stranger = shop.world.firm()[1]
    refused(shop, lambda: shop.choose(20, after_n=0), LoanMovedOn)
    refused(shop, lambda: shop.choose(20, by=stranger), NotFound)
    refused(shop, lambda: shop.choose(20, by=staff(Role.OPERATIONS)), Forbidden)
    refused(shop, shop.undo, PaymentDayStays)


def test_undoing_ends_with_the_days(shop: Shop) -> None:
    shop.choose(10)
    with transaction.atomic():
        pass_days_to(TODAY + timedelta(days=15))
    assert payment_day(shop.customer, loan_id=shop.loan_id).undo_until is None
    refused(shop, shop.undo, PaymentDayStays)


def test_due_days_that_a_holiday_calendar_moves_stay() -> None:
    shop = Shop(due_shift="next", calendar="CN")
    act = lambda: payment_day_change(shop.customer, loan_id=shop.loan_id, day=20)  # noqa: E731
    assert "a calendar of their own" in refused(shop, act, CannotChangeLoan)
