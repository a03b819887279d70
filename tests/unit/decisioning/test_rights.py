"""Reasons that say something, dates of working days: the rights of who is decided on."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.decisioning.shipped import request, shipped_card, shipped_policy

from puhui.finmath.calendars import is_working_day
from puhui.kernel.texts import Text
from puhui.risk.decisioning.contracts import GenericReason
from puhui.risk.decisioning.rights import principal_reasons, refuse_generic_reasons, rights_on
from puhui.risk.decisioning.rules.adverse import generic_faults
from puhui.risk.decisioning.rules.decide import decide

DAY = date(2026, 11, 26)
SPECIFIC = Text(en="Turnover fell by a third within a year", zh="销售额一年内下降三分之一")
GENERIC = [
    Text(en="Your score too low for this product", zh="销售额一年内下降三分之一"),
    Text(en="Turnover fell by a third within a year", zh="综合评分不足"),
    Text(en="Not in line with our internal policy", zh="不符合内部政策"),
    Text(en="Does not meet OUR REQUIREMENTS", zh="资质不符"),
    Text(en="", zh=""),
    Text(en="R12", zh="R12"),
]


@pytest.mark.parametrize("text", GENERIC)
def test_a_generic_reason_is_refused(text: Text) -> None:
    with pytest.raises(GenericReason):
        principal_reasons(["x"], texts=[text], on=DAY)


def test_no_reason_is_refused_and_more_than_four_become_four() -> None:
    with pytest.raises(GenericReason):
        principal_reasons([], texts=[], on=DAY)
    assert principal_reasons(list("abcdef"), texts=[SPECIFIC] * 6, on=DAY) == list("abcd")


@pytest.mark.parametrize(
    "facts", [{}, {"months_since_last_sale": 9}, {"turnover_volatility_12m": 3, "buyers_12m": 1, "void_share_12m": 0}]
)
@pytest.mark.parametrize("founded", [3, 40])
def test_every_reason_that_the_shipped_policy_and_card_give_is_specific(facts: dict[str, Any], founded: int) -> None:
    from tests.unit.decisioning.shipped import PARAMETERS

    made = decide(
        request(facts=facts, applicant={"months_since_founding": founded}),
        policy=shipped_policy(),
        scorecard=shipped_card(),
        parameters=PARAMETERS,
    )
    assert generic_faults([r.text for r in made.reasons], generic=rights_on(DAY).generic) == []


def test_a_policy_with_a_generic_sentence_is_refused_before_it_refuses_anybody() -> None:
    refuse_generic_reasons(shipped_policy())
    reasons = {**shipped_policy().document["reasons"], "no_turnover": {"en": "Score too low.", "zh": "评分不足。"}}
    with pytest.raises(GenericReason, match="Score too low"):
        refuse_generic_reasons(shipped_policy(reasons=reasons))


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_a_person_explains_within_so_many_working_days(on: date) -> None:
    rights = rights_on(on)
    due = rights.explained_by(on)
    between = [date.fromordinal(n) for n in range(on.toordinal() + 1, due.toordinal() + 1)]
    assert sum(is_working_day(day, calendar="CN") for day in between) == rights.explain_within_working_days
    assert is_working_day(due, calendar="CN")


def test_a_holiday_moves_the_day() -> None:
    assert rights_on(DAY).explained_by(date(2026, 9, 30)) == date(2026, 10, 13)  # National Day week of 2026
