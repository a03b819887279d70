"""Finds pairs of columns that say more together than each alone, and fits their two-way tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from puhui.risk.modelling.binning import Binning
from puhui.risk.modelling.fitting import PairTable, in_group
from puhui.risk.modelling.smoothing import LOOSE, Floats, Term, steps_penalty

MOST_PAIRS = 12
MOST_GROUPS = 5
LEAST_Z = 3.0  # standard errors above chance
PRIOR = 5.0


@dataclass(slots=True)
class PairTerm:
    """Two columns, by their places, and the groups of bins that their table is made of."""

    first: int
    second: int
    rows: list[list[int]]
    columns: list[list[int]]
    term: Term

    def table(self, names: tuple[str, str]) -> PairTable:
        """The fitted table."""
        return PairTable(names, self.rows, self.columns, self.values())

    def values(self) -> Floats:
        """The fitted values, row by row."""
        return np.asarray(self.term.values.reshape(len(self.rows), len(self.columns)), dtype=np.float64)


def find_pairs(
    terms: Sequence[Term],
    binnings: Sequence[Binning],
    *,
    good: NDArray[np.int8],
    log_odds: Floats,
    among: Sequence[int],
) -> list[PairTerm]:
    """The pairs whose cells differ most from what the one-way tables say: one Newton step's gain above chance."""
    share = 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))
    curve, rest = share * (1 - share), good - share
    groups = {place: _groups(binnings[place]) for place in among}
    cells = {place: _cells(terms[place], groups[place]) for place in among}
    found = []
    for first, second in combinations(among, 2):
        width = len(groups[second])
        both = cells[first] * width + cells[second]
        slope = np.bincount(both, weights=rest, minlength=width * len(groups[first]))
        curved = np.bincount(both, weights=curve, minlength=width * len(groups[first]))
        gain, chance = float(np.sum(slope**2 / (curved + PRIOR))), float(np.sum(curved / (curved + PRIOR)))
        if gain - chance > LEAST_Z * np.sqrt(2 * chance):
            found.append((gain - chance, first, second))
    found.sort(reverse=True)
    return [_pair(first, second, groups, cells) for _, first, second in found[:MOST_PAIRS]]


def _groups(binning: Binning) -> list[list[int]]:
    """The bins of a column in a few groups of neighbours; its missing values by themselves."""
    groups = [[place] for place in range(len(binning.woe))]
    while len(groups) > MOST_GROUPS:
        sizes = [sum(binning.rows[p] for p in groups[i] + groups[i + 1]) for i in range(len(groups) - 1)]
        at = int(np.argmin(sizes))
        groups[at : at + 2] = [groups[at] + groups[at + 1]]
    return [*groups, [-1]] if binning.missing_rows else groups


def _cells(term: Term, groups: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    return in_group(np.where(term.cells == term.size - 1, -1, term.cells), groups)


def _pair(first: int, second: int, groups: dict[int, list[list[int]]], cells: dict[int, NDArray[np.int64]]) -> PairTerm:
    rows, columns = groups[first], groups[second]
    high, wide = len(rows), len(columns)
    penalty = np.kron(steps_penalty(high), np.eye(wide)) + np.kron(np.eye(high), steps_penalty(wide))
    penalty += LOOSE * np.eye(high * wide)
    return PairTerm(
        first, second, rows, columns, Term(cells[first] * wide + cells[second], high * wide, penalty, "pair")
    )


def pure(pair: PairTerm, terms: Sequence[Term]) -> None:
    """Moves what belongs to one column alone from the pair's table into that column's own.

    Afterwards every row and column of the pair's table weighs to zero: it says only what the two say together.
    """
    values = pair.values().copy()
    weights = pair.term.weights.reshape(values.shape) + 1e-9
    for _ in range(20):
        for axis, groups, place in ((1, pair.rows, pair.first), (0, pair.columns, pair.second)):
            means = np.average(values, axis=axis, weights=weights)
            values -= np.expand_dims(means, axis)
            for group, mean in zip(groups, means, strict=True):
                for cell in group:
                    terms[place].values[cell] += mean
    pair.term.values = values.ravel()
