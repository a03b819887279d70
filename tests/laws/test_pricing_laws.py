"""Laws of prices: a rate is its base and named parts, within floor and cap, and never turns two risks round."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puhui.finmath.pricing import PriceBounds, PricePart, PriceTerms, composed, rate_after_loss, rate_of
from puhui.kernel.texts import Text
from puhui.products.lending.rules.prices import LostParts, told_apart, undone_loss

RATES = st.decimals(Decimal(0), Decimal(36), places=4)
POINTS = st.lists(st.decimals(Decimal(-5), Decimal(5), places=2), max_size=6)


@st.composite
def bounds(draw: st.DrawFn) -> PriceBounds:
    floor, cap = sorted((draw(RATES), draw(RATES)))
    step = draw(st.sampled_from([Decimal("0.01"), Decimal("0.05"), Decimal("0.0001")]))
    most = st.decimals(Decimal(0), Decimal(3), places=2)
    return PriceBounds(most_down=draw(most), most_up=draw(most), step=step, floor=floor, cap=cap)


def parts(points: list[Decimal]) -> list[PricePart]:
    return [PricePart(f"p{n}", Text(en="x", zh="x"), value) for n, value in enumerate(points)]


@given(RATES, POINTS, bounds())
def test_base_and_parts_are_the_rate_within_floor_and_cap(base: Decimal, points: list[Decimal], b: PriceBounds) -> None:
    made = composed(base, parts(points), b)
    rate = rate_of(base, made)
    assert b.floor <= rate <= b.cap
    assert list(made[: len(points)]) == parts(points)  # every part is named as it is
    assert base - b.most_down - b.step <= rate or rate == b.cap
    assert rate <= base + b.most_up or rate == b.floor
    assert rate % b.step == 0 or rate in (b.floor, b.cap)


@given(RATES, RATES, POINTS, bounds())
def test_the_riskier_never_pays_less_for_the_same_parts(
    one: Decimal, other: Decimal, points: list[Decimal], b: PriceBounds
) -> None:
    low, high = sorted((one, other))
    assert rate_of(low, composed(low, parts(points), b)) <= rate_of(high, composed(high, parts(points), b))


def test_a_floor_above_the_cap_has_no_price() -> None:
    b = PriceBounds(
        most_down=Decimal(1), most_up=Decimal(1), step=Decimal("0.01"), floor=Decimal(8), cap=Decimal("7.99")
    )
    with pytest.raises(ValueError, match="floor"):
        composed(Decimal(8), [], b)


@st.composite
def price_terms(draw: st.DrawFn) -> PriceTerms:
    points = [(f"p{n}", value) for n, value in enumerate(draw(POINTS))]
    down = [code for code, value in points if value < 0]
    kept = tuple(sorted(draw(st.sets(st.sampled_from(down))))) if down else ()
    return PriceTerms(
        base_pct=draw(RATES), points=tuple(points), kept=kept, bounds=draw(bounds()), policy="x@1", notice_days=14
    )


@given(price_terms(), st.data(), RATES)
def test_what_is_lost_never_lifts_a_rate_above_its_cap_and_all_of_it_comes_back(
    terms: PriceTerms, data: st.DataObject, cap: Decimal
) -> None:
    """Any losses and returns, one after the other: never above the cap unless it stood there, and back in the end."""
    agreed = rate = terms.rate()
    looks = data.draw(st.lists(st.sets(st.sampled_from(terms.kept)) if terms.kept else st.just(set()), max_size=6))
    for lost in looks:
        rate = rate_after_loss(terms, lost=lost, now_pct=rate, moved_pct=rate - agreed, cap_pct=cap)
        assert agreed <= rate <= max(cap, agreed)
        assert rate <= terms.rate(lost=terms.kept) <= terms.bounds.cap
    assert rate_after_loss(terms, lost=(), now_pct=rate, moved_pct=rate - agreed, cap_pct=cap) == agreed


@given(price_terms())
def test_losing_more_never_makes_a_rate_lower(terms: PriceTerms) -> None:
    rates = [terms.rate(lost=terms.kept[:n]) for n in range(len(terms.kept) + 1)]
    assert rates == sorted(rates)
    assert rates[0] == rate_of(
        terms.base_pct,
        composed(terms.base_pct, [PricePart(c, Text(en="", zh=""), v) for c, v in terms.points], terms.bounds),
    )


CODES = ("account", "wages", "guarantee", "region")
SOME = st.sets(st.sampled_from(CODES))


@given(
    st.lists(st.sets(st.sampled_from(CODES)), min_size=1, max_size=6),
    st.integers(0, 5),
    st.sets(st.sampled_from(CODES)),
)
def test_undoing_a_loss_spares_what_it_took_and_nothing_else(
    history: list[set[str]], which: int, failing: set[str]
) -> None:
    """Whatever was lost and found again before: what the undone change newly took stays, all else is as it was."""
    applied = tuple((str(n), tuple(sorted(codes))) for n, codes in enumerate(history))
    kept = LostParts(lost=applied[-1][1], spared=(), applied=applied)
    which %= len(history)
    taken = history[which] - (history[which - 1] if which else set())
    left = undone_loss(kept, event_id=str(which))
    assert set(left.lost) == history[-1] - taken
    assert set(left.spared) == history[-1] & taken
    assert [id_ for id_, _ in left.applied] == [str(n) for n in range(len(history)) if n != which]
    assert undone_loss(left, event_id=str(which)) == left  # twice is once
    assert undone_loss(kept, event_id="another") == kept
    lost, spared = told_apart(sorted(failing), spared=left.spared)
    assert set(lost) | set(spared) == failing
    assert set(spared) == failing & set(left.spared)  # what holds again is spared no longer
