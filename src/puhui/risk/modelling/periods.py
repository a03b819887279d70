"""Models for the time to come: which rows are recent enough to teach, and which columns keep their meaning over time.

Cases of another time teach another time's risks: forms change, products change, recording begins or ends. So when a
column of time is named, first days are tried on the last fifth of the rows, each with and without the columns whose
risk order turned round between the earlier and the later half of the rows since then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from puhui.finmath.statistics import auc, psi
from puhui.risk.modelling.binning import PRIOR, Floats, fine_bins
from puhui.risk.modelling.data import LEAST_OF_EACH, Column
from puhui.risk.modelling.fitting import stratified_folds
from puhui.risk.modelling.validation import Fitter, some_rows

LAST_SHARE = 0.2
WINDOWS = (1.0, 0.7, 0.5, 0.35, 0.25)
LEAST_WINDOW_ROWS, LEAST_WINDOW_BADS = 1000, 100
LEAST_GAIN = 0.005  # in AUC: more rows win unless fewer are clearly better
OWN_POWER, TURNED = 0.53, 0.49
SHIFT = 0.25


@dataclass(frozen=True, slots=True)
class Window:
    """The rows that teach: from `first` on (days, or years). `tried` holds what each candidate was worth."""

    first: float
    tried: tuple[dict[str, Any], ...]
    turned: tuple[str, ...]


def last_part(when: Floats, bad: NDArray[np.int8]) -> NDArray[np.bool_] | None:
    """The rows of the last fifth by time (whole days, or years); None where that leaves too few of either outcome."""
    cut = np.nanquantile(when, 1 - LAST_SHARE, method="higher")
    later = when >= cut
    if later.mean() > 0.5:  # one day or year holds most of the rows: only what comes after it is later
        later = when > cut
    enough = all(min(int(bad[rows].sum()), int((1 - bad[rows]).sum())) >= LEAST_OF_EACH for rows in (later, ~later))
    return later if enough else None


def choose_window(columns: Sequence[Column], bad: NDArray[np.int8], when: Floats, *, fit: Fitter) -> Window:
    """Tries first days, with and without the columns that turned since then, on the last fifth of the rows.

    The first day since which all rows teach wins, unless a later one, or leaving the turned out, is clearly better.
    """
    later = last_part(when, bad)
    first, leave_out, best = float(np.nanmin(when)), False, -1.0
    tried: list[dict[str, Any]] = []
    if later is not None:
        earlier = np.flatnonzero(~later & ~np.isnan(when))
        unseen = {c.name: c for c in some_rows(columns, later)}
        for start in _starts(when[earlier]):
            rows = earlier[when[earlier] >= start]
            if tried and not _enough(bad[rows]):
                continue
            own = some_rows(columns, rows)
            turned = _turned(own, bad[rows], when[rows])
            for without in ((), turned) if turned else ((),):
                kept = [c for c in own if c.name not in without]
                found = auc(fit(kept, bad[rows])(unseen), bad[later]) if kept else 0.5
                tried.append({"first": start, "rows": len(rows), "without": list(without), "auc": round(found, 6)})
                if found > best + (LEAST_GAIN if len(tried) > 1 else 0.0):
                    first, leave_out, best = start, bool(without), found
    inside = when >= first
    turned = _turned(some_rows(columns, inside), bad[inside], when[inside]) if leave_out else []
    return Window(first, tuple(tried), tuple(turned))


def _starts(when: Floats) -> list[float]:
    """First days so that a share of the latest rows is left: at the turn of a year where that leaves most of them."""
    found = [float(np.quantile(when, 1 - share, method="lower")) for share in WINDOWS]
    return list(dict.fromkeys([found[0], *(_turn_of_year(start, when) for start in found[1:])]))


def _turn_of_year(start: float, when: Floats) -> float:
    """The next first of January, if at least two thirds of the rows since `start` come after it."""
    if start <= date.max.year:  # years already
        return start
    turn = float(date(date.fromordinal(int(start)).year + 1, 1, 1).toordinal())
    return turn if np.sum(when >= turn) * 3 >= np.sum(when >= start) * 2 else start


def _enough(bad: NDArray[np.int8]) -> bool:
    return len(bad) >= LEAST_WINDOW_ROWS and LEAST_WINDOW_BADS <= int(bad.sum()) <= len(bad) - LEAST_WINDOW_BADS


def _turned(columns: Sequence[Column], bad: NDArray[np.int8], when: Floats) -> list[str]:
    """Columns that tell something in the earlier half, and the opposite in the later half."""
    early = when < np.median(when)
    if not (_enough(bad[early]) and _enough(bad[~early])):
        return []
    found = []
    for column in columns:
        index, places = _places(column)
        own = _own_power(index[early], bad[early], places)
        rate = _rates(index[early], bad[early], places)
        if own > OWN_POWER and auc(rate[index[~early]], bad[~early]) < TURNED:
            found.append(column.name)
    return found


def shifts(columns: Sequence[Column], when: Floats, *, names: Sequence[str]) -> list[dict[str, Any]]:
    """How far each column's distribution moved from the earlier to the later half of the rows: its stability index."""
    early = when < np.nanmedian(when)
    found = []
    for column in columns:
        if column.name in names and 0 < early.sum() < len(early):
            index, places = _places(column)
            counts = [np.bincount(index[rows], minlength=places) for rows in (early, ~early)]
            found.append({"column": column.name, "csi": round(psi(counts[0], counts[1]), 4)})
    return sorted(found, key=lambda entry: (-float(entry["csi"]), str(entry["column"])))


def _places(column: Column) -> tuple[NDArray[np.int64], int]:
    index = fine_bins(column, parts=12).bin_index(column.values) + 1
    return index, int(index.max()) + 1


def _rates(index: NDArray[np.int64], bad: NDArray[np.int8], places: int) -> Floats:
    bads = np.bincount(index, weights=bad, minlength=places)
    return np.asarray((bads + PRIOR * bad.mean()) / (np.bincount(index, minlength=places) + PRIOR), dtype=np.float64)


def _own_power(index: NDArray[np.int64], bad: NDArray[np.int8], places: int) -> float:
    """The column's own AUC on rows that its rates were not measured on."""
    half, risk = stratified_folds(bad, folds=2, seed=1), np.zeros(len(bad))
    for number in range(2):
        risk[half == number] = _rates(index[half != number], bad[half != number], places)[index[half == number]]
    return auc(risk, bad)
