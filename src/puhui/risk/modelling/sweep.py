"""Measures whether a model keeps its directions: real rows, one column swept over its values, all else as it is."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from puhui.risk.modelling.data import Column
from puhui.risk.modelling.validation import RiskOf, some_rows

ROWS, VALUES = 400, 12
NEGLIGIBLE = 1e-12


def sweep(risk_of: RiskOf, columns: Sequence[Column], *, directions: Mapping[str, int], seed: int) -> dict[str, Any]:
    """How often the risk moved against a direction (+1: it rises with the column, -1: it falls).

    400 rows drawn at random, 12 values at equal ranks of each column; the steps between them are counted.
    """
    rows = np.random.default_rng(seed).permutation(len(columns[0].values))[:ROWS]
    base = some_rows(columns, rows)
    against: dict[str, int] = {}
    steps = 0
    for column in columns:
        if (direction := directions.get(column.name, 0)) and np.any(~np.isnan(column.values)):
            values = np.unique(np.nanquantile(column.values, np.linspace(0, 1, VALUES), method="nearest"))
            curves = _curves(risk_of, base, name=column.name, values=values)
            moves = direction * np.diff(curves, axis=0)
            against[column.name] = int(np.sum(moves < -NEGLIGIBLE))
            steps += moves.size
    return {
        "columns": len(against),
        "rows": len(rows),
        "values": VALUES,
        "steps": steps,
        "violations": sum(against.values()),
        "against": {name: count for name, count in against.items() if count},
    }


def _curves(risk_of: RiskOf, base: Sequence[Column], *, name: str, values: Any) -> Any:
    """The risk of every row at every value of one column: values down, rows across."""
    size = len(base[0].values)
    whole = {c.name: Column(c.name, c.kind, np.tile(c.values, len(values))) for c in base}
    whole[name] = Column(name, "number", np.repeat(values, size))
    return risk_of(whole).reshape(len(values), size)
