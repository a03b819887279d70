"""Whom we reach is counted after a close: groups by what is known, once over the whole book, again without a trace."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import staff
from tests.rooms.party.made_up import resident_id

from puhui.conduct.indicators.facade import Group, daily_figures, month_end_figures, reach_count, reached_in
from puhui.conduct.indicators.models import DailyFigure, PlaceFigure, ReachedBorrower
from puhui.flows import count_reach as counting
from puhui.flows.count_reach import count_reach
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import add_role, register_person
from puhui.foundation.party.models import Party
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.errors import Forbidden
from puhui.kernel.ids import new_id
from puhui.risk.facts.models import FactRecord

pytestmark = pytest.mark.django_db
AUDITOR = staff(Role.AUDITOR)
WOMAN, MAN = resident_id(2, born="19800101"), resident_id(3, born="19800101")
OLD_WOMAN = resident_id(2, born="19600101")


def person(world: World, number: str, n: int) -> UUID:
    return register_person(world.call(), phone=f"1990000{n:04d}", name="测试", resident_id=number)


def firm_of(world: World, owner: UUID) -> UUID:
    firm, _ = world.firm()
    add_role(world.call(), person_id=owner, organisation_id=firm, role="owner")
    return firm


def knows_no_file(world: World, party: UUID, name: str) -> None:
    """A bureau had a record once, and has none now."""
    for value, later in (("1", 0), ("0", 1)):
        FactRecord.objects.create(
            id=new_id(),
            bucket=0,
            party_id=party,
            name=name,
            value=value,
            definition="d",
            answers=[],
            measured_at=world.clock.now() + timedelta(hours=later),
        )


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def borrowers(world: World) -> dict[str, UUID]:
    """A woman's firm in a county that borrows twice, a man's firm without a record, an old woman of her own."""
    woman, man, old = (person(world, number, n) for n, number in enumerate((WOMAN, MAN, OLD_WOMAN)))
    made = {"hers": firm_of(world, woman), "his": firm_of(world, man), "old": old}
    Party.objects.filter(id=made["hers"]).update(region="331124")
    Party.objects.filter(id=made["his"]).update(region="330106")
    knows_no_file(world, made["his"], "bureau_known")
    for who in ("hers", "hers", "his", "old"):
        world.borrowed(made[who])
    return made


def members() -> dict[Group, set[UUID]]:
    return {group: set(reached_in(AUDITOR, group)) for group in Group}


def test_groups_are_told_by_what_is_known(world: World, borrowers: dict[str, UUID]) -> None:
    assert count_reach(world.call(), on=world.start) == 3
    assert members() == {
        Group.WOMEN: {borrowers["hers"]},  # a firm that a woman leads; a person is no firm
        Group.OLD: {borrowers["old"]},
        Group.THIN_FILE: {borrowers["his"]},  # by the newest value
        Group.FIRST_TIME: {borrowers["his"], borrowers["old"]},
        Group.RURAL: {borrowers["hers"]},
    }
    county = {
        one.name: one.value for one in reach_count(AUDITOR).sums if one.place == "331124" and not one.product_code
    }
    assert county == {
        "customers": 1,
        "women": 1,
        "women_loans": 2,
        "women_minor": 240_000_00,
        "rural": 1,
        "rural_loans": 2,
        "rural_minor": 240_000_00,
    }


def test_a_count_takes_the_place_of_the_one_before(world: World, borrowers: dict[str, UUID]) -> None:
    count_reach(world.call(), on=world.start)
    Party.objects.filter(id=borrowers["hers"]).update(region="")
    count_reach(world.call(), on=world.start + timedelta(days=1))
    assert members()[Group.RURAL] == set()
    assert {row.counted_on for row in ReachedBorrower.objects.all()} == {world.start + timedelta(days=1)}
    assert ReachedBorrower.objects.count() == 3
    assert reach_count(AUDITOR).on == world.start + timedelta(days=1)


def test_the_same_call_counts_once(world: World, borrowers: dict[str, UUID]) -> None:
    call = world.call()
    first = count_reach(call, on=world.start)
    Party.objects.filter(id=borrowers["hers"]).update(region="")
    assert count_reach(call, on=world.start) == first
    assert members()[Group.RURAL] == {borrowers["hers"]}


def test_nobody_but_the_system_counts(world: World, borrowers: dict[str, UUID]) -> None:
    with pytest.raises(Forbidden):
        count_reach(world.call(AUDITOR), on=world.start)
    with pytest.raises(Forbidden):
        reach_count(world.firm()[1])
    assert not borrowers or not ReachedBorrower.objects.exists()
    assert not PlaceFigure.objects.exists()
    assert not DailyFigure.objects.exists()


def test_the_worker_counts_after_each_close(world: World, borrowers: dict[str, UUID]) -> None:
    day = business_date()
    world.close()
    assert reach_count(AUDITOR).on == day
    values = daily_figures(SYSTEM, until=day)[-1].values
    assert (values["borrowers"], values["borrowers_women"], values["borrowers_old"]) == (len(borrowers), 1, 1)


def test_statements_do_not_grow_with_borrowers(
    world: World, borrowers: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    with CaptureQueriesContext(connection) as one_batch:
        count_reach(world.call(), on=world.start)
    monkeypatch.setattr(counting, "TOGETHER", 1)
    with CaptureQueriesContext(connection) as three_batches:
        count_reach(world.call(), on=world.start + timedelta(days=1))
    assert len(three_batches) - len(one_batch) == 5 * (len(borrowers) - 1)


def test_the_trend_takes_the_last_day_of_each_month() -> None:
    days = [date(2026, 1, 30), date(2026, 1, 31), date(2026, 3, 2)]
    DailyFigure.objects.bulk_create(
        DailyFigure(id=new_id(), business_date=on, name=name, value=n)
        for n, on in enumerate(days)
        for name in ("borrowers", "loans_active")
    )
    found = month_end_figures(AUDITOR, names=["borrowers"])
    assert [(one.on, dict(one.values)) for one in found] == [(days[1], {"borrowers": 1}), (days[2], {"borrowers": 2})]
    assert [one.on for one in month_end_figures(AUDITOR, names=["borrowers"], months=1)] == [days[2]]
