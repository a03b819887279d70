"""Laws of grading and provisioning: by property."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.effort import examples
from tests.unit.provisioning.test_grading import DAY, RULE, graded

from puhui.foundation.catalogue.facade import installed_parameters
from puhui.risk.provisioning.contracts import Grade, LoanFacts, Standing
from puhui.risk.provisioning.policy import loss_data, statutory_of
from puhui.risk.provisioning.rules.expected_loss import LossModel, Scenario, loss_factor
from puhui.risk.provisioning.rules.grading import grade_loan, grade_of_age
from puhui.risk.provisioning.rules.migration import BANDS, STATES, Matrix, Moves, default_curve, estimated, is_matrix
from puhui.risk.provisioning.rules.statutory import statutory_minor

ON = date(2026, 3, 1)
STATUTORY = statutory_of(installed_parameters(ON))
ONE = Decimal(1)
AGES = st.integers(0, 500)
STANDINGS = st.builds(
    Standing,
    own_grade=st.sampled_from(Grade),
    cross_grade=st.sampled_from(Grade),
    stage=st.integers(1, 3),
    stage_since=st.one_of(st.none(), st.dates(date(2024, 1, 1), DAY)),
    is_non_accrual=st.booleans(),
    clean_since=st.one_of(st.none(), st.dates(date(2024, 1, 1), DAY)),
    observed_from=st.one_of(st.none(), st.dates(date(2024, 1, 1), DAY)),
)


@settings(max_examples=examples(100), deadline=None)
@given(principal=AGES, interest=AGES, before=STANDINGS, restructured=st.booleans())
def test_never_better_than_the_days(principal: int, interest: int, before: Standing, restructured: bool) -> None:
    facts = LoanFacts(principal_age=principal, interest_age=interest, is_restructured=restructured)
    result = grade_loan(RULE, facts, before, on=DAY)
    assert result.grade >= grade_of_age(RULE, max(principal, interest))
    assert result.grade >= result.standing.cross_grade
    assert (result.standing.stage == 3) == result.grade.is_non_performing
    assert result.reasons


@settings(max_examples=examples(100), deadline=None)
@given(first=AGES, second=AGES, before=STANDINGS)
def test_later_is_never_graded_better(first: int, second: int, before: Standing) -> None:
    low, high = sorted((first, second))
    better, worse = graded(low, before), graded(high, before)
    assert better.grade <= worse.grade
    assert better.standing.stage <= worse.standing.stage
    assert better.standing.is_non_accrual <= worse.standing.is_non_accrual


@settings(max_examples=examples(100), deadline=None)
@given(ages=st.lists(st.integers(0, 120), min_size=2, max_size=40), before=STANDINGS)
def test_grading_a_day_twice_changes_nothing(ages: list[int], before: Standing) -> None:
    standing, day = before, DAY
    for age in ages:
        once = graded(age, standing, on=day)
        again = graded(age, once.standing, on=day)
        assert again.standing == once.standing
        assert again.grade == once.grade
        standing, day = once.standing, day + timedelta(days=9)


SHARES = st.lists(st.integers(0, 1000), min_size=len(STATES), max_size=len(STATES)).filter(any)


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    counts = {(band, to): n for band in range(len(BANDS)) for to, n in enumerate(draw(SHARES))}
    preset = loss_data(ON).matrix
    smoothing = draw(st.integers(0, 500))
    return estimated(Moves(counts, 12), preset=preset, months_least=1, moves_least=1, smoothing=smoothing).matrix


def hundredths(lowest: int, highest: int) -> st.SearchStrategy[Decimal]:
    return st.integers(lowest, highest).map(lambda n: Decimal(n) / 100)


@st.composite
def models(draw: st.DrawFn) -> LossModel:
    weight = Decimal(draw(st.integers(0, 100))) / 100
    losses = sorted(Decimal(draw(st.integers(0, 100))) / 100 for _ in Grade)
    scenarios = [
        Scenario(name=name, weight=share, hazard=draw(hundredths(1, 300)), lgd=draw(hundredths(50, 150)))
        for name, share in (("a", weight), ("b", 1 - weight))
    ]
    return LossModel(
        version="any@1",
        matrix=draw(matrices()),
        lgd=dict(zip(Grade, losses, strict=True)),
        discount=Decimal(draw(st.integers(0, 36))) / 100,
        pd_floor_year=Decimal(draw(st.integers(0, 10))) / 100,
        owed_at_maturity=Decimal(draw(st.integers(0, 100))) / 100,
        scenarios=scenarios,
    )


@settings(max_examples=examples(100), deadline=None)
@given(matrix=matrices(), months=st.integers(1, 60))
def test_rows_add_up_and_probabilities_are_probabilities(matrix: Matrix, months: int) -> None:
    assert is_matrix(matrix)
    curves = default_curve(matrix, months=months)
    for better, worse in pairwise(curves):
        assert all(a <= b for a, b in zip(better, worse, strict=True))


@settings(max_examples=examples(100), deadline=None)
@given(model=models(), months=st.integers(1, 48), days=st.tuples(st.integers(0, 90), st.integers(0, 90)))
def test_laws_of_expected_loss(model: LossModel, months: int, days: tuple[int, int]) -> None:
    low, high = sorted(days)
    grade = Grade.ATTENTION

    def factor(stage: int, age: int, of: LossModel = model) -> Decimal:
        return loss_factor(of, grade=grade, stage=stage, days_past_due=age, months=months)

    twelve, lifetime = factor(1, low), factor(2, low)
    assert 0 <= twelve <= lifetime <= factor(2, high) <= factor(3, high) <= 1
    heavier = replace(model, lgd={g: min(share + Decimal("0.1"), ONE) for g, share in model.lgd.items()})
    assert lifetime <= factor(2, low, heavier)


@settings(max_examples=examples(100), deadline=None)
@given(principal=st.integers(0, 10**15))
def test_a_worse_grade_never_has_the_smaller_statutory_provision(principal: int) -> None:
    amounts = [statutory_minor(STATUTORY, grade=grade, principal_minor=principal) for grade in Grade]
    assert amounts == sorted(amounts)
    assert amounts[-1] == principal
