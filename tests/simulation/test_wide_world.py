"""The population in columns: repeatable, like the one with invoices, and unfair in nothing but what firms show."""

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from puhui.flows.simulation.population import write_population
from puhui.flows.simulation.wide_world import AT_ONCE, GROUPS, WideWorld, firms_at_large
from puhui.risk.decisioning.facade import UNKNOWN, decide_many, installed_parameters_on, policy_in_force
from puhui.risk.lab.facade import Part
from puhui.risk.lab.rules.compare import expected_auc

DAY = date(2026, 11, 1)
LEAST, MOST = 0.88, 1.14


def only(world: WideWorld) -> Part:
    [part] = firms_at_large(world)
    return part


def test_the_same_seed_makes_the_same_firms_and_a_larger_world_begins_with_them() -> None:
    small, again, other = (only(WideWorld(500, seed, DAY)) for seed in (1, 1, 2))
    larger = next(firms_at_large(WideWorld(AT_ONCE + 10, 1, DAY)))
    for name, column in small.asked.facts.items():
        assert column.units.tolist() == again.asked.facts[name].units.tolist()
        assert column.units.tolist() == larger.asked.facts[name].units[:500].tolist()
    assert small.true_pd is not None
    assert other.true_pd is not None
    assert small.true_pd.tolist() != other.true_pd.tolist()
    assert [part.asked.size for part in firms_at_large(WideWorld(AT_ONCE + 10, 1, DAY))] == [AT_ONCE, 10]


def test_who_is_bad_does_not_depend_on_a_group() -> None:
    part = only(WideWorld(AT_ONCE, 3, DAY))
    assert part.true_pd is not None
    whole, spread = part.true_pd.mean(), part.true_pd.std()
    assert set(part.groups) == set(GROUPS)
    for flags in part.groups.values():
        assert 0.05 < flags.mean() < 0.6
        assert abs(part.true_pd[flags].mean() - whole) < 4 * spread / flags.sum() ** 0.5


@pytest.mark.slow
def test_its_facts_are_distributed_like_those_of_firms_with_invoices(tmp_path: Path) -> None:
    write_population(tmp_path, size=400, seed=11, as_of=DAY, file_format="parquet", told=lambda done: None)
    with (tmp_path / "facts.csv").open() as stream:
        real = list(csv.DictReader(stream))
    part = only(WideWorld(AT_ONCE, 3, DAY))
    towns = ~part.groups["rural"]  # the other population knows of no villages
    for name in ("turnover_12m", "sales_invoices_12m", "turnover_volatility_12m", "buyers_12m", "buyer_hhi_12m",
                 "buyer_top1_share_12m", "void_share_12m", "suppliers_12m", "supplier_hhi_12m", "gross_margin_12m",
                 "buyer_stability_12m", "supplier_stability_12m"):  # fmt: skip
        column = part.asked.facts[name]
        mine = column.units[(column.units != UNKNOWN) & towns] / 10**column.places
        theirs = np.array([float(row[name]) for row in real if row[name]])
        assert LEAST < np.median(mine) / np.median(theirs) < MOST, name
        assert 0.7 < mine.std() / theirs.std() < 1.4, name


def test_a_card_trained_on_firms_with_invoices_orders_these_as_well() -> None:
    part = only(WideWorld(AT_ONCE, 3, DAY))
    policy, cards = policy_in_force("working-capital", on=DAY)
    card = cards[policy.scorecard]
    answers = decide_many(part.asked, policy=policy, scorecard=card, parameters=installed_parameters_on(DAY))
    assert part.true_pd is not None
    best = expected_auc(part.true_pd, part.true_pd)
    assert 0.70 < expected_auc(-answers.score.astype(float), part.true_pd) < best < 0.83
    assert (answers.outcome >= 0).all()
    assert abs((answers.pd_ppm / 1e6).mean() - part.true_pd.mean()) < 0.02
