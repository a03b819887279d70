"""Statistics against values worked by hand or by brute force."""

import itertools

import numpy as np
import pytest

from puhui.finmath.statistics import (
    auc,
    auc_interval,
    brier,
    calibration_error,
    calibration_error_by_chance,
    ks,
    midranks,
    psi,
    share_interval,
)


def brute_auc(risk: list[float], bad: list[int]) -> float:
    pairs = [(r, s) for (r, b), (s, c) in itertools.product(zip(risk, bad, strict=True), repeat=2) if b and not c]
    return sum(1.0 if r > s else 0.5 if r == s else 0.0 for r, s in pairs) / len(pairs)


def test_auc_is_the_share_of_pairs_in_the_right_order() -> None:
    roll = np.random.default_rng(3)
    for _ in range(20):
        risk = roll.integers(0, 6, size=30).astype(float).tolist()
        bad = [0, 1, *roll.integers(0, 2, size=28).tolist()]
        assert auc(risk, bad) == pytest.approx(brute_auc(risk, bad))


def test_ties_share_their_ranks() -> None:
    assert midranks([3, 1, 3, 2]).tolist() == [3.5, 1, 3.5, 2]


def test_the_interval_holds_the_true_area_about_as_often_as_it_says() -> None:
    roll, truth, held = np.random.default_rng(4), 0.7602, 0  # Phi(1/sqrt(2)) for a shift of one
    for _ in range(300):
        risk = np.concatenate([roll.normal(1, 1, 60), roll.normal(0, 1, 120)])
        found = auc_interval(risk, [1] * 60 + [0] * 120)
        held += found.low <= truth <= found.high
    assert 0.91 <= held / 300 <= 0.98


def test_ks_brier_and_calibration() -> None:
    assert ks([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1]) == 1.0
    assert ks([0.5, 0.5], [0, 1]) == 0.0
    assert brier([0.0, 1.0, 0.5], [0, 1, 1]) == pytest.approx(0.25 / 3)
    assert calibration_error([0.2] * 10, [1, 1] + [0] * 8, groups=1) == pytest.approx(0.0)


@pytest.mark.parametrize("rows", [200, 1000, 20_000])
def test_a_perfect_model_has_the_calibration_error_of_chance(rows: int) -> None:
    roll = np.random.default_rng(rows)
    said = roll.beta(2, 5, rows)
    drawn = [calibration_error(said, roll.random(rows) < said) for _ in range(300)]
    assert calibration_error_by_chance(said) == pytest.approx(float(np.mean(drawn)), rel=0.05)
    assert calibration_error_by_chance([0.0, 1.0]) == 0.0


def test_psi_sees_a_shift_in_a_column_that_is_mostly_zero() -> None:
    assert psi([900, 50, 50], [900, 50, 50]) == pytest.approx(0)
    assert psi([900, 50, 50], [500, 250, 250]) > 0.25


def test_wilson() -> None:
    found = share_interval(10, of=100)
    assert (round(found.low, 4), round(found.high, 4)) == (0.0552, 0.1744)
