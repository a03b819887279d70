"""The pages of a farm, as a farmer sees them: household, plots, statements, and what is refused on the page."""

from uuid import uuid4

import pytest
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.visitor import Visitor
from tests.rooms.party.made_up import resident_id

from puhui.foundation.party.facade import NewRelation, household_of, make_group, record_relation
from puhui.kernel.actors import SYSTEM, Call
from puhui.products.farms.facade import facts_stated, plots_of

pytestmark = pytest.mark.django_db


def call(world: World) -> Call:
    return Call(SYSTEM, f"farm-pages-{uuid4()}", world.ports.clock.now())


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_farmer_comes_on_record_and_adds_plots(world: World, language: str) -> None:
    village = make_group(call(world), kind="village", code="511523101299", name="石桥村", region="511523")
    visitor = Visitor(world, phone="13700138001", language=language).sign_in().open("/farm/")
    visitor.open(visitor.link("/farm/new/")).send("resident_id", name="", resident_id="1", village_id=str(village))
    assert len(visitor.wrong()) >= 1  # the name is missing; nothing was kept
    assert household_of(visitor.actor.party_id) is None  # type: ignore[arg-type]
    who = {"name": "赵大田", "resident_id": resident_id(31, born="19800101"), "village_id": str(village)}
    visitor.send("resident_id", **who)
    assert visitor.path == "/farm/"
    plot = {"name": "东坡", "area_mu": "6.5", "crop": "citrus", "tenure": "contracted"}
    visitor.open("/farm/plots/new/").send("area_mu", **plot | {"tenure": "rented", "right_until": "2020-01-01"})
    assert visitor.wrong() != []  # a right that has ended
    visitor.open("/farm/plots/new/").send("area_mu", **plot)
    assert visitor.path == "/farm/"
    assert "6.50" in visitor.words()
    assert ("Citrus orchard" if language == "en" else "柑橘果园") in visitor.words()
    me = visitor.actor
    visitor.open("/farm/facts/").send("years_farming", years_farming="15", household_income="68000")
    assert {f.name: int(f.value) for f in facts_stated(me, party_id=me.party_id)} == {  # type: ignore[arg-type]
        "years_farming": 15,
        "household_income": 68000,
    }
    visitor.open("/overview/").open(visitor.link("/apply/"))
    assert ("Orchard" if language == "en" else "果园") in visitor.words()
    [kept] = plots_of(me, party_id=me.party_id)  # type: ignore[arg-type]
    stranger = Visitor(world, phone="13700138002", language=language).sign_in().open("/farm/")
    assert "6.50" not in stranger.words()
    assert (
        "rchard" not in stranger.open(f"/firms/{stranger.actor.party_id}/apply/").words()
    )  # no household, no farm loan
    stranger.open("/farm/")
    token = stranger.form("language").values  # the frame's own form: its token lets a post come in
    answer = stranger.client.post(f"/farm/plots/{kept.id}/leave/", token)
    assert answer.status_code == 404
    assert stranger.client.get(f"/farm/loans/{uuid4()}/parts/").status_code == 404
    assert stranger.client.get(f"/farm/contracts/{uuid4()}/").status_code == 404
    visitor.open("/farm/").send("/leave/")
    assert plots_of(me, party_id=me.party_id) == []  # type: ignore[arg-type]


def test_who_is_asked_agrees_on_the_page(world: World) -> None:
    group = make_group(call(world), kind="joint_liability_group", code="JLG-1", name="联保一组")
    visitor = Visitor(world, phone="13700138003").sign_in()
    told = NewRelation(
        kind="group_member",
        subject_id=visitor.actor.party_id,  # type: ignore[arg-type]
        group_id=group,
        since_on=world.ports.clock.now().date(),
        evidence="minutes",
    )
    record_relation(call(world), relation=told)
    visitor.open("/farm/")
    assert "You are asked to agree" in visitor.words()
    visitor.send("/agree/", button="answer")
    assert visitor.path == "/farm/"
    assert "You are asked to agree" not in visitor.words()
