"""Trains a model and writes it down with its card, as a package of files whose hashes are on its manifest."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from puhui.kernel.canonical import digest
from puhui.risk.decisioning.facade import ProtectedInput, parse_scorecard, refuse_protected
from puhui.risk.modelling.cards import card_document, risk_of_scores, score_table
from puhui.risk.modelling.contracts import LeakSuspected, TrainingRefused
from puhui.risk.modelling.curves import fit_curves
from puhui.risk.modelling.data import Column, Dropped, TrainingData, training_data
from puhui.risk.modelling.describe import directions, features_of, gains
from puhui.risk.modelling.evaluate import CHALLENGER, SCORECARD
from puhui.risk.modelling.fitting import Fit, fit_scorecard
from puhui.risk.modelling.gbdt import Challenger, fit_challenger, require_lightgbm
from puhui.risk.modelling.groups import audit
from puhui.risk.modelling.leaks import ColumnPower, powers
from puhui.risk.modelling.model_card import card_as_markdown
from puhui.risk.modelling.periods import choose_window, last_part, shifts
from puhui.risk.modelling.plan import ModelKind, TrainingPlan
from puhui.risk.modelling.ratios import OVER, ratio_columns
from puhui.risk.modelling.rejects import compared, rejected_columns, taught
from puhui.risk.modelling.report import Findings, report
from puhui.risk.modelling.segment import beside, rows_of
from puhui.risk.modelling.smoothing import Floats
from puhui.risk.modelling.sweep import sweep
from puhui.risk.modelling.validation import cross_validate, metrics, some_rows

CARD_JSON, CARD_TEXT, MANIFEST = "model_card.json", "model_card.md", "manifest.json"
FORMAT = 1


class Model(Protocol):
    """What both kinds can do."""

    def risk(self, columns: Mapping[str, Column]) -> Floats:
        """The probability of being bad for every row."""


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """A model and its card, ready to be written."""

    document: dict[str, Any]
    card: dict[str, Any]
    kind: ModelKind

    def files(self) -> dict[str, bytes]:
        """The package: the model, its card for programs and for people, and the manifest with their hashes."""
        name = SCORECARD if self.kind == "scorecard" else CHALLENGER
        files = {
            name: _json(self.document),
            CARD_JSON: _json(self.card),
            CARD_TEXT: card_as_markdown(self.card).encode("utf-8"),
        }
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        return {**files, MANIFEST: _json({"format": FORMAT, "files": hashes})}

    def write(self, folder: Path) -> None:
        """Writes the package into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.files().items():
            (folder / name).write_bytes(content)


@dataclass(frozen=True, slots=True)
class _Cases:
    """What a model is fitted on, after what may not teach was left out."""

    data: TrainingData
    columns: list[Column]
    strong: list[ColumnPower]
    protected: list[str]
    window: Mapping[str, Any] | None = None


def train_model(table: pa.Table, *, plan: TrainingPlan, rejects: pa.Table | None = None) -> TrainedModel:
    """Trains on the whole table; what the card says of unseen rows comes from models that had not seen them.

    `rejects` are applicants without an outcome: the card says what they would change; they teach when the plan names a
    method. With a segment only its rows teach, and the card says what one model for everybody is worth on them.
    """
    if plan.kind == "gbdt":
        require_lightgbm()
    whole = table
    if plan.segment:
        inside = rows_of(table, plan.segment)
        table = table.filter(pa.array(inside))
    cases = _cases(table, plan=plan)
    later = _out_of_time(cases, plan=plan)
    if plan.period:
        cases = _recent(cases, plan=plan)
    fit = lambda some, bad: _fit(some, bad, plan=plan).risk  # noqa: E731 - the same fit, as a function of rows
    unseen = cross_validate(cases.columns, cases.data.bad, fit=fit, seed=plan.seed)
    teaching, inference = (list(cases.columns), cases.data.bad), None
    if rejects is not None:
        declined = rejected_columns(rejects, cases.columns)
        inference, inferred = compared(
            cases.columns, cases.data.bad, declined, fit=fit, without=unseen, seed=plan.seed, method=plan.reject_method
        )
        if plan.reject_method != "compare":
            teaching = taught(*teaching, declined, fit, plan.reject_method, seed=plan.seed)
            unseen = inferred
    model = _fit(*teaching, plan=plan)
    document, seen, features = _written(model, cases, plan=plan)
    known = table.filter(pa.array(cases.data.known))
    findings = Findings(
        data=cases.data,
        unseen=unseen,
        seen=seen,
        strong=cases.strong,
        features=features,
        out_of_time=later,
        stability=_stability(cases, names=[str(f["name"]) for f in features], plan=plan),
        groups=audit(known, unseen.risk, cases.data.bad, groups=plan.groups) if plan.groups else (),
        shape=_shape(model),
        monotone=sweep(model.risk, cases.columns, directions=directions(model), seed=plan.seed),
        protected=cases.protected,
        rejects=inference,
        beside=_beside(whole, unseen.risk, cases, plan=plan) if plan.segment else None,
    )
    return TrainedModel(document, report(findings, plan=plan, model_hash=digest(document)), plan.kind)


def _beside(whole: pa.Table, own: Floats, cases: _Cases, *, plan: TrainingPlan) -> dict[str, Any]:
    """One model for everybody, fitted in folds of all rows by the same plan, on the rows of the segment."""
    segment, plan = plan.segment, replace(plan, segment={}, period="", by_hand={})
    everyone = _cases(whole, plan=plan)
    fit = lambda some, bad: _fit(some, bad, plan=plan).risk  # noqa: E731 - the same fit, as a function of rows
    found = cross_validate(everyone.columns, everyone.data.bad, fit=fit, seed=plan.seed)
    inside = rows_of(whole, segment)[everyone.data.known]
    return {"rows": everyone.data.rows, **beside(own, found.risk[inside], cases.data.bad, seed=plan.seed)}


def _cases(table: pa.Table, *, plan: TrainingPlan) -> _Cases:
    left_out = tuple(dict.fromkeys((*plan.exclude, *plan.groups)))
    data = training_data(table, target=plan.target, exclude=left_out, bad_value=plan.bad_value)
    if unknown := sorted(set(plan.by_hand) - {column.name for column in data.columns}):
        raise TrainingRefused(f"{unknown[0]} is adjusted by hand, and is no column of the model", where=unknown[0])
    if plan.by_hand and (plan.kind, plan.shape) != ("scorecard", "curves"):
        raise TrainingRefused("adjustments by hand are for scorecards of curves", where="bins")
    if plan.period and plan.period not in data.times:
        raise TrainingRefused(f"{plan.period!r} is no column of dates or years", where="period")
    barred = _barred(data.columns)
    if barred and not plan.allow_protected:
        kept = tuple(column for column in data.columns if column.name not in barred)
        told = tuple(Dropped(name, "may not decide about people: name it with --groups to audit it") for name in barred)
        data = replace(data, columns=kept, dropped=data.dropped + told)
    strong = [*powers(data.columns, data.bad), *powers(_filled(data), data.bad)]
    used = {column.name for column in data.columns}
    leaks = [power for power in strong if power.is_leak and power.name in used]
    if leaks and not plan.allow_leaks:
        named = ", ".join(f"{leak.name} (AUC {leak.auc:.3f})" for leak in leaks)
        raise LeakSuspected(where=leaks[0].name, columns=named)
    columns = [*data.columns, *(ratio_columns(data.columns) if plan.with_ratios else [])]
    return _Cases(data, columns, strong, barred if plan.allow_protected else [])


def _filled(data: TrainingData) -> list[Column]:
    """Whether each column of time is filled: a day written down only after the outcome tells it by being there."""
    return [Column(name, "number", (~np.isnan(when)).astype(np.float64)) for name, when in data.times.items()]


def _barred(columns: Sequence[Column]) -> list[str]:
    """The columns that the list of protected attributes and proxies keeps out."""
    found = []
    for column in columns:
        try:
            refuse_protected([column.name], where="training")
        except ProtectedInput:
            found.append(column.name)
    return found


def _fit(columns: Sequence[Column], bad: NDArray[np.int8], *, plan: TrainingPlan) -> Fit | Challenger:
    if plan.kind == "gbdt":
        return fit_challenger(columns, bad, signs=plan.all_signs, seed=plan.seed)
    if plan.shape == "woe":
        return fit_scorecard(columns, bad, signs=plan.all_signs, seed=plan.seed)
    fit = fit_curves(columns, bad, signs=plan.all_signs, by_hand=plan.by_hand)
    # so few cases that no curve stands out from chance: a column's own weights of evidence may still say something
    return fit if fit.binnings else fit_scorecard(columns, bad, signs=plan.all_signs, seed=plan.seed)


def _shape(model: Fit | Challenger) -> str:
    if isinstance(model, Challenger):
        return "trees"
    return "woe" if model.penalty else "curves"


def _recent(cases: _Cases, *, plan: TrainingPlan) -> _Cases:
    """The rows and columns that teach the time to come, found on these rows alone."""
    data, when = cases.data, cases.data.times[plan.period]
    fit = lambda some, bad: _fit(some, bad, plan=plan).risk  # noqa: E731 - the same fit, as a function of rows
    window = choose_window(cases.columns, data.bad, when, fit=fit)
    inside = when >= window.first
    turned = set(window.turned)
    known = data.known.copy()
    known[np.flatnonzero(known)] = inside
    kept = replace(
        data,
        bad=data.bad[inside],
        columns=(),
        dropped=data.dropped + tuple(Dropped(name, "its risk order turned round over time") for name in window.turned),
        known=known,
        times={name: values[inside] for name, values in data.times.items()},
    )
    columns = [c for c in some_rows(cases.columns, inside) if c.name not in turned]
    told = {
        "column": plan.period,
        "tried": list(window.tried),
        "rows": int(inside.sum()),
        "turned": list(window.turned),
    }
    return replace(cases, data=kept, columns=columns, window=told)


def _out_of_time(cases: _Cases, *, plan: TrainingPlan) -> dict[str, Any] | None:
    """Everything done on the earlier rows alone, and tried on the last fifth by the column of time."""
    name = plan.period or next(iter(cases.data.times), "")
    if not name:
        return None
    when, bad = cases.data.times[name], cases.data.bad
    later = last_part(when, bad)
    if later is None:
        return None
    earlier = ~later & ~np.isnan(when)
    data = replace(cases.data, bad=bad[earlier], times={name: when[earlier]}, known=np.ones(int(earlier.sum()), bool))
    past = replace(cases, data=data, columns=some_rows(cases.columns, earlier))
    if plan.period:
        past = _recent(past, plan=plan)
    model = _fit(past.columns, past.data.bad, plan=plan)
    risk = model.risk({c.name: c for c in some_rows(cases.columns, later)})
    return {"column": name, "trained_rows": past.data.rows, **metrics(risk, bad[later])}


def _written(
    model: Fit | Challenger, cases: _Cases, *, plan: TrainingPlan
) -> tuple[dict[str, Any], Floats, list[dict[str, Any]]]:
    """The model's document, the risk it gives to the rows it was trained on, and what is told of its features."""
    if isinstance(model, Challenger):
        head = {"id": plan.model_id, "version": plan.version, "kind": "gbdt", "label": plan.label}
        return {**head, **model.document()}, model.risk({c.name: c for c in cases.columns}), gains(model)
    if not model.binnings:
        raise TrainingRefused("no column tells anything about the outcome")
    document = card_document(model, card_id=plan.model_id, version=plan.version, label=plan.label, texts=plan.texts)
    card = parse_scorecard(document)
    arrays = {c.name: pa.array(c.values, from_pandas=True) for c in cases.columns if OVER not in c.name}
    table = pa.table(arrays) if arrays else pa.table({"": [None] * cases.data.rows})
    return document, risk_of_scores(card, score_table(card, table)), features_of(model)


def _stability(cases: _Cases, *, names: Sequence[str], plan: TrainingPlan) -> dict[str, Any]:
    """How far the columns moved from the earlier to the later half, and how the window was chosen."""
    name = plan.period or next(iter(cases.data.times), "")
    moved = shifts(cases.columns, cases.data.times[name], names=names) if name else []
    return {"column": name, "shifts": moved, "window": cases.window}


def _json(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
