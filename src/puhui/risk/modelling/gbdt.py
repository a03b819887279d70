"""The challenger: gradient-boosted trees by LightGBM, kept to one direction where the data show one. An optional extra.

Monotone method `intermediate`: `advanced` was seen to break its own constraint (LightGBM issues 5358 and 6155).
"""

import importlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from puhui.risk.decisioning.facade import ExtraMissing
from puhui.risk.modelling.binning import Floats, fine_bins
from puhui.risk.modelling.curves import fit_curves
from puhui.risk.modelling.data import Column

DIRECTIONS = {"rising": 1, "falling": -1}
ROUNDS = 150
LEAST_TO_SEE = 2000  # rows: below, a direction seen is as likely chance as nature


class Challenger:
    """A booster with what it takes to feed it: the columns, and the codes of their categories."""

    def __init__(
        self,
        booster: Any,
        names: Sequence[str],
        codes: Mapping[str, Mapping[str, int]],
        directions: Mapping[str, int] | None = None,
    ) -> None:
        self.booster, self.names, self.codes, self.directions = booster, list(names), codes, directions or {}

    def risk(self, columns: Mapping[str, Column]) -> Floats:
        """The probability of being bad for every row."""
        matrix = _matrix([columns[name] for name in self.names], self.codes)
        return np.asarray(self.booster.predict(matrix, num_threads=1), dtype=np.float64)

    def document(self) -> dict[str, Any]:
        """All of it, for a file."""
        return {"names": self.names, "codes": self.codes, "model": self.booster.model_to_string()}


def require_lightgbm() -> Any:
    """The library, or the refusal that says how to install it."""
    try:
        return importlib.import_module("lightgbm")
    except ImportError:
        raise ExtraMissing(where="kind", library="lightgbm") from None


def fit_challenger(
    columns: Sequence[Column], bad: NDArray[np.int8], *, signs: Mapping[str, int], seed: int
) -> Challenger:
    """One cautious setting for every table; constraints from the declared signs, else from the shape of the bins."""
    lightgbm = require_lightgbm()
    codes = {c.name: _codes(c) for c in columns if c.kind == "category"}
    directions = _directions(columns, bad, signs=signs)
    small = len(bad) < 2000
    parameters = {
        "objective": "binary",
        "learning_rate": 0.05,
        "num_leaves": 7 if small else 15,
        "min_data_in_leaf": max(10, len(bad) // 200),
        "lambda_l2": 10.0,
        "feature_fraction": 0.6,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "monotone_constraints": [directions[c.name] for c in columns],
        "monotone_constraints_method": "intermediate",
        "cat_smooth": 50.0,
        "seed": seed,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "verbosity": -1,
    }
    data = lightgbm.Dataset(
        _matrix(columns, codes),
        label=bad,
        categorical_feature=[place for place, c in enumerate(columns) if c.kind == "category"],
        params={"verbosity": -1},
    )
    booster = lightgbm.train(parameters, data, num_boost_round=ROUNDS if small else 2 * ROUNDS)
    return Challenger(booster, [c.name for c in columns], codes, directions)


def read_challenger(document: Mapping[str, Any]) -> Challenger:
    """A challenger from its file."""
    booster = require_lightgbm().Booster(model_str=document["model"])
    return Challenger(booster, document["names"], document["codes"])


def _directions(columns: Sequence[Column], bad: NDArray[np.int8], *, signs: Mapping[str, int]) -> dict[str, int]:
    """How the risk moves with each column: as declared, else where the column's own smooth curve moves one way."""
    shapes = {b.name: b.shape for b in fit_curves(columns, bad, signs=signs, with_pairs=False).binnings}
    seen = {name: DIRECTIONS.get(shape, 0) for name, shape in shapes.items()} if len(bad) >= LEAST_TO_SEE else {}
    declared = {name: -sign for name, sign in signs.items() if sign}  # more is better: risk falls
    return {c.name: (seen | declared).get(c.name, 0) if c.kind == "number" else 0 for c in columns}


def _codes(column: Column) -> dict[str, int]:
    """A code for each text that enough rows share; the others are as good as missing."""
    frequent = [value for level in fine_bins(column).levels[:-1] for value in level]
    return {value: place for place, value in enumerate(sorted(frequent))}


def _matrix(columns: Sequence[Column], codes: Mapping[str, Mapping[str, int]]) -> Floats:
    return np.column_stack(
        [
            np.array([codes[c.name].get(v, np.nan) if v is not None else np.nan for v in c.values], dtype=np.float64)
            if c.kind == "category"
            else c.values
            for c in columns
        ]
    )
