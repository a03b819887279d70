"""Fairness of a model by group, on rows it had not seen; the groups' columns are kept out of the model.

At a stated rate of approval the least risky are approved. For each group: how many are, how that compares with the
largest group (ratio with its 95 % interval, Katz et al. 1978, Biometrics 34, 469-474), how many of its goods are, how
many of its bads are, its AUC, and what was said of its risk beside what happened.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import exp, log, sqrt
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from puhui.finmath.statistics import Z95, auc
from puhui.risk.modelling.data import Column, column_of
from puhui.risk.modelling.smoothing import Floats

APPROVED_SHARE = 0.8
ALARM = 0.8  # of the reference group's rate of approval
MOST_LEVELS, BANDS, LEAST_ROWS = 12, 4, 30


def audit(table: pa.Table, risk: Floats, bad: NDArray[np.int8], *, groups: Sequence[str]) -> list[dict[str, Any]]:
    """One entry for each column of groups."""
    approved = risk <= np.quantile(risk, APPROVED_SHARE)
    return [_audited(column_of(table, name=name), risk, bad, approved) for name in groups]


def _audited(column: Column, risk: Floats, bad: NDArray[np.int8], approved: NDArray[np.bool_]) -> dict[str, Any]:
    labels = _labels(column)
    names = sorted(set(labels), key=lambda name: (-int(np.sum(labels == name)), name))
    reference = names[0]
    same = {"reference": labels == reference, "risk": risk, "bad": bad, "approved": approved}
    entries = [_group(str(name), rows=labels == name, **same) for name in names]
    return {"column": column.name, "approved_share": APPROVED_SHARE, "reference": str(reference), "groups": entries}


def _labels(column: Column) -> NDArray[Any]:
    """A label for every row: the value itself, or one of four bands of a number with many values."""
    if column.kind != "number":
        return np.array(["unknown" if v is None else str(v)[:60] for v in column.values], dtype=object)
    there = np.unique(column.values[~np.isnan(column.values)])
    if len(there) <= MOST_LEVELS:
        return np.array(["unknown" if np.isnan(v) else f"{v:g}" for v in column.values], dtype=object)
    cuts = np.unique(np.nanquantile(column.values, np.arange(1, BANDS) / BANDS, method="nearest"))
    ends = ["", *(f"{cut:g}" for cut in cuts), ""]
    words = [
        f"{low} to {high}".strip() if low and high else f"below {high}" if high else f"{low} or more"
        for low, high in pairwise(ends)
    ]
    place = np.searchsorted(cuts, column.values, side="right")
    return np.array(
        ["unknown" if np.isnan(v) else words[p] for v, p in zip(column.values, place, strict=True)], dtype=object
    )


def _group(
    name: str,
    *,
    rows: NDArray[np.bool_],
    reference: NDArray[np.bool_],
    risk: Floats,
    bad: NDArray[np.int8],
    approved: NDArray[np.bool_],
) -> dict[str, Any]:
    good = bad == 0
    ratio, low, high = _ratio(approved[rows], approved[reference])
    return {
        "group": name,
        "rows": int(rows.sum()),
        "few": bool(rows.sum() < LEAST_ROWS),
        "approval_rate": _share(approved, rows),
        "ratio": ratio,
        "ratio_low": low,
        "ratio_high": high,
        "alarm": bool(ratio is not None and ratio < ALARM and rows.sum() >= LEAST_ROWS),
        "approved_of_goods": _share(approved, rows & good),
        "approved_of_bads": _share(approved, rows & ~good),
        "auc": _rounded(auc(risk[rows], bad[rows])),
        "mean_pd": _rounded(float(risk[rows].mean())),
        "bad_rate": _share(~good, rows),
    }


def _ratio(own: NDArray[np.bool_], reference: NDArray[np.bool_]) -> tuple[float | None, float | None, float | None]:
    """The ratio of two shares with its interval on the logarithmic scale."""
    a, n, c, m = int(own.sum()), len(own), int(reference.sum()), len(reference)
    if not a or not c:
        return None, None, None
    ratio, error = a / n / (c / m), sqrt(max(0.0, 1 / a - 1 / n + 1 / c - 1 / m))
    return round(ratio, 4), round(exp(log(ratio) - Z95 * error), 4), round(exp(log(ratio) + Z95 * error), 4)


def _share(what: NDArray[np.bool_], rows: NDArray[np.bool_]) -> float | None:
    return round(float(what[rows].mean()), 4) if rows.any() else None


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 4)
