"""Laws of the term structure of default, and a curve reckoned by hand."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puhui.finmath.default_curves import DefaultCurve, curve_of_year

ONE = Decimal(1)
TINY = Decimal("1e-24")
probabilities = st.integers(0, 10**6).map(lambda n: Decimal(n) / 10**6)
hazards = st.integers(1, 400).map(lambda n: Decimal(n) / 100)
any_curves = st.lists(probabilities, min_size=1, max_size=60).map(lambda values: DefaultCurve(tuple(sorted(values))))


def test_a_year_of_19_percent_by_hand() -> None:
    """Half a year: 1 - sqrt(0.81) = 10 %; two years: 1 - 0.81^2 = 34.39 %; three half years: 1 - 0.9^3 = 27.1 %."""
    curve = curve_of_year(Decimal("0.19"), months=24)
    assert abs(curve.cumulative[5] - Decimal("0.1")) < TINY
    assert curve.within_a_year == Decimal("0.19")
    assert abs(curve.cumulative[17] - Decimal("0.271")) < TINY
    assert abs(curve.lifetime - Decimal("0.3439")) < TINY


def test_what_is_lost_of_one_unit_by_hand() -> None:
    """Two months, 1 % then 0.99 %, half owed in the second, 21 % a year: discounted by 1.21^(1/24), 1.21^(3/24)."""
    curve = DefaultCurve((Decimal("0.01"), Decimal("0.0199")))
    lost = curve.discounted(discount=Decimal("0.21"), owed_at_maturity=Decimal(0), term=2)
    by_hand = 0.01 / 1.21 ** (1 / 24) + 0.0099 * 0.5 / 1.21 ** (3 / 24)
    assert float(lost) == pytest.approx(by_hand, abs=1e-15)


@pytest.mark.parametrize(("pd", "months"), [("-0.01", 12), ("1.01", 12), ("0.1", 0), ("0.1", 361)])
def test_what_is_no_probability_or_no_term_is_refused(pd: str, months: int) -> None:
    with pytest.raises(ValueError, match="a probability"):
        curve_of_year(Decimal(pd), months=months)


@given(pd=probabilities, months=st.integers(1, 360))
def test_a_constant_hazard_gives_back_the_year(pd: Decimal, months: int) -> None:
    curve = curve_of_year(pd, months=months)
    assert curve.months == months
    assert all(a <= b for a, b in pairwise(curve.cumulative))
    assert 0 <= curve.cumulative[0] <= curve.lifetime <= 1
    if months >= 12:
        assert curve.within_a_year == pd
    if pd < ONE:  # where hardly anybody is left, the curve's thirty digits say nothing of their hazard any more
        survivors = [ONE, *(ONE - value for value in curve.cumulative)]
        hazards = [h for h, left in zip(curve.hazards, survivors, strict=False) if left > Decimal("1e-8")]
        assert max(hazards) - min(hazards) < Decimal("1e-18")


@given(curve=any_curves, floor=probabilities, hazard=hazards)
def test_floors_and_scenarios_keep_a_curve_a_curve(curve: DefaultCurve, floor: Decimal, hazard: Decimal) -> None:
    for one in (curve, curve.floored(a_year=floor), curve.under(hazard), curve.floored(a_year=floor).under(hazard)):
        assert all(0 <= value <= 1 for value in one.cumulative)
        assert min(one.marginal) >= 0
        assert abs(sum(one.marginal) - one.lifetime) < TINY
        assert all(0 <= value <= 1 for value in one.hazards)
    assert all(a >= b for a, b in zip(curve.floored(a_year=floor).cumulative, curve.cumulative, strict=True))
    assert curve.under(ONE) == curve


@given(curve=any_curves, discount=hazards, owed=probabilities)
def test_what_is_lost_is_at_most_the_chance_of_default(curve: DefaultCurve, discount: Decimal, owed: Decimal) -> None:
    lost = curve.discounted(discount=discount, owed_at_maturity=owed, term=curve.months)
    assert 0 <= lost <= curve.lifetime + TINY
