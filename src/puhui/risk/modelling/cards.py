"""From a fit to a points card, and the risk of a whole table under a card."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from puhui.kernel.texts import Text
from puhui.risk.decisioning.facade import Scorecard, pd_of_score
from puhui.risk.modelling.binning import Binning, Floats
from puhui.risk.modelling.contracts import TrainingRefused
from puhui.risk.modelling.data import Column, column_of
from puhui.risk.modelling.fitting import Fit
from puhui.risk.modelling.ratios import OVER, ratio

SCALE = {"points": 600, "odds": 30, "pdo": 20}
FACTOR = SCALE["pdo"] / np.log(2)


def card_document(
    fit: Fit, *, card_id: str, version: str, label: str, texts: Mapping[str, tuple[Text, str]]
) -> dict[str, Any]:
    """The card as it is written to a file. `texts` gives words and unit of a feature; its own name otherwise."""
    base = SCALE["points"] + FACTOR * (fit.intercept - np.log(SCALE["odds"]))
    return {
        "id": card_id,
        "version": version,
        "kind": "scorecard",
        "label": label,
        "scale": SCALE,
        "base_points": round(float(base)),
        "features": [
            _feature(binning, float(weight), texts=texts)
            for binning, weight in zip(fit.binnings, fit.weights, strict=True)
        ],
    }


def _feature(binning: Binning, weight: float, *, texts: Mapping[str, tuple[Text, str]]) -> dict[str, Any]:
    text, unit = texts.get(binning.name, (Text(en=binning.name, zh=binning.name), ""))
    upper, _, over = binning.name.partition(OVER)
    entry: dict[str, Any] = {
        "name": upper if over else binning.name,
        "kind": binning.kind,
        "unit": unit,
        "text": {"en": text.en, "zh": text.zh},
        "shape": binning.shape,
        "bins": [_bin(binning, place, weight) for place in range(len(binning.woe))],
        "missing": {
            "id": "missing",
            "points": _points(weight, binning.missing_woe),
            "rows": binning.missing_rows,
            "bad": binning.missing_bads,
        },
    }
    if over:
        entry["over"] = over
    return entry


def _bin(binning: Binning, place: int, weight: float) -> dict[str, Any]:
    last = place == len(binning.woe) - 1
    entry: dict[str, Any] = {
        "id": "other" if binning.kind == "category" and last else str(place + 1),
        "points": _points(weight, binning.woe[place]),
        "rows": binning.rows[place],
        "bad": binning.bads[place],
    }
    if binning.kind == "category":
        entry["values"] = [] if last else binning.levels[place]
    else:
        entry["low"] = str(binning.cuts[place - 1]) if place else None
        entry["high"] = None if last else str(binning.cuts[place])
    return entry


def _points(weight: float, woe: float) -> int:
    return round(float(FACTOR * weight * woe))


def score_table(card: Scorecard, table: pa.Table) -> Floats:
    """The score of every row of a table; a column that the card needs and that is not there is refused by name."""
    scores = np.full(table.num_rows, float(card.base_points))
    for feature in card.features:
        column = _input(table, feature.name, feature.kind)
        if feature.over:
            column = ratio(column, _input(table, feature.over, feature.kind))
        points = np.array([*(b.points for b in feature.bins), feature.missing.points], dtype=np.float64)
        if feature.kind == "number":
            place = np.searchsorted(np.array([float(c) for c in feature.cuts]), column.values, side="right")
            scores += points[np.where(np.isnan(column.values), -1, place)]
        else:
            scores += np.array([feature.bin_of(value).points for value in column.values], dtype=np.float64)
    return scores


def risk_of_scores(card: Scorecard, scores: Floats) -> Floats:
    """The probability of default that each score stands for."""
    table = {score: float(pd_of_score(int(score), scale=card.scale)) for score in np.unique(scores)}
    return np.array([table[score] for score in scores])


def _input(table: pa.Table, name: str, kind: str) -> Column:
    if name not in table.column_names:
        raise TrainingRefused(f"the model needs the column {name!r}, which is not in the data", where=name)
    return column_of(table, name=name, kind="number" if kind == "number" else "category")
