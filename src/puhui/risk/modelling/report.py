"""What is said of a model: its card for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from puhui.finmath.statistics import auc
from puhui.risk.modelling.data import TrainingData
from puhui.risk.modelling.leaks import SUSPECT, ColumnPower
from puhui.risk.modelling.plan import TrainingPlan
from puhui.risk.modelling.segment import words_of
from puhui.risk.modelling.smoothing import Floats
from puhui.risk.modelling.validation import FOLDS, OutOfFold, calibration_table, metrics, with_intervals


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found out while training, beside the model itself."""

    data: TrainingData
    unseen: OutOfFold
    seen: Floats
    strong: Sequence[ColumnPower]
    features: Sequence[Mapping[str, Any]]
    shape: str
    out_of_time: Mapping[str, Any] | None
    stability: Mapping[str, Any]
    groups: Sequence[Mapping[str, Any]]
    monotone: Mapping[str, Any] | None
    protected: Sequence[str] = ()
    rejects: Mapping[str, Any] | None = None
    beside: Mapping[str, Any] | None = None


def report(found: Findings, *, plan: TrainingPlan, model_hash: str) -> dict[str, Any]:
    """The card of a model."""
    aucs, data = np.array(found.unseen.fold_aucs), found.data
    return {
        "id": plan.model_id,
        "version": plan.version,
        "kind": plan.kind,
        "shape": found.shape,
        "label": plan.label,
        "model_hash": model_hash,
        "seed": plan.seed,
        "data": _data(data, plan=plan),
        "out_of_fold": {
            **with_intervals(found.unseen.risk, data.bad, seed=plan.seed),
            "folds": FOLDS,
            "repeats": found.unseen.repeats,
            "auc_fold_mean": round(float(np.nanmean(aucs)), 6),
            "auc_fold_sd": round(float(np.nanstd(aucs)), 6),
            "calibration": calibration_table(found.unseen.risk, data.bad),
        },
        "in_sample": metrics(found.seen, data.bad),
        "out_of_time": found.out_of_time,
        "stability": found.stability,
        "monotone": found.monotone,
        "groups": list(found.groups),
        "suspects": [{"column": p.name, "auc": round(p.auc, 4)} for p in found.strong if p.auc > SUSPECT],
        "leaks_allowed": plan.allow_leaks,
        "protected_inputs": list(found.protected),
        "features": list(found.features),
        "by_hand": [hand.told() for hand in plan.by_hand.values()],
        "limits": _limits(found, plan=plan),
        "rejects": found.rejects,
        "segment": words_of(plan.segment),
        "beside": found.beside,
    }


def _data(data: TrainingData, *, plan: TrainingPlan) -> dict[str, Any]:
    return {
        "name": plan.data_name,
        "rows": data.rows,
        "bad": int(data.bad.sum()),
        "rows_without_outcome": data.rows_without_outcome,
        "target": plan.target,
        "periods": [{"column": n, "first": first, "last": last} for n, first, last in data.periods],
        "dropped": [{"column": d.name, "why": d.why} for d in data.dropped],
        "rule": plan.rule,
        "sampled": plan.sampled,
    }


def _limits(found: Findings, *, plan: TrainingPlan) -> list[str]:
    """What the model must not be used for, as far as the data tell."""
    data = found.data
    limits = [
        "Only for applicants like those it was trained on; watch the score distribution (PSI 0.10 warns, 0.25 stops)."
    ]
    limits += _of_rows(found, plan=plan)
    if data.bad.sum() < 100:
        limits.append(
            f"Only {int(data.bad.sum())} bad cases: every figure has a wide interval; it supports no claim of accuracy."
        )
    later = found.out_of_time
    if later is None:
        limits.append("Cross-validation within one period flatters: a test on a later period comes before any use.")
    elif later["auc_high"] < (within := auc(found.unseen.risk, data.bad)):
        told = f"Later cases are ranked less well than those of its own time: {later['auc']:.3f} against {within:.3f}."
        limits.append(told if plan.period else f"{told} Train with --period.")
    if found.protected:
        limits.append(f"Asks for what may not decide about people ({', '.join(found.protected)}): it may not be used.")
    if plan.kind == "gbdt":
        limits.append("A challenger: it decides nothing until it is approved and given the role.")
    return limits


def _of_rows(found: Findings, *, plan: TrainingPlan) -> list[str]:
    """What follows from whom it was taught by."""
    limits = []
    if plan.segment:
        limits.append(f"Only for applicants of its segment: {words_of(plan.segment)}.")
    if found.rejects and found.rejects["taught"]:
        limits.append(f"Rejected applicants taught it ({found.rejects['method']}): what became of them is not known.")
    if found.beside and found.beside["auc_gain_low"] <= 0:
        limits.append("It is not clearly better on its segment than one model for everybody.")
    return limits
