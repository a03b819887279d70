"""From a fit to a points card, and the risk of a whole table under a card."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from puhui.kernel.texts import Text
from puhui.risk.decisioning.facade import MISSING, OTHER, Bin, Feature, Scorecard, pd_of_score
from puhui.risk.modelling.binning import Binning, Floats
from puhui.risk.modelling.contracts import TrainingRefused
from puhui.risk.modelling.data import Column, column_of
from puhui.risk.modelling.fitting import Fit, PairTable
from puhui.risk.modelling.ratios import OVER, ratio

SCALE = {"points": 600, "odds": 30, "pdo": 20}
FACTOR = SCALE["pdo"] / np.log(2)


def card_document(
    fit: Fit, *, card_id: str, version: str, label: str, texts: Mapping[str, tuple[Text, str]]
) -> dict[str, Any]:
    """The card as it is written to a file. `texts` gives words and unit of a feature; its own name otherwise."""
    base = SCALE["points"] + FACTOR * (fit.intercept - np.log(SCALE["odds"]))
    document: dict[str, Any] = {
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
    if fit.pairs:
        binnings = {binning.name: binning for binning in fit.binnings}
        document["pairs"] = [_pair(pair, binnings=binnings) for pair in fit.pairs]
    return document


def _pair(pair: PairTable, *, binnings: Mapping[str, Binning]) -> dict[str, Any]:
    first, second = (binnings[name] for name in pair.names)
    return {
        "features": list(pair.names),
        "rows": [[bin_id(first, place) for place in group] for group in pair.rows],
        "columns": [[bin_id(second, place) for place in group] for group in pair.columns],
        "points": [[_points(1.0, value) for value in line] for line in pair.values.tolist()],
    }


def bin_id(binning: Binning, place: int) -> str:
    """The id that a bin has on the card."""
    if place < 0:
        return MISSING
    return OTHER if binning.kind == "category" and place == len(binning.woe) - 1 else str(place + 1)


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
            "id": MISSING,
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
        "id": bin_id(binning, place),
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
    places = [_places(feature, table) for feature in card.features]
    for feature, place in zip(card.features, places, strict=True):
        scores += np.array([*(b.points for b in feature.bins), feature.missing.points], dtype=np.float64)[place]
    for pair in card.pairs:
        first, second = card.features[pair.first], card.features[pair.second]
        rows, columns = _bins_of(first), _bins_of(second)
        points = np.array([[pair.points_of(row, column) for column in columns] for row in rows], dtype=np.float64)
        scores += points[places[pair.first], places[pair.second]]
    return scores


def _bins_of(feature: Feature) -> tuple[Bin, ...]:
    return (*feature.bins, feature.missing)


def _places(feature: Feature, table: pa.Table) -> NDArray[np.int64]:
    """The place of every row's bin among the feature's bins; -1, the last, for the bin of missing values."""
    column = _input(table, feature.name, feature.kind)
    if feature.over:
        column = ratio(column, _input(table, feature.over, feature.kind))
    if feature.kind == "number":
        place = np.searchsorted(np.array([float(c) for c in feature.cuts]), column.values, side="right")
        return np.where(np.isnan(column.values), -1, place)
    known = {b.id: place for place, b in enumerate(feature.bins)}
    by_value = {value: known.get(feature.bin_of(value).id, -1) for value in set(column.values)}
    return np.array([by_value[value] for value in column.values], dtype=np.int64)


def risk_of_scores(card: Scorecard, scores: Floats) -> Floats:
    """The probability of default that each score stands for."""
    table = {score: float(pd_of_score(int(score), scale=card.scale)) for score in np.unique(scores)}
    return np.array([table[score] for score in scores])


def _input(table: pa.Table, name: str, kind: str) -> Column:
    if name not in table.column_names:
        raise TrainingRefused(f"the model needs the column {name!r}, which is not in the data", where=name)
    return column_of(table, name=name, kind="number" if kind == "number" else "category")
