"""Fits a points card by smooth tables: fine curves first, few bins from them, then what pairs of columns add.

Every step is fitted on the rows given and on no others, so the whole of it can be repeated inside a fold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from puhui.risk.decisioning.facade import MISSING
from puhui.risk.modelling.binning import Binning, fine_bins, weighed
from puhui.risk.modelling.by_hand import HandColumn
from puhui.risk.modelling.cards import FACTOR, bin_id
from puhui.risk.modelling.coarsening import Block, coarse_blocks, one_way_values
from puhui.risk.modelling.contracts import TrainingRefused
from puhui.risk.modelling.data import Column
from puhui.risk.modelling.fitting import Fit
from puhui.risk.modelling.pairs import PairTerm, find_pairs, pure
from puhui.risk.modelling.smoothing import Floats, Term, fit_terms, loose_penalty, ordered_penalty

MOST_CELLS, MOST_PARTS, LEAST_PARTS = 1000, 24, 8
MOST_COLUMNS = 64
LEAST_EFFECT = 0.3  # twice the log-likelihood that a table must bring to stay
FEW_ROWS = 2000


def fit_curves(
    columns: Sequence[Column],
    bad: NDArray[np.int8],
    *,
    signs: Mapping[str, int],
    with_pairs: bool = True,
    by_hand: Mapping[str, HandColumn] | None = None,
) -> Fit:
    """The card of the columns. `signs` +1: more is better, -1: more is worse (kept whatever the data say).

    A column adjusted by hand has the bins that a person gave it, and stays whether or not it tells much.
    """
    by_hand = by_hand or {}
    good: NDArray[np.int8] = (1 - bad).astype(np.int8)
    parts = int(np.clip(MOST_CELLS // max(1, len(columns)), LEAST_PARTS, 12 if len(bad) < FEW_ROWS else MOST_PARTS))
    fine = [fine_bins(column, parts=parts) for column in columns]
    terms = [_term(binning, column) for binning, column in zip(fine, columns, strict=True)]
    intercept = fit_terms(terms, good)
    strong = sorted(range(len(terms)), key=lambda place: -effect(terms[place]))[:MOST_COLUMNS]
    chosen = [
        _coarse(
            fine[place],
            term=terms[place],
            column=columns[place],
            bad=bad,
            sign=signs.get(columns[place].name, 0),
            hand=by_hand.get(columns[place].name),
        )
        for place in sorted({*strong, *(p for p, c in enumerate(columns) if c.name in by_hand)})
        if effect(terms[place]) >= LEAST_EFFECT or columns[place].name in by_hand
    ]
    chosen = [(binning, term) for binning, term in chosen if len(binning.woe) + bool(binning.missing_rows) > 1]
    pairs = _with_pairs(chosen, good, signs=signs, intercept=intercept) if with_pairs else []
    for binning, term in chosen:
        _set_values(binning, term)
        _set_points(binning, by_hand.get(binning.name))
    binnings = [binning for binning, _ in chosen]
    tables = tuple(pair.table((binnings[pair.first].name, binnings[pair.second].name)) for pair in pairs)
    fit = Fit(tuple(binnings), np.ones(len(binnings)), intercept, pairs=tables)
    return replace(fit, intercept=intercept + _level(fit.log_odds({c.name: c for c in columns}), good))


def effect(term: Term) -> float:
    """How much a table says: twice the log-likelihood that its spread brings, by its quadratic approximation."""
    weights = term.weights + 1e-12
    mean = float(np.average(term.values, weights=weights))
    return float(np.sum(term.weights * (term.values - mean) ** 2))


def _with_pairs(
    chosen: Sequence[tuple[Binning, Term]], good: NDArray[np.int8], *, signs: Mapping[str, int], intercept: float
) -> list[PairTerm]:
    """The pairs that add most, fitted on top of the one-way tables."""
    binnings, terms = [binning for binning, _ in chosen], [term for _, term in chosen]
    log_odds = intercept + sum((t.values[t.cells] for t in terms), start=np.zeros(len(good)))
    # a declared direction is a promise for the whole card: such a column enters no pair
    free = [place for place, binning in enumerate(binnings) if not signs.get(binning.name)]
    pairs = find_pairs(terms, binnings, good=good, log_odds=log_odds, among=free)
    if pairs:
        fit_terms([pair.term for pair in pairs], good, start=log_odds)
    pairs = [pair for pair in pairs if effect(pair.term) >= LEAST_EFFECT]
    for pair in pairs:
        pure(pair, terms)
    return pairs


def _level(log_odds: Floats, good: NDArray[np.int8]) -> float:
    """What to add to all log-odds so that as many goods are expected as there are."""
    shift = 0.0
    for _ in range(20):
        share = 1 / (1 + np.exp(-np.clip(log_odds + shift, -30, 30)))
        step = float(np.sum(good - share) / max(float(np.sum(share * (1 - share))), 1e-6))
        shift += float(np.clip(step, -1, 1))
    return shift


def _term(binning: Binning, column: Column) -> Term:
    """The table of a column: its bins, and last its missing values."""
    found = binning.bin_index(column.values)
    size = len(binning.levels) if binning.kind == "category" else len(binning.cuts) + 1
    penalty = loose_penalty(size + 1) if binning.kind == "category" else ordered_penalty(size)
    return Term(np.where(found < 0, size, found), size + 1, penalty)


def _coarse(
    fine: Binning, *, term: Term, column: Column, bad: NDArray[np.int8], sign: int, hand: HandColumn | None
) -> tuple[Binning, Term]:
    """A fine curve in few bins, each with the mean of its rows' values."""
    binning = weighed(
        _bins_by_hand(fine, hand) or _few_bins(fine, term=term, rows=len(bad), sign=sign), column.values, bad
    )
    coarse = _term(binning, column)
    counted = np.maximum(np.bincount(coarse.cells, minlength=coarse.size), 1e-9)
    known = term.weights[term.cells] / rows_of(term)
    coarse.weights = np.bincount(coarse.cells, weights=known, minlength=coarse.size).astype(np.float64)
    coarse.values = np.bincount(coarse.cells, weights=term.values[term.cells], minlength=coarse.size) / counted
    return binning, coarse


def _few_bins(fine: Binning, *, term: Term, rows: int, sign: int) -> Binning:
    """The bins that the fine curve asks for."""
    counted = np.bincount(term.cells, minlength=term.size).astype(np.float64)[:-1]
    values, weights = term.values[:-1], term.weights[:-1]
    least = max(5.0, rows * (0.005 if rows > 5000 else 0.02))
    if fine.kind == "category":
        order = np.argsort(values, kind="stable")
        blocks, _ = coarse_blocks(values[order], weights=weights[order], rows=counted[order], least=least, sign=0)
        last = len(values) - 1  # the level of what is rare or was never seen
        groups = sorted(([int(order[c]) for c in block.cells] for block in blocks), key=lambda group: last in group)
        levels = [[v for place in group for v in fine.levels[place]] for group in groups]
        return replace(fine, levels=levels)
    blocks, shape = coarse_blocks(values, weights=weights, rows=counted, least=least, sign=sign)
    return replace(fine, cuts=_cuts(fine, blocks), shape=shape)


def _bins_by_hand(fine: Binning, hand: HandColumn | None) -> Binning | None:
    """The bins that a person gave, if one did."""
    if hand is None or not (hand.cuts or hand.groups):
        return None
    if (fine.kind == "category") != bool(hand.groups):
        raise TrainingRefused(f"{hand.name} is a {fine.kind}: its bins by hand are not", where=hand.name)
    shape = {1: "falling", -1: "rising"}.get(hand.sign, "by hand")
    if hand.cuts:
        return replace(fine, cuts=list(hand.cuts), shape=shape)
    named = {value for group in hand.groups for value in group}
    others = [value for level in fine.levels for value in level if value not in named]
    return replace(fine, levels=[*(list(group) for group in hand.groups), others])


def _set_points(binning: Binning, hand: HandColumn | None) -> None:
    """A person's points for some bins, as log-odds; the fit's own stay for the others."""
    if hand is None:
        return
    ids = [bin_id(binning, place) for place in range(len(binning.woe))]
    for name, points in hand.points.items():
        if name == MISSING:
            binning.missing_woe = points / FACTOR
        elif name in ids:
            binning.woe[ids.index(name)] = points / FACTOR
        else:
            raise TrainingRefused(f"{hand.name} has no bin {name!r}, only {', '.join(ids)}", where=hand.name)


def rows_of(term: Term) -> Floats:
    """For every row, how many rows share its cell."""
    return np.bincount(term.cells, minlength=term.size).astype(np.float64)[term.cells]


def _cuts(fine: Binning, blocks: Sequence[Block]) -> list[Decimal]:
    return [fine.cuts[block.cells[0] - 1] for block in blocks[1:]]


def _set_values(binning: Binning, term: Term) -> None:
    """The fitted values, as the card will show them; a direction that the bins have is kept."""
    values = term.values[:-1]
    if binning.shape in {"rising", "falling"}:
        values = one_way_values(values, weights=term.weights[:-1], rising=binning.shape == "falling")
    binning.woe = [float(v) for v in values]
    binning.missing_woe = float(term.values[-1]) if binning.missing_rows else 0.0
