"""A firm that moves: its old place counts until a colleague has looked; then the new one, or still the old one."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from tests.interfaces.workbench.institution import footprint
from tests.rooms.origination.firm_at_the_door import TODAY, Door, firm_at_the_door, staff

from puhui.flows.move_firm import confirm_move, move_firm
from puhui.flows.originate_loan.relationship_price import check_place
from puhui.foundation.casework.facade import case, open_case_of
from puhui.foundation.catalogue.facade import product
from puhui.foundation.notices.models import Notice
from puhui.foundation.party.facade import BadText, MoveDecided, last_move, party_card
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden, NotFound, Refusal
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
LISHUI, HANGZHOU = "331124", "330106"
OFFICER, MANAGER = staff(Role.RISK_OFFICER), staff(Role.RELATIONSHIP_MANAGER)
EVIDENCE = "business licence of 2026-11-20"


def call(actor: Actor) -> Call:
    return Call(actor, str(new_id()), datetime(2026, 11, 23, 3, 0, tzinfo=UTC))


def said(door: Door, *, evidence: str = EVIDENCE, region: str = LISHUI) -> UUID:
    moved = move_firm(door.call(), firm_id=door.firm_id, region=region, on=TODAY, evidence=evidence)
    assert moved.waits_for is not None
    return moved.waits_for


def place_of(door: Door) -> str:
    return party_card(SYSTEM, party_id=door.firm_id).region


def test_the_new_place_counts_once_somebody_has_looked() -> None:
    door = firm_at_the_door(region=HANGZHOU)
    move_id = said(door)
    assert place_of(door) == HANGZHOU
    check_place([], borrower_id=door.firm_id, product=product("working-capital", on=TODAY), on=TODAY)
    waits = open_case_of(OFFICER, kind="relocation", subject=str(move_id))
    assert waits is not None
    confirm_move(call(OFFICER), move_id=move_id, agree=True, reason="seen the register of firms")
    assert place_of(door) == LISHUI
    assert case(OFFICER, waits.id).outcome == "confirmed"
    assert Notice.objects.filter(kind="move_confirmed").count() == 1
    told = last_move(door.actor, party_id=door.firm_id)
    assert told is not None
    assert (told.state, told.reason) == ("confirmed", "seen the register of firms")


def test_a_declined_move_changes_nothing_and_says_why() -> None:
    door = firm_at_the_door(region=HANGZHOU)
    confirm_move(call(MANAGER), move_id=said(door), agree=False, reason="the licence names the old place")
    assert place_of(door) == HANGZHOU
    assert Notice.objects.filter(kind="move_declined").count() == 1


def test_a_newer_statement_replaces_the_one_that_waits() -> None:
    door = firm_at_the_door(region=HANGZHOU)
    first, second = said(door), said(door, region="330122")
    assert open_case_of(OFFICER, kind="relocation", subject=str(first)) is None
    with pytest.raises(MoveDecided):
        confirm_move(call(OFFICER), move_id=first, agree=True, reason="seen it")
    confirm_move(call(OFFICER), move_id=second, agree=True, reason="seen it")
    assert place_of(door) == "330122"


def test_the_first_place_is_said_as_at_registration_and_the_same_place_is_no_move() -> None:
    door = firm_at_the_door()
    for _ in range(2):
        moved = move_firm(door.call(), firm_id=door.firm_id, region=LISHUI, on=TODAY)
        assert moved.waits_for is None
    assert place_of(door) == LISHUI


Act = Callable[[Door, UUID], object]


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda d, _: move_firm(d.call(), firm_id=d.firm_id, region="330122", on=TODAY), BadText),
        (lambda d, _: move_firm(d.call(), firm_id=d.firm_id, region="Atlantis", on=TODAY, evidence="x" * 9), Refusal),
        (lambda d, _: move_firm(d.call(), firm_id=new_id(), region=LISHUI, on=date(2026, 1, 1)), NotFound),
        (lambda d, m: confirm_move(d.call(), move_id=m, agree=True, reason="it is so"), Forbidden),
        (lambda d, m: confirm_move(call(staff(Role.FINANCE)), move_id=m, agree=True, reason="it is so"), Forbidden),
        (lambda d, m: confirm_move(call(OFFICER), move_id=m, agree=True, reason=""), BadText),
        (lambda d, m: confirm_move(call(OFFICER), move_id=new_id(), agree=True, reason="it is so"), NotFound),
    ],
)
def test_refused_and_nothing_changed(act: Act, refusal: type[Refusal]) -> None:
    door = firm_at_the_door(region=HANGZHOU)
    move_id = said(door)
    before = footprint()
    with pytest.raises(refusal):
        act(door, move_id)
    assert footprint() == before


def test_who_of_staff_says_so_needs_another_one() -> None:
    door = firm_at_the_door(region=HANGZHOU)
    moved = move_firm(call(MANAGER), firm_id=door.firm_id, region=LISHUI, on=TODAY, evidence=EVIDENCE)
    assert moved.waits_for is not None
    with pytest.raises(MoveDecided):
        confirm_move(call(MANAGER), move_id=moved.waits_for, agree=True, reason="I saw it")
    confirm_move(call(OFFICER), move_id=moved.waits_for, agree=True, reason="seen the register")
    assert place_of(door) == LISHUI
