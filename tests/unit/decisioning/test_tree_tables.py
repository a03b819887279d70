"""Contributions from tables: to the whole point what LightGBM gives, on every kind of split, and never where unsure."""

import json
from typing import Any

import numpy as np
import pytest
from tests.unit.decisioning.packages import FACTS, boosted_document

from puhui.risk.decisioning.rules import boosted, tree_tables
from puhui.risk.decisioning.rules.boosted import Boosted, parse_boosted, parts_if_sure, whole_parts

lightgbm = pytest.importorskip("lightgbm", reason="pip install 'puhui[lab]'")
KINDS = [f"kind {n}" for n in range(9)]
DICE = np.random.default_rng(11)


def rows_of(many: int) -> Any:
    """Two categories, a column that is mostly zero, one that is known or not and nothing else, a ratio, numbers."""
    rows = DICE.normal(size=(many, 8))
    rows[:, 0], rows[:, 1] = DICE.integers(0, 9, many), DICE.integers(0, 3, many)
    rows[:, 2] = np.where(DICE.random(many) < 0.6, 0, rows[:, 2])
    rows[:, 3] = 1.0
    rows[DICE.random(rows.shape) < 0.08] = np.nan
    return rows


def trained(*, leaves: int = 15, rounds: int = 40, **more: Any) -> Boosted:
    rows = rows_of(4000)
    known = np.nan_to_num(rows)
    risk = known[:, 2] + known[:, 4] - known[:, 5] * known[:, 6] + (known[:, 0] % 4 == 1) - known[:, 3]
    settings = {"objective": "binary", "num_leaves": leaves, "verbosity": -1, "num_threads": 1, "seed": 3} | more
    data = lightgbm.Dataset(rows, label=risk + DICE.normal(size=len(rows)) > 0.5, categorical_feature=[0, 1])
    booster = lightgbm.train(settings, data, num_boost_round=rounds)
    document = {
        "id": "trees",
        "version": "1",
        "kind": "gbdt",
        "names": ["trade", "town", "zeros", "told", "a", "b", "c", "a / b"],
        "codes": {"trade": {kind: n for n, kind in enumerate(KINDS)}, "town": {"x": 0, "y": 1, "z": 2}},
        "model": booster.model_to_string(),
    }
    return parse_boosted(json.loads(json.dumps(document)))


def facts_of(row: Any) -> dict[str, Any]:
    known = {
        n: None if np.isnan(v) else float(v) for n, v in zip(["zeros", "told", "a", "b", "c"], row[2:7], strict=True)
    }
    trade = None if np.isnan(row[0]) else KINDS[int(row[0])]
    return known | {"trade": trade, "town": None if np.isnan(row[1]) else "xyz"[int(row[1])]}


@pytest.mark.parametrize("settings", [{"leaves": 7}, {}, {"leaves": 31, "rounds": 30}, {"use_missing": False}])
def test_every_kind_of_split_gives_what_lightgbm_gives(settings: dict[str, Any]) -> None:
    model = trained(**settings)
    for row in rows_of(800):
        facts = facts_of(row)
        assert model.score_and_parts(facts) == model.score_and_parts_by_lightgbm(facts)
    assert model.made[0] is not None


def test_rows_on_the_thresholds_and_codes_that_are_not_known_give_what_lightgbm_gives() -> None:
    model = trained()
    model.score({})
    tables = model.made[0]
    assert tables is not None
    for place, name in ((2, "zeros"), (4, "a"), (5, "b"), (6, "c")):
        for cut in tables.cuts[place] or ():
            for value in (cut, float(np.nextafter(cut, -np.inf)), float(np.nextafter(cut, np.inf)), 0.0, -0.0):
                facts = {"trade": "never seen", "town": "x", name: value}
                assert model.score_and_parts(facts) == model.score_and_parts_by_lightgbm(facts)


@pytest.mark.parametrize(
    "settings",
    [
        {"zero_as_missing": True},
        {"boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.5},
    ],
)
def test_trees_of_another_kind_are_left_to_lightgbm(settings: dict[str, Any]) -> None:
    model = trained(**settings)
    facts = facts_of(rows_of(1)[0])
    assert model.score_and_parts(facts) == model.score_and_parts_by_lightgbm(facts)
    assert model.made == [None]


def test_tables_that_would_be_too_large_are_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_tables, "MOST_BYTES", 10_000)
    model = parse_boosted(boosted_document())
    assert model.score_and_parts({}) == model.score_and_parts_by_lightgbm({})
    assert model.made == [None]


def test_tables_that_disagree_with_lightgbm_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_tables, "ENDLESS", -1.0)  # every threshold read as endless: wrong on purpose
    model = parse_boosted(boosted_document())
    assert model.score_and_parts({}) == model.score_and_parts_by_lightgbm({})
    assert model.made == [None]


@pytest.mark.parametrize(
    ("exact", "total"),
    [
        ([2.0000000001, 3.4], 5),  # a floor that the last digits decide
        ([2.3, 3.3, 1.8], 8),  # two remainders too near to say which is larger
        ([2.3, 3.3], 9),  # more is missing than there are parts
        ([2.3, 3.3], 4),
        ([0.0, 1.7], 2),  # of trees that ask for it: zero but for the last digit
    ],
)
def test_parts_that_the_last_digits_could_change_are_not_told(exact: list[float], total: int) -> None:
    assert parts_if_sure(exact, total=total, used=[True] * len(exact)) is None


@pytest.mark.parametrize(
    ("exact", "total"), [([2.3, 3.4, 1.8], 7), ([0.0, 0.0, 1.7], 2), ([-0.3, 0.0, 2.6], 2), ([1.5], 1)]
)
def test_parts_that_are_sure_are_the_whole_parts(exact: list[float], total: int) -> None:
    assert parts_if_sure(exact, total=total, used=[bool(value) for value in exact]) == whole_parts(exact, total=total)


def test_where_nothing_is_sure_lightgbm_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    model = parse_boosted(boosted_document())
    monkeypatch.setattr(boosted, "NEAR", 1.0)
    facts = dict.fromkeys(FACTS, 1)
    assert model.score_and_parts(facts) == model.score_and_parts_by_lightgbm(facts)
