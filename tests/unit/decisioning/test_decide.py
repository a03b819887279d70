"""The decision: what the shipped policy says of firms that a banker can picture, with reasons that are specific."""

from decimal import Decimal
from typing import Any

import pytest
from tests.unit.decisioning.shipped import GOOD, PARAMETERS, policy_document, request, shipped_card, shipped_policy

from puhui.kernel.canonical import canonical_json
from puhui.kernel.errors import InvalidInput
from puhui.risk.decisioning.contracts import Decision, DecisionRequest, PolicyInvalid
from puhui.risk.decisioning.rules.decide import decide, request_text

POLICY, CARD = shipped_policy(), shipped_card()


def decided(asked: DecisionRequest) -> Decision:
    return decide(asked, policy=POLICY, scorecard=CARD, parameters=PARAMETERS)


def test_a_good_firm_gets_what_it_asks_for_at_lpr_plus_margin() -> None:
    answer = decided(request())
    assert answer.outcome == "approve"
    assert answer.reasons == ()
    first, shorter, even = answer.offers
    assert (first.amount_minor, first.term_months, first.method) == (30_000_000, 12, "equal_instalment")
    assert first.annual_rate_pct == Decimal("3.00") + Decimal(first.margin_bps) / 100
    assert (shorter.term_months, even.method) == (6, "equal_principal")
    assert answer.band == "A"


@pytest.mark.parametrize(
    ("facts", "outcome", "code"),
    [
        ({"months_since_last_sale": 9}, "decline", "no_recent_sales"),
        ({"months_since_last_sale": 3}, "refer", "sales_paused"),
        ({"turnover_12m": 0}, "decline", "no_turnover"),
        ({"months_observed": 4}, "refer", "history_short"),
        ({"active_months_12m": 4}, "refer", "few_active_months"),
        ({"void_share_12m": Decimal("0.7")}, "refer", "many_void_invoices"),
        ({"negative_share_12m": Decimal("0.6")}, "refer", "many_red_invoices"),
        ({"turnover_12m": 20_000_000}, "decline", "amount_above_turnover"),
        ({"turnover_12m": None}, "refer", "turnover_unknown"),
        (dict.fromkeys(GOOD), "refer", "history_unknown"),
    ],
)
def test_every_hard_rule_has_its_word(facts: dict[str, Any], outcome: str, code: str) -> None:
    answer = decided(request(facts=facts))
    assert answer.outcome == outcome
    assert code in [reason.code for reason in answer.reasons]
    assert 1 <= len(answer.reasons) <= 4
    assert answer.offers == ()


def test_a_small_amount_and_a_young_firm() -> None:
    assert [r.code for r in decided(request(amount_minor=5_000_000)).reasons] == ["amount_too_small"]
    young = decided(request(applicant={"months_since_founding": 3}))
    assert (young.outcome, young.reasons[0].code) == ("decline", "firm_too_young")
    assert "3 months ago" in young.reasons[0].text.en
    assert "3个月" in young.reasons[0].text.zh


def test_a_weak_firm_is_told_its_four_weakest_facts_with_values() -> None:
    weak = {
        "turnover_volatility_12m": Decimal("1.9"), "buyer_hhi_12m": Decimal("0.95"), "buyers_12m": 2,
        "void_share_12m": Decimal("0.4"), "buyer_stability_12m": Decimal("0.05"), "longest_gap_12m": 4,
        "supplier_stability_12m": Decimal("0.05"), "buyer_top1_share_12m": Decimal("0.95"), "suppliers_12m": 2,
        "turnover_growth_12m": Decimal("-0.6"), "supplier_hhi_12m": Decimal("0.95"), "gross_margin_36m": Decimal("-1"),
        "negative_share_12m": Decimal("0.3"), "purchase_negative_share_12m": Decimal("0.3"), "turnover_12m": 90_000_000,
    }  # fmt: skip
    answer = decided(request(facts=weak))
    assert answer.outcome == "decline"
    assert len(answer.reasons) == 4
    lost = [int(reason.detail["points_lost"]) for reason in answer.reasons]
    assert lost == sorted(lost, reverse=True)
    assert lost[0] == max(part.lost for part in answer.contributions)
    for reason in answer.reasons:
        assert reason.detail["fact"] in weak
        assert reason.detail["value"] in reason.text.en
        assert "score" not in reason.text.en.lower()
        assert "评分过低" not in reason.text.zh


def test_a_limit_is_a_share_of_turnover_and_rounded_down_to_the_step() -> None:
    answer = decided(request(amount_minor=100_000_000, facts={"turnover_12m": 111_111_111}))
    assert answer.limit_minor == 27_000_000
    assert {offer.amount_minor for offer in answer.offers} == {27_000_000}


def test_a_referred_firm_has_terms_for_the_reviewer_and_no_offer() -> None:
    answer = decided(request(facts={"months_since_last_sale": 3}))
    assert answer.offers == ()
    assert answer.indicative


@pytest.mark.parametrize(
    "changes",
    [
        {"amount_minor": 0},
        {"amount_minor": -1},
        {"amount_minor": 10**14},
        {"term_months": 0},
        {"term_months": 361},
        {"facts": {"void_share_12m": 0.5}},
        {"facts": {"months_observed": "36"}},
        {"applicant": {"months_since_founding": "3"}},
    ],
)
def test_what_no_policy_can_decide_on_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        decided(request(**changes))


def test_the_quick_text_of_a_request_is_its_canonical_json() -> None:
    asked = request(applicant={"kind": "organisation", "months_since_founding": None}, purpose="进货")
    assert request_text(asked) == canonical_json(asked)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.pop("bands"),
        lambda d: d["bands"]["rows"].pop(),
        lambda d: d["bands"]["rows"][1]["when"].update(score=">= 500"),
        lambda d: d["bands"]["rows"][0]["then"].update(outcome="maybe"),
        lambda d: d["hard_rules"]["rows"][0]["then"].update(reason="because"),
        lambda d: d["hard_rules"]["inputs"].update(rating="text"),
        lambda d: d["hard_rules"].update(hit_policy="first"),
        lambda d: d["prices"]["rows"].pop(),
    ],
)
def test_a_policy_with_a_fault_is_refused_at_load(change: Any) -> None:
    document = policy_document()
    change(document["tables"])
    with pytest.raises(PolicyInvalid):
        shipped_policy(tables=document["tables"])


@pytest.mark.parametrize(
    "changes",
    [
        {"offers": []},
        {"colour": "blue"},
        {"effective_from": "soon"},
        {"amounts": {"least": "0", "step": "1", "turnover_fact": "turnover_12m"}},
        {"amounts": {"least": "1", "step": "1", "turnover_fact": "luck"}},
        {"reasons": {}},
    ],
)
def test_a_policy_head_with_a_fault_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(PolicyInvalid):
        shipped_policy(**changes)
