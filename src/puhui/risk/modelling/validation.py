"""How good a model is on rows it has not seen: repeated stratified cross-validation, all fitted anew each time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from puhui.finmath.statistics import (
    auc,
    auc_interval,
    brier,
    calibration,
    calibration_error,
    calibration_error_by_chance,
    ks,
)
from puhui.risk.modelling.binning import Floats
from puhui.risk.modelling.data import Column
from puhui.risk.modelling.fitting import stratified_folds

FOLDS = 5
RiskOf = Callable[[Mapping[str, Column]], Floats]
Fitter = Callable[[Sequence[Column], NDArray[np.int8]], RiskOf]


@dataclass(frozen=True, slots=True)
class OutOfFold:
    """Risk of every row by models that had not seen it (the mean over repeats), and the spread over folds."""

    risk: Floats
    fold_aucs: tuple[float, ...]
    repeats: int


def some_rows(columns: Sequence[Column], rows: NDArray[Any]) -> list[Column]:
    """The columns at some rows only."""
    return [Column(c.name, c.kind, c.values[rows]) for c in columns]


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
            risk = fit(some_rows(columns, train), bad[train])({c.name: c for c in some_rows(columns, test)})
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
        "calibration_error_by_chance": round(calibration_error_by_chance(risk), 6),
        "mean_pd": round(float(risk.mean()), 6),
        "bad_rate": round(float(bad.mean()), 6),
        "rows": len(bad),
        "bad": int(bad.sum()),
    }


RESAMPLES = 200


def with_intervals(risk: Floats, bad: NDArray[np.int8], *, seed: int) -> dict[str, Any]:
    """The metrics, with 95 % intervals of KS, Brier score and calibration error by the bootstrap (percentiles)."""
    found = metrics(risk, bad)
    order = np.argsort(risk, kind="stable")
    sorted_risk, sorted_bad = risk[order], bad[order].astype(np.float64)
    random = np.random.default_rng(seed)
    drawn: list[tuple[float, float, float]] = []
    for _ in range(RESAMPLES):
        times = np.bincount(random.integers(0, len(bad), len(bad)), minlength=len(bad)).astype(np.float64)
        drawn.append(_weighted(sorted_risk, sorted_bad, times))
    for name, values in zip(("ks", "brier", "calibration_error"), np.array(drawn).T, strict=True):
        low, high = np.nanpercentile(values, [2.5, 97.5])
        found |= {f"{name}_low": round(float(low), 6), f"{name}_high": round(float(high), 6)}
    return found


def _weighted(risk: Floats, bad: Floats, times: Floats) -> tuple[float, float, float]:
    """KS, Brier score and calibration error of rows sorted by risk, each counted a number of times."""
    bads, goods = np.cumsum(times * bad), np.cumsum(times * (1 - bad))
    if not bads[-1] or not goods[-1]:
        return float("nan"), float("nan"), float("nan")
    ends = np.flatnonzero(np.append(np.diff(risk) > 0, True))
    ks = float(np.max(np.abs(bads[ends] / bads[-1] - goods[ends] / goods[-1])))
    brier_score = float(np.sum(times * (risk - bad) ** 2) / times.sum())
    group = np.minimum((np.cumsum(times) - times) * 10 // times.sum(), 9).astype(np.int64)
    gaps = np.bincount(group, weights=times * (risk - bad), minlength=10)
    return ks, brier_score, float(np.sum(np.abs(gaps)) / times.sum())


def calibration_table(risk: Floats, bad: NDArray[np.int8]) -> list[dict[str, Any]]:
    """What was said and what happened, in groups of rising risk."""
    groups = 10 if len(bad) >= 500 else 5
    return [
        {"rows": b.rows, "said": round(b.said, 4), "happened": round(b.happened, 4)}
        for b in calibration(risk, bad, groups=groups)
    ]
