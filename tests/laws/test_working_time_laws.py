"""Working time: what is added comes back as what lies between; deadlines lie in working hours and never move back."""

from datetime import UTC, datetime, time, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.effort import examples

from puhui.finmath.working_time import WorkingTime

CHINA = WorkingTime("CN", time(9), time(18), timezone(timedelta(hours=8)))
instants = st.datetimes(min_value=datetime(2015, 1, 1), max_value=datetime(2027, 12, 31), timezones=st.just(UTC)).map(
    lambda at: at.replace(second=0, microsecond=0)
)


@settings(max_examples=examples(60))
@given(instants, st.integers(1, 60 * 200))
def test_minutes_that_are_added_are_counted_again(start: datetime, minutes: int) -> None:
    due = CHINA.after_minutes(start, minutes)
    assert CHINA.minutes_between(start, due) == minutes
    local = due.astimezone(CHINA.zone)
    assert CHINA.opens <= local.time() <= CHINA.closes


@settings(max_examples=examples(60))
@given(instants, st.integers(1, 60))
def test_days_end_at_the_close_and_more_days_end_later(start: datetime, days: int) -> None:
    due, later = CHINA.after_days(start, days), CHINA.after_days(start, days + 1)
    assert start < due < later
    assert due.astimezone(CHINA.zone).time() == CHINA.closes
    assert CHINA.minutes_between(due, later) == CHINA.minutes_a_day


@settings(max_examples=examples(60))
@given(st.lists(instants, min_size=3, max_size=3))
def test_time_adds_up_over_a_point_between(three: list[datetime]) -> None:
    first, middle, last = sorted(three)
    parts = CHINA.minutes_between(first, middle) + CHINA.minutes_between(middle, last)
    assert CHINA.minutes_between(first, last) == parts
    assert CHINA.minutes_between(last, first) == 0
