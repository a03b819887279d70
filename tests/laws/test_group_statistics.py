"""Laws of counts: stability beyond chance, ratios of shares, prices at the same risk, what tells of a group."""

import csv
import gzip
from collections import Counter
from math import isclose, isnan
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from puhui.finmath.group_statistics import (
    Cell,
    chi_squared_point,
    counts_between,
    cuts_of,
    psi_by_chance,
    ratio_interval,
    standardised_gap,
    telling_power,
)
from puhui.finmath.statistics import auc_interval, auc_interval_of_counts, psi

COUNTS = st.dictionaries(st.integers(-50, 50).map(float), st.integers(1, 500), min_size=1, max_size=40)


@given(COUNTS, st.integers(2, 12))
def test_cuts_keep_every_row_and_rise(counts: dict[float, int], parts: int) -> None:
    cuts = cuts_of(counts, parts=parts)
    assert list(cuts) == sorted(set(cuts))
    found = counts_between(counts, cuts)
    assert sum(found) == sum(counts.values())
    assert all(found)


@given(COUNTS)
def test_a_value_that_fills_a_part_has_one_of_its_own(counts: dict[float, int]) -> None:
    cuts = cuts_of(counts)
    whole = sum(counts.values())
    for value, rows in counts.items():
        if rows >= whole / 10:
            others = {other for other in counts if other != value}
            alone = counts_between({value: 1}, cuts).index(1)
            assert all(counts_between({other: 1}, cuts).index(1) != alone for other in others)


def test_a_column_that_is_mostly_zero_is_not_blind() -> None:
    """Right-closed quantiles see 0.000 here: nine rows of ten moved away from zero."""
    before = Counter({0.0: 900} | {float(n): 1 for n in range(1, 101)})
    after = Counter({0.0: 90} | {float(n): 9 for n in range(1, 101)} | {101.0: 10})
    cuts = cuts_of(before)
    assert psi(counts_between(before, cuts), counts_between(after, cuts)) > 1


def test_tenths_of_an_even_column_are_tenths() -> None:
    assert counts_between({float(n): 1 for n in range(100)}, cuts_of({float(n): 1 for n in range(100)})) == [10] * 10


@pytest.mark.parametrize(("degrees", "point"), [(1, 6.635), (4, 13.277), (9, 21.666), (30, 50.892)])
def test_the_point_of_chi_squared_agrees_with_the_tables(degrees: int, point: float) -> None:
    assert isclose(chi_squared_point(degrees, z=2.3263478740408408), point, rel_tol=0.02)


def test_chance_alone_passes_its_own_bound_about_once_in_a_hundred() -> None:
    roll = np.random.default_rng(20261126)
    bound = psi_by_chance(expected_rows=400, actual_rows=150, bins=10)
    passed = sum(psi(roll.multinomial(400, [0.1] * 10), roll.multinomial(150, [0.1] * 10)) > bound for _ in range(2000))
    assert 4 <= passed <= 50


@given(st.integers(0, 200), st.integers(1, 200), st.integers(1, 200), st.integers(1, 200))
def test_the_interval_of_a_ratio_holds_it(a: int, n: int, b: int, m: int) -> None:
    a, b = min(a, n), min(b, m)
    found = ratio_interval(a, of=n, base=b, base_of=m)
    assert 0 < found.low <= found.high
    if 5 <= a <= n - 5 and 5 <= b <= m - 5:
        assert found.low <= found.value <= found.high


def test_the_interval_of_a_ratio_covers_the_truth_19_times_of_20() -> None:
    roll = np.random.default_rng(7)
    draws = [(int(roll.binomial(80, 0.5)), int(roll.binomial(120, 0.6))) for _ in range(2000)]
    covered = 0
    for a, b in draws:
        found = ratio_interval(a, of=80, base=b, base_of=120)
        covered += found.low <= 0.5 / 0.6 <= found.high
    assert 0.93 <= covered / 2000 <= 0.97


@given(st.lists(st.integers(300, 2400), min_size=2, max_size=30), st.integers(-500, 500))
def test_a_price_that_is_higher_by_as_much_in_each_band_is_that_much_higher(rates: list[int], more: int) -> None:
    def cell(values: list[int]) -> Cell:
        return Cell(len(values), sum(values), sum(v * v for v in values))

    bands = {"A": rates, "B": [r + 300 for r in rates]}
    group = {band: cell([r + more for r in values]) for band, values in bands.items()}
    found = standardised_gap(group, {band: cell(values) for band, values in bands.items()})
    assert found is not None
    assert isclose(found.value, more, abs_tol=1e-6)
    assert found.low <= found.value <= found.high


def test_a_group_that_is_riskier_pays_more_without_a_gap() -> None:
    cheap, dear = Cell(90, 90 * 500, 90 * 500**2), Cell(90, 90 * 900, 90 * 900**2)
    few_cheap, few_dear = Cell(10, 10 * 500, 10 * 500**2), Cell(10, 10 * 900, 10 * 900**2)
    found = standardised_gap({"A": few_cheap, "C": dear}, {"A": cheap, "C": few_dear})
    assert found is not None
    assert found.value == 0
    assert standardised_gap({"A": cheap}, {"B": dear}) is None


def test_what_tells_of_a_group_is_found_and_noise_over_many_values_is_not() -> None:
    roll = np.random.default_rng(3)
    member = roll.random(4000) < 0.5

    def halves(values: np.ndarray) -> list[dict[str, tuple[int, int]]]:
        found: list[dict[str, tuple[int, int]]] = [{}, {}]
        for n, (value, mine) in enumerate(zip(values, member, strict=True)):
            inside, outside = found[n % 2].get(str(value), (0, 0))
            found[n % 2][str(value)] = (inside + mine, outside + (not mine))
        return found

    noise = telling_power(halves(roll.integers(0, 200, 4000)))
    assert abs(noise.value - 0.5) < 0.03
    planted = telling_power(halves(np.where(roll.random(4000) < 0.85, member, ~member)))
    assert planted.low > 0.8
    assert isclose(planted.value, 0.85, abs_tol=0.03)


SHARED = Path(__file__).parents[3] / "shared" / "data" / "sba_small_business" / "sba_small_business.csv.gz"


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.exists(), reason="the shared data sets are not here")
def test_a_real_column_that_is_mostly_zero_is_not_blind() -> None:
    """RetainedJob of the SBA set, before fiscal 2005 and after: quantiles read 0.000, the truth is about 1.04."""
    with gzip.open(SHARED, "rt", encoding="utf-8") as stream:
        rows = [(int(row["ApprovalFY"]), float(row["RetainedJob"] or 0)) for row in csv.DictReader(stream)]
    before, after = (Counter(v for year, v in rows if (year <= 2004) == early) for early in (True, False))
    cuts = cuts_of(before)
    assert 1.0 < psi(counts_between(before, cuts), counts_between(after, cuts)) < 1.1


@given(st.dictionaries(st.floats(0, 1), st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12))
def test_counts_give_the_same_interval_as_their_rows(table: dict[float, tuple[int, int]]) -> None:
    risk = [value for value, both in table.items() for _ in range(sum(both))]
    bad = [flag for both in table.values() for flag, times in zip((1, 0), both, strict=True) for _ in range(times)]
    by_rows, by_counts = auc_interval(risk, bad), auc_interval_of_counts(table)
    for one, other in zip(
        (by_rows.value, by_rows.low, by_rows.high), (by_counts.value, by_counts.low, by_counts.high), strict=True
    ):
        assert (isnan(one) and isnan(other)) or isclose(one, other, abs_tol=1e-9)
