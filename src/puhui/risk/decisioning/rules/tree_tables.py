"""Exact contributions of boosted trees from tables that are made once for a model, instead of anew for every decision.

In the path-dependent game of a tree (Lundberg et al. 2020, algorithm 1) a leaf is worth its value, times the share of
the training rows that went its way at every column that is not known, times 0 or 1 at every column that is. So what a
leaf gives to the Shapley values depends on a row only by which of the columns on its path agree with it: a leaf with d
columns has 2^d rows of contributions. A decision is then a search for the interval of each column, one sum that tells
the row of every leaf, and one sum of these rows.

LightGBM stays the judge. Tables that do not agree with it on rows made from the thresholds are not used; and since the
sums are taken in another order than LightGBM takes them, the last digits may differ: whoever rounds asks LightGBM where
those digits could decide (`boosted.py`).
"""

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

MOST_BYTES: Final = 64_000_000  # a model whose tables would be larger is left to LightGBM
MOST_COLUMNS: Final = 12  # on the path to one leaf
MOST_CODES: Final = 10_000  # of a category
ZERO: Final = 1.0000000180025095e-35  # LightGBM takes what is not further from zero for zero (kZeroThreshold)
ENDLESS: Final = 1e300
_CHECKED, _CLOSE = 200, 1e-9
Floats = NDArray[np.float64]
Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TreeTables:
    """The tables of one model. `cuts` are the thresholds of every column, or None for the codes of a category.

    `steps` says for every interval of every column, the unknown one last, which bit it sets for each leaf; `begins`
    where the contributions of a leaf begin in `rows`; `mean` is what the trees say of a row of which nothing is known;
    `used` which facts any tree asks for.
    """

    cuts: tuple[tuple[float, ...] | None, ...]
    starts: tuple[int, ...]
    unknown: tuple[int, ...]
    steps: NDArray[Any]
    begins: NDArray[np.intp]
    rows: Floats
    mean: float
    used: tuple[bool, ...]

    def contributions(self, row: Sequence[float]) -> Floats:
        """The contribution of every fact, in log-odds, for one row of the model's columns; NaN is not known."""
        found = []
        for value, cuts, start, unknown in zip(row, self.cuts, self.starts, self.unknown, strict=True):
            if isnan(value):
                found.append(unknown)
            elif cuts is None:
                found.append(start + int(value) if value >= 0 else unknown)
            else:
                found.append(start + bisect_left(cuts, 0.0 if -ZERO <= value <= ZERO else value))
        places = np.add.reduce(self.steps.take(found, axis=0), axis=0, dtype=np.uint16)
        total: Floats = np.add.reduce(self.rows.take(places + self.begins, axis=0), axis=0)
        return total


@dataclass(frozen=True, slots=True)
class _Leaf:
    """What a leaf is worth, and for every column on its path: the intervals that lead here, and the share of rows."""

    value: float
    ways: Mapping[int, NDArray[np.bool_]]
    shares: Mapping[int, float]


def tables_of(booster: Any, *, codes: Sequence[int], fact_of: Sequence[int]) -> TreeTables | None:
    """The tables of a booster; None when they would be too large, or the trees are of another kind.

    `codes` is the number of codes of each column, 0 for a number; `fact_of` the fact that each column belongs to.
    """
    trees = [one["tree_structure"] for one in booster.dump_model()["tree_info"]]
    splits = [node for tree in trees for node in _splits(tree)]
    by_sets = {int(node["split_feature"]) for node in splits if node["decision_type"] == "=="}
    codes = [many if column in by_sets else 0 for column, many in enumerate(codes)]
    if not splits or any(node["missing_type"] == "Zero" for node in splits) or _is_special(booster):
        return None
    if any(not 0 < codes[column] <= MOST_CODES for column in by_sets):
        return None
    cuts = [None if many else _cuts(splits, column) for column, many in enumerate(codes)]
    sizes = [(many or len(cuts[column] or ()) + 1) + 1 for column, many in enumerate(codes)]
    ways = [np.ones(size, dtype=np.bool_) for size in sizes]
    leaves = [leaf for tree in trees for leaf in _leaves(tree, _Leaf(0.0, {}, {}), cuts=cuts, whole=ways)]
    many_facts, deepest = max(fact_of) + 1, max(len(leaf.ways) for leaf in leaves)
    needed = 8 * many_facts * sum(2 ** len(leaf.ways) for leaf in leaves) + 2 * sum(sizes) * len(leaves)
    if deepest > MOST_COLUMNS or needed > MOST_BYTES:
        return None
    ends = np.cumsum([2 ** len(leaf.ways) for leaf in leaves])
    starts = np.concatenate([[0], np.cumsum(sizes)]).tolist()
    asked = {fact_of[column] for leaf in leaves for column in leaf.ways}
    tables = TreeTables(
        cuts=tuple(None if found is None else tuple(found) for found in cuts),
        starts=tuple(starts[:-1]),
        unknown=tuple(start - 1 for start in starts[1:]),
        steps=_steps(leaves, starts=starts),
        begins=np.concatenate([[0], ends[:-1]]).astype(np.intp),
        rows=_rows(leaves, fact_of=fact_of, many_facts=many_facts, ends=ends),
        mean=sum(leaf.value * math.prod(leaf.shares.values()) for leaf in leaves),
        used=tuple(fact in asked for fact in range(many_facts)),
    )
    return tables if _agree(tables, booster, codes=codes, fact_of=fact_of) else None


def _splits(node: Node) -> Iterator[Node]:
    if "split_feature" in node:
        yield node
        yield from _splits(node["left_child"])
        yield from _splits(node["right_child"])


def _is_special(booster: Any) -> bool:
    """Forests that are averaged and leaves that are lines: not sums of constant leaves."""
    text = booster.model_to_string(num_iteration=1)
    return "\naverage_output" in text or "\nis_linear=1" in text


def _cuts(splits: Sequence[Node], column: int) -> list[float]:
    return sorted({_threshold(node) for node in splits if node["split_feature"] == column})


def _threshold(node: Node) -> float:
    """Above it a value goes right; LightGBM writes the one that only parts known from unknown as 1e300."""
    written = float(node["threshold"])
    return math.inf if written >= ENDLESS else written


def _leaves(
    node: Node, so_far: _Leaf, *, cuts: Sequence[Sequence[float] | None], whole: Sequence[NDArray[np.bool_]]
) -> Iterator[_Leaf]:
    """The leaves below a node."""
    if "split_feature" not in node:
        yield _Leaf(float(node["leaf_value"]), so_far.ways, so_far.shares)
        return
    column, left = int(node["split_feature"]), _goes_left(node, cuts, whole)
    before, share = so_far.ways.get(column, whole[column]), so_far.shares.get(column, 1.0)
    for child, way in ((node["left_child"], left), (node["right_child"], ~left)):
        part = share * _rows_at(child) / _rows_at(node)
        below = _Leaf(0.0, {**so_far.ways, column: before & way}, {**so_far.shares, column: part})
        yield from _leaves(child, below, cuts=cuts, whole=whole)


def _rows_at(node: Node) -> int:
    return int(node["internal_count"] if "split_feature" in node else node["leaf_count"])


def _goes_left(
    node: Node, cuts: Sequence[Sequence[float] | None], whole: Sequence[NDArray[np.bool_]]
) -> NDArray[np.bool_]:
    """Which intervals of its column a split sends left; a category that is not known never goes left."""
    column = int(node["split_feature"])
    known, size = cuts[column], len(whole[column])
    if known is None:
        named = {int(code) for code in str(node["threshold"]).split("||")}
        return np.array([code in named for code in range(size - 1)] + [False])
    threshold = _threshold(node)
    left: NDArray[np.bool_] = np.arange(size) <= bisect_left(known, threshold)
    left[-1] = node["default_left"] if node["missing_type"] == "NaN" else threshold >= 0
    return left


def _steps(leaves: Sequence[_Leaf], *, starts: Sequence[int]) -> NDArray[Any]:
    steps = np.zeros((starts[-1], len(leaves)), dtype=np.uint16)
    for number, leaf in enumerate(leaves):
        for bit, (column, way) in enumerate(leaf.ways.items()):
            steps[starts[column] : starts[column + 1], number] = way.astype(np.uint16) << bit
    return steps


def _rows(leaves: Sequence[_Leaf], *, fact_of: Sequence[int], many_facts: int, ends: NDArray[Any]) -> Floats:
    """The contributions of every leaf for every pattern of agreement, leaves with as many columns at once."""
    rows = np.zeros((int(ends[-1]), many_facts))
    for depth in sorted({len(leaf.ways) for leaf in leaves} - {0}):
        places = [place for place, leaf in enumerate(leaves) if len(leaf.ways) == depth]
        values = np.array([leaves[place].value for place in places])
        shares = np.array([list(leaves[place].shares.values()) for place in places])
        found = _shapley(values, shares)
        for place, of_leaf in zip(places, found, strict=True):
            begin = int(ends[place]) - 2**depth
            for bit, column in enumerate(leaves[place].ways):
                rows[begin : begin + 2**depth, fact_of[column]] += of_leaf[:, bit]
    return rows


def _shapley(values: Floats, shares: Floats) -> Floats:
    """The Shapley values of leaves with d columns each: leaves x 2^d patterns x d columns.

    Known columns multiply by 1 (agrees) or 0, others by their share: for column f the weighted sum over all sets of the
    others is the polynomial, product over g of (share_g + agrees_g t), with t^k weighed k! (d - 1 - k)! / d!.
    """
    depth = shares.shape[1]
    agrees = (np.arange(2**depth)[:, None] >> np.arange(depth) & 1).astype(np.float64)
    weights = np.array([math.factorial(k) * math.factorial(depth - 1 - k) for k in range(depth)], dtype=np.float64)
    weights /= math.factorial(depth)
    found = np.empty((len(values), 2**depth, depth))
    for own in range(depth):
        powers = np.zeros((len(values), 2**depth, depth))
        powers[..., 0] = 1.0
        for other in (column for column in range(depth) if column != own):
            longer = powers * shares[:, None, other, None]
            longer[..., 1:] += powers[..., :-1] * agrees[None, :, other, None]
            powers = longer
        found[..., own] = values[:, None] * (agrees[None, :, own] - shares[:, None, own]) * (powers @ weights)
    return found


def _agree(tables: TreeTables, booster: Any, *, codes: Sequence[int], fact_of: Sequence[int]) -> bool:
    """Compares with LightGBM on rows at, below and above thresholds, with codes, and with values not known."""
    dice = np.random.default_rng(len(tables.begins))
    asked = np.full((_CHECKED, len(codes)), np.nan)
    for column, many in enumerate(codes):
        cuts = np.array(tables.cuts[column] or (0.0,))
        drawn = dice.choice(cuts, _CHECKED)
        moved = np.choose(dice.integers(0, 3, _CHECKED), [drawn, np.nextafter(drawn, -np.inf), drawn + abs(drawn) / 99])
        asked[:, column] = dice.integers(0, many, _CHECKED) if many else moved
    asked[dice.random(asked.shape) < 0.15] = np.nan
    exact = np.asarray(booster.predict(asked, pred_contrib=True, num_threads=1))
    told = np.zeros((_CHECKED, max(fact_of) + 1))
    np.add.at(told.T, np.array(fact_of), exact[:, :-1].T)
    own = np.array([tables.contributions(row) for row in asked.tolist()])
    return bool(np.allclose(own, told, rtol=0, atol=_CLOSE) and np.allclose(exact[:, -1], tables.mean, atol=_CLOSE))
