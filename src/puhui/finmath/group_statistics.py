"""Statistics of counts: how stable a distribution is beyond chance, how groups compare, and what tells of a group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

from puhui.finmath.statistics import Z95, Interval, auc_interval_of_counts

Z99 = 2.3263478740408408  # the 99 % point of the normal distribution


@dataclass(frozen=True, slots=True)
class Cell:
    """Rows with the same risk: how many, the sum of a figure and the sum of its squares."""

    rows: int
    total: int
    squares: int


def cuts_of(counts: Mapping[float, int], *, parts: int = 10) -> tuple[float, ...]:
    """Where to cut a column into about `parts` equal parts: a value belongs to the part that begins at the last cut
    not above it. A value that alone fills a part or more (a column that is mostly zero) has a part of its own.
    """
    whole, cuts, filled = sum(counts.values()), [], 0
    values = sorted(counts)
    for place, value in enumerate(values):
        rows = counts[value]
        if filled and (filled + rows / 2 > whole / parts or rows >= whole / parts):
            cuts.append(value)
            filled = 0
        filled += rows
        if rows >= whole / parts and place + 1 < len(values):
            cuts.append(values[place + 1])
            filled = 0
    return tuple(dict.fromkeys(cuts))


def counts_between(counts: Mapping[float, int], cuts: Sequence[float]) -> list[int]:
    """The counts of the parts that the cuts make, lowest first."""
    parts = [0] * (len(cuts) + 1)
    for value, rows in counts.items():
        parts[int(np.searchsorted(cuts, value, side="right"))] += rows
    return parts


def psi_by_chance(*, expected_rows: int, actual_rows: int, bins: int) -> float:
    """The PSI that pure chance stays below 99 times of 100 when nothing has changed: (1/n + 1/m) x the chi-squared
    point of bins - 1 degrees (Yurdakul and Naranjo 2020, Statistical properties of the population stability index).
    """
    if bins < 2 or not expected_rows or not actual_rows:
        return 0.0
    return (1 / expected_rows + 1 / actual_rows) * chi_squared_point(bins - 1, z=Z99)


def chi_squared_point(degrees: int, *, z: float) -> float:
    """The point of the chi-squared distribution at a normal deviate (Wilson and Hilferty 1931): within 2 %."""
    part = 2 / (9 * degrees)
    return float(degrees * (1 - part + z * sqrt(part)) ** 3)


def ratio_interval(successes: int, *, of: int, base: int, base_of: int) -> Interval:
    """The ratio of two shares with its 95 % interval on the logarithm (Katz and others 1978); half a case is added to
    each cell, so that a share of nothing has an interval too.
    """
    if not of or not base_of:
        return Interval(float("nan"), 0.0, float("inf"))
    a, n, b, m = successes + 0.5, of + 0.5, base + 0.5, base_of + 0.5
    half = Z95 * sqrt(max(0.0, 1 / a - 1 / n) + max(0.0, 1 / b - 1 / m))
    middle = log((a / n) / (b / m))
    value = (successes / of) / (base / base_of) if base else float("inf")
    return Interval(value, exp(middle - half), exp(middle + half))


def standardised_gap(group: Mapping[str, Cell], reference: Mapping[str, Cell]) -> Interval | None:
    """How much more a group pays than the reference at the same risk, with its 95 % interval.

    Direct standardisation: the gap within each class of risk that both have, weighted by the rows of both. None where
    they share no class.
    """
    shared = [c for c in group if c in reference and group[c].rows and reference[c].rows]
    weight = sum(group[c].rows + reference[c].rows for c in shared)
    if not weight:
        return None
    gap = variance = 0.0
    for c in shared:
        share = (group[c].rows + reference[c].rows) / weight
        gap += share * (group[c].total / group[c].rows - reference[c].total / reference[c].rows)
        variance += share**2 * (_variance_of_mean(group[c]) + _variance_of_mean(reference[c]))
    half = Z95 * sqrt(variance)
    return Interval(gap, gap - half, gap + half)


def telling_power(halves: Sequence[Mapping[str, tuple[int, int]]]) -> Interval:
    """How well a column tells who belongs to a group: the AUC, 0.5 when not at all, with its 95 % interval.

    `halves` are the counts (in the group, outside) by value, of two halves of the rows. Each half is ranked by the
    shares seen in the other, so that many values do not flatter the answer.
    """
    table: dict[float, tuple[int, int]] = {}
    for half, other in zip(halves, reversed(halves), strict=True):
        inside = sum(i for i, _ in other.values())
        base = inside / max(1, inside + sum(o for _, o in other.values()))
        for value, (within, outside) in half.items():
            seen_in, seen_out = other.get(value, (0, 0))
            share = (seen_in + base) / (seen_in + seen_out + 1)
            inside_so_far, outside_so_far = table.get(share, (0, 0))
            table[share] = (inside_so_far + within, outside_so_far + outside)
    return auc_interval_of_counts(table)


def _variance_of_mean(cell: Cell) -> float:
    if cell.rows < 2:
        return 0.0
    mean = cell.total / cell.rows
    return max(0.0, (cell.squares - cell.rows * mean**2) / (cell.rows - 1)) / cell.rows
