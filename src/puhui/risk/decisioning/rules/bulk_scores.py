"""Scores over columns, of points scorecards and of boosted trees, and the points that each fact lost on chosen rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from puhui.risk.decisioning.rules.boosted import Boosted
from puhui.risk.decisioning.rules.bulk_tables import OneByOne, first_unit
from puhui.risk.decisioning.rules.columns import LARGEST, UNKNOWN, NumberColumn, Whole
from puhui.risk.decisioning.rules.scorecard import Feature, Pair, Scorecard
from puhui.risk.decisioning.rules.serving import ScoringModel

Facts = Mapping[str, NumberColumn]
Points = NDArray[np.int32]


class Scored(Protocol):
    """The scores of all rows; `lost` gives the points lost by fact (rows) for the chosen requests (columns)."""

    @property
    def score(self) -> Whole: ...  # noqa: D102

    def lost(self, rows: Whole) -> Points:
        """Points lost by every fact of the model, in its order, then by every pair of facts."""


def scores_of(model: ScoringModel, facts: Facts, *, size: int) -> Scored:
    """The scores of a model of either kind; exactly what it gives one by one."""
    if isinstance(model, Scorecard):
        return _points_of(model, facts, size=size)
    if isinstance(model, Boosted):
        return _trees_of(model, facts, size=size)
    raise OneByOne(f"a model of the kind {type(model).__name__}")


@dataclass(frozen=True, slots=True)
class _ByPoints:
    score: Whole
    points: Points
    best: Points

    def lost(self, rows: Whole) -> Points:
        """Against the best bin of each feature, and the best cell of each pair."""
        lost: Points = self.best[:, None] - self.points[:, rows]
        return lost


@dataclass(frozen=True, slots=True)
class _ByTrees:
    model: Boosted
    matrix: NDArray[np.float64]
    score: Whole

    def lost(self, rows: Whole) -> Points:
        """Against the mean of the training rows, from the exact contributions of the trees."""
        lost = np.zeros((len(self.model.features), len(rows)), dtype=np.int32)
        if len(rows):
            shares = self.model.contributions(self.matrix[rows])
            for place, (score, row) in enumerate(zip(self.score[rows].tolist(), shares, strict=True)):
                lost[:, place] = [-points for points in self.model.parts(row, score=score)]
        return lost


def _trees_of(model: Boosted, facts: Facts, *, size: int) -> _ByTrees:
    matrix = np.full((size, len(model.columns)), np.nan)
    for place, (name, over) in enumerate(model.columns):
        column = facts.get(name)
        if column is None:
            continue
        if name in model.codes and not over:
            raise OneByOne(f"{name} is a category")
        matrix[:, place] = _floats(column)
        if over:
            lower = _floats(facts[over]) if over in facts else np.full(size, np.nan)
            matrix[:, place] /= np.where(lower == 0, np.nan, lower)
    return _ByTrees(model, matrix, np.array(model.scores(matrix), dtype=np.int64))


def _floats(column: NumberColumn) -> NDArray[np.float64]:
    """As `float` of each value: units and powers of ten up to 10^22 are exact, so that one division rounds once."""
    if (np.abs(np.where(column.units == UNKNOWN, 0, column.units)) >= 2**53).any():
        raise OneByOne("a value is too long for a float")
    return np.where(column.units == UNKNOWN, np.nan, column.units / 10.0**column.places)


def _points_of(card: Scorecard, facts: Facts, *, size: int) -> _ByPoints:
    parts: tuple[Feature | Pair, ...] = (*card.features, *card.pairs)
    points = np.empty((len(parts), size), dtype=np.int32)
    paired = {place for pair in card.pairs for place in (pair.first, pair.second)}
    bins: dict[int, Whole] = {}
    for place, feature in enumerate(card.features):
        found = _bins_of(feature, facts, size=size)
        points[place] = _table_of(feature)[found]
        if place in paired:
            bins[place] = found
    for row, pair in enumerate(card.pairs, start=len(card.features)):
        points[row] = _pair_table(card, pair)[bins[pair.first], bins[pair.second]]
    best = np.array([part.best for part in parts], dtype=np.int32)
    return _ByPoints(points.sum(axis=0, dtype=np.int64) + card.base_points, points, best)


def _bins_of(feature: Feature, facts: Facts, *, size: int) -> Whole:
    """The bin of every row: 0 for the missing one, then the feature's bins in their order."""
    column = facts.get(feature.name)
    if column is None or not column.any_known:
        return np.zeros(size, dtype=np.int64)
    if feature.over:
        return _ratio_bins(feature, column, facts.get(feature.over), size=size)
    return _bins(feature, column) if feature.kind == "number" else _category_bins(feature, column)


def _table_of(feature: Feature) -> NDArray[np.int32]:
    """Points by bin, with the missing bin first."""
    return np.array([b.points for b in (feature.missing, *feature.bins)], dtype=np.int32)


def _pair_table(card: Scorecard, pair: Pair) -> NDArray[np.int32]:
    """Points by the bins of both features, with the missing bins first."""
    first, second = card.features[pair.first], card.features[pair.second]
    rows, columns = (first.missing, *first.bins), (second.missing, *second.bins)
    return np.array([[pair.points_of(row, column) for column in columns] for row in rows], dtype=np.int32)


def _bins(feature: Feature, column: NumberColumn) -> Whole:
    """0 for unknown, then the number of cuts that are not above the value, plus one."""
    edges = [UNKNOWN + 1, *(first_unit(cut, column.places, included=True) for cut in feature.cuts)]
    if any(abs(edge) > LARGEST for edge in edges) or any(a > b for a, b in pairwise(edges)):
        raise OneByOne(f"{feature.name} has a bound that no column reaches")
    return np.searchsorted(np.array(edges, dtype=np.int64), column.units, side="right").astype(np.int64)


def _category_bins(feature: Feature, column: NumberColumn) -> Whole:
    if column.places:
        raise OneByOne(f"{feature.name} is a category and holds decimals")
    values, inverse = np.unique(column.units, return_inverse=True)
    shown = [None if units == UNKNOWN else str(units) for units in values.tolist()]
    order = (feature.missing, *feature.bins)
    return np.array([order.index(feature.bin_of(value)) for value in shown], dtype=np.int64)[inverse]


def _ratio_bins(feature: Feature, upper: NumberColumn, lower: NumberColumn | None, *, size: int) -> Whole:
    """Bins of the quotient as a float, and exactly as one by one where it lies so near a cut that it could err."""
    if lower is None or not lower.any_known:
        return np.zeros(size, dtype=np.int64)
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
    return bins.astype(np.int64)
