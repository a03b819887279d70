"""Formulas as data: values by hand, unknown stays unknown, and every fault is refused by its place."""

from decimal import Decimal
from typing import Any

import pytest
from tests.unit.decisioning.shipped import policy_document, shipped_policy

from puhui.kernel.errors import InvalidInput
from puhui.risk.decisioning.contracts import PolicyInvalid
from puhui.risk.decisioning.rules.burden import expected_loss_rate_pct, instalment_minor
from puhui.risk.decisioning.rules.formulas import parse_formula

WORDS = {"en": "x", "zh": "某"}
KNOWN = ("a", "b", "c")


def value(context: dict[str, Any], **document: Any) -> Decimal | None:
    return parse_formula("f", {"text": WORDS, **document}, where="f", known=KNOWN).value(context)


@pytest.mark.parametrize(
    ("document", "context", "told"),
    [
        ({"of": {"a": 2, "b": "-0.5"}, "plus": 1}, {"a": 3, "b": 4}, "5"),
        ({"of": {"a": 1}, "over": {"b": 3}}, {"a": 1, "b": 1}, "0.333333"),
        ({"of": {"a": "0.01"}, "times": "c"}, {"a": 5000, "c": 15}, "750"),
        ({"of": {"a": 1}, "most": 10}, {"a": 50}, "10"),
        ({"of": {"a": 1}, "least": "0.5"}, {"a": 0}, "0.5"),
        ({"of": {"a": 1, "b": 1}, "unknown": {"b": 7}}, {"a": 1}, "8"),
        ({"of": {"a": 1, "b": 1}}, {"a": 1}, None),
        ({"of": {"a": 1, "b": 1}}, {"a": 1, "b": None}, None),
        ({"of": {"a": 1}, "over": {"b": 1}}, {"a": 1, "b": 0}, None),
        ({"of": {"a": 1}, "over": {"b": 1}}, {"a": 1, "b": -2}, None),
        ({"of": {"a": 1}, "times": "c"}, {"a": 1}, None),
    ],
)
def test_values_by_hand(document: dict[str, Any], context: dict[str, Any], told: str | None) -> None:
    assert value(context, **document) == (None if told is None else Decimal(told))


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"of": {"z": 1}}, "f"),
        ({"times": "z"}, "f"),
        ({"of": {"a": 0.5}}, "f.of.a"),
        ({"of": {"a": True}}, "f.of.a"),
        ({"of": {"a": "NaN"}}, "f.of.a"),
        ({"of": {"a": "1e30"}}, "f.of.a"),
        ({"of": {"a": "much"}}, "f.of.a"),
        ({"of": ["a"]}, "f.of"),
        ({"plus": []}, "f.plus"),
        ({"unknown": {"b": 0}}, "f.unknown"),
        ({"power": 2}, "f"),
        ({"text": "x"}, "f.text"),
    ],
)
def test_a_fault_is_refused_by_its_place(document: dict[str, Any], place: str) -> None:
    with pytest.raises(PolicyInvalid) as refusal:
        value({}, **document)
    assert refusal.value.where == place


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda d: d["price"].update(lgd_pct="101"), "price.lgd_pct"),
        (lambda d: d["price"].update(most_pct="3"), "price.most_pct"),
        (lambda d: d["price"].update(give_up_most_pct="-1"), "price.give_up_most_pct"),
        (lambda d: d["price"].update(parts=[]), "price.parts"),
        (lambda d: d["price"].pop("reason"), "price"),
        (lambda d: d["price"].update(reason="because"), "reasons"),
        (lambda d: d["limit"][0].update(reason="because"), "reasons"),
        (lambda d: d["limit"].append(d["limit"][0]), "limit"),
        (lambda d: d["limit"][0].pop("name"), "limit"),
        (lambda d: d["limit"][1].update(of={"luck": 1}), "limit.turnover"),
        (lambda d: d["measures"].update(score={"text": WORDS}), "measures.score"),
        (lambda d: d["assessment"].update(rate_pct="200"), "assessment.rate_pct"),
        (lambda d: d["facts"].update(x={"unit": "acres", "text": WORDS}), "facts.x"),
        (lambda d: d["documents"].update(luck=WORDS), "documents.luck"),
        (lambda d: d.setdefault("constants", {}).update(x="many"), "constants.x"),
    ],
)
def test_a_policy_section_with_a_fault_is_refused(change: Any, place: str) -> None:
    document = policy_document(2)
    change(document)
    with pytest.raises(PolicyInvalid) as refusal:
        shipped_policy(2, **document)
    assert refusal.value.where == place


def test_the_instalment_by_hand() -> None:
    """The annuity of 100,000.00 at 12 % over 12 months is 8,884.88; even principal begins with 8,333.33 + 1,000."""
    rate = Decimal(12)
    assert instalment_minor(10_000_000, annual_rate_pct=rate, months=12, method="equal_instalment") == 888_488
    assert instalment_minor(10_000_000, annual_rate_pct=rate, months=12, method="equal_principal") == 933_333
    assert instalment_minor(10_000_000, annual_rate_pct=Decimal(0), months=10, method="equal_instalment") == 1_000_000


def test_the_expected_loss_of_a_bullet_of_a_year_is_its_probability_times_the_loss() -> None:
    loss = expected_loss_rate_pct(Decimal("0.10"), lgd_pct=Decimal(45), months=12, is_amortising=False)
    assert loss == Decimal("4.50")
    shrinking = expected_loss_rate_pct(Decimal("0.10"), lgd_pct=Decimal(45), months=12, is_amortising=True)
    assert Decimal("4.50") < shrinking < Decimal("4.80")  # a constant hazard weighs a little more on the first months


def test_measures_are_reckoned_after_those_that_they_ask_for_whatever_their_order() -> None:
    measures = policy_document(2)["measures"]
    backwards = shipped_policy(2, measures=dict(reversed(measures.items())))
    names = [measure.name for measure in backwards.sections.measures]
    assert names.index("cash_flow_minor") < names.index("debt_service_share")
    circle = {"a": {"text": WORDS, "of": {"b": 1}}, "b": {"text": WORDS, "of": {"a": 1}}}
    with pytest.raises(PolicyInvalid, match="circle"):
        shipped_policy(2, measures={**measures, **circle})


@pytest.mark.parametrize("given", [0.5, "3", True, [1]])
def test_a_value_of_another_type_is_refused(given: object) -> None:
    for document in ({"of": {"a": 1}}, {"plus": 1, "times": "a"}, {"plus": 1, "over": {"a": 1}}):
        with pytest.raises(InvalidInput):
            value({"a": given}, **document)
