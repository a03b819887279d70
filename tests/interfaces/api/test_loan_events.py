"""What happened to a loan, page by page: for whose loan it is, and for nobody else."""

import pytest
from django.core.cache import cache
from tests.interfaces.api.conftest import token
from tests.rooms.lending.lender import pay
from tests.rooms.lending.test_repricing import basis
from tests.rooms.lending.world import World

from puhui.kernel.actors import Role

pytestmark = pytest.mark.django_db


def test_events_come_newest_first_and_page_by_page() -> None:
    cache.clear()
    world = World()
    firm, customer = world.firm()
    _, other = world.firm()
    loan_id = world.borrowed(firm)
    for _ in range(3):
        pay(loan_id, 100_00)
    owner, stranger = (token(name, Role.CUSTOMER, party_id=of.party_id) for name, of in (("c", customer), ("s", other)))
    shown = owner.get(f"/loans/{loan_id}").json()["events"]
    page = owner.get(f"/loans/{loan_id}/events?limit=2").json()
    found = page["items"]
    while page["next_cursor"]:
        page = owner.get(f"/loans/{loan_id}/events?limit=2&before={page['next_cursor']}").json()
        found += page["items"]
    assert found == shown
    assert [event["n"] for event in found] == sorted((event["n"] for event in found), reverse=True)
    assert stranger.get(f"/loans/{loan_id}/events").status_code == 404
    assert owner.get(f"/loans/{loan_id}/events?before=x").status_code == 422


def test_what_the_rate_follows_is_told() -> None:
    cache.clear()
    world = World()
    firm, customer = world.firm()
    fixed, following = world.borrowed(firm), world.borrowed(firm, rate_basis=basis(3))
    owner = token("c", Role.CUSTOMER, party_id=customer.party_id)
    told = owner.get(f"/loans/{following}").json()
    assert told["rate_basis"]["benchmark"] == "cn/1Y"
    assert (told["rate_basis"]["spread_bps"], told["rate_basis"]["reprice"]) == ("890", 3)
    assert told["reprices_on"] == "2026-04-30"
    assert owner.get(f"/loans/{fixed}").json()["rate_basis"] is None
