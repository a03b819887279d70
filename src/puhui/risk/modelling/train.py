"""Trains a model and writes it down with its card; evaluates one on other data."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa

from puhui.kernel.canonical import digest
from puhui.kernel.texts import Text
from puhui.risk.decisioning.facade import Scorecard, parse_scorecard
from puhui.risk.modelling.binning import Floats
from puhui.risk.modelling.cards import card_document, risk_of_scores, score_table
from puhui.risk.modelling.contracts import LeakSuspected, TrainingRefused
from puhui.risk.modelling.data import Column, TrainingData, column_of, outcome_of, training_data
from puhui.risk.modelling.fitting import Fit, fit_scorecard
from puhui.risk.modelling.gbdt import Challenger, fit_challenger, read_challenger, require_lightgbm
from puhui.risk.modelling.leaks import LEAK, SUSPECT, ColumnPower, powers
from puhui.risk.modelling.model_card import card_as_markdown
from puhui.risk.modelling.ratios import OVER, ratio, ratio_columns
from puhui.risk.modelling.validation import FOLDS, OutOfFold, calibration_table, cross_validate, metrics

ModelKind = Literal["scorecard", "gbdt"]
SCORECARD, CHALLENGER, CARD_JSON, CARD_TEXT = "scorecard.json", "gbdt.json", "model_card.json", "model_card.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """What to train, and what is told about it on the card."""

    target: str
    kind: ModelKind = "scorecard"
    exclude: Collection[str] = ()
    seed: int = 20261123
    allow_leaks: bool = False
    model_id: str = "model"
    version: str = "1"
    label: str = "trained by puhui models train; not approved for use"
    data_name: str = ""
    signs: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, tuple[Text, str]] = field(default_factory=dict)
    rule: str = ""
    with_ratios: bool = True


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """A model and its card, ready to be written."""

    document: dict[str, Any]
    card: dict[str, Any]
    kind: ModelKind

    def write(self, folder: Path) -> None:
        """Writes the model, and its card for programs and for people."""
        folder.mkdir(parents=True, exist_ok=True)
        name = SCORECARD if self.kind == "scorecard" else CHALLENGER
        _write_json(folder / name, self.document)
        _write_json(folder / CARD_JSON, self.card)
        (folder / CARD_TEXT).write_text(card_as_markdown(self.card), encoding="utf-8")


def train_model(table: pa.Table, *, plan: TrainingPlan) -> TrainedModel:
    """Trains on the whole table; what the card says of unseen rows comes from cross-validation."""
    if plan.kind == "gbdt":
        require_lightgbm()
    data = training_data(table, target=plan.target, exclude=plan.exclude)
    strong = powers(data.columns, data.bad)
    leaks = [power for power in strong if power.auc > LEAK]
    if leaks and not plan.allow_leaks:
        named = ", ".join(f"{leak.name} (AUC {leak.auc:.3f})" for leak in leaks)
        raise LeakSuspected(where=leaks[0].name, columns=named)
    columns = [*data.columns, *(ratio_columns(data.columns) if plan.with_ratios else [])]
    if plan.kind == "gbdt":
        return _train_challenger(data, columns, strong=strong, plan=plan)
    return _train_scorecard(data, columns, strong=strong, plan=plan)


def _train_scorecard(
    data: TrainingData, columns: Sequence[Column], *, strong: list[ColumnPower], plan: TrainingPlan
) -> TrainedModel:
    fit = fit_scorecard(columns, data.bad, signs=plan.signs, seed=plan.seed)
    if not fit.binnings:
        raise TrainingRefused("no column tells anything about the outcome")
    unseen = cross_validate(
        columns,
        data.bad,
        fit=lambda some, bad: fit_scorecard(some, bad, signs=plan.signs, seed=plan.seed).risk,
        seed=plan.seed,
    )
    document = card_document(fit, card_id=plan.model_id, version=plan.version, label=plan.label, texts=plan.texts)
    card = parse_scorecard(document)
    seen = _risk_of_card(card, columns, rows=data.rows)
    report = _report(data, unseen=unseen, seen=seen, strong=strong, plan=plan, model_hash=card.hash)
    report["features"] = _features_of(fit)
    return TrainedModel(document, report, "scorecard")


def _train_challenger(
    data: TrainingData, columns: Sequence[Column], *, strong: list[ColumnPower], plan: TrainingPlan
) -> TrainedModel:
    model = fit_challenger(columns, data.bad, signs=plan.signs, seed=plan.seed)
    unseen = cross_validate(
        columns,
        data.bad,
        fit=lambda some, bad: fit_challenger(some, bad, signs=plan.signs, seed=plan.seed).risk,
        seed=plan.seed,
    )
    document = {"id": plan.model_id, "version": plan.version, "kind": "gbdt", "label": plan.label, **model.document()}
    seen = model.risk({c.name: c for c in columns})
    report = _report(data, unseen=unseen, seen=seen, strong=strong, plan=plan, model_hash=digest(document))
    gains = model.booster.feature_importance(importance_type="gain")
    report["features"] = [
        {"name": name, "gain": round(float(gain), 2)}
        for gain, name in sorted(zip(gains, model.names, strict=True), reverse=True)
        if gain > 0
    ]
    return TrainedModel(document, report, "gbdt")


def _risk_of_card(card: Scorecard, columns: Sequence[Column], *, rows: int) -> Floats:
    """The risk that the points, rounded to whole ones, give to the rows trained on."""
    arrays = {c.name: pa.array(c.values, from_pandas=True) for c in columns if OVER not in c.name}
    return risk_of_scores(card, score_table(card, pa.table(arrays) if arrays else pa.table({"": [None] * rows})))


def _report(
    data: TrainingData,
    *,
    unseen: OutOfFold,
    seen: Floats,
    strong: list[ColumnPower],
    plan: TrainingPlan,
    model_hash: str,
) -> dict[str, Any]:
    aucs = np.array(unseen.fold_aucs)
    return {
        "id": plan.model_id,
        "version": plan.version,
        "kind": plan.kind,
        "label": plan.label,
        "model_hash": model_hash,
        "seed": plan.seed,
        "data": {
            "name": plan.data_name,
            "rows": data.rows,
            "bad": int(data.bad.sum()),
            "rows_without_outcome": data.rows_without_outcome,
            "target": plan.target,
            "periods": [{"column": n, "first": first, "last": last} for n, first, last in data.periods],
            "dropped": [{"column": d.name, "why": d.why} for d in data.dropped],
            "rule": plan.rule,
        },
        "out_of_fold": {
            **metrics(unseen.risk, data.bad),
            "folds": FOLDS,
            "repeats": unseen.repeats,
            "auc_fold_mean": round(float(np.nanmean(aucs)), 6),
            "auc_fold_sd": round(float(np.nanstd(aucs)), 6),
            "calibration": calibration_table(unseen.risk, data.bad),
        },
        "in_sample": metrics(seen, data.bad),
        "suspects": [{"column": p.name, "auc": round(p.auc, 4)} for p in strong if p.auc > SUSPECT],
        "leaks_allowed": plan.allow_leaks,
        "limits": _limits(data, plan=plan),
    }


def _limits(data: TrainingData, *, plan: TrainingPlan) -> list[str]:
    """What the model must not be used for, as far as the data tell."""
    limits = [
        "Only for applicants like those it was trained on; watch the score distribution (PSI 0.10 warns, 0.25 stops)."
    ]
    if data.bad.sum() < 100:
        limits.append(
            f"Only {int(data.bad.sum())} bad cases: every figure has a wide interval; it supports no claim of accuracy."
        )
    limits.append(
        "Cross-validation within one period flatters: a test on a later period comes before any use."
        if not data.periods
        else "Validated within its period; a test on a later one comes before any use."
    )
    if plan.kind == "gbdt":
        limits.append("A challenger: it decides nothing, it is measured beside the scorecard.")
    return limits


def _features_of(fit: Fit) -> list[dict[str, Any]]:
    return [
        {"name": b.name, "iv": round(b.iv, 4), "weight": round(float(w), 4), "shape": b.shape, "bins": len(b.woe)}
        for b, w in zip(fit.binnings, fit.weights, strict=True)
    ]


def evaluate_model(folder: Path, table: pa.Table, *, target: str) -> dict[str, Any]:
    """What a model is worth on a table with outcomes."""
    known, bad = outcome_of(table, target=target)
    if len(bad) == 0 or not 0 < int(bad.sum()) < len(bad):
        raise TrainingRefused("both outcomes are needed to evaluate a model", where=target)
    risk = _risk_of(folder, table.filter(pa.array(known)))
    return {**metrics(risk, bad), "calibration": calibration_table(risk, bad)}


def _risk_of(folder: Path, table: pa.Table) -> Floats:
    if (folder / SCORECARD).exists():
        card = parse_scorecard(_read_json(folder / SCORECARD))
        return risk_of_scores(card, score_table(card, table))
    if (folder / CHALLENGER).exists():
        return _risk_of_challenger(read_challenger(_read_json(folder / CHALLENGER)), table)
    raise TrainingRefused(f"there is no model in {folder}", where="model")


def _risk_of_challenger(model: Challenger, table: pa.Table) -> Floats:
    columns: dict[str, Column] = {}
    for name in model.names:
        upper, _, over = name.partition(OVER)
        for part in (upper, over):
            if part and part not in table.column_names:
                raise TrainingRefused(f"the model needs the column {part!r}, which is not in the data", where=part)
        kind: Literal["number", "category"] = "category" if name in model.codes else "number"
        column = column_of(table, name=upper, kind=kind)
        columns[name] = ratio(column, column_of(table, name=over, kind="number")) if over else column
    return model.risk(columns)


def _write_json(path: Path, document: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _read_json(path: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise TrainingRefused(f"{path.name} is not a model: {fault}", where="model") from None
    return document
