"""Smooth tables, few bins, pairs: what is fitted, and what is left alone."""

import numpy as np
import pytest

from puhui.finmath.statistics import auc
from puhui.risk.decisioning.contracts import PolicyInvalid
from puhui.risk.decisioning.rules.scorecard import parse_scorecard
from puhui.risk.modelling.cards import card_document
from puhui.risk.modelling.coarsening import coarse_blocks
from puhui.risk.modelling.curves import fit_curves
from puhui.risk.modelling.data import Column
from puhui.risk.modelling.pairs import PairTerm, pure
from puhui.risk.modelling.smoothing import Term, fit_terms, loose_penalty, ordered_penalty
from puhui.risk.modelling.sweep import sweep

ROLL = np.random.default_rng(11)


def outcome(log_odds_good: np.ndarray) -> np.ndarray:
    return (ROLL.random(len(log_odds_good)) > 1 / (1 + np.exp(-log_odds_good))).astype(np.int8)


def test_a_table_that_says_nothing_is_smoothed_to_little_and_a_true_one_is_found() -> None:
    cells, noise = ROLL.integers(0, 10, 8000), ROLL.integers(0, 10, 8000)
    true = np.linspace(-1, 1, 10)
    good = (1 - outcome(1 + true[cells])).astype(np.int8)
    terms = [Term(cells, 11, ordered_penalty(10)), Term(noise, 11, ordered_penalty(10))]
    intercept = fit_terms(terms, good)
    found = terms[0].values[:10] - terms[0].values[:10].mean()
    assert np.abs(found - true).max() < 0.2
    assert np.ptp(terms[1].values[:10]) < 0.2
    fitted = intercept + terms[0].values[cells] + terms[1].values[noise]
    assert abs((1 / (1 + np.exp(-fitted))).mean() - good.mean()) < 1e-3


def test_rows_that_a_cell_separates_do_not_run_away() -> None:
    cells = np.repeat([0, 1], 300)
    terms = [Term(cells, 2, loose_penalty(2))]
    fit_terms(terms, (cells == 1).astype(np.int8))
    assert np.all(np.isfinite(terms[0].values))
    assert 2 < np.ptp(terms[0].values) < 20


@pytest.mark.parametrize("sign", [1, -1])
def test_a_declared_direction_is_kept_whatever_the_data_say(sign: int) -> None:
    x = ROLL.normal(size=3000)
    fit = fit_curves([Column("x", "number", x)], outcome(1 + 2 * np.sin(2 * x)), signs={"x": sign})
    woe = [sign * value for value in fit.binnings[0].woe]
    assert woe == sorted(woe)
    assert len(woe) > 1


def test_a_curve_that_turns_is_kept_and_its_bins_are_few() -> None:
    x = ROLL.uniform(-2, 2, 5000)
    fit = fit_curves([Column("x", "number", x)], outcome(2 - x**2), signs={})
    woe = fit.binnings[0].woe
    assert 3 <= len(woe) <= 10
    assert max(woe) > woe[0] + 1
    assert max(woe) > woe[-1] + 1


def with_pair(rows: int = 8000) -> tuple[list[Column], np.ndarray]:
    x, y = ROLL.normal(size=rows), ROLL.normal(size=rows)
    noise = ROLL.normal(size=rows)
    bad = outcome(1 + 0.5 * x - 0.5 * y + 1.2 * np.sign(x) * np.sign(y))
    return [Column("x", "number", x), Column("y", "number", y), Column("noise", "number", noise)], bad


def test_a_pair_beyond_its_columns_is_found_written_and_scored() -> None:
    columns, bad = with_pair()
    fit = fit_curves(columns, bad, signs={})
    assert [set(pair.names) for pair in fit.pairs[:1]] == [{"x", "y"}]
    seen = {c.name: c for c in columns}
    plain = fit_curves(columns, bad, signs={}, with_pairs=False)
    assert auc(fit.risk(seen), bad) > auc(plain.risk(seen), bad) + 0.05
    card = parse_scorecard(card_document(fit, card_id="c", version="1", label="", texts={}))
    assert len(card.pairs) == len(fit.pairs)


def test_what_belongs_to_one_column_alone_moves_from_the_pair_into_its_own_table() -> None:
    cells = [np.repeat([0, 1], 50), np.tile([0, 1], 50)]
    terms = [Term(c, 3, ordered_penalty(2), values=np.zeros(3)) for c in cells]
    whole = np.array([[1.0, 3.0], [2.0, 0.0]])
    both = Term(cells[0] * 2 + cells[1], 4, np.eye(4), "pair", values=whole.ravel(), weights=np.array([10.0, 20, 5, 7]))
    pair = PairTerm(0, 1, [[0], [1]], [[0], [1]], both)
    pure(pair, terms)
    weights = both.weights.reshape(2, 2)
    assert np.abs(np.sum(pair.values() * weights, axis=0)).max() < 1e-6
    assert np.abs(np.sum(pair.values() * weights, axis=1)).max() < 1e-6
    again = pair.values() + terms[0].values[:2, None] + terms[1].values[None, :2]
    assert np.allclose(again, whole)


def test_a_column_with_a_declared_direction_enters_no_pair() -> None:
    columns, bad = with_pair()
    fit = fit_curves(columns, bad, signs={"x": 1})
    assert all("x" not in pair.names for pair in fit.pairs)
    found = sweep(fit.risk, columns, directions={"x": -1}, seed=1)
    assert found["steps"] > 1000
    assert found["violations"] == 0


def test_the_sweep_sees_a_direction_that_is_broken() -> None:
    columns, _ = with_pair(500)
    found = sweep(lambda c: np.sin(3 * c["x"].values), columns, directions={"x": 1}, seed=1)
    assert found["violations"] > 100
    assert found["against"] == {"x": found["violations"]}


def test_small_bins_join_a_neighbour() -> None:
    values, ones = np.array([0.0, 1.0, 1.1, 5.0]), np.array([100.0, 100.0, 100.0, 1.0])
    blocks, _ = coarse_blocks(values, weights=ones, rows=ones, least=10, sign=0)
    assert [block.cells for block in blocks][-1][-1] == 3
    assert all(block.rows >= 10 for block in blocks)


PAIRED = {
    "id": "p",
    "version": "1",
    "scale": {"points": 600, "odds": 30, "pdo": 20},
    "base_points": 500,
    "features": [
        {
            "name": name,
            "kind": "number",
            "text": {"en": name, "zh": name},
            "bins": [{"id": "1", "points": 0, "high": "1"}, {"id": "2", "points": 5, "low": "1"}],
            "missing": {"id": "missing", "points": 0},
        }
        for name in ("a", "b")
    ],
}


@pytest.mark.parametrize(
    "pair",
    [
        {"features": ["a", "z"], "rows": [["1"]], "columns": [["1"]], "points": [[1]]},
        {"features": ["a", "b"], "rows": [["1"], ["9"]], "columns": [["1"]], "points": [[1], [2]]},
        {"features": ["a", "b"], "rows": [["1"], ["1"]], "columns": [["1"]], "points": [[1], [2]]},
        {"features": ["a", "b"], "rows": [["1"]], "columns": [["1"]], "points": [[1, 2]]},
        {"features": ["a", "b"], "rows": [["1"]], "columns": [["1"]], "points": []},
        {"features": ["a"], "rows": [["1"]], "columns": [["1"]], "points": [[1]]},
    ],
)
def test_a_pair_that_does_not_fit_its_card_is_refused(pair: dict[str, object]) -> None:
    with pytest.raises(PolicyInvalid):
        parse_scorecard({**PAIRED, "pairs": [pair]})
    assert parse_scorecard(PAIRED).pairs == ()
