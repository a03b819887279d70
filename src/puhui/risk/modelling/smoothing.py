"""Fits additive tables: every cell has a value, the values add up to log-odds, each table as smooth as its data say.

Newton steps on the penalised likelihood. How strongly a term is smoothed is estimated with it (restricted likelihood,
by the update of Wood and Fasiolo 2017, Biometrics 73, 1071-1081), drawn towards what the other terms of its kind show:
a table that says nothing is shrunk to nothing, without any search over held-out rows. Needs numpy only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
STEPS = 14
START, WEAKEST, STRONGEST = 10.0, 1.0, 1e5  # of the penalty; 1 lets neighbours differ by about one in log-odds
DRAWN = 2.0  # how many cells' worth of evidence the other terms lend to the smoothness of one
LOOSE = 0.3  # the penalty on a cell that has no neighbours, beside 1 on a step between neighbours


@dataclass(slots=True)
class Term:
    """One table: the cell of every row, and the penalty on its values. `kind` says which terms are its like."""

    cells: Places
    size: int
    penalty: Floats
    kind: str = "one-way"
    strength: float = START
    values: Floats = field(default_factory=lambda: np.zeros(0))
    weights: Floats = field(default_factory=lambda: np.zeros(0))
    """How much each cell's value is known: the sum of p (1 - p) of its rows."""


def steps_penalty(size: int) -> Floats:
    """Neighbours alike: the sum of squared steps along `size` ordered cells."""
    steps = np.diff(np.eye(size), axis=0)
    return np.asarray(steps.T @ steps, dtype=np.float64)


def ordered_penalty(size: int) -> Floats:
    """For ordered cells and, last, the cell of missing values."""
    penalty = np.zeros((size + 1, size + 1))
    penalty[:size, :size] = steps_penalty(size) + 0.01 * np.eye(size)
    penalty[size, size] = LOOSE
    return penalty


def loose_penalty(size: int) -> Floats:
    """For cells without an order."""
    return LOOSE * np.eye(size)


def fit_terms(terms: Sequence[Term], good: NDArray[np.int8], *, start: Floats | None = None) -> float:
    """Fits the values of all terms in place; returns the intercept of the log-odds of being good.

    `start` is what is known of each row's log-odds already: the terms are fitted on top of it.
    """
    fit = _Fit(terms, good, start)
    for step in range(STEPS):
        inverse = fit.newton_step()
        if step and fit.smoothness(inverse) < 0.05 and fit.moved < 2e-3:
            break
    for term, values in zip(terms, fit.split(fit.all_values), strict=True):
        term.values = values.copy()
        term.weights = np.bincount(term.cells, weights=fit.curve, minlength=term.size).astype(np.float64)
    return fit.intercept


class _Fit:
    """The state of one fit."""

    def __init__(self, terms: Sequence[Term], good: NDArray[np.int8], start: Floats | None) -> None:
        self.terms, self.good = terms, good.astype(np.float64)
        self.start: Floats = np.zeros(len(good)) if start is None else start
        self.ends = np.cumsum([term.size for term in terms]) if terms else np.zeros(1, dtype=np.int64)
        share = self.good.mean()
        self.intercept = float(np.log(share / (1 - share))) if start is None else 0.0
        self.all_values: Floats = np.zeros(int(self.ends[-1]))
        self.log_odds = self._log_odds(self.intercept, self.all_values)
        self.curve: Floats = np.zeros(0)
        self.moved = 0.0

    def split(self, values: Floats) -> list[Floats]:
        return np.split(values, self.ends[:-1]) if self.terms else []

    def newton_step(self) -> Floats:
        """Moves to the optimum of the quadratic approximation, or part of the way; returns the inverse curvature."""
        share = 1 / (1 + np.exp(-np.clip(self.log_odds, -30, 30)))
        self.curve = np.maximum(share * (1 - share), 1e-6)
        rest = self.good - share
        inverse = np.linalg.inv(self._curvature())
        slope = np.concatenate([[rest.sum()], *(self._slope(t, v, rest) for t, v in self._each())])
        move, before, part = inverse @ slope, self._loss(self.log_odds, self.all_values), 1.0
        while True:
            values = self.all_values + part * move[1:]
            log_odds = self._log_odds(self.intercept + part * move[0], values)
            if part < 1e-3 or self._loss(log_odds, values) <= before + 1e-6:
                break
            part /= 2
        self.intercept += float(part * move[0])
        self.all_values, self.log_odds, self.moved = values, log_odds, float(np.abs(part * move).max())
        return np.asarray(inverse, dtype=np.float64)

    def smoothness(self, inverse: Floats) -> float:
        """Renews how strongly each term is smoothed; returns the largest change, in logarithms."""
        evidence: dict[str, list[tuple[Term, float, float]]] = {}
        for term, values, end in zip(self.terms, self.split(self.all_values), self.ends, strict=True):
            own = inverse[1 + end - term.size : 1 + end, 1 + end - term.size : 1 + end]
            free = max(term.size - term.strength * float(np.sum(own * term.penalty)), 1e-6)
            rough = max(float(values @ term.penalty @ values), 1e-12)
            evidence.setdefault(term.kind, []).append((term, free, rough))
        largest = 0.0
        for alike in evidence.values():
            common = sum(free for _, free, _ in alike) / sum(rough for *_, rough in alike)
            for term, free, rough in alike:
                new = (free + DRAWN) / (rough + DRAWN / common)
                new = float(np.clip(new, max(WEAKEST, term.strength / 10), min(STRONGEST, term.strength * 10)))
                largest = max(largest, abs(float(np.log(new / term.strength))))
                term.strength = new
        return largest

    def _each(self) -> list[tuple[Term, Floats]]:
        return list(zip(self.terms, self.split(self.all_values), strict=True))

    def _log_odds(self, intercept: float, values: Floats) -> Floats:
        total = self.start + intercept
        for term, own in zip(self.terms, self.split(values), strict=True):
            total += own[term.cells]
        return total

    def _loss(self, log_odds: Floats, values: Floats) -> float:
        loss = float(np.sum(np.logaddexp(0, log_odds) - self.good * log_odds))
        for term, own in zip(self.terms, self.split(values), strict=True):
            loss += 0.5 * term.strength * float(own @ term.penalty @ own)
        return loss

    def _slope(self, term: Term, values: Floats, rest: Floats) -> Floats:
        counted = np.bincount(term.cells, weights=rest, minlength=term.size)
        return np.asarray(counted - term.strength * (term.penalty @ values), dtype=np.float64)

    def _curvature(self) -> Floats:
        """Second derivatives: every block is a two-way count of the rows' p (1 - p)."""
        matrix = np.empty((len(self.all_values) + 1,) * 2)
        matrix[0, 0] = self.curve.sum()
        for place, (term, end) in enumerate(zip(self.terms, self.ends, strict=True)):
            rows = slice(1 + end - term.size, 1 + end)
            own = np.bincount(term.cells, weights=self.curve, minlength=term.size)
            matrix[rows, rows] = np.diag(own) + term.strength * term.penalty
            matrix[0, rows] = matrix[rows, 0] = own
            for other, its_end in zip(self.terms[:place], self.ends, strict=False):
                columns = slice(1 + its_end - other.size, 1 + its_end)
                both = np.bincount(
                    term.cells * other.size + other.cells, weights=self.curve, minlength=term.size * other.size
                ).reshape(term.size, other.size)
                matrix[rows, columns], matrix[columns, rows] = both, both.T
        return matrix
