"""A model for some of the rows: which ones, and whether they are served better than by one model for everybody."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from puhui.finmath.statistics import auc
from puhui.risk.decisioning.facade import PolicyInvalid, parse_test
from puhui.risk.modelling.contracts import TrainingRefused
from puhui.risk.modelling.data import column_of
from puhui.risk.modelling.smoothing import Floats
from puhui.risk.modelling.validation import metrics

Segment = Mapping[str, str]
RESAMPLES = 200


def read_segment(lines: Sequence[str]) -> dict[str, str]:
    """`months_observed: [1..12)` as a column and a test of a decision table; refuses what it cannot read."""
    found: dict[str, str] = {}
    for one in lines:
        name, sign, test = one.partition(":")
        if not sign or not name.strip() or name.strip() in found:
            raise TrainingRefused(f"{one!r} is no segment; write it as column: test", where="segment")
        found[name.strip()] = test.strip()
    return found


def rows_of(table: pa.Table, segment: Segment) -> NDArray[np.bool_]:
    """The rows that all tests hold for."""
    holds = np.ones(table.num_rows, dtype=np.bool_)
    for name, test in segment.items():
        if name not in table.column_names:
            raise TrainingRefused(f"there is no column {name!r}", where=name)
        holds &= _held(table, name, test)
    if not holds.any():
        raise TrainingRefused(f"no row belongs to the segment {words_of(segment)}", where="segment")
    return holds


def words_of(segment: Segment) -> str:
    """The segment in words."""
    return "; ".join(f"{name} {test}" for name, test in segment.items())


def _held(table: pa.Table, name: str, test: str) -> NDArray[np.bool_]:
    column = column_of(table, name=name)
    if column.kind == "date":
        raise TrainingRefused("a segment is told by numbers or categories", where=name)
    is_number = column.kind == "number"
    try:
        holds = parse_test(test, kind="number" if is_number else "text", where=f"segment.{name}").holds
    except PolicyInvalid as fault:
        raise TrainingRefused(fault.message.en, where=name) from None
    if not is_number:
        known = {value: holds(value) for value in set(column.values)}
        return np.array([known[value] for value in column.values], dtype=np.bool_)
    values, place = np.unique(column.values, return_inverse=True)
    answers = [holds(None if np.isnan(value) else Decimal(str(value))) for value in values]
    return np.array(answers, dtype=np.bool_)[place]


def beside(own: Floats, everybody: Floats, bad: NDArray[np.int8], *, seed: int) -> dict[str, Any]:
    """What one model for everybody is worth on these rows, out of fold, and what the segment's own gains in AUC."""
    random, gains = np.random.default_rng(seed), []
    for _ in range(RESAMPLES):
        drawn = random.integers(0, len(bad), len(bad))
        if 0 < bad[drawn].sum() < len(bad):
            gains.append(auc(own[drawn], bad[drawn]) - auc(everybody[drawn], bad[drawn]))
    low, high = np.percentile(gains, [2.5, 97.5]) if gains else (float("nan"), float("nan"))
    return {
        "everybody": metrics(everybody, bad),
        "auc_gain": round(auc(own, bad) - auc(everybody, bad), 6),
        "auc_gain_low": round(float(low), 6),
        "auc_gain_high": round(float(high), 6),
    }
