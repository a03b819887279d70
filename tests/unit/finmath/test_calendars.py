"""Working days as they were announced for China, and where a due day moves."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puhui.finmath.calendars import (
    is_known_calendar,
    is_working_day,
    modified_next_working_day,
    moved_days,
    next_working_day,
    previous_working_day,
)
from puhui.kernel.errors import InvalidInput

DAYS = st.dates(date(1990, 1, 1), date(2150, 12, 31))
SHIFTS = st.sampled_from(["next", "previous", "modified_next"])


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 13), True),  # Friday
        (date(2026, 2, 14), True),  # Saturday, worked to make up for the Spring Festival
        (date(2026, 2, 15), False),  # Sunday
        (date(2026, 2, 16), False),  # Spring Festival, to the 23rd
        (date(2026, 2, 23), False),
        (date(2026, 2, 24), True),
        (date(2026, 2, 28), True),  # Saturday, worked
        (date(2025, 9, 28), True),  # Sunday, worked to make up for National Day
        (date(2025, 10, 8), False),
        (date(2025, 10, 11), True),
    ],
)
def test_china_as_it_was_announced(day: date, works: bool) -> None:
    assert is_working_day(day, calendar="CN") is works


def test_where_a_day_moves() -> None:
    festival = date(2026, 2, 20)
    assert next_working_day(festival, calendar="CN") == date(2026, 2, 24)
    assert previous_working_day(festival, calendar="CN") == date(2026, 2, 14)
    assert modified_next_working_day(festival, calendar="CN") == date(2026, 2, 24)
    assert modified_next_working_day(date(2026, 1, 31), calendar="CN") == date(2026, 1, 30)


def test_no_day_moves_to_the_first_day_of_the_loan_or_before_it() -> None:
    saturday = date(2026, 5, 16)
    moved = moved_days([saturday], shift="previous", calendar="CN", after=date(2026, 5, 15))
    assert moved == ((saturday, date(2026, 5, 18)),)
    assert moved_days([saturday], shift="none", calendar="", after=date(2026, 5, 15)) == ()


def test_a_calendar_that_is_not_known_is_refused() -> None:
    assert not is_known_calendar("XX")
    with pytest.raises(InvalidInput) as refused:
        next_working_day(date(2026, 1, 1), calendar="XX")
    assert refused.value.where == "calendar"


@given(st.lists(DAYS, min_size=2, max_size=30), SHIFTS)
def test_moved_days_are_working_days_in_the_same_order(days: list[date], shift: str) -> None:
    days = sorted(days)
    start = days[0] - timedelta(days=40)
    moves = dict(moved_days(days, shift=shift, calendar="CN", after=start))  # type: ignore[arg-type]
    moved = [moves.get(day, day) for day in days]
    assert moved == sorted(moved)
    assert all(is_working_day(day, calendar="CN") for day in moved)
    assert all(not is_working_day(day, calendar="CN") for day in moves)
