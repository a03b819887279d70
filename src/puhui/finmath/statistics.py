"""Statistics of scores against outcomes: AUC with its interval, KS, Brier, calibration, PSI, intervals of a share.

Everywhere `risk` is higher where default is expected, and `bad` is 1 where it happened.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import pi, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Z95 = 1.959963984540054  # the 97.5 % point of the normal distribution


@dataclass(frozen=True, slots=True)
class Interval:
    """A value between two bounds, at 95 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """One group of similar probabilities: what was said, what happened."""

    rows: int
    said: float
    happened: float


def midranks(values: ArrayLike) -> Floats:
    """Ranks from 1, ties sharing the mean of theirs."""
    array = np.asarray(values, dtype=np.float64)
    order = np.argsort(array, kind="stable")
    _, first, counts = np.unique(array[order], return_index=True, return_counts=True)
    ranks = np.empty(len(array))
    ranks[order] = np.repeat(first + (counts + 1) / 2, counts)
    return ranks


def auc(risk: ArrayLike, bad: ArrayLike) -> float:
    """The chance that a bad case has more risk than a good one, ties counting half (Mann and Whitney 1947)."""
    labels = np.asarray(bad) == 1
    n_bad, n_good = int(labels.sum()), int((~labels).sum())
    if not n_bad or not n_good:
        return float("nan")
    rank_sum = float(midranks(risk)[labels].sum())
    return (rank_sum - n_bad * (n_bad + 1) / 2) / (n_bad * n_good)


def auc_interval(risk: ArrayLike, bad: ArrayLike) -> Interval:
    """The AUC with its 95 % interval by DeLong, DeLong and Clarke-Pearson 1988, from midranks (Sun and Xu 2014)."""
    scores, labels = np.asarray(risk, dtype=np.float64), np.asarray(bad) == 1
    x, y = scores[labels], scores[~labels]
    m, n = len(x), len(y)
    value = auc(scores, labels)
    if m < 2 or n < 2:
        return Interval(value, 0.0, 1.0)
    both = midranks(np.concatenate([x, y]))
    v10 = (both[:m] - midranks(x)) / n
    v01 = 1.0 - (both[m:] - midranks(y)) / m
    half = Z95 * sqrt(float(v10.var(ddof=1)) / m + float(v01.var(ddof=1)) / n)
    return Interval(value, max(0.0, value - half), min(1.0, value + half))


def auc_interval_of_counts(table: Mapping[float, tuple[int, int]]) -> Interval:
    """The same from counts (bad, good) by risk: its cost goes with how many values there are, never with the rows."""
    m, n = sum(bad for bad, _ in table.values()), sum(good for _, good in table.values())
    if not m or not n:
        return Interval(float("nan"), 0.0, 1.0)
    bad_above, good_below = m, 0
    placed: list[tuple[int, float, int, float]] = []  # bad cases and their placement, good cases and theirs
    for _, (bad, good) in sorted(table.items()):
        bad_above -= bad
        placed.append((bad, (good_below + good / 2) / n, good, (bad_above + bad / 2) / m))
        good_below += good
    value = sum(bad * v10 for bad, v10, _, _ in placed) / m
    if m < 2 or n < 2:
        return Interval(value, 0.0, 1.0)
    of_bad = sum(bad * (v10 - value) ** 2 for bad, v10, _, _ in placed) / (m - 1)
    of_good = sum(good * (v01 - value) ** 2 for _, _, good, v01 in placed) / (n - 1)
    half = Z95 * sqrt(of_bad / m + of_good / n)
    return Interval(value, max(0.0, value - half), min(1.0, value + half))


def ks(risk: ArrayLike, bad: ArrayLike) -> float:
    """The largest gap between the shares of bad and of good cases above a cut (Kolmogorov and Smirnov)."""
    scores, labels = np.asarray(risk, dtype=np.float64), np.asarray(bad) == 1
    order = np.argsort(scores, kind="stable")
    ends = np.append(scores[order][1:] != scores[order][:-1], True)
    sorted_bad = labels[order]
    gap = np.cumsum(sorted_bad) / max(1, labels.sum()) - np.cumsum(~sorted_bad) / max(1, (~labels).sum())
    return float(np.abs(gap[ends]).max())


def brier(probability: ArrayLike, bad: ArrayLike) -> float:
    """The mean squared distance of the probability from what happened (Brier 1950)."""
    return float(np.mean((np.asarray(probability, dtype=np.float64) - np.asarray(bad, dtype=np.float64)) ** 2))


def calibration(probability: ArrayLike, bad: ArrayLike, *, groups: int = 10) -> list[CalibrationBin]:
    """Groups of equal size by rising probability."""
    said, happened = np.asarray(probability, dtype=np.float64), np.asarray(bad, dtype=np.float64)
    parts = np.array_split(np.argsort(said, kind="stable"), min(groups, len(said)))
    return [CalibrationBin(len(p), float(said[p].mean()), float(happened[p].mean())) for p in parts if len(p)]


def calibration_error(probability: ArrayLike, bad: ArrayLike, *, groups: int = 10) -> float:
    """The expected calibration error: the mean gap of the groups, weighted by rows."""
    bins = calibration(probability, bad, groups=groups)
    return sum(b.rows * abs(b.said - b.happened) for b in bins) / max(1, sum(b.rows for b in bins))


def calibration_error_by_chance(probability: ArrayLike, *, groups: int = 10) -> float:
    """The calibration error to be expected of a perfect model that says these probabilities, on as many rows.

    A group's gap is then chance alone, near normal around zero with the variance of its sum of p (1 - p); the mean of
    its size is the standard deviation times the root of 2 / pi (half-normal distribution).
    """
    said = np.sort(np.asarray(probability, dtype=np.float64))
    spread = [sqrt(float(np.sum(part * (1 - part)))) for part in np.array_split(said, min(groups, len(said)))]
    return sqrt(2 / pi) * sum(spread) / max(1, len(said))


def psi(expected: ArrayLike, actual: ArrayLike) -> float:
    """The population stability index of two tables of counts over the same bins; 0.10 warns, 0.25 stops.

    Give it the model's own bins: quantiles of a column that is mostly zero see nothing.
    """
    before, after = np.asarray(expected, dtype=np.float64), np.asarray(actual, dtype=np.float64)
    p = (before + 0.5) / (before.sum() + 0.5 * len(before))
    q = (after + 0.5) / (after.sum() + 0.5 * len(after))
    return float(np.sum((q - p) * np.log(q / p)))


def share_interval(successes: int, *, of: int) -> Interval:
    """A share with its 95 % interval by Wilson 1927."""
    if of == 0:
        return Interval(float("nan"), 0.0, 1.0)
    share, z2 = successes / of, Z95**2
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z95 * sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return Interval(share, middle - half, middle + half)
