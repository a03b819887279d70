"""Calendars that many loans share: due days and shares of a year, worked out once for each shape."""

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

import numpy as np

from puhui.finmath.loans.terms import LoanTerms
from puhui.finmath.portfolio.calendars import Calendar
from puhui.finmath.portfolio.columns import TermColumns
from puhui.finmath.portfolio.exact import Ints


@dataclass(frozen=True, slots=True)
class Shapes:
    """The different calendars of loans with the same number of instalments; `of` says which one a loan has.

    `due` and `share` have one row a period and one column a shape; the share of a year is `share` over `parts`.
    """

    of: Ints
    due: Ints
    share: Ints
    parts: Ints
    calendars: tuple[Calendar, ...]
    known: dict[tuple[int, int], object] = field(default_factory=dict)
    """What was worked out of them already: the blocks of a batch have the same shapes."""


def shapes_of(columns: TermColumns, rows: Ints) -> Shapes:
    """The shapes of these rows, which have the same number of instalments."""
    _, first, of = np.unique(_keys(columns, rows), return_index=True, return_inverse=True)
    calendars = tuple(Calendar(columns, row) for row in rows[first].tolist())
    shares = [calendar.shares() for calendar in calendars]
    return Shapes(
        of=of.astype(np.int64),
        due=np.array([calendar.dues() for calendar in calendars], dtype=np.int64).T.copy(),
        share=np.array([share for share, _ in shares], dtype=np.int64).T.copy(),
        parts=np.array([parts for _, parts in shares], dtype=np.int64),
        calendars=calendars,
    )


def _keys(columns: TermColumns, rows: Ints) -> Ints:
    """One number for all that a calendar depends on, where n is the same: 62 bits at most.

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
