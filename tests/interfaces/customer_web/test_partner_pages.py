"""Which partner may see what until when, on a page; stopped with one press, by nobody else."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.furnished import with_firm
from tests.interfaces.customer_web.visitor import Visitor
from tests.rooms.party.made_up import credit_code

from puhui.conduct.partners.facade import decide_partner, propose_partner, share_with_partner, sharings_of
from puhui.flows.simulation.population import MadeUpFirm
from puhui.foundation.party.facade import register_organisation
from puhui.kernel.actors import Actor, Role
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
CLERK = Actor(new_id(), frozenset({Role.OPERATIONS}), name="clerk")
ADMIN = Actor(new_id(), frozenset({Role.ADMINISTRATOR}), name="admin")


def partner(world: World) -> UUID:
    made = register_organisation(world.call(CLERK), name="Platform of the tests", uscc=credit_code(901))
    propose_partner(world.call(CLERK), party_id=made, scopes=["loans:read"], reason="sells to our borrowers")
    decide_partner(world.call(ADMIN), partner_id=made, agree=True)
    return made


def share(world: World, owner: Visitor, invoices: str, *, days: int) -> None:
    """The firm, by the address of its invoices, shares its loans."""
    firm_id, scopes = UUID(invoices.split("/")[2]), ["loans:read"]
    call = world.call(owner.actor)
    share_with_partner(call, party_id=firm_id, partner_id=partner(world), scopes=scopes, days=days)


def test_what_a_partner_may_see_is_shown_and_stopped(world: World, firms: list[MadeUpFirm]) -> None:
    owner, invoices = with_firm(world, firms[0], phone="13600136000")
    owner.open("/my-data/")
    owner.open(owner.link("/my-data/partners/"))
    assert "You share nothing with any partner." in owner.words()
    share(world, owner, invoices, days=30)
    owner.open("/my-data/partners/")
    assert "Platform of the tests" in owner.words()
    assert "See loans" in owner.words()
    assert "until 23 Dec 2026" in owner.words()
    stop = owner.form("/stop/").action
    stranger = Visitor(world, phone="13600136001").sign_in()
    assert stranger.client.post(stop, {"key": "k"}).status_code == 404
    assert sharings_of(owner.actor)[0].ended_at is None
    owner.send("/stop/")
    assert owner.path == "/my-data/partners/"
    assert "taken back on 23 Nov 2026" in owner.words()
    assert sharings_of(owner.actor)[0].ended_at is not None
    assert "/stop/" not in owner.page


def test_what_ran_out_cannot_be_stopped_any_more(world: World, firms: list[MadeUpFirm]) -> None:
    owner, invoices = with_firm(world, firms[0], phone="13600136000")
    share(world, owner, invoices, days=1)
    world.clock.instant += timedelta(days=2)
    owner.sign_in().open("/my-data/partners/")
    assert "Over" in owner.words()
    assert "/stop/" not in owner.page


def test_sharing_begins_on_a_page_and_is_checked_before_it_is_given(world: World, firms: list[MadeUpFirm]) -> None:
    owner, invoices = with_firm(world, firms[0], phone="13600136000")
    firm_id = invoices.split("/")[2]
    assert "no partner to share with" in owner.open("/my-data/partners/new/").words()
    partner_id = partner(world)
    owner.open("/my-data/partners/")
    owner.open(owner.link("/my-data/partners/new/"))
    owner.open(owner.link(f"/my-data/partners/new/{partner_id}/"))
    assert "See loans" in owner.words()
    assert "See applications" not in owner.words()  # the partner may not hold it
    wanted = {"party_id": firm_id, "scopes": "loans:read", "days": "90"}
    for wrong in ({"party_id": ""}, {"scopes": "applications:read"}, {"days": "9999"}, {"party_id": str(new_id())}):
        owner.open(f"/my-data/partners/new/{partner_id}/").send("days", **{**wanted, **wrong})
        assert owner.status == 422, wrong
    assert sharings_of(owner.actor) == []
    owner.open(f"/my-data/partners/new/{partner_id}/").send("days", **wanted)
    assert "Check what you share" in owner.words()
    assert "21 Feb 2027" in owner.words()
    assert sharings_of(owner.actor) == []
    owner.send("party_id", button="back", back="yes")
    assert "What may the partner see?" in owner.words()
    owner.send("days", **wanted).send("party_id", button="sure", sure="yes")
    assert owner.path == "/my-data/partners/"
    [given] = sharings_of(owner.actor)
    assert (str(given.party_id), given.partner_id, given.scopes) == (firm_id, partner_id, ("loans:read",))
    stranger = Visitor(world, phone="13600136001").sign_in()
    form = {"key": str(new_id()), "sure": "yes", **wanted}
    assert stranger.client.post(f"/my-data/partners/new/{partner_id}/", form).status_code == 422
    assert stranger.client.get(f"/my-data/partners/new/{new_id()}/").status_code == 404
    assert len(sharings_of(owner.actor)) == 1
