"""The room of facilities against a real database: draws, limits, four eyes, and all that is refused."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from tests.interfaces.workbench.institution import footprint
from tests.rooms.facilities.holders import (
    MANAGER,
    OFFICER,
    SECOND,
    TODAY,
    call,
    drawn,
    granted,
    paying,
    reserved,
    stands,
    wish,
)

from puhui.foundation.ledger.facade import advance_business_date, business_date
from puhui.kernel.actors import SYSTEM, Actor, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.facilities import facade as room
from puhui.products.facilities.models import Facility

pytestmark = pytest.mark.django_db


def later(days: int) -> None:
    until = business_date() + timedelta(days=days)
    while business_date() < until:
        advance_business_date(call(), from_date=business_date())


def follow(facility_id: UUID, principal: int) -> int:
    loan_id = Facility.objects.values_list("loan_id", flat=True).get(id=facility_id)
    with transaction.atomic():
        return room.follow_loans(call(), principals={loan_id: principal, new_id(): 5})


def test_drawn_repaid_and_drawn_again() -> None:
    one = granted()
    drawn(one, 60_000_00)
    assert stands(one) == (100_000_00, 60_000_00, 0, 0)
    assert follow(one, 20_000_00) == 1
    assert follow(one, 20_000_00) == 0
    drawn(one, 80_000_00)
    assert stands(one) == (100_000_00, 100_000_00, 0, 0)
    view = room.facility(SYSTEM, one)
    assert [d.outstanding.minor for d in view.draws] == [80_000_00, 20_000_00]
    assert [e.kind for e in reversed(view.events)] == [
        "granted", "reserved", "drawn", "repaid", "reserved", "drawn",
    ]  # fmt: skip
    assert follow(one, 0) == 1
    assert stands(one) == (100_000_00, 0, 0, 0)


def test_a_payment_that_comes_back_takes_the_room_and_frees_nothing() -> None:
    one = granted()
    drawn(one, 100_000_00)
    follow(one, 0)
    drawn(one, 70_000_00)
    follow(one, 170_000_00)
    assert stands(one) == (100_000_00, 170_000_00, 0, 70_000_00)
    assert room.facility(SYSTEM, one).line.free.minor == 0
    with pytest.raises(room.NotEnoughRoom):
        reserved(one, 1_000_00)
    follow(one, 99_000_00)
    assert stands(one) == (100_000_00, 99_000_00, 0, 0)
    reserved(one, 1_000_00)


def test_what_was_not_confirmed_in_time_gives_its_room_back() -> None:
    one = granted()
    first = reserved(one, 90_000_00)
    with pytest.raises(room.NotEnoughRoom):
        reserved(one, 20_000_00, minutes=29)
    with pytest.raises(room.DrawNotOpen), transaction.atomic():
        room.confirm_draw(call(minutes=30), draw_id=first.draw_id, seconds_measured=9, loan_id=new_id())
    reserved(one, 20_000_00, minutes=30)
    assert stands(one) == (100_000_00, 0, 20_000_00, 0)
    with transaction.atomic():
        assert room.release_expired(call(), at=call(minutes=60).at) == 1
    assert stands(one) == (100_000_00, 0, 0, 0)


def test_a_cut_below_what_is_in_use_frees_nothing_and_comes_down_with_repayments() -> None:
    one = granted()
    drawn(one, 60_000_00)
    moved = room.change_facility(call(OFFICER), facility_id=one, act="cut", reason="sales fell", limit=Money(40_000_00))
    assert moved.state == room.ProposalState.DONE
    assert stands(one) == (40_000_00, 60_000_00, 0, 20_000_00)
    assert room.facility(SYSTEM, one).line.free.minor == 0
    follow(one, 30_000_00)
    assert stands(one) == (40_000_00, 30_000_00, 0, 0)


def test_what_lets_more_be_lent_takes_two_people() -> None:
    one = granted()
    room.change_facility(call(OFFICER), facility_id=one, act="frozen", reason="a rumour")
    with pytest.raises(room.FacilityFrozen):
        reserved(one, 1_000_00)
    asked = room.change_facility(call(OFFICER), facility_id=one, act="unfrozen", reason="it was wrong")
    assert asked.state == room.ProposalState.PROPOSED
    with pytest.raises(room.AnotherColleague):
        room.decide_proposal(call(OFFICER), proposal_id=asked.proposal_id, agree=True)
    room.decide_proposal(call(SECOND), proposal_id=asked.proposal_id, agree=True)
    reserved(one, 1_000_00)
    with pytest.raises(room.FacilityNotInState):
        room.decide_proposal(call(SECOND), proposal_id=asked.proposal_id, agree=True)


def test_a_limit_that_the_holder_lowered_waits_before_it_is_raised() -> None:
    one = granted()
    with transaction.atomic():
        room.lower_limit(call(), facility_id=one, limit=Money(10_000_00))
    raising = {"facility_id": one, "act": "raised", "reason": "asked for", "limit": Money(50_000_00)}
    with pytest.raises(room.CannotChangeLimit):
        room.change_facility(call(MANAGER), **raising)
    later(2)
    asked = room.change_facility(call(MANAGER), **raising)
    assert stands(one)[0] == 10_000_00
    room.decide_proposal(call(SECOND), proposal_id=asked.proposal_id, agree=True)
    assert stands(one)[0] == 50_000_00


def test_it_expires_and_closes_when_nothing_is_owed() -> None:
    one, two = granted(), granted()
    drawn(one, 5_000_00)
    Facility.objects.update(available_until=TODAY)
    later(1)
    with transaction.atomic():
        assert room.end_facilities(call(), on=business_date()) == (2, 1)
    follow(one, 0)
    with transaction.atomic():
        assert room.end_facilities(call(), on=business_date()) == (0, 1)
    assert {room.facility(SYSTEM, id_).line.state for id_ in (one, two)} == {room.FacilityState.CLOSED}


def test_reasons_to_freeze_are_kept_apart() -> None:
    one = granted()
    with transaction.atomic():
        assert room.freeze_facilities(call(), why={one: "late"}, reason="8 days") == [one]
        assert room.freeze_facilities(call(), why={one: "late"}, reason="9 days") == []
        assert room.freeze_facilities(call(), why={one: "self"}, reason="asked for") == [one]
        assert room.thaw_facilities(call(), facility_ids=[one], code="late") == 1
    assert room.facility(SYSTEM, one).line.freezes == ("self",)
    with pytest.raises(room.FacilityFrozen):
        reserved(one, 1_000_00)


def test_what_a_holder_and_group_have_in_use_and_free() -> None:
    one = granted(undrawn_counts_pct=50)
    holder = room.facility(SYSTEM, one).holder_id
    two = granted(50_000_01, holder_id=holder)
    drawn(one, 60_000_00)
    reserved(two, 10_000_00)
    found = room.commitments_each([holder, new_id()], on=TODAY)
    assert found == {holder: room.Commitment(2, 60_000_00, 10_000_00, 80_000_01, 60_000_01)}
    assert room.commitments_each([holder], on=TODAY, without=two)[holder].counted_minor == 20_000_00


def test_others_do_not_see_it() -> None:
    one = granted()
    moved = reserved(one, 1_000_00)
    stranger = Actor(new_id(), frozenset({Role.CUSTOMER}), party_id=new_id(), name="X")
    for ask in (lambda: room.facility(stranger, one), lambda: room.draw(stranger, moved.draw_id)):
        with pytest.raises(NotFound):
            ask()
    assert room.facilities_page(stranger) == []


def test_the_database_itself_holds_the_law() -> None:
    one = granted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Facility.objects.filter(id=one).update(reserved_minor=100_000_01)


def _act(actor: Actor, one: UUID, act: str, minor: int | None = None) -> object:
    limit = None if minor is None else Money(minor)
    return room.change_facility(call(actor), facility_id=one, act=act, reason="because of it", limit=limit)  # type: ignore[arg-type]


REFUSED: list[tuple[str, type[Refusal], Callable[[UUID], object]]] = [
    ("more than is free", room.NotEnoughRoom, lambda i: reserved(i, 40_000_01)),
    ("of one purpose", room.NotEnoughRoom, lambda i: reserved(i, 30_000_00, purpose="wages")),
    ("too little", room.DrawTooSmall, lambda i: reserved(i, 999_99)),
    ("nothing", room.DrawTooSmall, lambda i: reserved(i, 0)),
    ("below nothing", room.DrawTooSmall, lambda i: reserved(i, -1_000_00)),
    ("dollars", InvalidInput, lambda i: room.reserve_draw(call(), facility_id=i, new=wish(0, amount=Money(9, "USD")))),
    ("no such facility", NotFound, lambda i: reserved(new_id(), 1_000_00)),
    ("no such draw", NotFound, lambda i: room.settle_draw(call(), draw_id=new_id())),
    ("not confirmed", room.DrawNotOpen, lambda i: room.settle_draw(call(), draw_id=reserved(i, 1_000_00).draw_id)),
    ("drawn twice", room.DrawNotOpen, lambda i: room.settle_draw(call(), draw_id=drawn(i, 1_000_00).draw_id)),
    ("given up when drawn", room.DrawNotOpen,
     lambda i: room.release_draw(call(), draw_id=drawn(i, 1_000_00).draw_id, why="x")),
    ("confirmed twice", room.DrawNotOpen,
     lambda i: room.confirm_draw(call(), draw_id=paying(i, 1_000_00).draw_id, seconds_measured=9, loan_id=new_id())),
    ("cut by a manager", Forbidden, lambda i: _act(MANAGER, i, "cut", 1_00)),
    ("raised by the system", Forbidden, lambda i: _act(SYSTEM, i, "raised", 1_00)),
    ("a cut that is none", room.CannotChangeLimit, lambda i: _act(OFFICER, i, "cut", 100_000_00)),
    ("raised above the contract", room.CannotChangeLimit, lambda i: _act(OFFICER, i, "raised", 100_000_01)),
    ("cut below zero", InvalidInput, lambda i: _act(OFFICER, i, "cut", -1)),
    ("cut without a limit", InvalidInput, lambda i: _act(OFFICER, i, "cut")),
    ("frozen with a limit", InvalidInput, lambda i: _act(OFFICER, i, "frozen", 5)),
    ("unfrozen when it is not", room.FacilityNotInState, lambda i: _act(OFFICER, i, "unfrozen")),
    ("closed in use", room.FacilityNotInState, lambda i: _act(OFFICER, i, "closed")),
    ("no such proposal", NotFound, lambda i: room.decide_proposal(call(SECOND), proposal_id=i, agree=True)),
    ("granted nothing", InvalidInput, lambda i: granted(0)),
]  # fmt: skip


@pytest.mark.parametrize(("what", "refusal", "act"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused_and_nothing_changed(what: str, refusal: type[Refusal], act: Callable[[UUID], object]) -> None:
    one = granted(sub_limits={"wages": 20_000_00})
    drawn(one, 60_000_00)
    before = footprint()
    with pytest.raises(refusal), transaction.atomic():
        act(one)
    assert footprint() == before
    assert stands(one) == (100_000_00, 60_000_00, 0, 0)


def test_the_fee_for_what_is_not_drawn_is_counted_by_the_day() -> None:
    one = granted(commitment_fee_pct=Decimal("0.5"))
    later(10)
    drawn(one, 60_000_00)
    later(5)
    follow(one, 0)
    row = Facility.objects.get(id=one)
    assert row.fee_units == 10 * 100_000_00 + 5 * 40_000_00
