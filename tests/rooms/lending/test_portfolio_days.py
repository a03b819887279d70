"""The picture of the book that a close keeps: equal to the book of that moment, written once, never touched again."""

import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from tests.interfaces.api.conftest import token
from tests.interfaces.workbench.institution import footprint
from tests.rooms.lending.lender import pay, proven
from tests.rooms.lending.world import World
from tests.saved import once
from tests.stories.changing import staff

from puhui.adapters.payments.embedded import BankHabits
from puhui.flows.grade_loans import provide_groups
from puhui.flows.portfolio_quality import portfolio_quality
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.command_line.risk import command
from puhui.kernel.actors import SYSTEM, Actor, Role
from puhui.kernel.errors import Forbidden, InvalidInput
from puhui.kernel.ids import new_id
from puhui.products.lending.facade import GROUPS, portfolio_days, portfolio_totals
from puhui.products.lending.models import Loan, PortfolioDay
from puhui.risk.provisioning.facade import provisions

pytestmark = pytest.mark.django_db
FINANCE = staff(Role.FINANCE)


@pytest.fixture
def world() -> World:
    return once("a month of three firms", lived)


def lived() -> World:
    """Three firms borrowed on 31 January; their bank never answers, and one of them paid by hand."""
    world = World()
    paying = world.borrowed(world.firm()[0])
    for _ in range(2):
        world.borrowed(world.firm()[0])
    object.__setattr__(world.bank, "habits", BankHabits(never_per_mille=1000))
    world.close_until(date(2026, 2, 28))
    with transaction.atomic():
        pay(paying, 10_661_85)
    world.close_until(date(2026, 3, 2))
    return world


def test_it_is_the_book_of_that_moment(world: World) -> None:
    world.close()
    day = business_date() - timedelta(days=1)
    lines = portfolio_days(FINANCE, on=[day])
    totals = portfolio_totals(FINANCE, on=business_date())
    assert sum(line.loans for line in lines) == totals.loans_active == 3
    assert sum(line.principal_minor for line in lines) == totals.principal_minor
    assert sum(line.loans for line in lines if line.days_band) == totals.loans_overdue == 2
    set_aside = provisions(FINANCE, on=day)
    assert sum(line.principal_minor for line in lines) == sum(line.principal_minor for line in set_aside)
    owed = sum(line.principal_minor + line.interest_minor + line.penalty_minor for line in lines)
    assert owed == sum(line.exposure_minor for line in set_aside)
    assert proven()


def test_what_happens_later_does_not_touch_it(world: World) -> None:
    world.close()
    day = business_date() - timedelta(days=1)
    before = portfolio_days(FINANCE, on=[day])
    with transaction.atomic():
        pay(Loan.objects.latest("id").id, 100_00, on=date(2026, 2, 15))
    world.close_until(date(2026, 3, 6))
    assert portfolio_days(FINANCE, on=[day]) == before
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE lending_portfolioday SET loans = 0")


def test_twice_is_once(world: World) -> None:
    world.close()
    day = business_date() - timedelta(days=1)
    before = footprint()
    with transaction.atomic():
        provide_groups(world.call(SYSTEM), groups=range(GROUPS), day=day)
    assert footprint() == before


def test_month_ends_show_how_lateness_went(world: World) -> None:
    world.close_until(date(2026, 4, 3))
    trend = portfolio_quality(FINANCE).trend
    assert [book.on for book in trend] == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 2)]
    assert [book.loans for book in trend] == [3, 3, 3, 3]
    late, at_risk, bad = zip(*(book.late_bps for book in trend), strict=True)
    assert late[:2] == (0, 6846)  # 240,000.00 of 350,538.15: the third repaid 9,461.85 of principal
    assert at_risk[1] == 0
    assert at_risk[2] == late[1]
    assert set(bad) == {0}


def test_read_by_program_and_command(world: World) -> None:
    cache.clear()
    world.close()
    day = (business_date() - timedelta(days=1)).isoformat()
    finance, customer = token("f", Role.FINANCE), token("c", Role.CUSTOMER, party_id=new_id())
    told = finance.get("/risk/book").json()
    assert told["on"] == day
    assert sum(line["loans"] for line in told["lines"]) == 3
    assert finance.get("/risk/book?on=2020-01-01").json()["lines"] == []
    assert finance.get("/risk/book?currency=yuan").status_code == 422
    assert customer.get("/risk/book").status_code == 403
    shown = CliRunner().invoke(command, ["book", "--json"])
    lines = [json.loads(line) for line in shown.output.splitlines()]
    assert shown.exit_code == 0
    assert sum(line["loans"] for line in lines) == 3
    assert {line["on"] for line in lines} == {day}


def test_refused() -> None:
    with pytest.raises(Forbidden):
        portfolio_days(Actor(new_id(), frozenset({Role.CUSTOMER})), on=[date(2026, 1, 31)])
    with pytest.raises(InvalidInput):
        portfolio_days(FINANCE, on=[date(2026, 1, 31)] * 401)
    assert not PortfolioDay.objects.exists()
