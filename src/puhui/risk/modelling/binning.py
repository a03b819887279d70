"""Cuts a column into few bins whose risk moves one way, unless the data speak clearly against it.

Numbers are first cut finely, at equal counts and around values that many rows share; then neighbours are pooled until
the bad rate only rises or only falls (pool adjacent violators: Ayer et al. 1955), and pooled further while they do not
differ (likelihood ratio) or are too small. Texts are ordered by their bad rate and pooled the same way. A missing value
has a bin of its own. Weight of evidence = ln(share of goods / share of bads), shrunk towards 0 by pseudo-counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from puhui.risk.modelling.data import Column

Floats = NDArray[np.float64]
MOST_BINS = 8
MOST_LEVELS = 60
ALIKE = 1.5  # twice the log-likelihood that keeping two neighbours apart must bring
BENT = 10.0  # the same, for a shape that turns: much more than chance gives
PRIOR = 5.0  # pseudo-rows of average risk in every bin


@dataclass(slots=True)
class Binning:
    """How one column was cut, with the weight of evidence of every bin."""

    name: str
    kind: str
    cuts: list[Decimal] = field(default_factory=list)
    levels: list[list[str]] = field(default_factory=list)
    woe: list[float] = field(default_factory=list)
    missing_woe: float = 0.0
    rows: list[int] = field(default_factory=list)
    bads: list[int] = field(default_factory=list)
    missing_rows: int = 0
    missing_bads: int = 0
    iv: float = 0.0
    shape: str = "rising"

    def bin_index(self, values: NDArray[Any]) -> NDArray[np.int64]:
        """The bin of every value; -1 for a missing one."""
        if self.kind == "number":
            found = np.searchsorted(np.array([float(c) for c in self.cuts]), values, side="right")
            return np.where(np.isnan(values), -1, found)
        by_value = {value: place for place, level in enumerate(self.levels) for value in level}
        other = len(self.levels) - 1
        return np.array([-1 if v is None else by_value.get(v, other) for v in values], dtype=np.int64)

    def transform(self, values: NDArray[Any]) -> Floats:
        """The weight of evidence of every value."""
        table = np.array([*self.woe, self.missing_woe])
        return np.asarray(table[self.bin_index(values)], dtype=np.float64)


def bin_column(column: Column, bad: NDArray[np.int8], *, sign: int = 0) -> Binning:
    """Cuts one column. `sign` +1: more is better, -1: more is worse, 0: as the data say."""
    fine = fine_bins(column)
    index = fine.bin_index(column.values)
    places = len(fine.levels) if column.kind == "category" else len(fine.cuts) + 1
    there = index >= 0
    bads: Floats = np.bincount(index[there], weights=bad[there], minlength=places).astype(np.float64)
    goods: Floats = np.bincount(index[there], minlength=places).astype(np.float64) - bads
    least = max(5.0, len(bad) * (0.02 if len(bad) > 5000 else 0.05))
    if column.kind == "category":
        # the last level is "other": it is pooled with its like, and stays the home of what was never seen
        order = np.argsort((bads + PRIOR * bad.mean()) / (bads + goods + PRIOR), kind="stable")
        groups = _pool(goods[order], bads[order], least=least)
        blocks = [[int(order[i]) for i in group] for group in groups]
        fine.levels = [[v for i in block for v in fine.levels[i]] for block in _other_last(blocks, last=places - 1)]
    else:
        groups, fine.shape = _best_shape(goods, bads, least=least, sign=sign)
        fine.cuts = [fine.cuts[group[0] - 1] for group in groups[1:]]
    return _ordered(weighed(fine, column.values, bad), column.values, bad)


def _ordered(binning: Binning, values: NDArray[Any], bad: NDArray[np.int8]) -> Binning:
    """Shrinking pulls small bins more than large ones: where that turns the order round, the two become one."""
    sign = {"rising": -1, "falling": 1}.get(binning.shape, 0)
    while sign and (wrong := [i for i, (a, b) in enumerate(pairwise(binning.woe)) if sign * (b - a) < 0]):
        del binning.cuts[wrong[0]]
        weighed(binning, values, bad)
    return binning


def fine_bins(column: Column, *, parts: int = 40) -> Binning:
    """Fine bins, before anything is pooled; without weights."""
    return _fine_levels(column) if column.kind == "category" else _fine_cuts(column, parts=parts)


def _other_last(blocks: list[list[int]], *, last: int) -> list[list[int]]:
    return sorted(blocks, key=lambda block: last in block)


def weighed(binning: Binning, values: NDArray[Any], bad: NDArray[np.int8]) -> Binning:
    """Fills in counts, weights of evidence and the information value."""
    index = binning.bin_index(values)
    places = len(binning.levels) if binning.kind == "category" else len(binning.cuts) + 1
    bads = np.bincount(index + 1, weights=bad, minlength=places + 1)
    rows = np.bincount(index + 1, minlength=places + 1)
    share = bad.mean()
    good_share = (rows - bads + PRIOR * (1 - share)) / ((1 - share) * (len(bad) + PRIOR))
    bad_share = (bads + PRIOR * share) / (share * (len(bad) + PRIOR))
    woe = np.log(good_share / bad_share)
    binning.woe, binning.missing_woe = [float(w) for w in woe[1:]], float(woe[0]) if rows[0] else 0.0
    binning.rows, binning.bads = [int(r) for r in rows[1:]], [int(b) for b in bads[1:]]
    binning.missing_rows, binning.missing_bads = int(rows[0]), int(bads[0])
    binning.iv = float(np.sum(((good_share - bad_share) * woe)[rows > 0]))
    return binning


def _fine_cuts(column: Column, *, parts: int) -> Binning:
    """Cuts at equal counts; a value that many rows share stands alone: a heap at zero would hide its neighbours."""
    there = np.sort(column.values[~np.isnan(column.values)])
    distinct, counts = np.unique(there, return_counts=True)
    parts = int(min(parts, max(6, len(there) // 12)))
    heavy = counts >= len(there) / parts
    place = (np.cumsum(counts) - counts) * parts // max(1, len(there))
    starts = np.flatnonzero((np.diff(place) != 0) | heavy[1:] | heavy[:-1]) + 1
    return Binning(column.name, "number", cuts=[neat_between(distinct[i - 1], distinct[i]) for i in starts])


def neat_between(low: float, high: float) -> Decimal:
    """The shortest decimal above `low` and not above `high`: a cut that a person can read."""
    below, above = Decimal(repr(float(low))), Decimal(repr(float(high)))
    exponent = max(below.adjusted() if below else -20, above.adjusted() if above else -20) + 1
    for power in range(exponent, exponent - 25, -1):
        step = Decimal(1).scaleb(power)
        candidate = (below // step + (1 if below >= 0 or below % step == 0 else 0)) * step
        if below < candidate <= above:
            return Decimal(format(candidate, "f")).normalize() + 0
    return above


def _fine_levels(column: Column) -> Binning:
    """Every frequent text by itself, and last the rest."""
    there = [v for v in column.values if v is not None]
    counts: dict[str, int] = {}
    for value in there:
        counts[value] = counts.get(value, 0) + 1
    least = max(10, len(there) // 500)
    frequent = sorted((v for v, n in counts.items() if n >= least), key=lambda v: (-counts[v], v))[:MOST_LEVELS]
    rest = sorted(set(counts) - set(frequent))
    return Binning(column.name, "category", levels=[*([v] for v in frequent), rest], shape="by category")


def _best_shape(goods: Floats, bads: Floats, *, least: float, sign: int) -> tuple[list[list[int]], str]:
    """The groups of fine bins: one way, unless a turn (or, without a sign, a free shape) explains clearly more."""
    if sign:
        falling = sign > 0  # more is better: the bad rate falls
        return _pool(goods, bads, least=least, falling=falling), "falling" if falling else "rising"
    options = [
        (_pool(goods, bads, least=least, falling=False), "rising", 0.0),
        (_pool(goods, bads, least=least, falling=True), "falling", 0.0),
    ]
    if len(goods) >= 5 and goods.sum() + bads.sum() >= 500:
        options += [(groups, "turning", BENT) for groups in _turning(goods, bads, least=least)]
        free = _pool(goods, bads, least=least)
        options.append((free, "free", BENT + 4.0 * len(free)))
    groups, shape, _ = max(options, key=lambda option: 2 * _likelihood(goods, bads, option[0]) - option[2])
    return groups, shape


def _turning(goods: Floats, bads: Floats, *, least: float) -> list[list[list[int]]]:
    """Shapes with one turn, at every third fine bin."""
    found = []
    for turn in range(2, len(goods) - 1, 3):
        for first in (True, False):
            left = _pool(goods[:turn], bads[:turn], least=least, falling=first)
            right = _pool(goods[turn:], bads[turn:], least=least, falling=not first)
            found.append([*left, *([i + turn for i in group] for group in right)])
    return found


def _pool(goods: Floats, bads: Floats, *, least: float, falling: bool | None = None) -> list[list[int]]:
    """Neighbours pooled: against violations of the direction, then the small ones and those that do not differ."""
    blocks: list[tuple[list[int], float, float]] = []
    for place, (good, bad) in enumerate(zip(goods.tolist(), bads.tolist(), strict=True)):
        blocks.append(([place], good, bad))
        while falling is not None and len(blocks) > 1 and _violates(blocks[-2], blocks[-1], falling=falling):
            _merge(blocks, len(blocks) - 2)
    while len(blocks) > 1:
        losses = [_gap(a, b) for a, b in pairwise(blocks)]
        small = [place for place, (_, good, bad) in enumerate(blocks) if good + bad < least]
        if small:
            place = small[0]
            at = min((p for p in (place - 1, place) if 0 <= p < len(losses)), key=losses.__getitem__)
        else:
            at = min(range(len(losses)), key=losses.__getitem__)
            if losses[at] >= ALIKE and len(blocks) <= MOST_BINS:
                break
        _merge(blocks, at)
    return [block[0] for block in blocks]


def _violates(left: tuple[list[int], float, float], right: tuple[list[int], float, float], *, falling: bool) -> bool:
    a, b = left[2] * (right[1] + right[2]), right[2] * (left[1] + left[2])
    return b >= a if falling else a >= b


def _merge(blocks: list[tuple[list[int], float, float]], at: int) -> None:
    left, right = blocks[at], blocks[at + 1]
    blocks[at : at + 2] = [(left[0] + right[0], left[1] + right[1], left[2] + right[2])]


def _gap(left: tuple[list[int], float, float], right: tuple[list[int], float, float]) -> float:
    """Twice the log-likelihood lost by pooling two blocks."""
    apart = _entropy(left[1], left[2]) + _entropy(right[1], right[2])
    return 2 * (apart - _entropy(left[1] + right[1], left[2] + right[2]))


def _entropy(good: float, bad: float) -> float:
    whole = good + bad
    return (good * log(good / whole) if good else 0.0) + (bad * log(bad / whole) if bad else 0.0)


def _likelihood(goods: Floats, bads: Floats, groups: Sequence[Sequence[int]]) -> float:
    return sum(_entropy(float(goods[list(g)].sum()), float(bads[list(g)].sum())) for g in groups)
