"""The calendar of one shape of loan: its periods, and the shares of a year in them, by the engine's own code."""

from __future__ import annotations

from datetime import date

from puhui.finmath.day_count import EqualPeriods, Period, day_count_of
from puhui.finmath.loans.calendar import periods_of, regular_periods
from puhui.finmath.portfolio.columns import DAY_COUNTS, UNITS, TermColumns

_YEAR_OF_LINES = 12


class Calendar:
    """The periods of a loan, and of the time after its term as far as they are asked for."""

    def __init__(self, columns: TermColumns, row: int) -> None:
        self._own = columns.own_calendar.get(row)
        first_due = int(columns.first_due[row])
        self._start = date.fromordinal(int(columns.start[row]))
        self._first_due = date.fromordinal(first_due) if first_due else None
        self._every, self._unit = int(columns.every[row]), UNITS[columns.unit[row]]
        self.n = int(columns.n[row])
        self.day_count = day_count_of(DAY_COUNTS[columns.day_count[row]], every=self._every, unit=self._unit)
        self.periods = self._periods(0)

    def dues(self) -> list[int]:
        """The due days of the agreed term."""
        return [period.end for period in self.periods[: self.n]]

    def shares(self) -> tuple[list[int], int]:
        """The share of a year in each period of the term, and what these are parts of."""
        periods, day_count = self.periods[: self.n], self.day_count
        if isinstance(day_count, EqualPeriods):  # a whole period has the same share, however long it is
            return [day_count.numerator] * self.n, day_count.parts
        return [day_count.share(period, period.end) for period in periods], day_count.denominator(periods[0])

    def place_of(self, day: int, *, since: int) -> int:
        """The period that a day lies in; a due day is the end of its period, unless `since` begins on it."""
        index = since
        while self._period(index).end < day:
            index += 1
        return index

    def elapsed(self, first: int, begin: int, end: int) -> list[tuple[int, int]]:
        """The share of a year from the start of period `first` to each day from `begin` to `end`, and its parts."""
        place, found = self.place_of(begin, since=first), []
        whole, parts = self.whole(first, place, within=place)
        for day in range(begin, end + 1):
            period = self._period(place)
            if period.end < day:
                place = self.place_of(day, since=place)
                whole, parts = self.whole(first, place, within=place)
                period = self._period(place)
            found.append((whole + self.day_count.share(period, day), parts))
        return found

    def whole(self, first: int, end: int, *, within: int) -> tuple[int, int]:
        """The share of whole periods, in parts of period `within`: only equal periods have parts of their own."""
        period = self._period(within)
        parts = self.day_count.denominator(period)
        if isinstance(self.day_count, EqualPeriods):
            return (end - first) * self.day_count.numerator * (period.end - period.start), parts
        return sum(self.day_count.share(one, one.end) for one in self.periods[first:end]), parts

    def _period(self, index: int) -> Period:
        while index >= len(self.periods):
            self.periods = self._periods(len(self.periods) + _YEAR_OF_LINES)
        return self.periods[index]

    def _periods(self, more: int) -> tuple[Period, ...]:
        if self._own:
            return periods_of(self._own, more=more)
        return regular_periods(self._start, self._first_due, every=self._every, unit=self._unit, n=self.n + more)
