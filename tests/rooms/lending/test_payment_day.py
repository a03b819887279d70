"""Where due days go when another day of the month is chosen."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puhui.kernel.dates import add_months
from puhui.products.lending.rules.payment_day import moves_to_day

TODAY = date(2026, 3, 10)
SOON = date(2026, 3, 16)


def own_days(first: date, count: int = 6) -> list[date]:
    return [add_months(first, n, anchor_day=first.day) for n in range(count)]


def moved(first: date, day: int, **how: int) -> dict[date, date]:
    dues = [(one, one) for one in own_days(first, 4)]
    return moves_to_day(dues, day=day, after=TODAY, earliest=SOON, most_days=how.get("most_days", 15))


@pytest.mark.parametrize(
    ("first", "day", "to"),
    [
        (date(2026, 3, 20), 25, [date(2026, 3, 25), date(2026, 4, 25), date(2026, 5, 25), date(2026, 6, 25)]),
        (date(2026, 3, 25), 5, [date(2026, 4, 5), date(2026, 5, 5), date(2026, 6, 5), date(2026, 7, 5)]),
        # the nearest 5th of the first due is past: it stays, the others move back
        (date(2026, 3, 17), 5, [None, date(2026, 4, 5), date(2026, 5, 5), date(2026, 6, 5)]),
        # due on the 14th, within the days of notice
        (date(2026, 3, 14), 20, [None, date(2026, 4, 20), date(2026, 5, 20), date(2026, 6, 20)]),
        (date(2026, 3, 31), 28, [date(2026, 3, 28), date(2026, 4, 28), date(2026, 5, 28), date(2026, 6, 28)]),
    ],
)
def test_where_they_go(first: date, day: int, to: list[date | None]) -> None:
    assert [moved(first, day).get(one) for one in own_days(first, 4)] == to


def test_not_further_than_allowed() -> None:
    assert moved(date(2026, 3, 20), 28, most_days=7) == {}
    assert len(moved(date(2026, 3, 20), 27, most_days=7)) == 4


def test_a_second_choice_keeps_what_is_due_soon_and_leads_back_to_the_first_day() -> None:
    own = own_days(date(2026, 3, 18), 4)
    now = [date(2026, 3, 12), *(day.replace(day=25) for day in own[1:])]
    moves = moves_to_day(list(zip(own, now, strict=True)), day=18, after=TODAY, earliest=SOON, most_days=15)
    assert moves == {own[0]: date(2026, 3, 12), **{day: day for day in own[1:]}}


@given(
    first=st.dates(date(2026, 2, 1), date(2026, 4, 30)),
    count=st.integers(1, 30),
    days=st.lists(st.integers(1, 28), min_size=1, max_size=3),
    most=st.integers(1, 31),
)
def test_the_order_holds_and_nothing_moves_too_far_or_too_soon(
    first: date, count: int, days: list[int], most: int
) -> None:
    own = own_days(first, count)
    now = list(own)
    for day in days:
        before = list(now)
        moves = moves_to_day(list(zip(own, now, strict=True)), day=day, after=TODAY, earliest=SOON, most_days=most)
        assert all(min(one, to) > TODAY for one, to in moves.items())
        kept = {one: at for one, at in zip(own, now, strict=True) if min(one, at) <= TODAY}
        now = [moves.get(one, kept.get(one, one)) for one in own]
        assert now == sorted(set(now))
        for one, was, to in zip(own, before, now, strict=True):
            assert abs((to - one).days) <= max(most, abs((was - one).days))
            assert to == was or min(one, was, to) >= SOON
