"""Reject inference, compared honestly: who was declined has no outcome, and the accepted are not like the declined.

Parcelling: a model of the accepted says how risky each rejected case is; its outcome is drawn from that, with a seed.
Whether it helped is asked of the accepted alone, whose outcomes are known, in folds: with and without the rejects.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from puhui.finmath.statistics import psi
from puhui.risk.modelling.contracts import TrainingRefused
from puhui.risk.modelling.data import Column, column_of
from puhui.risk.modelling.ratios import OVER, ratio
from puhui.risk.modelling.validation import Fitter, OutOfFold, RiskOf, cross_validate, metrics


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


def with_rejects(fit: Fitter, rejects: Sequence[Column], *, seed: int) -> Fitter:
    """The same fit on the accepted and, with outcomes drawn from a first fit, the rejected."""

    def fitted(columns: Sequence[Column], bad: NDArray[np.int8]) -> RiskOf:
        risk = fit(columns, bad)({c.name: c for c in rejects})
        drawn = (np.random.default_rng(seed).random(len(risk)) < risk).astype(np.int8)
        both = [
            Column(a.name, a.kind, np.concatenate([a.values, r.values])) for a, r in zip(columns, rejects, strict=True)
        ]
        return fit(both, np.concatenate([bad, drawn]))

    return fitted


def compared(
    columns: Sequence[Column],
    bad: NDArray[np.int8],
    rejects: Sequence[Column],
    *,
    fit: Fitter,
    without: OutOfFold,
    seed: int,
) -> dict[str, Any]:
    """What the rejects changed for the accepted, whose outcomes are known, and how unlike the two are."""
    inferred = cross_validate(columns, bad, fit=with_rejects(fit, rejects, seed=seed), seed=seed)
    whole = fit(columns, bad)
    accepted, rejected = (whole({c.name: c for c in some}) for some in (columns, rejects))
    cuts = np.quantile(accepted, np.arange(1, 10) / 10)
    counts = [np.bincount(np.searchsorted(cuts, risk), minlength=10) for risk in (accepted, rejected)]
    return {
        "rows": len(rejects[0].values),
        "method": "parcelling: outcomes drawn from the model of the accepted",
        "accepted_without": metrics(without.risk, bad),
        "accepted_with": metrics(inferred.risk, bad),
        "mean_pd_of_rejects": round(float(rejected.mean()), 6),
        "score_psi": round(psi(counts[0], counts[1]), 4),
    }
