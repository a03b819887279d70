"""Working days by country, make-up working days included, and where a due day moves that is none.

Holidays come from the library `holidays`, which keeps the official calendars, China's exchanged weekends included, as
far as they are announced; for later years it knows the statutory days only. What a loan needs of it is resolved once
and kept in its terms (`moved_dues`).
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Final, Literal

import holidays

from puhui.kernel.dates import EARLIEST, LATEST
from puhui.kernel.errors import InvalidInput

Shift = Literal["none", "next", "previous", "modified_next"]
_DAY: Final = timedelta(days=1)


def is_known_calendar(name: str) -> bool:
    """True for the two-letter code of a country whose holidays are known."""
    return name in holidays.list_supported_countries()


def is_working_day(day: date, *, calendar: str) -> bool:
    """False on weekends and holidays; true on a weekend day that is worked to make up for a holiday."""
    return _calendar(calendar).is_working_day(day)


def next_working_day(day: date, *, calendar: str) -> date:
    """The day itself when it is a working day, else the first one after it."""
    return _walked(day, _DAY, calendar)


def previous_working_day(day: date, *, calendar: str) -> date:
    """The day itself when it is a working day, else the last one before it."""
    return _walked(day, -_DAY, calendar)


def modified_next_working_day(day: date, *, calendar: str) -> date:
    """The next working day, unless that lies in another month: then the previous one."""
    following = next_working_day(day, calendar=calendar)
    return following if following.month == day.month else previous_working_day(day, calendar=calendar)


_SHIFTS: Final[Mapping[str, Callable[..., date]]] = {
    "next": next_working_day,
    "previous": previous_working_day,
    "modified_next": modified_next_working_day,
}


def moved_days(days: Iterable[date], *, shift: Shift, calendar: str, after: date) -> tuple[tuple[date, date], ...]:
    """The days that are moved, each with its working day. None moves to `after` or before it: it then moves on."""
    if shift == "none":
        return ()
    moved = []
    for day in days:
        working = _SHIFTS[shift](day, calendar=calendar)
        if working <= after:
            working = next_working_day(day, calendar=calendar)
        if working != day:
            moved.append((day, working))
    return tuple(moved)


@cache
def _calendar(name: str) -> holidays.HolidayBase:
    """Every year at once: the library knows exchanged weekends only of years that it has filled."""
    if not is_known_calendar(name):
        raise InvalidInput("calendar", "is the two-letter code of a country whose holidays are known, such as CN")
    return holidays.country_holidays(name, years=range(EARLIEST.year, LATEST.year + 2), expand=False)


def _walked(day: date, step: timedelta, calendar: str) -> date:
    known = _calendar(calendar)
    while not known.is_working_day(day):
        day += step
    return day
