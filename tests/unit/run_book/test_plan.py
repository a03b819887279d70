"""Choosing price and limit: against brute force, within the budget, and never below nothing."""

import random
from decimal import Decimal

import pytest
from tests.unit.decisioning.shipped import policy_document as shipped

from puhui.flows.run_book.plan import (
    Candidate,
    ChurnTable,
    best_rate,
    choose,
    limit_of,
    margin_of,
    rating_cuts,
    rating_of,
)
from puhui.flows.run_book.policy import policy_document
from puhui.risk.decisioning.facade import FACT_TYPES
from puhui.risk.decisioning.rules.policy import parse_policy

RATES = (0.04, 0.06, 0.08, 0.10, 0.12, 0.15)
CHURN = ChurnTable(RATES, {"A": (0, 0.3, 0.5, 0.7, 0.8, 0.9), "B": (0, 0.3, 0.5, 0.6, 0.8, 0.9), "C": (0,) * 6})
LGD = 0.6


def candidates(count: int, *, seed: int) -> list[Candidate]:
    roll = random.Random(seed)
    return [
        Candidate(f"E{n}", 600, roll.random() ** 2 * 0.3, roll.choice("ABCD"), roll.randint(10, 100) * 1_000_000)
        for n in range(count)
    ]


def value(choices: list[tuple[float, float]], one: Candidate, shadow: float) -> float:
    return max([0.0, *(stays * (margin_of(rate, pd=one.pd, lgd=LGD) - shadow) for rate, stays in choices)])


def test_the_margin_is_interest_less_expected_loss() -> None:
    assert margin_of(0.10, pd=0.0, lgd=LGD) == pytest.approx(0.10)
    assert margin_of(0.12, pd=1.0, lgd=LGD) == pytest.approx(0.055 - 0.6)


@pytest.mark.parametrize("shadow", [0.0, 0.02])
def test_the_best_rate_is_the_best_of_all_rates(shadow: float) -> None:
    for one in candidates(60, seed=1):
        found = best_rate(pd=one.pd, rating=one.rating, churn=CHURN, shadow=shadow, lgd=LGD)
        if one.rating == "D":
            assert found is None
            continue
        options = [(rate, 1 - churn) for rate, churn in zip(RATES, CHURN.shares[one.rating], strict=True)]
        best = value(options, one, shadow)
        mine = found[1] * (margin_of(found[0], pd=one.pd, lgd=LGD) - shadow) if found else 0.0
        assert mine == pytest.approx(best)


@pytest.mark.parametrize("budget_minor", [10**8, 10**9, 10**10])
def test_the_expected_payout_fits_the_budget_and_no_offer_loses(budget_minor: int) -> None:
    chosen, shadow = choose(candidates(200, seed=2), churn=CHURN, budget_minor=budget_minor, lgd=LGD)
    assert sum(c.stays * c.limit_minor for c in chosen) <= budget_minor
    assert all(c.margin > shadow >= 0 for c in chosen)
    assert [c.margin for c in chosen] == sorted((c.margin for c in chosen), reverse=True)
    assert (shadow > 0) == (budget_minor < 10**10)


def test_a_larger_budget_never_earns_less() -> None:
    earned = []
    for budget in (10**8, 10**9, 3 * 10**9, 10**10):
        chosen, _ = choose(candidates(200, seed=3), churn=CHURN, budget_minor=budget, lgd=LGD)
        earned.append(sum(c.stays * c.margin * c.limit_minor for c in chosen))
    assert earned == sorted(earned)


def test_limits_are_in_whole_steps_between_nothing_and_the_most() -> None:
    assert limit_of(None, share_pct=25, most_minor=100, step_minor=10) == 0
    assert limit_of(-5, share_pct=25, most_minor=100, step_minor=10) == 0
    assert limit_of(199, share_pct=25, most_minor=100, step_minor=10) == 40
    assert limit_of(10**9, share_pct=25, most_minor=100, step_minor=10) == 100


def test_the_cuts_give_each_rating_as_often_as_the_staff_did() -> None:
    rated = [(700 - n, "A" if n < 2 else "B" if n < 5 else "C" if n < 9 else "D") for n in range(12)]
    cuts = rating_cuts(rated)
    assert [rating_of(score, cuts=cuts) for score, _ in rated] == [rating for _, rating in rated]


def test_the_choice_written_down_is_a_policy_without_overlap_or_gap() -> None:
    def price(score: int) -> float | None:
        return None if score < 560 else 0.12 if score < 600 else 0.0645

    day = shipped()["effective_from"]
    document = policy_document(
        shipped(),
        on=day,
        scores=(480, 680),
        price=price,
        ratings={"A": 620, "B": 590, "C": 550},
        lpr_pct=Decimal("4.05"),
        most_minor=100_000_000,
        turnover_share_pct=25,
    )
    policy = parse_policy({**document, "effective_from": day}, facts=FACT_TYPES)
    expected = [(300, "none", None), (559, "none", None), (560, "C", 795), (600, "B", 240), (999, "A", 240)]
    for score, band, margin in expected:
        row = policy.bands.hit({"score": score})
        assert row is not None
        assert row.then["band"] == band
        found = policy.prices.hit({"score": score})
        assert found is not None
        assert margin is None or found.then["margin_bps"] == margin
