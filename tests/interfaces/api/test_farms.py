"""Farms and service points by programs: rights, ids of others, the same key twice, bad input; nothing changes."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.core.cache import cache
from tests.interfaces.api.conftest import Program, token
from tests.interfaces.workbench.institution import footprint
from tests.rooms.farms.village import Village
from tests.rooms.lending.world import World
from tests.rooms.party.made_up import phone, resident_id
from tests.stories.test_agent_at_service_point import code_sent

from puhui.foundation.party.facade import household_of, register_person
from puhui.kernel.actors import Role
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
PLOT = {"name": "East field", "area_mu": "6.50", "crop": "citrus"}
FACT = {"name": "years_farming", "value": "12"}


class Farms:
    """Two farmers, a helper, another helper and staff, each with a program."""

    def __init__(self) -> None:
        cache.clear()
        self.world = World(start=date(2026, 2, 5))
        self.world.clock.instant = datetime.now(UTC)
        self.village = Village(self.world)
        self.farm, self.neighbour = self.village.farmer(), self.village.farmer()
        self.farmer = token("farmer", Role.CUSTOMER, party_id=self.farm)
        self.stranger = token("neighbour", Role.CUSTOMER, party_id=self.neighbour)
        self.manager = token("manager", Role.RELATIONSHIP_MANAGER)
        self.helper, self.other = token("helper", Role.AGENT), token("other", Role.AGENT)


@pytest.fixture
def farms(db: None) -> Farms:
    return Farms()


Row = tuple[Program, str, str, object, int, str]


def refused(rows: list[Row]) -> None:
    before = footprint()
    for program, method, path, body, status, code in rows:
        answer = program.send(method, path, body)
        assert (answer.status_code, answer.json().get("code")) == (status, code), (method, path, body, answer.content)
    assert footprint() == before


def test_plots_and_facts_are_of_their_farmer(farms: Farms) -> None:
    at = f"/farms/{farms.farm}"
    made = farms.farmer.post(f"{at}/plots", PLOT, key="one plot")
    assert made.status_code == 201
    again = farms.farmer.post(f"{at}/plots", PLOT, key="one plot")
    assert again.json() == made.json()  # the same key is the same plot
    assert len(farms.farmer.get(f"{at}/plots").json()) == 1
    plot_id = made.json()["plot_id"]
    assert farms.farmer.post(f"{at}/facts", FACT).status_code == 201
    assert farms.stranger.get(f"{at}/plots").json() == []
    assert farms.stranger.get(f"{at}/facts").status_code == 404
    refused(
        [
            (farms.farmer, "POST", f"{at}/plots", {**PLOT, "area_mu": "0"}, 422, "invalid_input"),
            (farms.farmer, "POST", f"{at}/plots", {**PLOT, "area_mu": "1.234"}, 422, "invalid_input"),
            (farms.farmer, "POST", f"{at}/plots", {**PLOT, "tenure": "stolen"}, 422, "invalid_input"),
            (farms.farmer, "POST", f"{at}/plots", {**PLOT, "colour": "red"}, 422, "invalid_input"),
            (farms.farmer, "POST", f"{at}/facts", {**FACT, "value": "-1"}, 422, "invalid_input"),
            (farms.farmer, "POST", f"{at}/facts", {**FACT, "name": "shoe_size"}, 422, "invalid_input"),
            (farms.stranger, "POST", f"{at}/plots", PLOT, 404, "not_found"),
            (farms.stranger, "POST", f"{at}/facts", FACT, 404, "not_found"),
            (farms.stranger, "DELETE", f"/farms/plots/{plot_id}", None, 404, "not_found"),
            (farms.farmer, "DELETE", f"/farms/plots/{new_id()}", None, 404, "not_found"),
            (farms.farmer, "POST", f"/farms/plots/{plot_id}/verify", {}, 403, "forbidden"),
            (farms.helper, "POST", f"{at}/plots", PLOT, 403, "forbidden"),
            (farms.stranger, "GET", f"/farms/loans/{new_id()}/parts", None, 404, "not_found"),
            (farms.farmer, "POST", f"/farms/parts/{new_id()}/draw", None, 404, "not_found"),
            (farms.stranger, "POST", f"/farms/contracts/{new_id()}/code", None, 404, "not_found"),
            (farms.stranger, "POST", f"/farms/contracts/{new_id()}/sign", {"code": "123456"}, 404, "not_found"),
        ]
    )
    assert farms.manager.post(f"/farms/plots/{plot_id}/verify", {"from_register": True}).status_code == 200
    assert farms.farmer.get(f"{at}/plots").json()[0]["origin"] == "register"
    assert farms.farmer.send("DELETE", f"/farms/plots/{plot_id}").status_code == 200
    assert farms.farmer.get(f"{at}/plots").json() == []


def test_a_farmer_comes_on_record_once(farms: Farms) -> None:
    person_id = register_person(farms.world.call(), phone=phone(9900))
    new = token("new farmer", Role.CUSTOMER, party_id=person_id)
    body = {
        "name": "周翠花",
        "resident_id": resident_id(99, born="19750307"),
        "village_id": str(farms.village.village_id),
    }
    refused(
        [
            (
                new,
                "POST",
                "/farms/farmers",
                {**body, "village_id": str(household_of(farms.farm))},
                422,
                "invalid_input",
            ),
            (new, "POST", "/farms/farmers", {**body, "village_id": str(new_id())}, 404, "not_found"),
            (farms.manager, "POST", "/farms/farmers", body, 403, "forbidden"),
        ]
    )
    made = new.post("/farms/farmers", body)
    assert made.status_code == 201
    assert UUID(made.json()["household_id"]) == household_of(person_id)
    assert new.post("/farms/farmers", body).json() == made.json()  # said again, nothing changes
    assert b"citrus" in new.get("/farms/seasons/citrus?region=511523").content


def test_a_helper_acts_beside_one_customer_and_for_nobody_else(farms: Farms) -> None:
    number = phone(9911)
    refused([(farms.manager, "POST", "/agent/visits/code", {"phone": number}, 403, "forbidden")])
    assert farms.helper.post("/agent/visits/code", {"phone": number}).json() == {"sent": True}
    code = code_sent("agent_visit")
    opened = farms.helper.post("/agent/visits", {"phone": number, "code": code})
    assert opened.status_code == 201, opened.content
    at = f"/agent/visits/{opened.json()['visit_id']}"
    village_id = str(farms.village.village_id)
    who = {"name": "周翠花", "resident_id": resident_id(98, born="19750307"), "village_id": village_id}
    wanted = {
        "product_code": "orchard-season",
        "amount": {"amount": "8000.00", "currency": "CNY"},
        "term_months": 12,
        "method": "credit_line",
        "purpose": "citrus",
    }
    nobody = {"code": "123456", "consents": []}
    refused(
        [
            (farms.other, "POST", f"{at}/farmer", who, 404, "not_found"),
            (farms.other, "POST", f"{at}/plots", PLOT, 404, "not_found"),
            (farms.other, "POST", f"{at}/applications", wanted, 404, "not_found"),
            (farms.other, "DELETE", at, None, 404, "not_found"),
            (farms.stranger, "POST", f"{at}/facts", FACT, 403, "forbidden"),
            (farms.helper, "POST", f"/agent/visits/{new_id()}/plots", PLOT, 404, "not_found"),
            (farms.helper, "POST", f"{at}/plots", {**PLOT, "party_id": str(farms.farm)}, 422, "invalid_input"),
            (farms.helper, "POST", f"{at}/applications", {**wanted, "term_months": 0}, 422, "invalid_input"),
            (farms.helper, "POST", f"{at}/applications/{new_id()}/confirm", nobody, 404, "not_found"),
        ]
    )
    assert farms.helper.post(f"{at}/farmer", who).status_code == 201
    first = farms.helper.post(f"{at}/plots", PLOT, key="plot of the visit")
    assert first.status_code == 201
    assert farms.helper.post(f"{at}/plots", PLOT, key="plot of the visit").json() == first.json()
    refused([(farms.helper, "GET", f"/farms/loans/{new_id()}/parts", None, 404, "not_found")])
    assert farms.helper.get(f"{at}/statements").json()[0]["told"]["name"] == PLOT["name"]
    refused(
        [
            (farms.other, "GET", f"{at}/statements", None, 404, "not_found"),
            (farms.other, "POST", f"{at}/statements/code", None, 404, "not_found"),
            (farms.stranger, "POST", f"{at}/statements/confirm", {"code": "123456"}, 403, "forbidden"),
        ]
    )
    assert farms.helper.post(f"{at}/statements/code").status_code == 200
    kept = farms.helper.post(f"{at}/statements/confirm", {"code": code_sent("agent_facts")}).json()
    assert (kept["plots"], kept["facts"]) == (1, 0)
    assert farms.helper.get(f"/farms/{farms.farm}/plots").json() == []  # of others nothing is seen
    assert farms.helper.send("DELETE", at).status_code == 200
    refused([(farms.helper, "POST", f"{at}/plots", PLOT, 403, "visit_over")])
