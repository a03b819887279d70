"""Laws of facilities: what is in use stays within the limit, in whatever order things happen; replay is the same."""

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.laws.effort import examples

from puhui.products.facilities.rules.balances import Balances, NoRoom, folded, outstanding_by_draw

amounts = st.integers(0, 10**12)


class FacilityMachine(RuleBasedStateMachine):
    """A facility in the hands of somebody who does anything in any order; a careful clerk notes what is in use."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[tuple[str, int]] = [("granted", 1_000)]
        self.balances = folded(self.events)
        self.reserved: list[int] = []
        self.drawn = 0
        self.is_cut = False

    def happens(self, kind: str, amount: int = 0) -> None:
        self.balances = self.balances.after(kind, amount)
        self.events.append((kind, amount))

    @rule(amount=st.integers(0, 1_500))
    def reserve(self, amount: int) -> None:
        fits = amount <= self.balances.free
        try:
            self.happens("reserved", amount)
        except NoRoom:
            assert not fits
            return
        assert fits
        assert self.balances.drawn + self.balances.reserved <= self.balances.limit or amount == 0
        self.reserved.append(amount)

    @precondition(lambda self: self.reserved)
    @rule(data=st.data(), is_paid=st.booleans())
    def end_draw(self, data: st.DataObject, is_paid: bool) -> None:
        amount = self.reserved.pop(data.draw(st.integers(0, len(self.reserved) - 1)))
        self.happens("drawn" if is_paid else "released", amount)
        self.drawn += amount if is_paid else 0

    @precondition(lambda self: self.drawn)
    @rule(data=st.data())
    def repay(self, data: st.DataObject) -> None:
        amount = data.draw(st.integers(0, self.drawn))
        over = self.balances.over
        self.happens("repaid", amount)
        self.drawn -= amount
        assert self.balances.over <= over

    @rule(amount=st.integers(1, 300))
    def payment_comes_back(self, amount: int) -> None:
        self.happens("returned", amount)
        self.drawn, self.is_cut = self.drawn + amount, True

    @rule(limit=st.integers(0, 1_000))
    def cut(self, limit: int) -> None:
        self.happens("cut", limit)
        self.is_cut = True

    @rule(limit=st.integers(1_000, 2_000))
    def raise_it(self, limit: int) -> None:
        self.happens("raised", max(limit, self.balances.limit))

    @rule(kind=st.sampled_from(["frozen", "unfrozen", "reviewed"]))
    def stand_still(self, kind: str) -> None:
        before = self.balances
        self.happens(kind)
        assert self.balances == before

    @invariant()
    def in_use_is_what_was_noted(self) -> None:
        assert (self.balances.drawn, self.balances.reserved) == (self.drawn, sum(self.reserved))

    @invariant()
    def in_use_passes_the_limit_only_after_a_cut_or_a_return(self) -> None:
        b = self.balances
        assert b.drawn + b.reserved + b.free == max(b.limit, b.used)
        assert b.over == 0 or self.is_cut
        assert b.free == 0 or b.over == 0

    @invariant()
    def replay_is_the_same(self) -> None:
        assert folded(self.events) == self.balances


TestFacilityMachine = FacilityMachine.TestCase
TestFacilityMachine.settings = settings(max_examples=examples(60), stateful_step_count=30, deadline=None)


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=20), amounts)
def test_what_is_owed_is_spread_over_draws_to_the_fen(draws: list[int], principal: int) -> None:
    left = outstanding_by_draw(draws, principal=principal)
    assert sum(left) == principal
    assert all(part >= 0 for part in left)
    assert all(part <= whole for part, whole in zip(left[:-1], draws[:-1], strict=True))
    owing = next((n for n, part in enumerate(left) if part), len(left))
    assert left[owing + 1 :] == draws[owing + 1 :] or principal > sum(draws)  # the oldest is repaid first


@given(amounts, amounts, amounts, st.sampled_from(["drawn", "released", "repaid"]), amounts)
def test_nothing_falls_below_zero(limit: int, drawn: int, reserved: int, kind: str, amount: int) -> None:
    before = Balances(limit, drawn, reserved)
    try:
        after = before.after(kind, amount)
    except ValueError:
        assert amount > (drawn if kind == "repaid" else reserved)
    else:
        assert min(after.limit, after.drawn, after.reserved, after.free, after.over) >= 0
