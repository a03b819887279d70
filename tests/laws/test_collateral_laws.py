"""Laws of security: nothing counted twice, rank respected, proceeds to the cent, rings found."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from puhui.finmath.waterfalls import fill_in_order
from puhui.products.collateral.guarantee_contracts import Means
from puhui.products.collateral.policy_files import collateral_policy
from puhui.products.collateral.rules.guarantors import answers_for, capacity_minor, guaranteed_part
from puhui.products.collateral.rules.proceeds import Owed, split_proceeds
from puhui.products.collateral.rules.values import (
    Claim,
    Valued,
    allocate,
    free_minor,
    lendable_minor,
    ratio_bps,
    watch_level,
    whole_months,
)

amounts = st.integers(0, 10**13)
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
kinds = st.sampled_from(collateral_policy(date(2026, 1, 1)).kinds)


@st.composite
def pledged(draw: st.DrawFn, most: int = 6) -> list[Claim]:
    """Pledges of one thing, in any order of writing."""
    secured = draw(st.lists(st.integers(1, 10**13), max_size=most))
    claims = [Claim(UUID(int=n), n, minor) for n, minor in enumerate(secured, start=1)]
    return draw(st.permutations(claims))


@given(amounts, st.lists(amounts, max_size=8))
def test_what_is_filled_adds_up(amount: int, wanted: list[int]) -> None:
    given_, rest = fill_in_order(amount, wanted)
    assert sum(given_) + rest == amount
    assert all(0 <= part <= want for part, want in zip(given_, wanted, strict=True))
    assert rest == 0 or given_ == wanted


@given(amounts, pledged())
def test_nothing_is_counted_twice(lendable: int, claims: list[Claim]) -> None:
    parts = allocate(lendable, claims)
    assert sum(parts.values()) <= lendable
    assert sum(parts.values()) == min(lendable, sum(claim.secured_minor for claim in claims))
    assert free_minor(lendable, claims) == lendable - sum(parts.values())


@given(amounts, pledged())
def test_who_is_before_gets_all_before_who_is_behind_gets_anything(lendable: int, claims: list[Claim]) -> None:
    parts = allocate(lendable, claims)
    ordered = sorted(claims, key=lambda claim: claim.rank)
    for senior, junior in pairwise(ordered):
        assert parts[senior.pledge_id] == senior.secured_minor or parts[junior.pledge_id] == 0


@given(amounts, pledged(), st.integers(1, 10**13))
def test_a_junior_pledge_changes_no_senior_one(lendable: int, claims: list[Claim], minor: int) -> None:
    junior = Claim(UUID(int=10**6), 10**6, minor)
    before, after = allocate(lendable, claims), allocate(lendable, [junior, *claims])
    assert {id_: after[id_] for id_ in before} == before


@given(kinds, st.integers(1, 10**13), days, st.integers(0, 4000), st.integers(0, 4000), days)
def test_no_value_grows_with_age_or_beyond_itself(
    kind: object, value: int, valued_on: date, age: int, older: int, right_until: date
) -> None:
    rule = kind.value_rule  # type: ignore[attr-defined]
    until = right_until if kind.has_term else None  # type: ignore[attr-defined]
    valued = Valued(value, valued_on, date(2150, 1, 1), until)
    first = lendable_minor(rule, valued, on=valued_on + timedelta(days=age))
    later = lendable_minor(rule, valued, on=valued_on + timedelta(days=age + older))
    assert 0 <= later <= first <= value


@given(kinds, st.integers(1, 10**13), days, st.integers(0, 400))
def test_a_value_that_ran_out_or_a_right_that_ended_counts_nothing(
    kind: object, value: int, valued_on: date, days_: int
) -> None:
    rule = kind.value_rule  # type: ignore[attr-defined]
    ends = valued_on + timedelta(days=days_)
    tomorrow = ends + timedelta(days=1)
    assert lendable_minor(rule, Valued(value, valued_on, ends, date(2150, 1, 1)), on=tomorrow) == 0
    if kind.has_term:  # type: ignore[attr-defined]
        assert lendable_minor(rule, Valued(value, valued_on, date(2150, 1, 1), ends), on=tomorrow) == 0
    assert lendable_minor(rule, Valued(value, tomorrow, date(2150, 1, 1), None), on=ends) == 0


def test_haircut_by_hand() -> None:
    """A flat valued at a million, a year and a day later: 40 percent off; farmland with 40 months left: 70 percent."""
    policy = collateral_policy(date(2026, 1, 1))
    flat = Valued(1_000_000_00, date(2026, 1, 31), date(2028, 1, 31), None)
    rule = policy.kind("real_estate").value_rule
    assert lendable_minor(rule, flat, on=date(2026, 1, 31)) == 700_000_00
    assert lendable_minor(rule, flat, on=date(2027, 1, 30)) == 700_000_00
    assert lendable_minor(rule, flat, on=date(2027, 1, 31)) == 600_000_00
    assert lendable_minor(rule, flat, on=date(2028, 1, 31)) == 0
    plot = Valued(100_000_00, date(2026, 1, 31), date(2027, 1, 31), date(2029, 6, 30))
    assert lendable_minor(policy.kind("farmland_right").value_rule, plot, on=date(2026, 2, 28)) == 42_000_00
    assert whole_months(date(2026, 1, 31), date(2026, 2, 28)) == 0


@given(amounts, amounts, st.lists(st.tuples(st.integers(1, 10**13), amounts), max_size=6))
def test_proceeds_are_split_to_the_cent(proceeds: int, costs: int, owed: list[tuple[int, int]]) -> None:
    claims = [Owed(UUID(int=n), n, secured, due) for n, (secured, due) in enumerate(owed, start=1)]
    split = split_proceeds(proceeds, costs_minor=costs, owed=list(reversed(claims)))
    assert split.costs_minor + sum(split.paid.values()) + split.surplus_minor == proceeds
    assert all(split.paid[one.pledge_id] <= min(one.secured_minor, one.owed_minor) for one in claims)
    if split.surplus_minor:
        assert all(split.paid[one.pledge_id] == min(one.secured_minor, one.owed_minor) for one in claims)
    for senior, junior in pairwise(claims):
        whole = min(senior.secured_minor, senior.owed_minor)
        assert split.paid[senior.pledge_id] == whole or split.paid[junior.pledge_id] == 0


@given(st.integers(1, 10**13), amounts, st.integers(0, 100), st.integers(0, 50))
def test_more_cover_is_never_a_worse_level(owed: int, cover: int, warn: int, more: int) -> None:
    order = ["fine", "warn", "act"]
    level = watch_level(owed, cover, warn_pct=warn, act_pct=warn + more)
    better = watch_level(owed, cover + owed, warn_pct=warn, act_pct=warn + more)
    assert order.index(better) <= order.index(level)
    ratio = ratio_bps(owed, cover)
    assert (ratio is None) == (cover == 0)
    if ratio is not None:
        assert (ratio - 1) * cover < owed * 10_000 <= ratio * cover


@given(amounts, amounts, amounts, amounts, amounts)
def test_what_is_owed_and_guaranteed_lowers_what_can_be_answered_for(
    assets: int, income: int, debts: int, here: int, guaranteed: int
) -> None:
    means = Means(assets_minor=assets, income_minor=income, debts_minor=debts)
    free = capacity_minor(means, assets_pct=70, income_years=2, owed_here_minor=here, guaranteed_minor=guaranteed)
    assert free == max(assets * 70 // 100 + 2 * income - debts - here - guaranteed, 0)


@given(amounts, st.decimals(min_value=Decimal("0.01"), max_value=100, places=2), st.integers(1, 10**13))
def test_a_share_is_no_more_than_its_debt_and_its_most(owed: int, pct: Decimal, most: int) -> None:
    part = guaranteed_part(owed, share_pct=pct, most_minor=most)
    assert 0 <= part <= min(owed, most)
    assert part == most or abs(part - owed * pct / 100) <= Decimal("0.5")


@given(st.integers(1, 6), st.integers(1, 6))
def test_a_ring_is_found_within_its_depth(length: int, depth: int) -> None:
    chain = [UUID(int=n) for n in range(length + 1)]
    edges = {one: [other] for one, other in pairwise(chain)}
    assert answers_for(chain[0], chain[-1], edges=edges, depth=depth) == (length <= depth)
    assert not answers_for(chain[-1], chain[0], edges=edges, depth=depth)
