"""The second version of the policy: affordability, debts, the group, and limits and rates in parts that add up."""

from decimal import Decimal
from typing import Any

import pytest
from tests.unit.decisioning.shipped import BOOK, LAW, PARAMETERS, policy_document, request, shipped_card, shipped_policy

from puhui.risk.decisioning.contracts import Decision
from puhui.risk.decisioning.records import answer_text, read_answer
from puhui.risk.decisioning.rules.decide import decide
from puhui.risk.decisioning.rules.policy import DecisionPolicy

POLICY, CARD = shipped_policy(2), shipped_card()

POOR = {
    "turnover_volatility_12m": Decimal("0.9"),
    "void_share_12m": Decimal("0.2"),
    "buyer_hhi_12m": Decimal("0.5"),
    "buyer_stability_12m": Decimal("0.3"),
}
WITHOUT_FLOOR = shipped_policy(2, price=policy_document(2)["price"] | {"least_pct": "1"})


def decided(law: dict[str, Decimal] = LAW, *, policy: DecisionPolicy = POLICY, **changes: Any) -> Decision:
    asked = request(**{**changes, "facts": BOOK | changes.get("facts", {})})
    return decide(asked, policy=policy, scorecard=CARD, parameters=PARAMETERS | law)


def test_a_good_firm_gets_what_it_asks_for_and_every_part_is_shown() -> None:
    answer = decided()
    assert (answer.outcome, answer.engine, answer.limit_minor) == ("approve", "2", 30_000_000)
    assert [p.name for p in answer.limit_parts] == ["band", "turnover", "cash_flow", "risk", "borrower", "group"]
    least = min(p.value for p in answer.limit_parts if p.value is not None)
    assert [p.value for p in answer.limit_parts if p.decides] == [least]
    for offer, price in zip(answer.offers, answer.price_parts, strict=True):
        assert sum(p.value for p in price.parts if p.value is not None) == offer.annual_rate_pct
        assert offer.annual_rate_pct == offer.lpr_pct + Decimal(offer.margin_bps) / 100
    assert Decimal("0.1") < (answer.measures["debt_service_share"] or 0) < Decimal("0.2")


@pytest.mark.parametrize(
    ("facts", "outcome", "code"),
    [
        ({"group.monthly_due_minor": 24_000_000}, "refer", "debt_service_high"),
        ({"bureau_monthly_due": 24_000_000}, "refer", "debt_service_high"),
        ({"purchases_12m": None}, "refer", "debt_service_unknown"),
        ({"purchases_12m": 900_000_000, **POOR}, "refer", "buys_more_than_it_sells"),
        ({"own_days_past_due": 4}, "refer", "overdue_here"),
        ({"own_days_past_due": 0, "own_worst_days_past_due": 91}, "refer", "was_long_overdue_here"),
        ({"bank_in_12m": 200_000_000}, "refer", "bank_below_sales"),
        ({"bureau_debt": 800_000_000}, "decline", "debt_high"),
        ({"bureau_lenders": 5}, "refer", "many_lenders"),
        ({"bureau_lenders": 8}, "decline", "many_lenders"),
        ({"group.exposure_minor": 745_000_000}, "decline", "group_full"),
        ({"borrower.exposure_minor": 495_000_000, "group.exposure_minor": 495_000_000}, "decline", "borrower_full"),
        ({"group.exposure_minor": None}, "refer", "exposure_unknown"),
        ({"turnover_12m": 32_000_000, "purchases_12m": 10_000_000}, "decline", "limit_of_turnover"),
        ({"purchases_12m": 795_000_000, "bureau_monthly_due": 500_000}, "refer", "debt_service_high"),
    ],
)
def test_what_stands_in_the_way_is_named(facts: dict[str, Any], outcome: str, code: str) -> None:
    answer = decided(facts=facts)
    assert (answer.outcome, code in [r.code for r in answer.reasons]) == (outcome, True)
    words = next(r.text for r in answer.reasons if r.code == code)
    assert "{" not in words.en + words.zh


def test_the_group_leaves_the_room_that_is_left() -> None:
    answer = decided(facts={"group.exposure_minor": 735_000_000})
    assert answer.limit_minor == 15_000_000
    assert [p.name for p in answer.limit_parts if p.decides] == ["group"]


def test_a_cap_of_the_law_holds_the_rate_and_a_risk_without_a_lawful_price_is_declined() -> None:
    rate = decided(policy=WITHOUT_FLOOR).offers[0].annual_rate_pct
    held = decided(LAW | {"all_in_cost_cap_pct": rate - Decimal("0.30")}, policy=WITHOUT_FLOOR)
    assert held.offers[0].annual_rate_pct == rate - Decimal("0.30")
    assert held.price_parts[0].parts[-1].name == "cap"
    assert held.price_parts[0].parts[-1].value == Decimal("-0.30")
    multiple = decided(LAW | {"all_in_cost_cap_lpr_multiple": (rate - Decimal("0.30")) / 3}, policy=WITHOUT_FLOOR)
    assert multiple.offers[0].annual_rate_pct <= rate - Decimal("0.30")
    refused = decided(LAW | {"all_in_cost_cap_pct": rate - Decimal("1.60")}, policy=WITHOUT_FLOOR)
    assert (refused.outcome, [r.code for r in refused.reasons]) == ("decline", ["no_lawful_price"])


def test_a_record_with_parts_reads_back_as_it_was_written() -> None:
    answer = decided(facts={"purchases_12m": None})
    text = answer_text(answer)
    again = read_answer(text, decision_id=answer.application_id)  # type: ignore[arg-type] # a UUID here
    assert answer_text(again) == text
    assert again.measures["debt_service_share"] is None
