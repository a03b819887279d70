"""How good a model is on rows it has not seen: repeated stratified cross-validation, all fitted anew each time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from puhui.finmath.statistics import auc, auc_interval, brier, calibration, calibration_error, ks
from puhui.risk.modelling.binning import Floats
from puhui.risk.modelling.data import Column
from puhui.risk.modelling.fitting import stratified_folds

FOLDS = 5
Fitter = Callable[[Sequence[Column], NDArray[np.int8]], Callable[[Mapping[str, Column]], Floats]]


@dataclass(frozen=True, slots=True)
class OutOfFold:
    """Risk of every row by models that had not seen it (the mean over repeats), and the spread over folds."""

    risk: Floats
    fold_aucs: tuple[float, ...]
    repeats: int


def repeats_for(rows: int) -> int:
    """More repeats where a single split says little: 20 below 500 rows, one for large tables."""
    return 20 if rows < 500 else 4 if rows < 5000 else 1


def cross_validate(columns: Sequence[Column], bad: NDArray[np.int8], *, fit: Fitter, seed: int) -> OutOfFold:
    """Out-of-fold risk; bins, selection and weights are all fitted inside the fold."""
    repeats = repeats_for(len(bad))
    total, aucs = np.zeros(len(bad)), []
    for repeat in range(repeats):
        fold = stratified_folds(bad, folds=FOLDS, seed=seed + repeat)
        for number in range(FOLDS):
            train, test = fold != number, fold == number
            risk_of = fit([Column(c.name, c.kind, c.values[train]) for c in columns], bad[train])
            risk = risk_of({c.name: Column(c.name, c.kind, c.values[test]) for c in columns})
            total[test] += risk
            aucs.append(auc(risk, bad[test]))
    return OutOfFold(total / repeats, tuple(aucs), repeats)


def metrics(risk: Floats, bad: NDArray[np.int8]) -> dict[str, Any]:
    """What is said of a model on a table, ready for JSON."""
    area = auc_interval(risk, bad)
    return {
        "auc": round(area.value, 6),
        "auc_low": round(area.low, 6),
        "auc_high": round(area.high, 6),
        "ks": round(ks(risk, bad), 6),
        "brier": round(brier(risk, bad), 6),
        "calibration_error": round(calibration_error(risk, bad), 6),
        "mean_pd": round(float(risk.mean()), 6),
        "bad_rate": round(float(bad.mean()), 6),
        "rows": len(bad),
        "bad": int(bad.sum()),
    }


def calibration_table(risk: Floats, bad: NDArray[np.int8]) -> list[dict[str, Any]]:
    """What was said and what happened, in groups of rising risk."""
    groups = 10 if len(bad) >= 500 else 5
    return [
        {"rows": b.rows, "said": round(b.said, 4), "happened": round(b.happened, 4)}
        for b in calibration(risk, bad, groups=groups)
    ]
