"""Laws of subsidies: every due's parts add up to its interest to the fen, within the cap and the time."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from puhui.finmath.subsidies import InterestShare, split_due, split_run, weights_of
from puhui.products.subsidies.policy_files import SchemeFile, schemes_on
from puhui.products.subsidies.rules import interest_share, payer_parts, state_points

ON = date(2026, 11, 23)
SHIPPED: list[SchemeFile] = list(schemes_on(ON).values())
RATES = st.decimals(Decimal("0.01"), Decimal(24), places=4)
MINOR = st.integers(0, 10**12)


@st.composite
def shares(draw: st.DrawFn) -> InterestShare:
    whole = draw(st.integers(1, 10**10))
    return InterestShare(
        state_weight=draw(st.integers(0, whole)),
        whole_weight=whole,
        most_minor=draw(MINOR),
        until=ON + timedelta(days=draw(st.integers(-10, 400))),
    )


@given(shares(), st.lists(MINOR, max_size=40))
def test_parts_of_every_due_add_up_within_cap_and_time(share: InterestShare, interests: list[int]) -> None:
    dues = [(ON + timedelta(days=30 * n), minor) for n, minor in enumerate(interests)]
    splits = split_run(dues, share)
    given_minor = 0
    for (on, interest), split in zip(dues, splits, strict=True):
        assert split.state_minor + split.borrower_minor == interest
        assert 0 <= split.state_minor <= interest
        exact = Decimal(interest) * share.state_weight / share.whole_weight
        within = on <= share.until and given_minor + exact < share.most_minor - 1
        assert abs(split.state_minor - exact) <= 1 if within else split.state_minor <= exact + 1
        given_minor += split.state_minor
        assert given_minor <= share.most_minor
        assert on <= share.until or split.state_minor == 0


@given(RATES, RATES)
def test_the_state_never_pays_more_than_the_rate(points: Decimal, rate: Decimal) -> None:
    state, whole = weights_of(points, rate)
    assert 0 <= state <= whole
    assert Fraction(state, whole) * Fraction(rate) <= Fraction(min(points, rate))


@given(st.sampled_from(SHIPPED), RATES, st.decimals(Decimal(1), Decimal(6), places=2), st.integers(1, 10**9))
def test_what_the_shipped_schemes_pay(scheme: SchemeFile, rate: Decimal, lpr: Decimal, principal: int) -> None:
    points = state_points(scheme, rate_pct=rate, lpr_pct=lpr)
    assert 0 <= points <= rate
    if scheme.basis == "share":
        assert points == rate * scheme.share_pct / 100
    else:
        assert rate - points == min(rate, max(Decimal(0), lpr + scheme.above_lpr_points))
    most = scheme.principal_most_money.minor
    share = interest_share(
        scheme,
        rate_pct=rate,
        lpr_pct=lpr,
        principal_minor=principal,
        principal_most_minor=most,
        most_minor=scheme.subsidy_most_money.minor,
        from_on=ON,
    )
    whole = points / rate * min(Decimal(1), Decimal(most) / principal)
    assert abs(Decimal(share.state_weight) / share.whole_weight - whole) < Decimal("1e-5")
    assert split_due(10_000, share, on=share.until + timedelta(days=1), used_minor=0).state_minor == 0


@given(MINOR, st.lists(st.integers(1, 10_000), min_size=1, max_size=5))
def test_the_payers_parts_add_up_to_the_state_s(minor: int, weights: list[int]) -> None:
    parts = payer_parts(minor, [(f"p{n}", weight) for n, weight in enumerate(weights)])
    assert sum(parts.values()) == minor
    assert all(part > 0 for part in parts.values())
