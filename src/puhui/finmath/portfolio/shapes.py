"""Calendars that many loans share: due days and shares of a year, worked out once for each shape."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

import numpy as np

from puhui.finmath.day_count import EqualPeriods, Period, day_count_of
from puhui.finmath.loans.calendar import periods_of, regular_periods
from puhui.finmath.loans.terms import LoanTerms
from puhui.finmath.portfolio.columns import DAY_COUNTS, UNITS, TermColumns
from puhui.finmath.portfolio.exact import Floats, Ints


@dataclass(frozen=True, slots=True)
class Shapes:
    """The different calendars of loans with the same number of instalments; `of` says which one a loan has.

    `share[i]` over `parts` is the share of a year in period i, one column a shape; the smaller arrays hold one place a
    shape.
    """

    of: Ints
    due: Ints
    share: Ints
    parts: Ints
    periods: tuple[tuple[Period, ...], ...]

    def ratios(self) -> Floats:
        """The shares as floats."""
        return self.share / self.parts


def shapes_of(columns: TermColumns, rows: Ints) -> Shapes:
    """The shapes of these rows, which have the same number of instalments."""
    keys, first, of = np.unique(_keys(columns, rows), return_index=True, return_inverse=True)
    del keys
    shapes = [_shape(columns, int(place)) for place in rows[first]]
    return Shapes(
        of=of.astype(np.int64),
        due=np.array([[period.end for period in shape[0]] for shape in shapes], dtype=np.int64).T.copy(),
        share=np.array([shape[1] for shape in shapes], dtype=np.int64).T.copy(),
        parts=np.array([shape[2] for shape in shapes], dtype=np.int64),
        periods=tuple(shape[0] for shape in shapes),
    )


def _keys(columns: TermColumns, rows: Ints) -> Ints:
    """One number for all that a calendar depends on, where n is the same: 60 bits at most.

    A calendar of a loan's own is numbered by its terms; such numbers are negative.
    """
    key = columns.start[rows] << 42  # an ordinal of 1990..2150 has 20 bits
    key += columns.first_due[rows] << 20
    key += columns.every[rows] << 8
    key += columns.unit[rows] << 4
    key += columns.day_count[rows]
    if columns.own_calendar:
        numbers: dict[Any, int] = {}
        fresh = count(1)
        for place, row in enumerate(rows.tolist()):
            terms = columns.own_calendar.get(row)
            if terms:
                known = (terms.disbursement_date, _days(terms), terms.day_count, terms.every, terms.unit)
                number = numbers.get(known) or next(fresh)
                numbers[known] = number
                key[place] = -number
    return key


def _days(terms: LoanTerms) -> tuple[date, ...]:
    return tuple(day for day, _ in terms.principal_plan)


def _shape(columns: TermColumns, row: int) -> tuple[tuple[Period, ...], list[int], int]:
    """The periods of one calendar, their shares of a year, and what these are parts of."""
    every, unit = int(columns.every[row]), UNITS[columns.unit[row]]
    day_count = day_count_of(DAY_COUNTS[columns.day_count[row]], every=every, unit=unit)
    own = columns.own_calendar.get(row)
    if own:
        periods = periods_of(own)
    else:
        start, first_due = int(columns.start[row]), int(columns.first_due[row])
        first = date.fromordinal(first_due) if first_due else None
        periods = regular_periods(date.fromordinal(start), first, every=every, unit=unit, n=int(columns.n[row]))
    if isinstance(day_count, EqualPeriods):  # a whole period has the same share, however long it is
        return periods, [day_count.numerator] * len(periods), day_count.parts
    shares = [day_count.share(period, period.end) for period in periods]
    return periods, shares, day_count.denominator(periods[0])
