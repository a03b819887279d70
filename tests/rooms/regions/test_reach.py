"""Whom we reach by region: sums of the book rolled up to provinces, gaps to goals, few statements for any book."""

import json
from decimal import Decimal

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.interfaces.api.conftest import token
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import AT, staff

from puhui.conduct.indicators.facade import Group
from puhui.flows.count_reach import count_reach
from puhui.flows.reach import reach
from puhui.foundation.access.facade import create_staff
from puhui.foundation.access.models import User
from puhui.interfaces.command_line.regions import command
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden
from puhui.kernel.ids import new_id
from puhui.products.origination.models import Application

pytestmark = pytest.mark.django_db


def book(world: World) -> None:
    """Six firms in Songyang (a county), one in Xihu (a district), one whose place is an old code, one of no place."""
    party = apps.get_model("party", "Party")
    for n, region in enumerate(["331124"] * 6 + ["330106", "330103", ""]):
        firm, _ = world.firm()
        party.objects.filter(id=firm).update(region=region)
        for _ in range(2 if n == 0 else 1):
            world.borrowed(firm)
    for n in range(5):
        firm = party.objects.filter(region="331124").order_by("id")[n].id
        Application.objects.create(
            id=new_id(),
            bucket=0,
            firm_id=firm,
            product_code="working-capital",
            product_version=1,
            currency="CNY",
            amount_minor=1,
            term_months=12,
            method="bullet",
            purpose="stock",
            state="declined" if n == 0 else "signed",
            started_on=world.start,
            started_at=world.clock.now(),
            decided_on=world.start,
        )


def test_our_book_by_region() -> None:
    world = World()
    book(world)
    assert reach(SYSTEM).counted_on is None
    count_reach(world.call(), on=world.start)
    country = {one.region.code: one for one in reach(SYSTEM).places}
    zhejiang = country["330000"]
    assert (zhejiang.tally.customers, zhejiang.tally.loans) == (8, 9)
    assert zhejiang.tally.outstanding_minor == 9 * 120_000_00
    assert (zhejiang.tally.first_time, zhejiang.tally.rural) == (7, 6)
    assert zhejiang.tally.share("first_time") == Decimal("87.5")
    assert zhejiang.tally.share("approval") == Decimal("80.0")
    assert [(gap.goal.measure, gap.missing) for gap in zhejiang.gaps] == [("customers", Decimal(12))]
    assert country["510000"].tally.loans == 0
    found = reach(SYSTEM)
    assert (found.unplaced.loans, found.unplaced.customers) == (1, 1)
    assert sum(one.tally.loans for one in found.places) + found.unplaced.loans == 10

    inside = reach(SYSTEM, region="浙江省")
    cities = {one.region.code: one.tally for one in inside.places}
    assert (cities["331100"].customers, cities["330100"].customers) == (6, 2)
    assert inside.total is not None
    assert inside.total.tally == zhejiang.tally
    hangzhou = {one.region.code: one for one in reach(SYSTEM, region="330100").places}
    assert "330103" not in hangzhou  # merged in 2021
    assert (hangzhou["330105"].tally.loans, hangzhou["330105"].tally.share("approval")) == (1, None)
    mix = {(one.tier, one.product_code): one for one in inside.products}
    assert mix["middle", "working-capital"].loans == 7
    assert mix["developed", "working-capital"].mean_rate_pct == Decimal("12.00")

    assert [(tier, tally.customers, tally.rural) for tier, tally in found.by_tier] == [
        ("developed", 2, 0),
        ("middle", 6, 6),
        (None, 1, 0),
    ]
    assert sum(tally.customers for _, tally in found.by_tier) == found.whole.customers == 9
    assert [tier for tier, _ in inside.by_tier] == ["developed", "middle"]
    assert found.whole.share(Group.FIRST_TIME) == Decimal("88.9")  # eight of nine
    assert found.behind(zhejiang.tally, Group.FIRST_TIME) == Decimal("1.4")
    assert found.behind(zhejiang.tally, Group.RURAL) is None  # six of eight, of all six of nine
    assert found.behind(cities["330100"], Group.RURAL) is None  # two customers: nothing is said

    _the_same_outside(world)
    with pytest.raises(Forbidden):
        reach(Actor(new_id(), frozenset({Role.CUSTOMER}), party_id=new_id()))


def _the_same_outside(world: World) -> None:
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as few:
        reach(staff(Role.AUDITOR))
    assert len(few) <= 8  # however many regions there are
    program = token("manager", Role.RELATIONSHIP_MANAGER)
    told = program.get("/regions/reach?region=331100").json()
    assert [(p["code"], p["customers"]) for p in told["places"] if p["customers"]] == [("331124", 6), ("331100", 6)]
    lishui = told["places"][-1]["groups"]
    assert (lishui["rural"]["customers"], lishui["rural"]["share_pct"]) == (6, "100.0")
    assert lishui["women"] == {
        "customers": 3,
        "share_pct": "50.0",
        "outstanding": {"amount": "360000.00", "currency": "CNY"},
        "behind_points": None,
    }
    few = program.get("/regions/reach?region=330100").json()["places"][-1]["groups"]["rural"]
    assert few == {"customers": None, "share_pct": None, "outstanding": None, "behind_points": None}
    tiers = program.get("/regions/reach").json()["tiers"]
    assert [(one["tier"], one["customers"]) for one in tiers] == [("developed", 2), ("middle", 6), (None, 1)]
    assert told["places"][-1]["missed_goals"] == []  # 30 % first loans: five of six
    assert program.get("/regions/reach?region=nowhere").json()["code"] == "region_unknown"
    lines = CliRunner().invoke(command, ["reach", "--region", "331100", "--json"]).output.splitlines()
    assert json.loads(lines[-1])["rural_pct"] == "100.0"
    assert "松阳县" in CliRunner().invoke(command, ["reach", "--region", "331100"]).output
    del world


def test_the_table_as_a_file(client: Client) -> None:
    World()
    finance = create_staff(
        Call(SYSTEM, "hire", AT), login_name="fin", display_name="F", roles=["finance"], password="correct horse 42"
    )
    client.force_login(User.objects.get(id=finance))
    answer = client.get("/workbench/regions/reach.csv?region=331100")
    lines = answer.content.decode().splitlines()
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert [line.split(",")[0] for line in lines] == ["code", "331124", "331127", "331100"]


def test_the_map_by_group(client: Client) -> None:
    """A group is looked at like all customers: by region, by tier, and where it is behind the whole."""
    world = World()
    book(world)
    count_reach(world.call(), on=world.start)
    finance = create_staff(
        Call(SYSTEM, "hire", AT), login_name="fin", display_name="F", roles=["finance"], password="correct horse 42"
    )
    client.force_login(User.objects.get(id=finance))
    page = client.get("/workbench/regions/?by=first_time&region=", headers={"accept-language": "en"}).content.decode()
    assert "88 %" in page  # seven of eight in Zhejiang
    assert "▲ 1.4" in page
    assert "Behind the whole, points" in page
    assert "By tier" in page
    assert client.get("/workbench/regions/?by=nobody").status_code == 200
    file = client.get("/workbench/regions/reach.csv").content.decode().splitlines()
    assert file[0].split(",")[6:9] == ["women_pct", "old_pct", "thin_file_pct"]
