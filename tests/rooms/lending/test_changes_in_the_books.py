"""Every kind of event, booked, backdated and undone, leaves books that tie out to the loans and to their replays."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rooms.lending.changing import book, undo
from tests.rooms.lending.lender import START, call, open_lender, pass_day, pass_days_to, pay, proven, running_loan

from puhui.foundation.ledger.facade import balance, business_date
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import InvalidInput
from puhui.products.lending.facade import GradeChange, LoanState, loan, set_grades

LATE = date(2026, 4, 15)  # two instalments are unpaid, the third is not due yet
DEFERRED = {"interest": "defer", "fees": "defer", "penalty": "waive", "principal": "defer"}
CAPITALISED = {"interest": "capitalise", "fees": "capitalise", "penalty": "capitalise", "principal": "capitalise"}
KINDS: list[tuple[str, dict[str, Any]]] = [
    ("rate_change", {"annual_rate_pct": Decimal(8)}),
    ("fee", {"amount_minor": 50_00}),
    ("waiver", {"amount_minor": 700_00}),
    ("waiver", {"amount_minor": 700_00, "component": "penalty"}),
    ("waiver", {"amount_minor": 700_00, "component": "compound"}),
    ("payment_holiday", {"until": date(2026, 6, 15), "interest": "free", "reason": "flood"}),
    ("extension", {"count": 3}),
    ("pay_off", {"amount_minor": 150_000_00}),
    ("re_amortise", {"count": 2}),
    ("renewal", {"count": 6, "annual_rate_pct": Decimal(9)}),
    ("restructure", {"count": 10, "treatment": DEFERRED}),
    ("restructure", {"count": 10, "treatment": CAPITALISED, "method": "equal_principal"}),
    ("restructure", {"count": 4, "treatment": {"principal": "waive", "interest": "waive"}, "until": date(2026, 9, 1)}),
    ("write_off", {}),
    ("sale", {"amount_minor": 90_000_00}),
    ("sale", {"amount_minor": 190_000_00}),
    ("calendar_change", {"treatment": {"2026-05-31": "2026-06-01"}}),
]


def late_loan(**changes: Any) -> Any:
    open_lender()
    loan_id = running_loan(compound_interest=True, **changes)
    pass_days_to(LATE)
    return loan_id


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "told"), KINDS)
def test_each_kind_is_booked_goes_on_and_is_undone(kind: str, told: dict[str, Any]) -> None:
    loan_id = late_loan()
    before = loan(SYSTEM, loan_id)
    event_id = book(loan_id, kind, **told).event_id
    assert proven()
    pass_days_to(LATE + timedelta(days=3))
    pay(loan_id, 5_000_00)
    assert proven()
    undo(loan_id, event_id)
    assert proven()
    pass_days_to(LATE + timedelta(days=20))
    assert proven()
    assert loan(SYSTEM, loan_id).outstanding.principal <= before.outstanding.principal
    assert loan(SYSTEM, loan_id).state == LoanState.ACTIVE


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "told"), KINDS)
def test_each_kind_can_be_backdated(kind: str, told: dict[str, Any]) -> None:
    loan_id = late_loan()
    pay(loan_id, 3_000_00)
    book(loan_id, kind, on=date(2026, 3, 20), **told)
    assert proven()
    pass_days_to(date(2026, 5, 2))
    assert proven()


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "told"), KINDS)
def test_each_kind_is_booked_for_a_loan_that_does_not_accrue(kind: str, told: dict[str, Any]) -> None:
    loan_id = late_loan()
    set_grades(call(), [GradeChange(loan_id=loan_id, grade=4, stage=3, is_non_accrual=True)])
    pass_day()
    event_id = book(loan_id, kind, **told).event_id
    assert proven()
    pass_day()
    pay(loan_id, 5_000_00)
    assert proven()
    undo(loan_id, event_id)
    assert proven()


@pytest.mark.django_db
def test_a_write_off_and_what_comes_in_after_it() -> None:
    loan_id = late_loan()
    owed = loan(SYSTEM, loan_id).outstanding
    event_id = book(loan_id, "write_off").event_id
    assert balance("loss.written_off").minor == owed.total
    assert balance("loan.principal").minor == balance("loan.interest_receivable").minor == 0
    assert loan(SYSTEM, loan_id).state == LoanState.CLOSED
    book(loan_id, "recovery", amount_minor=1_000_00)
    pass_day()  # a payment of the day of the write-off comes before it
    pay(loan_id, 500_00)  # whatever it is called
    assert balance("income.recovery").minor == 1_500_00
    assert balance("customer.unapplied").minor == 0
    assert proven()
    undo(loan_id, event_id)  # then both were payments
    assert balance("income.recovery").minor == balance("loss.written_off").minor == 0
    assert loan(SYSTEM, loan_id).outstanding.total >= owed.total - 1_500_00
    assert proven()


@pytest.mark.django_db
def test_more_than_the_claim_is_held_for_the_payer() -> None:
    loan_id = late_loan()
    owed = loan(SYSTEM, loan_id).outstanding.total
    book(loan_id, "write_off")
    book(loan_id, "recovery", amount_minor=owed + 7)
    assert balance("customer.unapplied").minor == 7
    assert balance("income.recovery").minor == owed
    assert proven()


@pytest.mark.django_db
@pytest.mark.parametrize("price", [90_000_00, 190_000_00])
def test_a_sale_gains_or_loses_what_the_price_is_off_the_books(price: int) -> None:
    loan_id = late_loan()
    owed, cash = loan(SYSTEM, loan_id).outstanding.total, balance("bank.operating").minor
    book(loan_id, "sale", amount_minor=price)
    assert balance("income.loan_sale").minor == price - owed
    assert balance("loan.sale_clearing").minor == balance("loan.principal").minor == 0
    assert balance("bank.operating").minor == cash + price
    assert proven()


@pytest.mark.django_db
def test_capitalised_interest_is_principal_and_no_income_twice() -> None:
    loan_id = late_loan()
    income = balance("income.interest").minor
    owed = loan(SYSTEM, loan_id).outstanding
    book(loan_id, "restructure", count=10, treatment={"interest": "capitalise"})
    assert balance("loan.principal").minor == owed.principal + owed.interest
    assert balance("income.interest").minor == income
    assert balance("loan.interest_receivable").minor == 0
    assert proven()


@pytest.mark.django_db
def test_a_payment_from_before_a_write_off_lowers_it() -> None:
    loan_id = late_loan()
    owed = loan(SYSTEM, loan_id).outstanding.total
    book(loan_id, "write_off", on=LATE)
    pass_day()
    pay(loan_id, 2_000_00, on=date(2026, 4, 1))
    assert balance("income.recovery").minor == 0
    assert balance("loss.written_off").minor < owed - 2_000_00
    assert proven()


class Rolled(Exception):
    """Ends an example without leaving a trace."""


ACTS = st.one_of(
    st.tuples(st.just("days"), st.integers(1, 25)),
    st.tuples(st.just("pay"), st.integers(1, 40_000_00)),
    st.tuples(st.just("event"), st.integers(0, len(KINDS) - 1), st.integers(0, 40)),
    st.tuples(st.just("undo"), st.integers(0, 9)),
)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(ACTS, min_size=1, max_size=10), method=st.sampled_from(["equal_instalment", "interest_only"]))
def test_any_sequence_of_changes_ties_out(acts: list[Any], method: str) -> None:
    with pytest.raises(Rolled), transaction.atomic():
        _live(acts, method)


def _live(acts: list[Any], method: str) -> None:
    open_lender()
    loan_id = running_loan(method=method, n=4, compound_interest=True)
    booked: list[Any] = []
    for act in acts:
        try:
            with transaction.atomic():
                _act(loan_id, act, booked)
        except InvalidInput:
            continue
    assert proven()
    raise Rolled


def _act(loan_id: Any, act: Any, booked: list[Any]) -> None:
    what, *how = act
    if what == "days":
        pass_days_to(business_date() + timedelta(days=how[0]))
    elif what == "pay":
        booked.append(pay(loan_id, how[0]).event_id)
    elif what == "undo" and booked:
        undo(loan_id, booked.pop(how[0] % len(booked)))
    elif what == "event":
        kind, told = KINDS[how[0]]
        on = max(business_date() - timedelta(days=how[1]), START)
        booked.append(book(loan_id, kind, on=on, **told).event_id)
