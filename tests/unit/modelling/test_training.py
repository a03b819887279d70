"""Training from the inside: bins, weights, leaks, and what is no feature."""

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from puhui.risk.decisioning.rules.scorecard import parse_scorecard
from puhui.risk.modelling.binning import bin_column, neat_between
from puhui.risk.modelling.cards import score_table
from puhui.risk.modelling.data import Column, training_data
from puhui.risk.modelling.fitting import ridge_logistic, stratified_folds
from puhui.risk.modelling.leaks import LEAK, powers
from puhui.risk.modelling.plan import TrainingPlan
from puhui.risk.modelling.train import train_model

ROLL = np.random.default_rng(5)


@pytest.mark.parametrize(
    ("low", "high", "cut"),
    [(0.1234, 0.1299, "0.129"), (3, 4, "4"), (17, 23, "20"), (-2.5, -1.5, "-2"), (0, 5, "1"), (99.5, 1234, "1000")],
)
def test_a_cut_is_the_shortest_number_between(low: float, high: float, cut: str) -> None:
    found = neat_between(low, high)
    assert Decimal(str(low)) < found <= Decimal(str(high))
    assert len(str(found).strip("-").replace(".", "").strip("0")) <= len(cut.strip("-").replace(".", "").strip("0"))


@pytest.mark.parametrize("sign", [1, -1])
def test_a_declared_direction_is_kept_whatever_the_data_say(sign: int) -> None:
    values = ROLL.normal(size=800)
    bad = (ROLL.random(800) < 1 / (1 + np.exp(1 + 1.5 * np.sin(3 * values)))).astype(np.int8)
    woe = bin_column(Column("x", "number", values), bad, sign=sign).woe
    assert woe == sorted(woe, reverse=sign < 0)


def test_a_heap_at_zero_and_missing_values_have_bins_of_their_own() -> None:
    values = np.where(ROLL.random(2000) < 0.6, 0.0, ROLL.exponential(size=2000))
    values[:200] = np.nan
    bad = (ROLL.random(2000) < np.where(np.isnan(values), 0.5, np.where(values == 0, 0.05, 0.3))).astype(np.int8)
    found = bin_column(Column("x", "number", values), bad)
    assert found.missing_rows == 200
    assert found.missing_woe < 0
    zero, above, gone = found.transform(np.array([0.0, 2.0, np.nan]))
    assert zero > above
    assert gone == found.missing_woe


def test_newton_steps_end_on_data_that_a_line_separates() -> None:
    matrix = np.column_stack([np.concatenate([np.full(50, -5.0), np.full(50, 5.0)]), ROLL.normal(size=100)])
    labels = np.array([0] * 50 + [1] * 50, dtype=np.int8)
    for penalty in (0.3, 1.0, 100.0):
        for start in (None, np.array([50.0, -80.0, 30.0])):
            _, weights = ridge_logistic(matrix, labels, penalty=penalty, start=start)
            assert np.all(np.isfinite(weights))
            assert 0 < weights[0] < 20


def test_a_leak_without_a_trend_is_found() -> None:
    term = ROLL.integers(1, 200, size=3000)
    bad = ((term % 12 != 0) & (ROLL.random(3000) < 0.97)).astype(np.int8)
    term = np.where(bad == 0, (term // 12 + 1) * 12, term).astype(float)
    [power] = powers([Column("term", "number", term)], bad)
    assert power.auc > LEAK
    assert power.is_leak


def test_a_strong_column_is_a_leak_when_it_cannot_be_told_from_one() -> None:
    """An honest column of AUC 0.92 trains on many rows; on few it may as well be a leak, and somebody has to look."""
    found = {}
    for rows in (200, 20_000):
        roll = np.random.default_rng(7)
        bad = (roll.random(rows) < 0.3).astype(np.int8)
        x = (roll.normal(size=rows) + 2.0 * bad).round(1)
        [found[rows]] = powers([Column("x", "number", x)], bad)
    assert all(0.88 < one.auc < LEAK for one in found.values())
    assert (found[200].is_leak, found[20_000].is_leak) == (True, False)


def test_folds_hold_their_share_of_each_outcome() -> None:
    labels = np.array([1] * 27 + [0] * 96, dtype=np.int8)
    fold = stratified_folds(labels, folds=5, seed=1)
    assert sorted(int(labels[fold == n].sum()) for n in range(5)) == [5, 5, 5, 6, 6]


def test_ids_constants_dates_and_years_are_no_features() -> None:
    rows = 200
    table = pa.table(
        {
            "LoanNr": list(range(rows)),
            "always": [1] * rows,
            "FiscalYear": [2001 + n % 5 for n in range(rows)],
            "opened": [f"{1 + n % 28:02d}-Feb-97" for n in range(rows)],
            "x": ROLL.normal(size=rows).tolist(),
            "bad": [n % 2 for n in range(rows - 2)] + [None, None],
        }
    )
    data = training_data(table, target="bad")
    assert [column.name for column in data.columns] == ["x"]
    assert data.rows_without_outcome == 2
    assert ("FiscalYear", "2001", "2005") in data.periods


def test_the_card_scores_a_row_as_it_scores_a_table() -> None:
    x, kind = ROLL.normal(size=1000), ROLL.choice(["a", "b", "c"], size=1000)
    bad = (ROLL.random(1000) < 1 / (1 + np.exp(1 + x - (kind == "b")))).astype(int)
    table = pa.table(
        {"x": [None if n % 10 == 0 else float(v) for n, v in enumerate(x)], "kind": kind.tolist(), "bad": bad}
    )
    card = parse_scorecard(train_model(table, plan=TrainingPlan(target="bad")).document)
    scores = score_table(card, table)
    for row, score in zip(table.to_pylist(), scores, strict=True):
        facts = {"x": None if row["x"] is None else Decimal(repr(row["x"])), "kind": row["kind"]}
        assert card.points(facts) == score
