"""Fits the weights of a scorecard: ridge logistic regression on weights of evidence, by iterated least squares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from puhui.risk.modelling.binning import Binning, Floats, bin_column
from puhui.risk.modelling.data import Column

LEAST_IV = 0.02
MOST_ALIKE = 0.9
PENALTIES = (0.3, 1.0, 3.0, 10.0, 30.0, 100.0)


@dataclass(frozen=True, slots=True)
class PairTable:
    """What two columns say together beyond what each says alone: log-odds of being good by groups of their bins.

    A group lists places of bins; -1 is the bin of missing values. A bin in no group says nothing.
    """

    names: tuple[str, str]
    rows: list[list[int]]
    columns: list[list[int]]
    values: Floats

    def log_odds(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> Floats:
        """What the pair adds, from the bins of both."""
        padded = np.pad(self.values, ((0, 1), (0, 1)))
        return np.asarray(padded[in_group(first, self.rows), in_group(second, self.columns)], dtype=np.float64)


def in_group(bins: NDArray[np.int64], groups: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    """The group of every bin; one past the last where it is in none."""
    most = max((place for group in groups for place in group), default=0)
    known = np.full(max(most, int(bins.max(initial=0))) + 2, len(groups), dtype=np.int64)
    for number, group in enumerate(groups):
        known[np.array(group) + 1] = number
    return known[bins + 1]


@dataclass(frozen=True, slots=True)
class Fit:
    """Bins and their weights: the log-odds of being good = intercept + sum of weight x weight of evidence + pairs."""

    binnings: tuple[Binning, ...]
    weights: Floats
    intercept: float
    penalty: float = 0.0
    pairs: tuple[PairTable, ...] = ()

    def log_odds(self, columns: Mapping[str, Column]) -> Floats:
        """Log-odds of being good for every row."""
        sums = np.full(len(next(iter(columns.values())).values), self.intercept)
        bins = {b.name: b.bin_index(columns[b.name].values) for b in self.binnings}
        for binning, weight in zip(self.binnings, self.weights, strict=True):
            sums += weight * np.array([*binning.woe, binning.missing_woe])[bins[binning.name]]
        for pair in self.pairs:
            sums += pair.log_odds(bins[pair.names[0]], bins[pair.names[1]])
        return sums

    def risk(self, columns: Mapping[str, Column]) -> Floats:
        """The probability of being bad for every row."""
        return 1 / (1 + np.exp(np.clip(self.log_odds(columns), -30, 30)))


def fit_scorecard(columns: Sequence[Column], bad: NDArray[np.int8], *, signs: Mapping[str, int], seed: int) -> Fit:
    """Bins every column, leaves out what says little or the same as another, and weighs the rest."""
    binned = [bin_column(column, bad, sign=signs.get(column.name, 0)) for column in columns]
    by_name = {column.name: column for column in columns}
    chosen = _distinct([b for b in binned if b.iv >= LEAST_IV], by_name, most=_most_features(bad))
    good: NDArray[np.int8] = (1 - bad).astype(np.int8)
    if not chosen:
        return Fit((), np.zeros(0), float(np.log(good.mean() / bad.mean())), PENALTIES[0])
    woes = {b.name: b.transform(by_name[b.name].values) for b in chosen}
    penalty = _best_penalty(np.column_stack([woes[b.name] for b in chosen]), good, seed=seed)
    while True:
        intercept, weights = ridge_logistic(np.column_stack([woes[b.name] for b in chosen]), good, penalty=penalty)
        against = [place for place, weight in enumerate(weights) if weight <= 0]
        if not against:
            return Fit(tuple(chosen), weights, intercept, penalty)
        # a weight below zero turns a bin's meaning round: the column only corrects others, so the weakest goes
        chosen.pop(min(against, key=lambda place: chosen[place].iv))


def _most_features(bad: NDArray[np.int8]) -> int:
    """About three bad rows for each weight at the least; the ridge does the rest."""
    return int(max(4, min(40, bad.sum() // 3)))


def _distinct(binned: list[Binning], columns: Mapping[str, Column], *, most: int) -> list[Binning]:
    """The strongest columns, without those that repeat a stronger one."""
    kept: list[Binning] = []
    seen: list[Floats] = []
    for binning in sorted(binned, key=lambda b: (-b.iv, b.name)):
        woe = binning.transform(columns[binning.name].values)
        centred = woe - woe.mean()
        length = float(np.sqrt(centred @ centred))
        if length and all(abs(float(centred @ other)) / length < MOST_ALIKE for other in seen):
            kept.append(binning)
            seen.append(centred / length)
        if len(kept) == most:
            break
    return kept


def _best_penalty(matrix: Floats, good: NDArray[np.int8], *, seed: int) -> float:
    """The penalty with the best likelihood in five folds; the rest is quick beside the binning."""
    fold = stratified_folds(good, folds=5, seed=seed)
    losses = np.zeros(len(PENALTIES))
    for number in range(5):
        train, test = fold != number, fold == number
        start: Floats | None = None
        for place, penalty in enumerate(PENALTIES):
            intercept, weights = ridge_logistic(matrix[train], good[train], penalty=penalty, start=start)
            start = np.array([intercept, *weights])
            odds = intercept + matrix[test] @ weights
            losses[place] += float(np.sum(np.logaddexp(0, np.where(good[test] == 1, -odds, odds))))
    return PENALTIES[int(np.argmin(losses))]


def ridge_logistic(
    matrix: Floats, labels: NDArray[np.int8], *, penalty: float, start: Floats | None = None
) -> tuple[float, Floats]:
    """Newton steps on the penalised likelihood; the intercept is free. Hosmer, Lemeshow and Sturdivant, chapter 1."""
    design = np.column_stack([np.ones(len(labels)), matrix])
    weights = np.zeros(design.shape[1]) if start is None else start.copy()
    if start is None:
        weights[0] = np.log((labels.mean() + 1e-9) / (1 - labels.mean() + 1e-9))
    ridge = np.full(design.shape[1], penalty)
    ridge[0] = 0.0
    loss = _penalised_loss(design, labels, weights, ridge)
    for _ in range(50):
        share = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (labels - share) - ridge * weights
        curve = (design * (share * (1 - share))[:, None]).T @ design + np.diag(ridge + 1e-6)
        step = np.linalg.solve(curve, slope)
        tried = weights + step
        # a full Newton step may overshoot where the likelihood is flat: halve it until the loss falls
        while (new := _penalised_loss(design, labels, tried, ridge)) > loss + 1e-9 and np.abs(step).max() > 1e-9:
            step = step / 2
            tried = weights + step
        done = loss - new < 1e-8 * (1 + abs(loss))
        weights, loss = tried, new
        if done:
            break
    return float(weights[0]), weights[1:]


def _penalised_loss(design: Floats, labels: NDArray[np.int8], weights: Floats, ridge: Floats) -> float:
    odds = design @ weights
    return float(np.sum(np.logaddexp(0, odds) - labels * odds) + 0.5 * np.sum(ridge * weights**2))


def stratified_folds(labels: NDArray[np.int8], *, folds: int, seed: int) -> NDArray[np.int64]:
    """A fold number for every row, each class spread evenly."""
    random = np.random.default_rng(seed)
    fold = np.empty(len(labels), dtype=np.int64)
    for label in (0, 1):
        rows = np.flatnonzero(labels == label)
        fold[random.permutation(rows)] = np.arange(len(rows)) % folds
    return fold
