"""The timeline of a customer: every moment once, newest first, however small the pages, and by what a role may see."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.rooms.party.made_up import phone

from puhui.flows.timeline import timeline_of
from puhui.foundation.access.facade import VISITOR
from puhui.foundation.casework.facade import open_case
from puhui.foundation.documents.facade import store_file
from puhui.foundation.party.facade import register_person
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.moments import Place, place_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MEI = Actor(new_id(), frozenset({Role.RELATIONSHIP_MANAGER}), name="Mei")


def call(at: datetime) -> Call:
    return Call(SYSTEM, str(new_id()), at)


def test_every_moment_once_however_small_the_pages() -> None:
    party_id = register_person(replace(call(AT), actor=VISITOR), phone=phone(7))
    for hour in range(4):
        at = AT + timedelta(hours=hour // 2)  # two at a time, in two rooms: the cursor must not lose one
        open_case(call(at), kind="lease", subject=str(new_id()), party_id=party_id, reason="oven")
        store_file(call(at), party_id=party_id, name=f"{hour}.txt", media_type="text/plain", content=b"x")
    whole = timeline_of(MEI, party_id=party_id, most=50)
    assert [one.what for one in whole.moments].count("case") == 4
    assert (len(whole.moments), whole.next) == (8, None)
    assert list(whole.moments) == sorted(whole.moments, key=lambda one: (one.at, one.id), reverse=True)
    seen, before = [], None
    for _ in range(8):
        found = timeline_of(MEI, party_id=party_id, before=before, most=1)
        seen += found.moments
        before = found.next
    assert (tuple(seen), before) == (whole.moments, None)


def test_who_may_see_what() -> None:
    party_id = register_person(replace(call(AT), actor=VISITOR), phone=phone(8))
    open_case(call(AT), kind="lease", subject=str(new_id()), party_id=party_id, reason="oven")
    finance = Actor(new_id(), frozenset({Role.FINANCE}))
    assert timeline_of(finance, party_id=party_id).moments == ()
    with pytest.raises(Forbidden):
        timeline_of(Actor(new_id(), frozenset({Role.CUSTOMER}), party_id), party_id=party_id)
    with pytest.raises(NotFound):
        timeline_of(MEI, party_id=new_id())


def test_a_cursor_is_a_place_or_refused() -> None:
    place = Place(AT, new_id())
    assert place_of(str(place)) == place
    assert place_of("") is None
    for wrong in ("x", f"{AT.isoformat()}_x", f"2026-11-23T08:00:00_{place.id}"):
        with pytest.raises(InvalidInput):
            place_of(wrong)
