"""Where the business register has a firm is compared with the firm's own word; a difference waits for a colleague."""

from typing import Any

import pytest
from tests.rooms.origination.firm_at_the_door import Door, staff
from tests.rooms.sources.world import open_door

from puhui.flows.ask_sources import Round, store_round
from puhui.flows.move_firm import CASE, confirm_move, move_firm
from puhui.foundation.casework.facade import cases_page
from puhui.foundation.party.facade import home_date, last_move, region_of
from puhui.foundation.sources.facade import Heard, Status, source_definition
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
SONGYANG, LISHUI, XIHU = "331124", "331100", "330106"


def register_says(door: Door, region: str | None, **changes: Any) -> None:
    heard = Heard(source="business_registration", status=Status.OK, content={"region": region}, **changes)
    call = Call(SYSTEM, f"register/{new_id()}", door.at)
    store_round(call, heard=Round({door.firm_id: (heard,)}))


def waiting() -> list[str]:
    return [case.reason for case in cases_page(SYSTEM, kind=CASE) if case.state != "closed"]


def at(region: str) -> Door:
    door = open_door()
    move_firm(door.call(), firm_id=door.firm_id, region=region, on=home_date(door.at))
    waiting_one = last_move(SYSTEM, party_id=door.firm_id)
    if waiting_one is not None and waiting_one.state == "stated":  # the firm was somewhere already
        confirm_move(colleague(door), move_id=waiting_one.id, agree=True, reason="seen the lease")
    assert region_of(door.firm_id) == region
    return door


def colleague(door: Door) -> Call:
    return Call(staff(Role.OPERATIONS), f"colleague/{new_id()}", door.at)


def test_another_place_waits_once_and_counts_when_a_colleague_agrees() -> None:
    door = at(SONGYANG)
    for nothing in (None, "", SONGYANG, LISHUI, "330000", "999999", "Hangzhou"):
        register_says(door, nothing)
    assert waiting() == []  # the same, one within the other, or no code of the list
    register_says(door, XIHU)
    register_says(door, XIHU)
    assert waiting() == [f"{SONGYANG} -> {XIHU}: the business register names another place than the firm"]
    assert region_of(door.firm_id) == SONGYANG  # nothing counts before somebody has looked
    stated = last_move(SYSTEM, party_id=door.firm_id)
    assert stated is not None
    confirm_move(colleague(door), move_id=stated.id, agree=True, reason="the register is right")
    assert (region_of(door.firm_id), waiting()) == (XIHU, [])
    register_says(door, XIHU)
    assert waiting() == []


def test_what_was_declined_is_not_asked_again_and_another_place_is() -> None:
    door = at(SONGYANG)
    register_says(door, XIHU)
    stated = last_move(SYSTEM, party_id=door.firm_id)
    assert stated is not None
    confirm_move(colleague(door), move_id=stated.id, agree=False, reason="only its letter box is there")
    register_says(door, XIHU)
    assert (region_of(door.firm_id), waiting()) == (SONGYANG, [])
    register_says(door, "510000")
    assert len(waiting()) == 1


def test_the_register_may_say_where_and_what_it_says_is_checked() -> None:
    door = open_door()
    definition = source_definition("business_registration", on=home_date(door.at))
    assert (definition.version, definition.schema_version) == (2, "2")
    assert definition.fields["region"].type == "text?"
    register_says(door, "x" * 300)
    assert waiting() == []
