"""The pages of a farm, as a farmer sees them: household, plots, statements, and what is refused on the page."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.interfaces.customer_web.delivery import OPENED_ON, World
from tests.interfaces.customer_web.visitor import Visitor
from tests.rooms.lending.lender import signed_loan
from tests.rooms.party.made_up import resident_id, staff

from puhui.flows.secure_loan.covers import keep_cover
from puhui.foundation.party.facade import NewRelation, household_of, make_group, record_relation
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.money import Money
from puhui.products.collateral.facade import NewCertificate
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


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_says_what_a_loan_still_needs_and_where_to_bring_it(world: World, language: str) -> None:
    """Until a certificate is kept the loan's page says that something is needed, and not that money is on its way."""
    is_english = language == "en"
    visitor = Visitor(world, phone="13700138011", language=language).sign_in()
    me = visitor.actor.party_id
    loan_id = signed_loan(me, product=("orchard-season", 2), principal_minor=33_000_01, disbursement_date=OPENED_ON)
    at = f"/loans/{loan_id}/"
    assert ("on its way" if is_english else "路上") not in visitor.open(at).words()
    needed = visitor.open(visitor.link("/needed/")).words()
    said = ("26,400.01", "400-000-0000") + (("none is kept",) if is_english else ("尚未登记", "果树保险"))
    assert [words for words in said if words not in needed] == []
    stranger = Visitor(world, phone="13700138012", language=language).sign_in()
    assert stranger.client.get(f"{at}needed/").status_code == 404
    trees = NewCertificate(
        cover="fruit_trees",
        number="GSX-2026-0101",
        insurer="示例农业保险",
        insured=Money(26_400_01),
        valid_from=OPENED_ON,
        valid_until=OPENED_ON + timedelta(days=300),
    )
    manager = staff(Role.RELATIONSHIP_MANAGER)
    keep_cover(Call(manager, f"cover-{uuid4()}", world.ports.clock.now()), loan_id=loan_id, asked=trees)
    done = visitor.open(f"{at}needed/").words()
    assert "GSX-2026-0101" in done
    assert ("Nothing is missing" if is_english else "不缺什么") in done
    assert "/needed/" not in visitor.open(at).page
