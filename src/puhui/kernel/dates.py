"""Dates as the loan contract means them: months that keep their anchor day."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from puhui.kernel.errors import InvalidInput

PeriodUnit = Literal["day", "week", "month", "quarter", "year"]
EARLIEST, LATEST = date(1990, 1, 1), date(2150, 12, 31)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def parse_date(text: object, *, where: str) -> date:
    """An ISO 8601 date between 1990 and 2150; refuses anything else by name."""
    if not isinstance(text, str) or len(text) != 10:
        raise InvalidInput(where, 'a date is text such as "2026-01-31"')
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(where, f"{text!r} is not a date of the calendar") from None
    return bounded_date(day, where=where)


def parse_optional_date(text: str, *, where: str) -> date | None:
    """What `parse_date` makes of a field that may be left empty; None then."""
    return parse_date(text, where=where) if text else None


def bounded_date(day: date, *, where: str) -> date:
    """The day itself, unless it lies outside of 1990..2150."""
    if not EARLIEST <= day <= LATEST:
        raise InvalidInput(where, f"a date lies between {EARLIEST} and {LATEST}")
    return day


def whole_months(first: date, on: date) -> int:
    """How many whole months lie between two days; below zero when `on` comes first."""
    return (on.year - first.year) * 12 + on.month - first.month - (on.day < first.day)


def add_months(day: date, months: int, *, anchor_day: int | None = None) -> date:
    """The day `months` later; a month end is clamped, and the anchor day comes back (31 Jan, 28 Feb, 31 Mar)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(anchor_day or day.day, monthrange(year, month + 1)[1]))


def add_periods(day: date, count: int, *, every: int, unit: PeriodUnit, anchor_day: int | None = None) -> date:
    """The day `count` periods of `every` units later."""
    steps = count * every
    if unit == "day":
        return day + timedelta(days=steps)
    if unit == "week":
        return day + timedelta(weeks=steps)
    return add_months(day, steps * _MONTHS[unit], anchor_day=anchor_day)


def month_number(day: date) -> int:
    """The months from year 0 to the day's month: an integer that counts on across years."""
    return day.year * 12 + day.month - 1


def month_start(number: int) -> date:
    """The first day of the month with that number."""
    return date(number // 12, number % 12 + 1, 1)


def last_complete_month(as_of: date) -> int:
    """The number of the last month that is over at the end of the day `as_of`."""
    return month_number(as_of + timedelta(days=1)) - 1
