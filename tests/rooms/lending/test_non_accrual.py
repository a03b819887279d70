"""Loans that do not accrue: exact values, and the law that books and memo accounts equal the sum over loans."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rooms.lending.lender import call, open_lender, pass_day, pass_days_to, pay, proven, running_loan
from tests.rooms.lending.test_ties_out import Rolled, undo

from puhui.foundation.ledger.facade import balance, business_date, trial_balance
from puhui.foundation.ledger.policy.templates import edition_on
from puhui.kernel.actors import SYSTEM
from puhui.products.lending.facade import GradeChange, LoanState, loan, pay_off_quote, set_grades

pytestmark = pytest.mark.django_db


def minor(code: str) -> int:
    return balance(code).minor


def turn(loan_id: UUID, *, suspended: bool) -> None:
    grade, stage = (3, 3) if suspended else (1, 1)
    set_grades(call(), [GradeChange(loan_id, grade, stage, is_non_accrual=suspended)])


def test_a_loan_from_the_first_day_to_120_days_late_and_back() -> None:
    open_lender(date(2026, 1, 31))
    loan_id = running_loan(method="interest_only", day_count="ACT/360", n=12)  # 120,000.00 at 12 %: 40.00 a day
    pass_days_to(date(2026, 5, 30))  # the first interest was due on 28 February: 91 days late
    earned = 119 * 40_00
    assert minor("loan.interest_receivable") == minor("income.interest") == earned
    turn(loan_id, suspended=True)
    assert minor("loan.interest_receivable") == minor("income.interest") == 0
    assert minor("memo.interest_suspended") == minor("memo.suspended_contra") == earned
    assert proven()

    pass_days_to(date(2026, 6, 28))  # 120 days late
    assert minor("income.interest") == 0
    assert minor("memo.interest_suspended") == earned + 29 * 40_00
    due = loan(SYSTEM, loan_id).due_now
    assert due.interest == 120 * 40_00  # up to 31 May; June's falls due on the 30th
    pay(loan_id, 1_000_00)
    assert minor("income.interest") == 1_000_00  # income because it came in
    assert minor("memo.interest_suspended") == 148 * 40_00 - 1_000_00
    pay(loan_id, due.total - 1_000_00)
    assert minor("income.interest") == 120 * 40_00
    assert minor("memo.interest_suspended") == 28 * 40_00
    assert proven()

    turn(loan_id, suspended=False)
    assert minor("memo.interest_suspended") == minor("memo.suspended_contra") == 0
    assert minor("loan.interest_receivable") == 28 * 40_00
    assert minor("income.interest") == 148 * 40_00
    assert proven()
    pass_day()
    assert minor("income.interest") == 149 * 40_00
    assert trial_balance(SYSTEM).is_even
    assert proven()


def test_default_interest_is_suspended_too_and_a_returned_payment_takes_its_income_back() -> None:
    open_lender(date(2026, 1, 31))
    loan_id = running_loan(method="equal_principal", day_count="ACT/360")
    pass_days_to(date(2026, 3, 10))
    assert minor("loan.penalty_receivable") == minor("income.penalty") == 16_67
    turn(loan_id, suspended=True)
    assert minor("loan.penalty_receivable") == minor("income.penalty") == 0
    assert minor("memo.penalty_suspended") == 16_67
    pay(loan_id, loan(SYSTEM, loan_id).due_now.total)
    assert minor("income.penalty") == 16_67
    undo(loan_id, 0)
    assert minor("income.penalty") == minor("income.interest") == 0
    assert minor("memo.penalty_suspended") == 16_67
    assert proven()
    pay(loan_id, pay_off_quote(SYSTEM, loan_id).to_pay.minor, pays_off=True)
    assert minor("memo.suspended_contra") == 0
    assert proven()


def test_both_templates_of_a_rebooking_have_the_same_amounts() -> None:
    plain, suspended = (
        {part.amount for part in edition_on(name, date(2026, 1, 1)).template.transfers}
        for name in ("loan_rebooked", "loan_rebooked_suspended")
    )
    assert plain == suspended


STEPS = st.one_of(
    st.tuples(st.just("days"), st.integers(1, 30)),
    st.tuples(st.just("pay"), st.integers(1, 40_000_00)),
    st.tuples(st.just("pay due"), st.just(0)),
    st.tuples(st.just("pay off"), st.just(0)),
    st.tuples(st.just("reverse"), st.integers(0, 5)),
    st.tuples(st.just("suspend"), st.just(0)),
    st.tuples(st.just("resume"), st.just(0)),
)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    methods=st.lists(st.sampled_from(["equal_instalment", "equal_principal", "interest_only"]), min_size=1, max_size=2),
    steps=st.lists(STEPS, min_size=2, max_size=14),
)
def test_books_and_memos_equal_the_sum_over_loans(methods: list, steps: list) -> None:
    with pytest.raises(Rolled), transaction.atomic():
        live(methods, steps)


def live(methods: list, steps: list) -> None:
    open_lender(date(2025, 11, 30))
    loans = [running_loan(method=method, n=6, disbursement_date=date(2025, 11, 30)) for method in methods]
    for n, (what, how) in enumerate(steps):
        do(what, how, loans[n % len(loans)])
        assert proven()
    raise Rolled


def do(what: str, how: int, loan_id: UUID) -> None:
    if what == "days":
        pass_days_to(business_date() + timedelta(days=how))
    elif what == "pay":
        pay(loan_id, how)
    elif what == "reverse":
        undo(loan_id, how)
    elif what in ("suspend", "resume"):
        turn(loan_id, suspended=what == "suspend")
    elif loan(SYSTEM, loan_id).state == LoanState.ACTIVE:
        off = what == "pay off"
        owed = pay_off_quote(SYSTEM, loan_id).to_pay.minor if off else loan(SYSTEM, loan_id).due_now.total
        if owed:
            pay(loan_id, owed, pays_off=off)
