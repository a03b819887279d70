"""Made-up persons in columns: repeatable, like those whose sources are asked one by one, good or bad by no group."""

import csv
from datetime import date
from pathlib import Path

import numpy as np

from puhui.flows.simulation.persons import write_persons
from puhui.flows.simulation.wide_persons import GROUPS, persons_at_large
from puhui.flows.simulation.wide_world import AT_ONCE, Asks, WideWorld
from puhui.risk.decisioning.facade import UNKNOWN, decide, decide_many, installed_parameters_on, policy_in_force
from puhui.risk.lab.facade import Part
from puhui.risk.lab.rules.compare import expected_auc

DAY = date(2026, 11, 1)
ASKS = Asks(100_000, 20_000_000, 10_000, (3, 6, 12, 24), "equal_instalment", "household")


def world(size: int, *, seed: int = 3) -> WideWorld:
    return WideWorld(size, seed, DAY, "personal-instalment", 12, ASKS)


def only(asked: WideWorld) -> Part:
    [part] = persons_at_large(asked)
    return part


def test_the_same_seed_makes_the_same_persons_and_a_larger_world_begins_with_them() -> None:
    small, again, other = (only(world(500, seed=seed)) for seed in (1, 1, 2))
    larger = next(persons_at_large(world(AT_ONCE + 10, seed=1)))
    for name, column in small.asked.facts.items():
        assert column.units.tolist() == again.asked.facts[name].units.tolist()
        assert column.units.tolist() == larger.asked.facts[name].units[:500].tolist()
    assert small.true_pd is not None
    assert other.true_pd is not None
    assert small.true_pd.tolist() != other.true_pd.tolist()
    assert [part.asked.size for part in persons_at_large(world(AT_ONCE + 10))] == [AT_ONCE, 10]


def test_they_ask_within_the_product() -> None:
    asked = only(world(5_000)).asked
    assert asked.amount_minor.min() >= ASKS.least_minor
    assert asked.amount_minor.max() <= ASKS.most_minor
    assert (asked.amount_minor % ASKS.step_minor == 0).all()
    assert set(asked.term_months.tolist()) == set(ASKS.terms_months)


def test_who_is_bad_does_not_depend_on_a_group() -> None:
    part = only(world(AT_ONCE))
    assert part.true_pd is not None
    whole, spread = part.true_pd.mean(), part.true_pd.std()
    assert set(part.groups) == set(GROUPS)
    for flags in part.groups.values():
        assert 0.05 < flags.mean() < 0.6
        assert abs(part.true_pd[flags].mean() - whole) < 4 * spread / flags.sum() ** 0.5


def test_their_facts_are_distributed_like_those_that_sources_tell(tmp_path: Path) -> None:
    write_persons(tmp_path / "facts.csv", size=2_000, seed=11, as_of=DAY, told=lambda done: None)
    with (tmp_path / "facts.csv").open() as stream:
        real = list(csv.DictReader(stream))
    part = only(world(AT_ONCE))
    told = [name for name in real[0] if name.startswith("person_") and name != "person_id"]
    assert set(told) == {name for name in part.asked.facts if name.startswith("person_")}
    for name in told:
        if name == "person_income_12m":
            continue  # these are paid by place, sex and age; the others are not
        column = part.asked.facts[name]
        mine = column.units[column.units != UNKNOWN] / 10**column.places
        theirs = np.array([float(row[name]) for row in real if row[name]])
        error = (theirs.std() ** 2 / len(theirs) + mine.std() ** 2 / len(mine)) ** 0.5
        assert abs(mine.mean() - theirs.mean()) < 4 * error + 0.01 * abs(theirs.mean()), name
        assert 0.85 < (mine.std() + 1e-9) / (theirs.std() + 1e-9) < 1.15, name


def test_the_shipped_card_orders_them_and_columns_answer_as_one_by_one() -> None:
    part = only(world(AT_ONCE))
    policy, cards = policy_in_force("personal-instalment", on=DAY)
    card, parameters = cards[policy.scorecard], installed_parameters_on(DAY)
    answers = decide_many(part.asked, policy=policy, scorecard=card, parameters=parameters)
    assert part.true_pd is not None
    best = expected_auc(part.true_pd, part.true_pd)
    assert 0.70 < expected_auc(-answers.score.astype(float), part.true_pd) < best < 0.83
    assert answers.one_by_one == {}
    for row in range(0, AT_ONCE, 500):
        alone = decide(part.asked.request(row), policy=policy, scorecard=card, parameters=parameters)
        assert ("decline", "refer", "approve")[answers.outcome[row]] == alone.outcome
        assert int(answers.score[row]) == alone.score
