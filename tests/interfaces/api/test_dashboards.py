"""Dashboards by programs: the same figures as on the pages, money as text, and the same rights."""

import pytest
from django.core.cache import cache
from tests.interfaces.api.conftest import token
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY

from puhui.kernel.actors import Role

pytestmark = pytest.mark.django_db


def test_dashboards_by_programs() -> None:
    cache.clear()
    world = World(start=TODAY)
    firm, _ = world.firm()
    world.borrowed(firm, disbursement_date=TODAY)
    world.close()
    finance, manager = token("finance", Role.FINANCE), token("manager", Role.RELATIONSHIP_MANAGER)
    names = {one["key"] for one in finance.get("/dashboards").json()}
    assert names == {"portfolio", "collecting", "profit", "inclusion"}
    shown = finance.get("/dashboards/portfolio").json()
    classes = shown["sheets"][0]
    assert classes["total"][2] == {"amount": "120000.00", "currency": "CNY"}
    link = classes["links"][0][1]
    query = "&".join(f"{name}={value}" for name, value in link["params"].items())
    behind = finance.get(f"/dashboards/lists/{link['to']}?{query}").json()
    assert (behind["count"], behind["total"]["amount"]) == (classes["rows"][0][1], "120000.00")
    assert behind["sheet"]["rows"][0][2]["amount"] == "120000.00"
    earned = finance.get("/dashboards/profit?since=2026-11-01&until=2026-11-30").json()
    assert float(earned["sheets"][0]["total"][1]["amount"]) > 0
    for program, path, status in (
        (manager, "/dashboards/profit", 403),
        (manager, "/dashboards/lists/entries", 403),
        (finance, "/dashboards/nothing", 404),
        (finance, "/dashboards/lists/nothing", 404),
        (finance, "/dashboards/portfolio?period=decade", 422),
        (finance, "/dashboards/lists/loans?grade=9", 422),
        (finance, "/dashboards/portfolio?branch=none", 200),
        (finance, "/dashboards/portfolio?branch=here", 422),
        (manager, "/dashboards/portfolio?branch=none", 403),
        (manager, "/dashboards/lists/loans?officer=none", 403),
    ):
        assert program.get(path).status_code == status, path
