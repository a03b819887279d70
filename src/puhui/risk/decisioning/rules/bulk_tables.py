"""Decision tables and scorecards over columns: a test is one or two comparisons of whole numbers for all rows.

`v >= bound` of a Decimal bound on a column in units of 10^-p is `units >= ceil(bound x 10^p)`, and so on: exact.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from puhui.risk.decisioning.rules.columns import LARGEST, UNKNOWN, Column, Flags, NumberColumn, TextColumn, Whole
from puhui.risk.decisioning.rules.scorecard import Feature, Scorecard
from puhui.risk.decisioning.rules.tables import DecisionTable
from puhui.risk.decisioning.rules.unary_tests import Interval, UnaryTest, anything

Columns = Mapping[str, Column]
Facts = Mapping[str, NumberColumn]


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


def feature_points(card: Scorecard, facts: Facts, *, size: int) -> NDArray[np.int32]:
    """The points of every feature (rows) for every request (columns)."""
    points = np.empty((len(card.features), size), dtype=np.int32)
    for place, feature in enumerate(card.features):
        points[place] = _points(feature, facts, size=size)
    return points


def _points(feature: Feature, facts: Facts, *, size: int) -> NDArray[np.int32]:
    column = facts.get(feature.name)
    if column is None or not column.any_known:
        return np.full(size, feature.missing.points, dtype=np.int32)
    if feature.over:
        return _ratio_points(feature, column, facts.get(feature.over), size=size)
    if feature.kind == "number":
        return _table_of(feature)[_bins(feature, column)]
    return _category_points(feature, column)


def _table_of(feature: Feature) -> NDArray[np.int32]:
    """Points by bin, with the missing bin first."""
    return np.array([b.points for b in (feature.missing, *feature.bins)], dtype=np.int32)


def _bins(feature: Feature, column: NumberColumn) -> Whole:
    """0 for unknown, then the number of cuts that are not above the value, plus one."""
    edges = [UNKNOWN + 1, *(first_unit(cut, column.places, included=True) for cut in feature.cuts)]
    if any(abs(edge) > LARGEST for edge in edges) or any(a > b for a, b in pairwise(edges)):
        raise OneByOne(f"{feature.name} has a bound that no column reaches")
    return np.searchsorted(np.array(edges, dtype=np.int64), column.units, side="right").astype(np.int64)


def _category_points(feature: Feature, column: NumberColumn) -> NDArray[np.int32]:
    if column.places:
        raise OneByOne(f"{feature.name} is a category and holds decimals")
    values, inverse = np.unique(column.units, return_inverse=True)
    shown = [None if units == UNKNOWN else str(units) for units in values.tolist()]
    return np.array([feature.bin_of(value).points for value in shown], dtype=np.int32)[inverse]


def _ratio_points(feature: Feature, upper: NumberColumn, lower: NumberColumn | None, *, size: int) -> NDArray[np.int32]:
    """Bins of the quotient as a float, and exactly as one by one where it lies so near a cut that it could err."""
    if lower is None or not lower.any_known:
        return np.full(size, feature.missing.points, dtype=np.int32)
    if feature.kind != "number":
        raise OneByOne(f"{feature.name} is a category of ratios")
    known = (upper.units != UNKNOWN) & (lower.units != UNKNOWN) & (lower.units != 0)
    with np.errstate(all="ignore"):
        quotient = (upper.units / lower.units) * float(Decimal(10) ** (lower.places - upper.places))
    cuts = np.array([float(cut) for cut in feature.cuts])
    bins = np.where(known, np.searchsorted(cuts, quotient, side="right") + 1, 0)
    near = np.zeros(size, dtype=np.bool_)
    for cut in cuts:
        near |= np.abs(quotient - cut) <= 1e-9 * max(abs(cut), 1e-9)
    for row in np.flatnonzero(near & known).tolist():
        value = feature.value_of({feature.name: upper.value(row), feature.over: lower.value(row)})
        bins[row] = 0 if value is None else feature.bins.index(feature.bin_of(value)) + 1
    return _table_of(feature)[bins]
