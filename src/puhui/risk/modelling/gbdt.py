"""The challenger: gradient-boosted trees by LightGBM, kept to one direction where the data show one. An optional extra.

Monotone method `intermediate`: `advanced` was seen to break its own constraint (LightGBM issues 5358 and 6155).
"""

import importlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from puhui.risk.decisioning.facade import ExtraMissing
from puhui.risk.modelling.binning import Floats, bin_column
from puhui.risk.modelling.data import Column

DIRECTIONS = {"rising": 1, "falling": -1}
ROUNDS = 150


class Challenger:
    """A booster with what it takes to feed it: the columns, and the codes of their categories."""

    def __init__(self, booster: Any, names: Sequence[str], codes: Mapping[str, Mapping[str, int]]) -> None:
        self.booster, self.names, self.codes = booster, list(names), codes

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
    constraints = [0 if c.kind == "category" else _direction(c, bad, sign=signs.get(c.name, 0)) for c in columns]
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
        "monotone_constraints": constraints,
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
    return Challenger(booster, [c.name for c in columns], codes)


def read_challenger(document: Mapping[str, Any]) -> Challenger:
    """A challenger from its file."""
    booster = require_lightgbm().Booster(model_str=document["model"])
    return Challenger(booster, document["names"], document["codes"])


def _direction(column: Column, bad: NDArray[np.int8], *, sign: int) -> int:
    if sign:
        return -sign  # more is better: risk falls
    binning = bin_column(column, bad)
    return DIRECTIONS.get(binning.shape, 0) if len(binning.cuts) else 0


def _codes(column: Column) -> dict[str, int]:
    return {value: place for place, value in enumerate(sorted({v for v in column.values if v is not None}))}


def _matrix(columns: Sequence[Column], codes: Mapping[str, Mapping[str, int]]) -> Floats:
    return np.column_stack(
        [
            np.array([codes[c.name].get(v, np.nan) if v is not None else np.nan for v in c.values], dtype=np.float64)
            if c.kind == "category"
            else c.values
            for c in columns
        ]
    )
