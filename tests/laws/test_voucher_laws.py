"""Laws of vouchers: parts add up, chains hold and show a change, discounts are to the fen and earned whole."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from puhui.finmath.discounts import DiscountRule, discounted, earned_minor, paying_day
from puhui.kernel.errors import InvalidInput, Refusal
from puhui.kernel.money import Money
from puhui.products.vouchers.refusals import BeyondPart, TermNeedsReason, TermTooLong
from puhui.products.vouchers.rules.chain import Link, chain_fault, sealed
from puhui.products.vouchers.rules.terms import check_term, divided

VOUCHER = UUID(int=7)
DAY = date(2026, 1, 31)
PLAIN = DiscountRule(year_days=360, shift="none", calendar="CN")
amounts = st.integers(1, 10**13)


def sign(text: str) -> str:
    return f"{hash(text) & (2**64 - 1):016x}"


@given(amounts, st.lists(st.integers(1, 10**12), min_size=1, max_size=6), st.integers(1, 100))
def test_parts_add_up_or_are_refused(held: int, asked: list[int], least: int) -> None:
    try:
        parts = divided(Money(held), amounts=[Money(minor) for minor in asked], least_minor=least)
    except (BeyondPart, InvalidInput):
        rest = held - sum(asked)
        assert rest < 0 or min(asked) < least or 0 < rest < least
        return
    assert sum(parts) == held
    assert all(part >= least for part in parts)
    assert parts[: len(asked)] == tuple(asked)


@dataclass
class Tree:
    """A voucher's parts in memory, made by the same rules as the room's."""

    issued: int
    links: dict[UUID, Link] = field(default_factory=dict)
    living: set[UUID] = field(default_factory=set)
    made: int = 0

    def add(self, parent: Link | None, place: int, holder: int, minor: int) -> Link:
        self.made += 1
        link = Link(
            id=UUID(int=1000 + self.made),
            voucher_id=VOUCHER,
            parent_id=parent.id if parent else None,
            place=place,
            depth=parent.depth + 1 if parent else 0,
            holder_id=UUID(int=holder),
            amount_minor=minor,
            kind="passed",
            made_on=DAY,
            seal="",
        )
        done = sealed(link, before=parent.seal if parent else "", sign=sign)
        self.links[done.id] = done
        self.living.add(done.id)
        return done

    def path(self, leaf: UUID) -> list[Link]:
        found: list[Link] = []
        at: UUID | None = leaf
        while at is not None:
            found.append(self.links[at])
            at = self.links[at].parent_id
        return found[::-1]

    def fault(self, leaf: UUID, *, change: Callable[[list[Link]], list[Link]] = list) -> str:
        sums: dict[UUID, int] = {}
        for link in self.links.values():
            if link.parent_id:
                sums[link.parent_id] = sums.get(link.parent_id, 0) + link.amount_minor
        return chain_fault(change(self.path(leaf)), issued_minor=self.issued, sums=sums, sign=sign)


class Moving(RuleBasedStateMachine):
    """A voucher is divided and passed on at random: at every instant it is whole, and every chain holds."""

    def __init__(self) -> None:
        super().__init__()
        self.tree = Tree(1_000_000_00)
        self.tree.add(None, 1, 1, self.tree.issued)

    @rule(data=st.data(), holder=st.integers(1, 5), minor=st.integers(1, 2_000_000_00))
    def moves(self, data: st.DataObject, holder: int, minor: int) -> None:
        leaf = self.tree.links[data.draw(st.sampled_from(sorted(self.tree.living)))]
        try:
            given_, *rest = divided(Money(leaf.amount_minor), amounts=[Money(minor)], least_minor=1_00)
        except Refusal:
            return
        self.tree.living.remove(leaf.id)
        self.tree.add(leaf, 1, holder, given_)
        for kept in rest:
            self.tree.add(leaf, 2, leaf.holder_id.int, kept)

    @invariant()
    def whole(self) -> None:
        assert sum(self.tree.links[id_].amount_minor for id_ in self.tree.living) == self.tree.issued

    @invariant()
    def chains_hold(self) -> None:
        assert not any(self.tree.fault(leaf) for leaf in self.tree.living)


TestMoving = Moving.TestCase


@given(st.integers(1, 12), st.data())
def test_whatever_is_changed_in_a_chain_shows(depth: int, data: st.DataObject) -> None:
    tree = Tree(1_000_00)
    link = tree.add(None, 1, 1, 1_000_00)
    for n in range(depth):
        link = tree.add(link, 1, n + 2, 1_000_00)
    assert tree.fault(link.id) == ""
    at = data.draw(st.integers(0, depth))
    changes = {
        "holder_id": UUID(int=999),
        "amount_minor": 1_000_01,
        "kind": "sold",
        "made_on": DAY + timedelta(days=1),
        "place": 2,
        "seal": "0" * 16,
        "voucher_id": UUID(int=8),
    }
    name = data.draw(st.sampled_from(sorted(changes)))

    def bent(links: list[Link]) -> list[Link]:
        return [one._replace(**{name: changes[name]}) if n == at else one for n, one in enumerate(links)]

    assert tree.fault(link.id, change=bent)
    assert tree.fault(link.id, change=lambda links: links[1:])
    assert tree.fault(link.id, change=lambda links: [*links[:at], *links[at + 1 :]]) or at == depth


@given(
    st.integers(1_00, 10**12),
    st.decimals(min_value=Decimal("0.01"), max_value=24, places=2),
    st.integers(1, 366),
    st.sampled_from([360, 365]),
)
def test_a_discount_is_face_by_rate_by_days(face: int, rate: Decimal, days: int, year: int) -> None:
    rule_ = DiscountRule(year_days=year, shift="none", calendar="CN")
    found = discounted(face, annual_rate_pct=rate, bought_on=DAY, due_on=DAY + timedelta(days=days), rule=rule_)
    assert found.interest_minor + found.proceeds_minor == face
    assert abs(found.interest_minor - face * rate * days / (100 * year)) <= Decimal("0.5")
    assert found.days == days
    assert found.interest_minor == 0 or found.all_in_pct > 0


@given(st.integers(0, 10**12), st.integers(1, 400), st.integers(-5, 500), st.integers(0, 30))
def test_a_discount_is_earned_whole_and_never_backwards(interest: int, days: int, passed: int, more: int) -> None:
    ends_on = DAY + timedelta(days=days)

    def at(n: int) -> int:
        return earned_minor(interest, starts_on=DAY, ends_on=ends_on, on=DAY + timedelta(days=n))

    assert 0 <= at(passed) <= at(passed + more) <= interest
    assert at(0) == 0
    assert at(days) == interest
    assert abs(at(passed) - interest * min(max(passed, 0), days) // days) == 0


def test_a_discount_by_hand() -> None:
    """100,000.00 at 3.6 % for 89 days on 360: 890.00; a due day on a Saturday costs two days more."""
    found = discounted(100_000_00, annual_rate_pct=Decimal("3.6"), bought_on=DAY, due_on=date(2026, 4, 30), rule=PLAIN)
    assert (found.days, found.interest_minor, found.proceeds_minor) == (89, 890_00, 99_110_00)
    moved = DiscountRule(year_days=360, shift="next", calendar="CN", travel_days=3)
    assert paying_day(date(2026, 6, 27), rule=moved) == date(2026, 6, 29)
    later = discounted(1_000_00, annual_rate_pct=Decimal("3.6"), bought_on=DAY, due_on=date(2026, 6, 27), rule=moved)
    assert (later.pays_on, later.ends_on, later.days) == (date(2026, 6, 29), date(2026, 7, 2), 152)
    with pytest.raises(InvalidInput):
        discounted(100, annual_rate_pct=Decimal("3.6"), bought_on=DAY, due_on=DAY, rule=PLAIN)


@given(st.integers(-30, 500), st.booleans())
def test_a_term_is_within_its_months(days: int, has_reason: bool) -> None:
    due_on, usual, most = DAY + timedelta(days=days), date(2026, 7, 31), date(2027, 1, 31)
    limits = {"usual_months": 6, "most_months": 12, "source": "rule"}
    reason = "long season" if has_reason else ""
    if not DAY < due_on <= most:
        with pytest.raises(TermTooLong):
            check_term(DAY, due_on=due_on, reason=reason, **limits)  # type: ignore[arg-type]
    elif due_on > usual and not has_reason:
        with pytest.raises(TermNeedsReason):
            check_term(DAY, due_on=due_on, reason=reason, **limits)  # type: ignore[arg-type]
    else:
        check_term(DAY, due_on=due_on, reason=reason, **limits)  # type: ignore[arg-type]
