"""What is unusual for a person waits: told to them and who stands by them, stopped by one press, or done by itself."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.interfaces.workbench.institution import footprint
from tests.rooms.lending.lender import proven
from tests.rooms.party.made_up import phone
from tests.stories.test_drawing_on_a_limit import Shop

from puhui.conduct.protection.facade import protections_of, reasons_to_wait
from puhui.conduct.protection.policy import protection_on
from puhui.flows.draw_facility.answers import DrawAsked
from puhui.flows.protect_person.wishes import set_think_from
from puhui.flows.receive_repayment import repay_loan
from puhui.flows.stop_waiting import stop_waiting, waiting_acts
from puhui.foundation.casework.facade import cases_page
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.notices.facade import message_for_delivery
from puhui.foundation.notices.models import Notice
from puhui.foundation.party.facade import NewRelation, RelationKind, confirm_relation, new_relation, register_person
from puhui.foundation.payments.facade import NotHeld, OrderState, order
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money

KIND = protection_on(date(2026, 11, 23)).second_thoughts.draw


@pytest.mark.parametrize(
    ("amount", "earlier", "wish", "night", "why"),
    [
        (6_000_000, [1_000_000, 2_000_000], None, False, ("much_larger",)),
        (5_999_999, [1_000_000, 2_000_000], None, False, ()),
        (6_000_000, [2_000_000], None, False, ()),  # one draw is no habit
        (1_999_999, [100, 100], None, False, ()),  # too little to matter
        (100, [], 100, False, ("own_wish",)),
        (99, [], 100, False, ()),
        (100, [], None, True, ("night",)),
        (9_000_000, [100, 100], 0, True, ("own_wish", "much_larger", "night")),
    ],
)
def test_what_is_unusual(amount: int, earlier: list[int], wish: int | None, night: bool, why: tuple[str, ...]) -> None:
    found = reasons_to_wait(
        amount, earlier=earlier, kind=KIND, think_from_minor=wish, is_night=night, is_new_phone=False
    )
    assert found == why


@given(amount=st.integers(1, 10**10), earlier=st.lists(st.integers(1, 10**9), max_size=5), wish=st.integers(0, 10**9))
def test_a_stricter_wish_never_lets_more_through(amount: int, earlier: list[int], wish: int) -> None:
    def why(limit: int | None) -> tuple[str, ...]:
        return reasons_to_wait(
            amount, earlier=earlier, kind=KIND, think_from_minor=limit, is_night=False, is_new_phone=False
        )

    assert set(why(None)) <= set(why(wish)) <= set(why(wish // 2))


class Drawing(Shop):
    """A shop that drew 3,000 twice, and now draws 60,000."""

    def __init__(self) -> None:
        super().__init__()
        self.draw(300_000)
        self.draw(300_000)

    def unusual(self) -> DrawAsked:
        return self.draw(6_000_000)

    def state(self, asked: DrawAsked) -> OrderState:
        return order(SYSTEM, asked.order_id).state

    def told(self) -> list[str]:
        return list(Notice.objects.order_by("id").values_list("kind", flat=True))


@pytest.fixture
def shop(db: None) -> Drawing:
    return Drawing()


def test_it_waits_a_day_and_goes_through_by_itself(shop: Drawing) -> None:
    drawn = shop.line.drawn
    asked = shop.unusual()
    assert shop.state(asked) == OrderState.REQUESTED
    assert shop.line.drawn == drawn
    assert shop.told()[-1] == "draw_waits"
    waits = waiting_acts(shop.door.actor, at=shop.door.at)
    assert [(one.amount.minor, one.held_why) for one in waits] == [(6_000_000, ("much_larger",))]
    shop.door.wait(86_000)
    shop.work()
    assert shop.state(asked) == OrderState.REQUESTED
    shop.door.wait(1_000)
    shop.work()
    shop.work()
    assert shop.state(asked) == OrderState.SETTLED
    assert shop.line.drawn.minor == drawn.minor + 6_000_000
    assert waiting_acts(shop.door.actor, at=shop.door.at) == []
    assert proven()


def test_stopped_with_one_press_nothing_is_drawn_and_nobody_is_troubled(shop: Drawing) -> None:
    free, cases = shop.line.free, len(cases_page(SYSTEM))
    asked = shop.unusual()
    assert shop.line.free.minor == free.minor - 6_000_000
    stop_waiting(shop.door.call(), order_id=asked.order_id)
    assert shop.state(asked) == OrderState.REFUSED
    assert shop.line.free == free
    assert shop.told()[-1] == "act_stopped"
    assert len(cases_page(SYSTEM)) == cases
    shop.door.wait(100_000)
    shop.work()
    assert shop.state(asked) == OrderState.REFUSED
    assert shop.line.free == free
    assert proven()


def test_what_is_usual_does_not_wait(shop: Drawing) -> None:
    asked = shop.draw(800_000)
    assert shop.state(asked) == OrderState.SETTLED


def test_a_wish_of_ones_own_makes_it_stricter_at_once_and_looser_after_days(shop: Drawing) -> None:
    set_think_from(shop.door.call(), amount=Money(100_000))
    asked = shop.draw(200_000)
    assert shop.state(asked) == OrderState.REQUESTED
    made = set_think_from(shop.door.call(), amount=Money(900_000))
    assert (made.holds_from - business_date()).days == 7
    held = protections_of(shop.door.actor, party_id=shop.door.actor.party_id, on=business_date())  # type: ignore[arg-type]
    assert (held.think_from, held.think_from_to_come) == (Money(100_000), Money(900_000))
    with pytest.raises(InvalidInput):
        set_think_from(shop.door.call(), amount=Money(-1))


def test_who_stands_by_them_is_told_without_an_amount(shop: Drawing) -> None:
    person = shop.door.actor.party_id
    assert person is not None
    friend = register_person(Call(SYSTEM, "friend", shop.door.at), phone=phone(77))
    asked = NewRelation(
        kind=RelationKind.CONTACT_PERSON, subject_id=person, other_id=friend, since_on=business_date(), evidence="test"
    )
    relation = new_relation(shop.door.call(), asked=asked).relation_id
    shop.unusual()
    assert "contact_act_waits" not in shop.told()  # who has not agreed is told nothing
    by_friend = Actor(new_id(), frozenset({Role.CUSTOMER}), party_id=friend)
    confirm_relation(Call(by_friend, "yes", shop.door.at), relation_id=relation)
    shop.draw(6_000_000)
    told = Notice.objects.filter(kind="contact_act_waits").get()
    assert told.party_id == friend
    body = message_for_delivery(told.id).body
    assert "60000" not in body.replace(",", "")


def test_a_large_payment_ahead_of_time_waits_and_counts_from_the_day_it_was_asked_for(shop: Drawing) -> None:
    set_think_from(shop.door.call(), amount=Money(0))
    loan_id = shop.signed.loan_id or shop.unusual().loan_id
    repaid = repay_loan(shop.door.call(), loan_id=loan_id, amount=Money(200_000), effect="lower_instalment")
    shop.work()
    assert order(SYSTEM, repaid.order_id).held_why == ("own_wish",)
    owed = shop.line.drawn
    shop.door.wait(90_000)
    shop.work()
    shop.work()
    assert shop.line.drawn.minor < owed.minor
    assert proven()


def test_what_is_not_ones_own_or_too_late_cannot_be_stopped(shop: Drawing) -> None:
    usual, asked = shop.draw(400_000), shop.unusual()
    before = footprint()
    stranger = Actor(new_id(), frozenset({Role.CUSTOMER}), party_id=new_id())
    with pytest.raises(NotFound):
        stop_waiting(Call(stranger, "s", shop.door.at), order_id=asked.order_id)
    with pytest.raises(NotHeld):
        stop_waiting(shop.door.call(), order_id=usual.order_id)
    with pytest.raises(NotHeld):
        stop_waiting(Call(shop.door.actor, "late", shop.door.at + timedelta(days=2)), order_id=asked.order_id)
    assert footprint() == before
    assert shop.state(asked) == OrderState.REQUESTED
