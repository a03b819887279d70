"""Day counts: how much of a year lies between two days, as an exact ratio of whole numbers.

Days are proleptic ordinals (`date.toordinal`), so that a replay works on plain ints. Every count gives a share as a
numerator over its denominator: shares add up without rounding. Conventions and examples: docs/concepts/conventions.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal, NamedTuple, Protocol

from puhui.kernel.dates import PeriodUnit, add_months

DayCountName = Literal["30/360", "ACT/360", "ACT/365", "ACT/ACT", "period"]
_MONTH_PARTS: Final = 28 * 29 * 15 * 31  # the least common multiple of 28, 29, 30 and 31: any month divides it
_LEAP_PARTS: Final = 365 * 366


class Period(NamedTuple):
    """A stretch of a loan between two due days, and the day of the month that its months are counted from."""

    start: int
    end: int
    anchor_day: int
    due: int = 0
    """The day that its instalment is asked for: its end, or where a holiday calendar moves that."""


class DayCount(Protocol):
    """Tells which share of a year has passed inside a period."""

    def __hash__(self) -> int: ...

    def denominator(self, period: Period) -> int:
        """What `share` is a part of."""
        ...

    def share(self, period: Period, day: int) -> int:
        """The numerator of the year's share from the start of the period to the start of `day`."""
        ...


@dataclass(frozen=True, slots=True)
class ActualDays:
    """ACT/360 and ACT/365: every day is the same part of a year; 29 February is a 366th day."""

    year_days: int

    def denominator(self, period: Period) -> int:
        """The days of the year."""
        del period
        return self.year_days

    def share(self, period: Period, day: int) -> int:
        """The days."""
        return day - period.start


@lru_cache(maxsize=65536)
def _leap_parts(day: int) -> int:
    """Parts of years up to the end of a day, every year having the same number of parts."""
    year = date.fromordinal(day).year
    before, last = date(year - 1, 12, 31).toordinal(), date(year, 12, 31).toordinal()
    return year * _LEAP_PARTS + (day - before) * (_LEAP_PARTS // (last - before))


@dataclass(frozen=True, slots=True)
class ActualActual:
    """ACT/ACT: days of a leap year are 1/366 of a year, days of the others 1/365 (after ISDA 2006, section 4.16(b)).

    The first day of a stretch is not counted and its last day is: 12 December 2023 to 12 January 2024 is
    19/365 + 12/366. ISDA counts the first day and not the last (20/365 + 11/366).
    """

    def denominator(self, period: Period) -> int:
        """365 x 366."""
        del period
        return _LEAP_PARTS

    def share(self, period: Period, day: int) -> int:
        """The parts of the years that the days lie in."""
        return _leap_parts(day) - _leap_parts(period.start)


@lru_cache(maxsize=65536)
def _month_parts(start: int, day: int, anchor_day: int) -> int:
    """Whole months are whole; a broken month counts the share of its own days that has passed."""
    first, last = date.fromordinal(start), date.fromordinal(day)
    months = (last.year - first.year) * 12 + last.month - first.month
    below = add_months(first, months, anchor_day=anchor_day).toordinal() if months else start
    if below > day:
        months -= 1
        below = add_months(first, months, anchor_day=anchor_day).toordinal() if months else start
    above = add_months(first, months + 1, anchor_day=anchor_day).toordinal()
    return months * _MONTH_PARTS + (day - below) * _MONTH_PARTS // (above - below)


@dataclass(frozen=True, slots=True)
class ThirtyDayMonths:
    """30/360 for periods of months: a month is 1/12 of a year, whatever its length; a broken one its share of days."""

    def denominator(self, period: Period) -> int:
        """Parts of a year."""
        del period
        return 12 * _MONTH_PARTS

    def share(self, period: Period, day: int) -> int:
        """Parts of the months passed."""
        return _month_parts(period.start, day, period.anchor_day)


@dataclass(frozen=True, slots=True)
class EqualPeriods:
    """Every period is the same share of a year, however long it is; inside it, days are equal."""

    numerator: int
    parts: int

    def denominator(self, period: Period) -> int:
        """Periods of a year times days of this one."""
        return self.parts * (period.end - period.start)

    def share(self, period: Period, day: int) -> int:
        """The days passed of this period."""
        return self.numerator * (day - period.start)


_PERIODS_A_YEAR: Final[Mapping[str, int]] = {"day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}
_ACTUAL: Final[Mapping[str, DayCount]] = {
    "ACT/360": ActualDays(360),
    "ACT/365": ActualDays(365),
    "ACT/ACT": ActualActual(),
}


@lru_cache(maxsize=1024)
def day_count_of(name: DayCountName, *, every: int, unit: PeriodUnit) -> DayCount:
    """The count of that name for periods of `every` units. 30/360 on days and weeks counts actual days over 360."""
    if name == "period":
        return EqualPeriods(every, _PERIODS_A_YEAR[unit])
    if name == "30/360":
        return ActualDays(360) if unit in ("day", "week") else ThirtyDayMonths()
    return _ACTUAL[name]
