"""Reject inference, compared honestly: who was declined has no outcome, and the accepted are not like the declined.

Parcelling: a model of the accepted says how risky each rejected case is; its outcome is drawn from that, with a seed.
Augmentation: the accepted are drawn anew, those like the rejected more often (by 1 over the chance of having been
accepted), so that the model attends to where the rejected are; no outcome is made up.
Whether it helped is asked of the accepted alone, whose outcomes are known, in folds: with and without the rejects.
Neither knows what the accepted do not tell: where applicants were declined for something that the file does not hold,
both go on believing what the accepted say (the test on a made-up population shows it).
"""

from collections.abc import Sequence
from typing import Any, Literal, get_args

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from puhui.finmath.statistics import psi
from puhui.risk.modelling.contracts import TrainingRefused
from puhui.risk.modelling.data import Column, column_of
from puhui.risk.modelling.ratios import OVER, ratio
from puhui.risk.modelling.validation import Fitter, OutOfFold, RiskOf, cross_validate, metrics

RejectMethod = Literal["compare", "parcelling", "augmentation"]
METHODS: tuple[str, ...] = get_args(RejectMethod)
WORDS = {
    "parcelling": "parcelling: outcomes drawn from the model of the accepted",
    "augmentation": "augmentation: the accepted drawn anew, those like the rejected more often",
}
MOST_WEIGHT = 20.0  # no case stands for more than so many
Cases = tuple[list[Column], NDArray[np.int8]]


def rejected_columns(table: pa.Table, columns: Sequence[Column]) -> list[Column]:
    """The rejected cases in the columns that the accepted are trained on; a missing column is refused by name."""
    found = []
    for column in columns:
        upper, _, over = column.name.partition(OVER)
        for name in (upper, over):
            if name and name not in table.column_names:
                raise TrainingRefused(f"the rejects have no column {name!r}", where=name)
        own = column_of(table, name=upper, kind=column.kind)
        found.append(ratio(own, column_of(table, name=over, kind="number")) if over else own)
    return found


def taught(
    columns: Sequence[Column], bad: NDArray[np.int8], rejects: Sequence[Column], fit: Fitter, method: str, *, seed: int
) -> Cases:
    """The cases that a model with the rejects learns from."""
    random = np.random.default_rng(seed)
    if method == "augmentation":
        both = _joined(columns, rejects)
        was_rejected = np.concatenate([np.zeros(len(bad), np.int8), np.ones(len(rejects[0].values), np.int8)])
        chance = 1 - fit(both, was_rejected)({c.name: c for c in columns})
        weights = np.minimum(1 / np.maximum(chance, 1e-6), MOST_WEIGHT)
        drawn = np.sort(random.choice(len(bad), size=len(bad), p=weights / weights.sum()))
        return [Column(c.name, c.kind, c.values[drawn]) for c in columns], bad[drawn]
    risk = fit(columns, bad)({c.name: c for c in rejects})
    outcomes = (random.random(len(risk)) < risk).astype(np.int8)
    return _joined(columns, rejects), np.concatenate([bad, outcomes])


def with_rejects(fit: Fitter, rejects: Sequence[Column], *, seed: int, method: str = "parcelling") -> Fitter:
    """The same fit, taught with the rejected by a method."""

    def fitted(columns: Sequence[Column], bad: NDArray[np.int8]) -> RiskOf:
        return fit(*taught(columns, bad, rejects, fit, method, seed=seed))

    return fitted


def compared(
    columns: Sequence[Column],
    bad: NDArray[np.int8],
    rejects: Sequence[Column],
    *,
    fit: Fitter,
    without: OutOfFold,
    seed: int,
    method: RejectMethod = "compare",
) -> tuple[dict[str, Any], OutOfFold]:
    """What the rejects change for the accepted, whose outcomes are known, how unlike the two are; and those folds."""
    how = "parcelling" if method == "compare" else method
    inferred = cross_validate(columns, bad, fit=with_rejects(fit, rejects, seed=seed, method=how), seed=seed)
    whole = fit(columns, bad)
    accepted, rejected = (whole({c.name: c for c in some}) for some in (columns, rejects))
    cuts = np.quantile(accepted, np.arange(1, 10) / 10)
    counts = [np.bincount(np.searchsorted(cuts, risk), minlength=10) for risk in (accepted, rejected)]
    found = {
        "rows": len(rejects[0].values),
        "method": WORDS[how],
        "taught": method != "compare",
        "accepted_without": metrics(without.risk, bad),
        "accepted_with": metrics(inferred.risk, bad),
        "mean_pd_of_rejects": round(float(rejected.mean()), 6),
        "score_psi": round(psi(counts[0], counts[1]), 4),
    }
    return found, inferred


def _joined(columns: Sequence[Column], rejects: Sequence[Column]) -> list[Column]:
    return [Column(a.name, a.kind, np.concatenate([a.values, r.values])) for a, r in zip(columns, rejects, strict=True)]
