"""The business date: opened once, moved on by a day, safe to repeat, refused otherwise."""

from datetime import date, timedelta

import pytest
from tests.rooms.ledger.books import DAY, call, draft, open_books, staff

from puhui.foundation.ledger.facade import (
    BusinessDateMoved,
    NoBusinessDate,
    advance_business_date,
    business_date,
    open_first_business_date,
    post,
)
from puhui.foundation.ledger.models import BusinessDate
from puhui.kernel.actors import Role
from puhui.kernel.errors import Forbidden, InvalidInput

pytestmark = pytest.mark.django_db
NEXT = DAY + timedelta(days=1)


def test_no_business_date_before_the_books_are_open() -> None:
    with pytest.raises(NoBusinessDate):
        business_date()
    with pytest.raises(NoBusinessDate):
        advance_business_date(call(), from_date=DAY)


def test_opening_again_on_the_same_date_changes_nothing() -> None:
    open_books()
    open_books()
    assert business_date() == DAY
    advance_business_date(call(), from_date=DAY)
    open_books()
    assert business_date() == NEXT


def test_the_date_moves_on_and_repeats_change_nothing() -> None:
    open_books()
    assert advance_business_date(call(), from_date=DAY) == NEXT
    assert advance_business_date(call(), from_date=DAY) == NEXT
    assert business_date() == NEXT
    assert post([draft()], call=call())[0].business_date == NEXT
    assert advance_business_date(call(), from_date=NEXT, to_date=date(2026, 12, 1)) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("refusal", "arguments"),
    [
        (BusinessDateMoved, {"from_date": NEXT}),
        (BusinessDateMoved, {"from_date": DAY - timedelta(days=1)}),
        (BusinessDateMoved, {"from_date": DAY, "to_date": DAY}),
        (BusinessDateMoved, {"from_date": DAY, "to_date": DAY - timedelta(days=1)}),
        (InvalidInput, {"from_date": DAY, "to_date": date(9999, 1, 1)}),
    ],
)
def test_refused_moves_change_nothing(refusal: type[Exception], arguments: dict[str, date]) -> None:
    open_books()
    before = list(BusinessDate.objects.values_list("business_date", "is_open"))
    with pytest.raises(refusal):
        advance_business_date(call(), **arguments)
    assert list(BusinessDate.objects.values_list("business_date", "is_open")) == before


def test_another_first_date_is_refused_and_so_are_those_who_may_not() -> None:
    open_books()
    with pytest.raises(BusinessDateMoved):
        open_first_business_date(call(), on=NEXT)
    for role in (Role.CUSTOMER, Role.AUDITOR, Role.RELATIONSHIP_MANAGER):
        with pytest.raises(Forbidden):
            advance_business_date(call(staff(role)), from_date=DAY)
        with pytest.raises(Forbidden):
            open_first_business_date(call(staff(role)), on=DAY)
    assert business_date() == DAY
