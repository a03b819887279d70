"""Loans that follow a benchmark: a close reprices them as if the change of rate had been booked by hand, and once."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.interfaces.workbench.institution import footprint
from tests.rooms.lending.changing import book, undo
from tests.rooms.lending.lender import call, open_lender, pass_days_to, pay, proven, running_loan
from tests.rooms.lending.world import World

from puhui.finmath.loans.repricing import BenchmarkRate, RepricingRule, rate_changes
from puhui.flows.run_end_of_day.facade import close_day
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.notices.facade import notices_of
from puhui.kernel.actors import SYSTEM
from puhui.products.lending.actions.repricing import reprice_loans
from puhui.products.lending.facade import GROUPS, RateBasis, Repriced, loan, loan_events
from puhui.products.lending.models import Loan, LoanEvent, LoanPosition

pytestmark = pytest.mark.django_db
FALLING = ((date(2025, 1, 1), Decimal("3.10")), (date(2026, 3, 20), Decimal("2.90")), (date(2026, 6, 20), Decimal(4)))


def basis(reprice: RepricingRule = 3, **changes: Any) -> RateBasis:
    told = {"spread_bps": Decimal(890), "lowest_pct": Decimal(0), "highest_pct": Decimal(24), **changes}
    return RateBasis(benchmark="cn/1Y", reprice=reprice, **told)


def reprice(day: date) -> list[Repriced]:
    with transaction.atomic():
        return reprice_loans(call(), groups=range(GROUPS), day=day, benchmarks={"cn/1Y": FALLING})


def live_until(day: date, *, repriced: bool) -> None:
    """Days pass, each repriced as a close does it, or not at all."""
    while business_date() < day:
        if repriced:
            reprice(business_date())
        pass_days_to(min(day, business_date().fromordinal(business_date().toordinal() + 1)))


def kept(loan_id: UUID) -> dict[str, Any]:
    [row] = LoanPosition.objects.filter(loan_id=loan_id).values()
    return {name: value for name, value in row.items() if name not in ("loan_id", "bucket", "borrower_id")}


@pytest.mark.parametrize("method", ["equal_instalment", "equal_principal", "interest_only"])
def test_a_close_comes_to_the_same_as_a_change_by_hand(method: str) -> None:
    """Repriced on 30 April and 31 July: 11.8 %, then 12.9 %; dues paid in between, one of them late."""
    open_lender()
    with transaction.atomic():
        following = running_loan(method=method, rate_basis=basis())
        by_hand = running_loan(method=method)
        for day, rate in ((date(2026, 4, 30), "11.8"), (date(2026, 7, 31), "12.9")):
            live_until(day, repriced=True)
            book(by_hand, "rate_change", annual_rate_pct=Decimal(rate))
            for loan_id in (following, by_hand):
                pay(loan_id, 15_000_00)
        live_until(date(2026, 9, 3), repriced=True)
    assert kept(following) == kept(by_hand)
    assert loan(SYSTEM, following).instalments == loan(SYSTEM, by_hand).instalments
    assert loan(SYSTEM, following).annual_rate_pct == "12.9"
    assert loan(SYSTEM, following).reprices_on == date(2026, 10, 31)
    changes = [event for event in loan_events(SYSTEM, following) if event.kind == "rate_change"]
    assert [event.on for event in changes] == [date(2026, 7, 31), date(2026, 4, 30)]
    assert proven()


def test_missed_days_are_made_up_for_each_on_its_day() -> None:
    open_lender()
    with transaction.atomic():
        in_time, late = (running_loan(rate_basis=basis()) for _ in range(2))
        live_until(date(2026, 4, 29), repriced=False)
        Loan.objects.filter(id=late).update(reprices_on=None)  # hides it from the repricing of the days
        live_until(date(2026, 8, 10), repriced=True)
        Loan.objects.filter(id=late).update(reprices_on=date(2026, 4, 30))
        made_up = reprice(date(2026, 8, 10))
    assert [(one.on, one.annual_rate_pct) for one in made_up] == [
        (date(2026, 4, 30), Decimal("11.8")),
        (date(2026, 7, 31), Decimal("12.9")),
    ]
    owed = [(v.instalments, v.outstanding, v.annual_rate_pct) for v in (loan(SYSTEM, in_time), loan(SYSTEM, late))]
    assert owed[0] == owed[1]
    assert proven()


def test_twice_is_once() -> None:
    open_lender()
    with transaction.atomic():
        running_loan(rate_basis=basis())
        live_until(date(2026, 4, 30), repriced=False)
        assert len(reprice(date(2026, 4, 30))) == 1
    before = footprint()
    assert reprice(date(2026, 4, 30)) == []
    assert footprint() == before


@pytest.mark.parametrize(
    ("how", "rate"),
    [
        ({}, "11.8"),
        ({"lowest_pct": Decimal("11.9")}, "11.9"),
        ({"highest_pct": Decimal("11.5")}, "11.5"),
    ],
)
def test_between_its_bounds(how: dict[str, Decimal], rate: str) -> None:
    open_lender()
    with transaction.atomic():
        loan_id = running_loan(rate_basis=basis(**how))
        live_until(date(2026, 5, 1), repriced=True)
    assert loan(SYSTEM, loan_id).annual_rate_pct == rate


def test_a_rate_agreed_by_hand_keeps_its_distance_and_an_undone_one_counts_as_never() -> None:
    open_lender()
    with transaction.atomic():
        eased, taken_back = (running_loan(rate_basis=basis()) for _ in range(2))
        live_until(date(2026, 3, 25), repriced=True)
        for loan_id in (eased, taken_back):
            event = book(loan_id, "rate_change", annual_rate_pct=Decimal(9)).event_id
        undo(taken_back, event)
        live_until(date(2026, 5, 1), repriced=True)
        assert loan(SYSTEM, eased).annual_rate_pct == "9"  # agreed with the benchmark as it still is
        live_until(date(2026, 8, 1), repriced=True)
    assert loan(SYSTEM, eased).annual_rate_pct == "10.1"
    assert loan(SYSTEM, taken_back).annual_rate_pct == "12.9"
    assert proven()


def test_a_repaid_loan_is_left_alone_and_a_fixed_one_too() -> None:
    open_lender()
    with transaction.atomic():
        repaid, fixed = running_loan(rate_basis=basis()), running_loan()
        pass_days_to(date(2026, 2, 10))
        pay(repaid, 200_000_00, pays_off=True)
        live_until(date(2026, 5, 2), repriced=True)
    for loan_id in (repaid, fixed):
        assert "rate_change" not in {event.kind for event in loan_events(SYSTEM, loan_id)}


def test_statements_do_not_go_with_the_loans() -> None:
    open_lender()

    def statements(count: int) -> int:
        with transaction.atomic():
            for _ in range(count):
                running_loan(rate_basis=basis("anniversary"))
            with CaptureQueriesContext(connection) as seen:
                reprice_loans(call(), groups=range(GROUPS), day=date(2027, 1, 31), benchmarks={"cn/1Y": FALLING})
            transaction.set_rollback(True)
        return len(seen)

    assert statements(12) <= statements(2) + 2


def test_the_day_close_reprices_and_the_borrower_is_told() -> None:
    """The shipped LPR fell from 3.10 % to 3.00 % on 20 May 2025."""
    world = World(start=date(2025, 4, 25))
    firm, customer = world.firm()
    told = {"disbursement_date": date(2025, 4, 25), "rate_basis": basis(1)}
    loan_id = world.borrowed(firm, **told)
    world.close_until(date(2025, 5, 25))
    assert loan(customer, loan_id).annual_rate_pct == "12"
    world.close()
    assert loan(customer, loan_id).annual_rate_pct == "11.9"
    [event] = [event for event in loan_events(SYSTEM, loan_id) if event.kind == "rate_change"]
    assert (event.on, event.booked_on) == (date(2025, 5, 25), date(2025, 5, 25))
    [notice] = [notice for notice in notices_of(customer, most=50) if notice.kind == "loan_repriced"]
    assert "11.9" in notice.body.en
    assert "3%" in notice.body.zh
    close_day(world.call(), on=date(2025, 5, 25))
    assert len([event for event in loan_events(SYSTEM, loan_id) if event.kind == "rate_change"]) == 1
    assert proven()


@pytest.mark.parametrize("rule", [1, 2, 3, 7, 12, "anniversary", "new_year"])
def test_a_loan_repriced_by_closes_stands_as_the_calculator_says(rule: RepricingRule) -> None:
    """The events that the closes write are those of the pure rule over the same history of the benchmark."""
    open_lender()
    with transaction.atomic():
        loan_id = running_loan(rate_basis=basis(rule))
        live_until(date(2027, 2, 2), repriced=True)
    rate = BenchmarkRate(benchmark=FALLING, spread_bps=890, reprice=rule)
    wanted = [(event.on, event.annual_rate_pct) for event in rate_changes(rate, start=date(2026, 1, 31))]
    found = LoanEvent.objects.filter(loan_id=loan_id, kind="rate_change").order_by("n")
    assert wanted
    assert [(event.on, event.annual_rate_pct) for event in found] == wanted
    assert proven()
