"""Finds columns that tell the outcome almost alone: they were most likely written after it was known."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from puhui.finmath.statistics import Interval, auc_interval
from puhui.risk.modelling.binning import PRIOR, fine_bins
from puhui.risk.modelling.data import Column
from puhui.risk.modelling.fitting import stratified_folds

LEAK, SUSPECT = 0.95, 0.80  # a term shortened on default: 0.949 (0.944 to 0.954); the best honest column seen, 0.82


@dataclass(frozen=True, slots=True)
class ColumnPower:
    """How well one column alone tells the outcome, on rows it was not measured on."""

    name: str
    auc: float
    auc_high: float

    @property
    def is_leak(self) -> bool:
        """Above the bound, or not to be told from it: the upper end of its 95 percent interval lies above."""
        return self.auc_high > LEAK


def powers(columns: Sequence[Column], bad: NDArray[np.int8]) -> list[ColumnPower]:
    """Every column's own AUC, strongest first: bad rates of fine bins of one half, tried on the other half.

    Fine bins and no direction: a term that was shortened on default is no trend, and is found all the same.
    """
    areas = ((column.name, _own_auc(column, bad)) for column in columns)
    found = [ColumnPower(name, area.value, area.high) for name, area in areas]
    return sorted(found, key=lambda power: (-power.auc, power.name))


def _own_auc(column: Column, bad: NDArray[np.int8]) -> Interval:
    index = fine_bins(column, parts=400).bin_index(column.values) + 1
    half = stratified_folds(bad, folds=2, seed=1)
    places = int(index.max()) + 1
    risk = np.zeros(len(bad))
    for number in range(2):
        train = half != number
        rows = np.bincount(index[train], minlength=places)
        bads = np.bincount(index[train], weights=bad[train], minlength=places)
        rate = (bads + PRIOR * bad.mean()) / (rows + PRIOR)
        risk[~train] = rate[index[~train]]
    return auc_interval(risk, bad)
