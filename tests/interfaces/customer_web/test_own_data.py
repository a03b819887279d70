"""My data: who looked, everything as a file, and being forgotten; what still runs stands against it."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.furnished import with_firm, with_loan, with_offers
from tests.interfaces.customer_web.visitor import Visitor
from tests.rooms.collections.late import kept
from tests.rooms.party.made_up import phone, resident_id

from puhui.flows.own_data.erase import CannotErase, erase_me, forget_due, preview_erasure
from puhui.flows.own_data.export import export_own_data
from puhui.flows.own_data.policy import privacy_on
from puhui.flows.simulation.population import MadeUpFirm
from puhui.foundation.access.facade import RateLimited
from puhui.foundation.notices.models import Notice
from puhui.foundation.party.facade import home_date, identity_of, reveal_field
from puhui.foundation.party.models import ContactPoint, Party
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
NAME = "Li Fang"


def _person(world: World, n: int) -> Visitor:
    who = Visitor(world, phone=phone(n)).sign_in()
    return who.open("/me/").send("resident_id", name=NAME, resident_id=resident_id(n))


def _own(actor: Actor) -> UUID:
    assert actor.party_id
    return actor.party_id


def test_who_looked_by_role_and_purpose(world: World) -> None:
    cache.clear()
    who = _person(world, 71)
    officer = Actor(new_id(), frozenset({Role.COMPLIANCE}), name="Zhou Min")
    reveal_field(world.call(officer), party_id=_own(who.actor), field="phone", purpose="call back about a complaint")
    who.open("/my-data/")
    assert "call back about a complaint" in who.words()
    assert "your phone number" in who.words()
    assert "Zhou Min" not in who.open("/my-data/who-looked/").page
    assert "call back" not in _person(world, 72).open("/my-data/who-looked/").page


def test_everything_as_a_file(world: World, firms: list[MadeUpFirm]) -> None:
    cache.clear()
    owner = with_offers(world, firms[0], phone="13400134000").open("/my-data/")
    answer = owner.client.post("/my-data/take-along/", {"form": "json", "key": "k1"})
    found = json.loads(answer.content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert found["applications"][0]["amount"]["amount"] == "300000.00"
    assert len(found["parties"]) == 2
    assert found["consents"]
    assert firms[0].identity.resident_id not in answer.content.decode()
    shown = owner.client.post("/my-data/take-along/", {"form": "html", "key": "k2"}).content.decode()
    assert "300000.00" in shown
    assert owner.client.post("/my-data/take-along/", {"form": "exe"}).status_code == 404
    on = home_date(world.clock.now())
    for n in range(privacy_on(on).exports_a_day - 2):
        export_own_data(Call(owner.actor, f"x{n}", world.clock.now()))
    assert owner.client.post("/my-data/take-along/", {"form": "json", "key": "k9"}).status_code == 429
    with pytest.raises(RateLimited):
        export_own_data(Call(owner.actor, "x9", world.clock.now()))


def test_who_never_borrowed_is_forgotten_at_once(world: World) -> None:
    who = _person(world, 73)
    me = _own(who.actor)
    assert "Li Fang" in who.open("/my-data/").page
    who.open("/my-data/erase/").send("agree")
    assert who.status == 422
    before = kept()
    who.send("agree", agree="yes")
    assert "We do not know any more who you are" in who.words()
    assert kept() != before
    assert identity_of(me).name == ""
    assert not ContactPoint.objects.filter(party_id=me).exists()
    assert Party.objects.get(id=me).identifier_index is None
    assert who.client.get("/my-data/").status_code == 303
    again = Visitor(world, phone=phone(73)).sign_in()  # begins anew
    assert _own(again.actor) != me
    again.open("/me/").send("resident_id", name=NAME, resident_id=resident_id(73))
    assert again.status == 200


def test_what_runs_stands_against_it(world: World, firms: list[MadeUpFirm]) -> None:
    for owner, reason in (
        (with_loan(world, firms[1], phone="13400134001"), "a loan is still running"),
        (with_offers(world, firms[2], phone="13400134002"), "an application is under way"),
    ):
        page = owner.open("/my-data/erase/").page
        assert reason in page
        assert "Erase my data" not in page
        before = kept()
        answer = owner.client.post("/my-data/erase/", {"agree": "yes", "key": "k"})
        assert answer.status_code == 409
        with pytest.raises(CannotErase):
            erase_me(world.call(owner.actor), agree=True)
        assert kept() == before


def test_who_borrowed_is_kept_as_long_as_the_law_says(world: World, firms: list[MadeUpFirm]) -> None:
    owner = with_loan(world, firms[3], phone="13400134003")
    me, loan = _own(owner.actor), owner.path
    owner.open(loan + "repay/").send("amount", what="pay_off")
    owner.send("key", button="sure")
    world.deliver()
    on = home_date(world.clock.now())
    until = on + timedelta(days=privacy_on(on).identity_keep_days)
    assert preview_erasure(owner.actor, on=on).keep_until == until
    owner.open("/my-data/erase/").send("agree", agree="yes")
    assert str(until.year) in owner.words()
    assert "You asked us to erase your data" in owner.open("/my-data/").page
    assert not Notice.objects.filter(party_id=me, in_app=True).exists()
    assert identity_of(me).name == firms[3].identity.representative
    assert forget_due(world.system_call(), on=until - timedelta(days=1)) == 0
    assert forget_due(world.system_call(), on=until) == 1
    assert identity_of(me).name == ""
    assert owner.client.get("/my-data/").status_code == 303


def test_a_firm_that_never_borrowed_does_not_keep_its_representative(world: World, firms: list[MadeUpFirm]) -> None:
    owner, _ = with_firm(world, firms[4], phone="13400134004")
    me = _own(owner.actor)
    owner.open("/my-data/erase/").send("agree", agree="yes")
    assert identity_of(me).name == ""
