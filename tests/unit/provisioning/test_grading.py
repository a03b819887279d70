"""Grades, stages and non-accrual by worked examples and by property."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from puhui.risk.provisioning.contracts import Grade, Graded, LoanFacts, Reason, Standing
from puhui.risk.provisioning.rules.grading import (
    GradingRule,
    cross_grade,
    grade_loan,
    grade_of_age,
    is_plain,
    with_other_debts,
)

RULE = GradingRule(version="cn.classification")
DAY = date(2026, 3, 1)
NEW = Standing()
N, A, S, D, L = Grade


def graded(age: int = 0, before: Standing = NEW, on: date = DAY, **facts: Any) -> Graded:
    return grade_loan(RULE, LoanFacts(principal_age=age, interest_age=0, **facts), before, on=on)


@pytest.mark.parametrize(
    ("age", "grade", "stage", "non_accrual"),
    [
        (0, N, 1, False),
        (1, A, 1, False),
        (30, A, 1, False),
        (31, A, 2, False),
        (90, A, 2, False),
        (91, S, 3, True),
        (270, S, 3, True),
        (271, D, 3, True),
        (360, D, 3, True),
        (361, L, 3, True),
    ],
)
def test_the_triggers_by_days(age: int, grade: Grade, stage: int, non_accrual: bool) -> None:
    result = graded(age)
    assert (result.grade, result.standing.stage, result.standing.is_non_accrual) == (grade, stage, non_accrual)
    assert result.reasons == ((Reason.DAYS_PAST_DUE,) if age else (Reason.IN_TIME,))


def test_the_later_part_decides() -> None:
    result = grade_loan(RULE, LoanFacts(principal_age=10, interest_age=95), Standing(), on=DAY)
    assert result.grade == S


def test_technical_arrears_are_excused_where_the_rulebook_says_so() -> None:
    assert grade_of_age(replace(RULE, technical_days=7), 7) == N
    assert grade_of_age(replace(RULE, technical_days=7), 8) == A


def test_a_cure_takes_its_time() -> None:
    """120 days late; all is paid on 1 March. Substandard and non-accrual for six months, then stage 2 for three."""
    bad = graded(120, on=date(2026, 2, 28)).standing
    half = graded(40, bad, on=date(2026, 2, 28))
    assert (half.grade, half.reasons[0]) == (S, Reason.ARREARS_NOT_ALL_PAID)
    paid = graded(0, half.standing, on=DAY)
    assert (paid.grade, paid.standing.stage, paid.standing.clean_since) == (S, 3, DAY)
    assert paid.reasons == (Reason.UPGRADE_PROBATION, Reason.ACCRUAL_PROBATION)
    last = graded(0, paid.standing, on=date(2026, 8, 31))
    assert (last.grade, last.standing.is_non_accrual) == (S, True)
    up = graded(0, last.standing, on=date(2026, 9, 1))
    assert (up.grade, up.standing.stage, up.standing.is_non_accrual) == (N, 2, False)
    assert up.reasons == (Reason.STAGE_PROBATION,)
    assert graded(0, up.standing, on=date(2026, 11, 30)).standing.stage == 2
    end = graded(0, up.standing, on=date(2026, 12, 1))
    assert end.standing.stage == 1
    assert is_plain(end)


def test_two_long_periods_take_longer_than_six_months() -> None:
    bad = replace(graded(120).standing, clean_since=DAY)
    half_year_apart = {"cured_periods_on": date(2027, 3, 1)}
    assert graded(0, bad, on=date(2026, 9, 1), **half_year_apart).grade == S
    assert graded(0, bad, on=date(2027, 3, 1), **half_year_apart).grade == N


def test_a_restructured_loan_is_of_attention_for_a_year_and_again_when_late() -> None:
    seen = Standing(observed_from=date(2026, 4, 1))
    first = graded(0, seen, is_restructured=True)
    assert (first.grade, first.standing.stage, first.reasons) == (A, 2, (Reason.RESTRUCTURED,))
    late = graded(3, first.standing, on=date(2026, 10, 4), is_restructured=True)
    assert late.standing.observed_from == date(2026, 10, 4)
    assert graded(0, late.standing, on=date(2027, 4, 1), is_restructured=True).grade == A
    over = graded(0, late.standing, on=date(2027, 10, 4), is_restructured=True)
    assert over.grade == N


def test_people_only_grade_worse() -> None:
    assert graded(100, override=A).grade == S
    worse = graded(0, override=D)
    assert (worse.grade, worse.standing.stage, worse.reasons) == (D, 3, (Reason.OVERRIDE,))
    watched = graded(0, override=A)
    assert (watched.grade, watched.standing.stage) == (A, 2)


def test_other_debts_of_the_borrower_draw_a_loan_down() -> None:
    assert cross_grade(RULE, owed_minor=1000, non_performing_minor=100) == A
    assert cross_grade(RULE, owed_minor=1000, non_performing_minor=101) == S
    assert cross_grade(replace(RULE, cross_default_applies=False), owed_minor=1, non_performing_minor=1) == N
    facts = LoanFacts(principal_age=0, interest_age=0)
    result = with_other_debts(RULE, facts, Standing(cross_grade=S), Standing(), reasons=[], on=DAY)
    assert (result.grade, result.standing.own_grade, result.standing.stage) == (S, N, 3)
    assert result.reasons == (Reason.CROSS_DEFAULT,)


def test_a_loan_of_attention_for_another_debt_is_in_stage_2_whether_or_not_it_is_late_itself() -> None:
    drawn = Standing(cross_grade=A)
    assert graded(0, drawn).standing.stage == graded(1, drawn).standing.stage == 2
    assert graded(1, override=A).standing.stage == 2
