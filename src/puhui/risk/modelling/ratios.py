"""Ratios of columns that move together: an amount and its guaranteed part say little each, their ratio much."""

from collections.abc import Sequence

import numpy as np

from puhui.finmath.statistics import midranks
from puhui.risk.modelling.data import Column

TOGETHER = 0.9
MOST_RATIOS = 10
OVER = " / "


def ratio_columns(columns: Sequence[Column]) -> list[Column]:
    """A column `A / B` for the pairs of amounts whose ranks agree most."""
    amounts = [c for c in columns if c.kind == "number" and _is_amount(c)]
    if len(amounts) < 2:
        return []
    ranks = np.array([midranks(np.where(np.isnan(c.values), np.nanmedian(c.values), c.values)) for c in amounts])
    alike = np.corrcoef(ranks)
    pairs = [(float(alike[i, j]), i, j) for i in range(len(amounts)) for j in range(i) if alike[i, j] > TOGETHER]
    return [ratio(amounts[i], amounts[j]) for _, i, j in sorted(pairs, reverse=True)[:MOST_RATIOS]]


def ratio(upper: Column, lower: Column) -> Column:
    """The ratio of two columns; missing where one is missing or the lower one is zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        values = upper.values / lower.values
    return Column(f"{upper.name}{OVER}{lower.name}", "number", np.where(np.isfinite(values), values, np.nan))


def _is_amount(column: Column) -> bool:
    """Never below zero and of many different values."""
    there = column.values[~np.isnan(column.values)]
    return len(there) > 0 and float(there.min()) >= 0 and len(np.unique(there)) > 20
