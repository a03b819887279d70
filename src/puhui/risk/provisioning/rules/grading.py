"""Grades one loan: from its arrears, its restructuring, what people decided, and what it was graded before.

Source: Measures for the risk classification of financial assets of commercial banks (CBIRC and PBOC order 2023-1),
articles 10 to 14 and chapter 3. Days are counted at the start of a day: what was due yesterday and is unpaid is one
day late.
"""

from dataclasses import dataclass, replace
from datetime import date

from puhui.kernel.dates import add_months
from puhui.risk.provisioning.contracts import Grade, Graded, LoanFacts, Reason, Standing

Reasons = list[Reason]


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingRule:
    """The parameters of the rulebook that hold on a day; "above" means more than so many days."""

    version: str
    attention_above_days: int = 0
    substandard_above_days: int = 90
    doubtful_above_days: int = 270
    loss_above_days: int = 360
    technical_days: int = 0
    cross_default_applies: bool = True
    cross_default_share_pct: int = 10
    upgrade_months: int = 6
    upgrade_periods: int = 2
    observation_months: int = 12
    observation_periods: int = 2
    restructured_grade: Grade = Grade.ATTENTION
    non_accrual_above_days: int = 90
    non_accrual_return_months: int = 6
    stage_two_above_days: int = 30
    stage_three_above_days: int = 90
    stage_cure_months: int = 3


def grade_of_age(rule: GradingRule, age: int) -> Grade:
    """The class that days past due alone ask for."""
    if age <= rule.technical_days:
        return Grade.NORMAL
    limits = (rule.loss_above_days, rule.doubtful_above_days, rule.substandard_above_days, rule.attention_above_days)
    grades = (Grade.LOSS, Grade.DOUBTFUL, Grade.SUBSTANDARD, Grade.ATTENTION)
    return next((grade for limit, grade in zip(limits, grades, strict=True) if age > limit), Grade.NORMAL)


def grade_loan(rule: GradingRule, facts: LoanFacts, before: Standing, *, on: date) -> Graded:
    """The loan's class by its own facts, and with what its borrower's other debts ask for; its stage; its accrual."""
    clean_since = None if facts.age else before.clean_since or on
    own, reasons = _own_grade(rule, facts, before, clean_since=clean_since, on=on)
    now = replace(before, own_grade=own, clean_since=clean_since, observed_from=_observed_from(facts, before, on=on))
    own, reasons = _restructured(rule, facts, now, own, reasons, on=on)
    own, reasons = _overridden(facts, own, reasons)
    return with_other_debts(rule, facts, replace(now, own_grade=own), before, reasons=reasons, on=on)


def with_other_debts(
    rule: GradingRule, facts: LoanFacts, now: Standing, before: Standing, *, reasons: Reasons, on: date
) -> Graded:
    """The final class: the worse one of the loan's own and of what its borrower's other debts ask for."""
    grade = max(now.own_grade, now.cross_grade)
    if now.cross_grade > now.own_grade:
        cross = Reason.CROSS_DEFAULT if now.cross_grade.is_non_performing else Reason.OTHER_DEBT_NON_PERFORMING
        reasons = [*reasons, cross]
    stage, why = _stage(rule, facts, now, before, grade=grade, on=on)
    non_accrual, whether = _non_accrual(rule, facts, now, before, on=on)
    told = dict.fromkeys([*reasons, *why, *whether]) or {Reason.IN_TIME: None}
    since = before.stage_since if stage == before.stage else on
    return Graded(
        grade=grade,
        standing=replace(now, stage=stage, stage_since=since, is_non_accrual=non_accrual),
        reasons=tuple(told),
    )


def cross_grade(rule: GradingRule, *, owed_minor: int, non_performing_minor: int) -> Grade:
    """What a borrower's non-performing debts ask of the others (article 7; article 10 for a lower share)."""
    if not rule.cross_default_applies or non_performing_minor <= 0 or owed_minor <= 0:
        return Grade.NORMAL
    exceeds = non_performing_minor * 100 > owed_minor * rule.cross_default_share_pct
    return Grade.SUBSTANDARD if exceeds else Grade.ATTENTION


def is_plain(graded: Graded) -> bool:
    """Whether there is nothing to be remembered of the loan: normal, in the first stage, accruing."""
    now = graded.standing
    return graded.grade == Grade.NORMAL and now.stage == 1 and not now.is_non_accrual and now.observed_from is None


def _own_grade(
    rule: GradingRule, facts: LoanFacts, before: Standing, *, clean_since: date | None, on: date
) -> tuple[Grade, Reasons]:
    """By days past due; a loan stays non-performing until all is paid and the probation is over."""
    by_age = grade_of_age(rule, facts.age)
    if by_age.is_non_performing or not before.own_grade.is_non_performing:
        return by_age, [Reason.DAYS_PAST_DUE] if by_age > Grade.NORMAL else []
    if clean_since is None:
        return Grade.SUBSTANDARD, [Reason.ARREARS_NOT_ALL_PAID]
    if on < _later(add_months(clean_since, rule.upgrade_months), facts.cured_periods_on):
        return Grade.SUBSTANDARD, [Reason.UPGRADE_PROBATION]
    return by_age, []


def _observed_from(facts: LoanFacts, before: Standing, *, on: date) -> date | None:
    """The observation of a restructured loan begins anew when a due date is not met."""
    if not facts.is_restructured or before.observed_from is None:
        return before.observed_from if facts.is_restructured else None
    return max(on, before.observed_from) if facts.age else before.observed_from


def is_observed(rule: GradingRule, facts: LoanFacts, now: Standing, *, on: date) -> bool:
    """Whether a restructured loan is still under observation."""
    if not facts.is_restructured or now.observed_from is None:
        return False
    return on < _later(add_months(now.observed_from, rule.observation_months), facts.observed_periods_on)


def _restructured(
    rule: GradingRule, facts: LoanFacts, now: Standing, own: Grade, reasons: Reasons, *, on: date
) -> tuple[Grade, Reasons]:
    if own >= rule.restructured_grade or not is_observed(rule, facts, now, on=on):
        return own, reasons
    return rule.restructured_grade, [*reasons, Reason.RESTRUCTURED]


def _overridden(facts: LoanFacts, own: Grade, reasons: Reasons) -> tuple[Grade, Reasons]:
    """People may grade worse than the rules, never better."""
    if facts.override is None or facts.override <= own:
        return own, reasons
    return facts.override, [*reasons, Reason.OVERRIDE]


def _stage(
    rule: GradingRule, facts: LoanFacts, now: Standing, before: Standing, *, grade: Grade, on: date
) -> tuple[int, Reasons]:
    """Stage 3 in default, stage 2 when the risk has risen much, stage 1 else; back only after a probation."""
    if grade.is_non_performing or facts.age > rule.stage_three_above_days:
        return 3, []
    is_watched = now.cross_grade > Grade.NORMAL or facts.override is not None or grade > grade_of_age(rule, facts.age)
    if facts.age > rule.stage_two_above_days or is_watched or is_observed(rule, facts, now, on=on):
        return 2, []
    if before.stage == 1:
        return 1, []
    if before.stage == 3 or now.clean_since is None:
        return 2, [Reason.STAGE_PROBATION]
    since = max(now.clean_since, before.stage_since or now.clean_since)
    return (2, [Reason.STAGE_PROBATION]) if on < add_months(since, rule.stage_cure_months) else (1, [])


def _non_accrual(
    rule: GradingRule, facts: LoanFacts, now: Standing, before: Standing, *, on: date
) -> tuple[bool, Reasons]:
    """No income before it is received, from a great age on until all is paid and the probation is over."""
    if facts.age > rule.non_accrual_above_days:
        return True, []
    if not before.is_non_accrual:
        return False, []
    if now.clean_since is None or on < add_months(now.clean_since, rule.non_accrual_return_months):
        return True, [Reason.ACCRUAL_PROBATION]
    return False, []


def _later(first: date, second: date | None) -> date:
    return max(first, second) if second else first
