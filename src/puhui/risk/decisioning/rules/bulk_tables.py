"""Decision tables over columns: a test is one or two comparisons of whole numbers for all rows.

`v >= bound` of a Decimal bound on a column in units of 10^-p is `units >= ceil(bound x 10^p)`, and so on: exact.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np

from puhui.risk.decisioning.rules.columns import LARGEST, UNKNOWN, Column, Flags, NumberColumn, TextColumn, Whole
from puhui.risk.decisioning.rules.tables import DecisionTable
from puhui.risk.decisioning.rules.unary_tests import Interval, UnaryTest, anything

Columns = Mapping[str, Column]


class OneByOne(Exception):
    """These rows cannot be decided in columns; the message says why. Not a refusal: the rows go one by one."""


def matches(table: DecisionTable, columns: Columns, *, size: int) -> list[Flags]:
    """For each row of the table, the requests that it matches."""
    for column in table.inputs:
        _same_kind(columns.get(column.name), kind=column.kind, name=column.name)
    found = []
    for row in table.rows:
        holds = np.ones(size, dtype=np.bool_)
        for column, test in zip(table.inputs, row.tests, strict=True):
            if test != anything(column.kind):
                holds &= _holds(test, columns.get(column.name))
        found.append(holds)
    return found


def _same_kind(column: Column | None, *, kind: str, name: str) -> None:
    """The one-by-one way refuses a value of another type: so such rows go there."""
    if column is None or not column.any_known:
        return
    if kind == "boolean" or isinstance(column, TextColumn) != (kind == "text"):
        raise OneByOne(f"{name} is no {kind}")


def single_hit(table: DecisionTable, found: list[Flags], *, size: int) -> tuple[Whole, Flags]:
    """The place of the row that counts, -1 for none, and the requests on which two rows of a unique table collide."""
    chosen = np.full(size, -1, dtype=np.int64)
    clash = np.zeros(size, dtype=np.bool_)
    for place, holds in enumerate(found):
        free = chosen < 0
        if table.hit_policy == "unique":
            clash |= holds & ~free
        chosen[holds & free] = place
    return chosen, clash


def _holds(test: UnaryTest, column: Column | None) -> Flags | bool:
    if column is None:
        return test.unknown
    if isinstance(column, TextColumn):
        if test.intervals:
            raise OneByOne("a text is compared as a number")
        answers = [(name in test.values) != test.negated for name in column.names]
        return np.array([*answers, test.unknown], dtype=np.bool_)[column.codes]  # code -1 is the last place
    holds = np.zeros(len(column.units), dtype=np.bool_)
    for interval in test.intervals:
        holds |= _inside(interval, column)
    if not test.intervals:
        holds |= (column.units != UNKNOWN) & test.negated
    return holds | (column.units == UNKNOWN) if test.unknown else holds


def _inside(interval: Interval, column: NumberColumn) -> Flags:
    low = UNKNOWN + 1 if interval.low is None else first_unit(interval.low, column.places, included=interval.low_in)
    high = None if interval.high is None else first_unit(interval.high, column.places, included=not interval.high_in)
    if low > LARGEST or (high is not None and high <= UNKNOWN + 1):
        return np.zeros(len(column.units), dtype=np.bool_)
    above = column.units >= max(low, UNKNOWN + 1)
    return above if high is None or high > LARGEST else above & (column.units < high)


def first_unit(bound: Any, places: int, *, included: bool) -> int:
    """The smallest whole number of units that is at or above the bound (included), or above it."""
    if isinstance(bound, date):
        bound = bound.toordinal()
    exact = Fraction(bound) * 10**places
    return int(ceil(exact) if included else floor(exact) + 1)
