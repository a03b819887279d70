"""A small business lived on the real flows: the books hold, and the same seed tells the same story."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import get_args

import pytest
from django.db import connection

from puhui.config.simulation import EmbeddedOutside
from puhui.flows.compare_models import matured_loans
from puhui.flows.simulation.customer_life import arrival_day
from puhui.flows.simulation.lines.every_line import WHO_SIGNS_IN
from puhui.flows.simulation.live_business import BusinessPlan, live_business
from puhui.flows.simulation.world import OPENS_AT, World
from puhui.foundation.access.facade import branches, create_staff
from puhui.foundation.catalogue.facade import product
from puhui.foundation.catalogue.schema.audience import Group
from puhui.foundation.documents.models import Invoice
from puhui.foundation.ledger.facade import business_date, control_total
from puhui.foundation.party.facade import managers_now, party_regions, person_by_phone
from puhui.foundation.regions.facade import Tier, atlas
from puhui.interfaces.command_line.institution import prove_books
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.ports import MovedClock
from puhui.products.lending.facade import loans_page
from puhui.risk.decisioning.facade import behaviour_of, decision_ids, models_list, shadow_summary

FIRST, LAST = date(2026, 8, 20), date(2026, 10, 5)
PERSONS = 3  # two with loans for the household and one old person: another card decides on them
LINES = {
    f"line: {what}"
    for what in (
        "bills discounted",
        "certificates of cover kept",
        "cooperative loans",
        "joint-liability groups",
        "leases in use",
        "limits drawn again",
        "limits granted",
        "medical instalments",
        "meetings held",
        "milestones paid",
        "orders financed",
        "orchard loans that wait for cover",
        "parts of a season drawn",
        "personal loans",
        "receivables sold",
        "seasonal loans",
        "subsidised start-up loans",
        "vouchers issued",
        "vouchers passed on",
        "vouchers sold",
    )
}
ROLES = {
    "risk": Role.RISK_OFFICER,
    "risk2": Role.RISK_OFFICER,
    "operations": Role.OPERATIONS,
    "manager": Role.RELATIONSHIP_MANAGER,
    "compliance": Role.COMPLIANCE,
}


def lived(size: int = 14, seed: int = 5, until: date = LAST, has_every_line: bool = False) -> Mapping[str, int]:
    clock = MovedClock(datetime.combine(FIRST, OPENS_AT, tzinfo=UTC))
    staff = {}
    for name, role in ROLES.items():
        call = Call(SYSTEM, f"staff/{name}", clock.now())
        user = create_staff(call, login_name=name, display_name=name, roles=[role], password="a-long-password-1")
        staff[name] = Actor(user, frozenset({role}), name=name)
    world = World(clock, EmbeddedOutside(clock), staff=staff, seed=seed)
    plan = BusinessPlan(size, seed, FIRST, until, has_every_line)
    return live_business(world, plan=plan, told=lambda what, done, whole: None).counts


@pytest.mark.django_db
def test_a_business_is_lived_and_its_books_hold() -> None:
    counts = lived(has_every_line=True)
    assert counts["customers"] == 14
    _every_line_is_there(counts)
    assert counts["loans paid out"] >= 2
    assert business_date() == LAST
    assert Invoice.objects.count() > 1000
    assert prove_books() == []
    assert control_total("loan.principal") > 0
    assert len(loans_page(SYSTEM).loans) >= counts["loans paid out"]
    [challenger] = models_list(SYSTEM)
    beside = shadow_summary(SYSTEM, challenger.id)
    assert beside.decisions == len(list(decision_ids())) - PERSONS > 0
    matured = matured_loans(SYSTEM, package_id=challenger.id, on=LAST)
    assert sum(one.loans for one in matured) >= counts["loans paid out"]
    kept = set(managers_now())
    assert {line.borrower_id for line in loans_page(SYSTEM).loans} & kept, "somebody looks after borrowers"
    assert len(branches(SYSTEM)) == 2
    assert behaviour_of(SYSTEM, loans_page(SYSTEM, state="active").loans[0].id)
    if connection.vendor == "sqlite":
        assert connection.cursor().execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _every_line_is_there(counts: Mapping[str, int]) -> None:
    """Customers of every group and tier; each line did what is told of it, and nothing was refused on the way."""
    assert {what for what in counts if what.startswith("line:")} == LINES
    assert not [what for what in counts if what.startswith("line refused")]
    loans = loans_page(SYSTEM, most=200).loans
    groups: set[str] = set()
    for code in {line.product_code for line in loans}:
        audience = product(code, on=LAST).audience
        groups |= set(audience.groups if audience else ())
    assert groups == set(get_args(Group))
    assert {atlas().tier(region) for _, region in party_regions()} == set(Tier)
    assert sum(line.product_code == "medical-instalment" for line in loans) == 1
    people = {phone for phone, _ in WHO_SIGNS_IN}
    assert len(people) == len(WHO_SIGNS_IN) == sum(person_by_phone(phone) is not None for phone in people)


STORY: list[tuple[Mapping[str, int], int]] = []


@pytest.mark.any_database
@pytest.mark.django_db
@pytest.mark.parametrize("time", ["first", "second"])
def test_the_same_seed_tells_the_same_story(time: str) -> None:
    STORY.append((lived(size=6, until=date(2026, 9, 15)), control_total("loan.principal")))
    assert STORY[0] == STORY[-1], time


def test_customers_arrive_on_every_stretch_and_never_on_the_last_day() -> None:
    days = [arrival_day(FIRST, LAST, number=n, size=200) for n in range(200)]
    assert days == sorted(days)
    assert FIRST <= days[0] <= days[-1] <= LAST
