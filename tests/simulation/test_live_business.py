"""A small business lived on the real flows: the books hold, and the same seed tells the same story."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from puhui.config.simulation import EmbeddedOutside
from puhui.flows.compare_models import matured_loans
from puhui.flows.simulation.customer_life import arrival_day
from puhui.flows.simulation.live_business import BusinessPlan, live_business
from puhui.flows.simulation.world import OPENS_AT, World
from puhui.foundation.access.facade import create_staff
from puhui.foundation.documents.models import Invoice
from puhui.foundation.ledger.facade import business_date, check_books, control_total
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.ports import MovedClock
from puhui.products.lending.facade import check_positions, control_differences, loans_page
from puhui.risk.decisioning.facade import behaviour_of, decision_ids, models_list, shadow_summary

FIRST, LAST = date(2026, 8, 20), date(2026, 10, 5)
ROLES = {
    "risk": Role.RISK_OFFICER,
    "risk2": Role.RISK_OFFICER,
    "operations": Role.OPERATIONS,
    "compliance": Role.COMPLIANCE,
}


def lived(size: int = 14, seed: int = 5) -> Mapping[str, int]:
    clock = MovedClock(datetime.combine(FIRST, OPENS_AT, tzinfo=UTC))
    staff = {}
    for name, role in ROLES.items():
        call = Call(SYSTEM, f"staff/{name}", clock.now())
        user = create_staff(call, login_name=name, display_name=name, roles=[role], password="a-long-password-1")
        staff[name] = Actor(user, frozenset({role}), name=name)
    world = World(clock, EmbeddedOutside(clock), staff=staff, seed=seed)
    plan = BusinessPlan(size, seed, FIRST, LAST)
    return live_business(world, plan=plan, told=lambda what, done, whole: None).counts


@pytest.mark.django_db
def test_a_business_is_lived_and_its_books_hold() -> None:
    counts = lived()
    assert counts["customers"] == 14
    assert counts["loans paid out"] >= 2
    assert business_date() == LAST
    assert Invoice.objects.count() > 1000
    assert check_books(controls={"loans": control_differences, "positions": check_positions}) == []
    assert control_total("loan.principal") > 0
    assert len(loans_page(SYSTEM).loans) >= counts["loans paid out"]
    [challenger] = models_list(SYSTEM)
    beside = shadow_summary(SYSTEM, challenger.id)
    assert beside.decisions == len(list(decision_ids())) > 0
    matured = matured_loans(SYSTEM, package_id=challenger.id, on=LAST)
    assert sum(one.loans for one in matured) >= counts["loans paid out"]
    assert behaviour_of(SYSTEM, loans_page(SYSTEM, state="active").loans[0].id)
    if connection.vendor == "sqlite":
        assert connection.cursor().execute("PRAGMA integrity_check").fetchone() == ("ok",)


STORY: list[tuple[Mapping[str, int], int]] = []


@pytest.mark.django_db
@pytest.mark.parametrize("time", ["first", "second"])
def test_the_same_seed_tells_the_same_story(time: str) -> None:
    STORY.append((lived(size=6), control_total("loan.principal")))
    assert STORY[0] == STORY[-1], time


def test_customers_arrive_on_every_stretch_and_never_on_the_last_day() -> None:
    days = [arrival_day(FIRST, LAST, number=n, size=200) for n in range(200)]
    assert days == sorted(days)
    assert FIRST <= days[0] <= days[-1] <= LAST
