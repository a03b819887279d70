"""What the lab reckons, against slower ways to the same figures."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from puhui.finmath.loans.document import schedule_document
from puhui.finmath.statistics import auc
from puhui.kernel.texts import Text
from puhui.risk.lab.rules.compare import ceiling, compared, expected_auc, rate_ratio, swap_sets
from puhui.risk.lab.rules.decided import METHODS, Decided, Portfolio
from puhui.risk.lab.rules.economics import Assumptions, Book, book_of, expected
from puhui.risk.lab.rules.run_forward import Life, Shock, exposure_of, live, luck_of

GIVEN = Assumptions(
    name="given@1",
    hash="-",
    lgd_pct=Decimal(50),
    funding_rate_pct=Decimal(3),
    cost_per_loan_minor=10_000,
    risk_weight_pct=Decimal(75),
    capital_ratio_pct=Decimal(10),
)


def decided(outcomes: list[int], *, scores: list[int] | None = None, rate: float = 9.0) -> Decided:
    size = len(outcomes)
    outcome = np.array(outcomes, dtype=np.int8)
    return Decided(
        outcome=outcome,
        score=np.array(scores or [600] * size, dtype=np.int32),
        pd=np.full(size, 0.04),
        amount=np.where(outcome > 0, 1_000_000.0, 0.0),
        rate_pct=np.where(outcome > 0, rate, 0.0),
        term=np.where(outcome > 0, 12, 0).astype(np.int16),
        method=np.zeros(size, dtype=np.int8),
        reasons=np.where(outcome[:, None] == 2, -1, [[0, 1, -1, -1]]).astype(np.int16),
        reason_codes=("one", "two"),
        one_by_one={},
    )


def portfolio(true_pd: list[float], groups: dict[str, list[bool]] | None = None) -> Portfolio:
    return Portfolio(
        size=len(true_pd),
        groups={name: np.array(flags) for name, flags in (groups or {}).items()},
        industry=np.zeros(len(true_pd), dtype=np.int16),
        true_pd=np.array(true_pd),
        bad=None,
    )


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=40))
def test_with_outcomes_that_are_certain_the_expected_area_is_the_usual_one(pairs: list[tuple[int, bool]]) -> None:
    risk, bad = np.array([p[0] for p in pairs], dtype=float), np.array([p[1] for p in pairs], dtype=float)
    if 0 < bad.sum() < len(bad):
        assert expected_auc(risk, bad) == pytest.approx(auc(risk, bad))


@given(st.lists(st.floats(0.01, 0.99), min_size=2, max_size=8), st.data())
def test_the_expected_area_is_the_mean_over_pairs(pds: list[float], data: st.DataObject) -> None:
    risk = data.draw(st.lists(st.integers(0, 4), min_size=len(pds), max_size=len(pds)))
    won = whole = 0.0
    for i, bad in enumerate(pds):
        for j, good in enumerate(pds):
            if i != j:
                weight = bad * (1 - good)
                whole += weight
                won += weight * (1.0 if risk[i] > risk[j] else 0.5 if risk[i] == risk[j] else 0.0)
    assert expected_auc(np.array(risk, dtype=float), np.array(pds)) == pytest.approx(won / whole)


def test_the_ceiling_compares_with_the_best_and_with_chance() -> None:
    truth = [0.01, 0.02, 0.30, 0.40]
    perfect = ceiling(decided([2, 2, 0, 0], scores=[4, 3, 2, 1]), np.array(truth))
    assert (perfect["avoided_ppm"], perfect["bad_if_best_ppm"]) == (1_000_000, 15_000)
    assert perfect["auc_ppm"] == perfect["best_auc_ppm"]
    worst = ceiling(decided([0, 0, 2, 2], scores=[1, 2, 3, 4]), np.array(truth))
    assert worst["avoided_ppm"] == -1_000_000
    half = ceiling(decided([2, 0, 0, 2]), np.array(truth))
    assert (half["auc_ppm"], half["bad_at_random_ppm"]) == (500_000, 182_500)


def test_a_ratio_alarms_below_four_fifths_and_surely_when_the_whole_interval_is() -> None:
    assert rate_ratio((50, 100), (500, 1000)) == {
        "ppm": 1_000_000, "low_ppm": 814_189, "high_ppm": 1_228_216, "alarm": "none",
    }  # fmt: skip
    possible, certain = rate_ratio((35, 100), (500, 1000)), rate_ratio((300, 1000), (5000, 10_000))
    assert possible is not None
    assert certain is not None
    assert (possible["alarm"], certain["alarm"]) == ("possible", "certain")
    assert rate_ratio((0, 10), (5, 10)) is None
    assert rate_ratio((5, 10), (0, 0)) is None


def test_who_changes_and_why() -> None:
    running, other = decided([2, 2, 1, 0, 0]), decided([2, 0, 2, 2, 0])
    who = portfolio([0.1, 0.2, 0.3, 0.4, 0.5], {"rural": [False, True, True, False, True]})
    swaps = swap_sets(running, other, who)
    assert swaps["matrix"] == [[1, 0, 1], [0, 0, 1], [1, 0, 1]]
    assert swaps["in"] == {
        "firms": 2, "amount_minor": 2_000_000, "pd_ppm": 40_000, "groups": {"rural": 1}, "reasons": [("one", 2)],
        "true_pd_ppm": 350_000,
    }  # fmt: skip
    assert (swaps["out"]["firms"], swaps["out"]["true_pd_ppm"]) == (1, 200_000)


def test_groups_are_measured_beside_everyone_else_and_among_the_good() -> None:
    who = portfolio([0.0, 0.0, 1.0, 0.0], {"thin_file": [True, True, False, False]})
    figures = compared(who, [decided([2, 0, 2, 2])], names=["running"], given=GIVEN)
    thin = figures["arms"]["running"]["groups"]["thin_file"]
    assert (thin["approval"]["n"], thin["approval"]["of"], thin["others"]["ppm"]) == (1, 2, 1_000_000)
    assert (thin["of_good_ppm"], thin["others_of_good_ppm"]) == (500_000, 1_000_000)
    assert "swaps" not in figures


def book(method: str, *, rate: float = 12.0, term: int = 12, loans: int = 1) -> Book:
    return Book(
        np.arange(loans),
        np.full(loans, 1_200_000.0),
        np.full(loans, rate / 1200),
        np.full(loans, float(term)),
        np.full(loans, METHODS.index(method), dtype=np.int8),
    )


@pytest.mark.parametrize("method", ["equal_instalment", "equal_principal", "interest_only", "bullet"])
def test_balances_are_those_of_the_schedule(method: str) -> None:
    asked = {"principal": "12000.00", "annual_rate_pct": "12", "method": method, "n": 12, "every": 1, "unit": "month",
             "disbursement_date": "2026-01-31", "day_count": "period"}  # fmt: skip
    plan = [Decimal(line["balance"]) * 100 for line in schedule_document(asked)["instalments"]]
    assert [float(book(method).balance(n)[0]) for n in range(1, 13)] == pytest.approx([float(b) for b in plan], abs=12)
    assert book(method).balance(0)[0] == pytest.approx(1_200_000)


def test_without_default_a_level_loan_earns_its_interest_less_funding() -> None:
    loan = book("equal_instalment")
    instalment = 1_200_000 * 0.01 / (1 - 1.01**-12)
    interest = instalment * 12 - 1_200_000
    found = expected(loan, np.zeros(1), given=GIVEN)
    assert found["margin_minor"] == round(interest * (12 - 3) / 12)
    assert (found["expected_loss_minor"], found["cost_minor"], found["capital_minor"]) == (0, 10_000, 90_000)


def shock(**changes: object) -> Shock:
    preset = {
        "id": "s", "version": 1, "hash": "-", "name": Text(en="s", zh="s"), "story": Text(en="s", zh="s"),
        "start_month": 3, "peak_months": 2, "fade_months": 1, "log_odds": {"all": Decimal("1.0")},
        "funding_add_pct": Decimal(0), "lgd_multiplier": Decimal(1),
    }  # fmt: skip
    return Shock(**{**preset, **changes})  # type: ignore[arg-type]


def test_a_shock_rises_stays_and_fades() -> None:
    assert [shock().strength(month) for month in range(1, 8)] == [0, 0, 1, 1, 0.5, 0, 0]


def test_lived_defaults_are_those_expected_and_a_shock_only_adds_to_them() -> None:
    loans, risk = book("bullet", term=12, loans=20_000), np.full(20_000, 0.2)
    who = portfolio([0.2] * 20_000)
    life = Life(12, luck_of(size=20_000, seed=1), GIVEN)
    calm = live(loans, pd_year=risk, life=life, shock=None, exposure=None)
    assert calm["defaults"] == pytest.approx(4_000, abs=4 * (20_000 * 0.2 * 0.8) ** 0.5)
    assert calm["months"][-1]["standing_ppm"] == 1_000_000 - calm["defaults"] * 50
    hit = live(loans, pd_year=risk, life=life, shock=shock(), exposure=exposure_of(who, shock=shock()))
    assert [m["defaults"] for m in hit["months"][:2]] == [m["defaults"] for m in calm["months"][:2]]
    assert all(a["standing_ppm"] <= b["standing_ppm"] for a, b in zip(hit["months"], calm["months"], strict=True))
    assert hit["defaults"] > calm["defaults"]
    dear = live(loans, pd_year=risk, life=life, shock=shock(log_odds={}, funding_add_pct=Decimal(2)), exposure=None)
    assert dear["defaults"] == calm["defaults"]
    assert dear["margin_minor"] < calm["margin_minor"]


def test_an_exposure_is_what_the_firm_is() -> None:
    who = portfolio([0.1, 0.1], {"rural": [True, False]})
    added = exposure_of(
        who, shock=shock(log_odds={"all": Decimal("0.1"), "rural": Decimal("0.5"), "industry:A": Decimal(1)})
    )
    assert added.tolist() == pytest.approx([1.6, 1.1])


def test_nobody_approved_is_a_book_of_nothing() -> None:
    nobody = decided([0, 1])
    figures = compared(portfolio([0.1, 0.2]), [nobody], names=["running"], given=GIVEN)["arms"]["running"]
    assert (figures["amount_minor"], figures["true"]["profit_minor"], figures["ceiling"]["bad_if_best_ppm"]) == (
        0,
        0,
        0,
    )
    life = Life(3, luck_of(size=2, seed=1), GIVEN)
    assert live(book_of(nobody), pd_year=np.zeros(0), life=life, shock=None, exposure=None)["defaults"] == 0
