"""Money and books of a loan: exact values, and the ledger tied out after every step."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.rooms.lending.lender import (
    START,
    call,
    open_lender,
    pass_day,
    pass_days_to,
    pay,
    proven,
    running_loan,
    signed_loan,
)

from puhui.finmath.loans.state import Components
from puhui.foundation.ledger.facade import balance
from puhui.kernel.actors import SYSTEM
from puhui.products.lending.facade import (
    LoanState,
    begin_disbursement,
    loan,
    loan_events,
    pay_off_quote,
    return_disbursement,
    reverse_payment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _lender() -> None:
    open_lender()


def test_a_payout_that_settles_starts_the_loan() -> None:
    loan_id = running_loan()
    shown = loan(SYSTEM, loan_id)
    assert shown.state == LoanState.ACTIVE
    assert shown.outstanding == Components(120_000_00, 0, 0, 0)
    assert [i.due_date for i in shown.instalments[:3]] == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
    assert balance("loan.principal").minor == 120_000_00
    assert balance("payments.in_transit").minor == 0
    assert proven()


def test_a_payout_that_is_refused_leaves_nothing_owed() -> None:
    loan_id = signed_loan()
    begun = begin_disbursement(call(), loan_id=loan_id)
    assert loan(SYSTEM, loan_id).state == LoanState.DISBURSING
    return_disbursement(call(), loan_id=loan_id, order_id=begun.order_id)
    assert loan(SYSTEM, loan_id).state == LoanState.AWAITING_DISBURSEMENT
    assert balance("loan.principal").minor == 0
    assert [e.kind for e in loan_events(SYSTEM, loan_id)] == ["disbursement_refused"]
    assert begin_disbursement(call(), loan_id=loan_id).order_id != begun.order_id
    assert proven()


def test_interest_of_every_day_is_in_the_books_to_the_fen() -> None:
    running_loan(method="interest_only", day_count="ACT/360")
    expected = 0
    for days in range(1, 29):
        pass_day()
        expected = round(120_000_00 * Decimal("0.12") * days / 360)
        assert balance("loan.interest_receivable").minor == expected
    assert expected == 1120_00
    assert balance("income.interest").minor == expected
    assert proven()


def test_a_year_of_instalments_ends_at_zero() -> None:
    loan_id = running_loan()
    for n in range(12):
        due = loan(SYSTEM, loan_id).instalments[n].due_date
        pass_days_to(due)
        shown = loan(SYSTEM, loan_id)
        booked = pay(loan_id, shown.due_now.total)
        assert booked.closed == (n == 11)
    shown = loan(SYSTEM, loan_id)
    assert shown.state == LoanState.CLOSED
    assert shown.outstanding.total == 0
    assert balance("loan.principal").minor == balance("loan.interest_receivable").minor == 0
    assert balance("income.interest").minor == sum(i.interest for i in shown.instalments)
    assert proven()


def test_overdue_and_default_interest_have_exact_values() -> None:
    loan_id = running_loan(method="equal_principal", day_count="ACT/360")
    pass_days_to(date(2026, 3, 10))
    shown = loan(SYSTEM, loan_id)
    # 28 February asks for 10,000.00 and 28 days of interest on 120,000.00 at 12 %; ten days late since
    assert shown.overdue == Components(10_000_00, 1120_00, 0, 16_67)  # 10,000 x 6 % x 10 / 360
    assert shown.days_past_due == 10
    assert shown.outstanding == Components(120_000_00, 1120_00 + 400_00, 0, 16_67)
    assert balance("loan.penalty_receivable").minor == 16_67
    booked = pay(loan_id, shown.overdue.total)
    assert not booked.closed
    assert loan(SYSTEM, loan_id).days_past_due == 0
    assert balance("loan.penalty_receivable").minor == 0
    assert proven()


def test_a_pay_off_to_the_day_closes_at_zero() -> None:
    loan_id = running_loan()
    pass_days_to(date(2026, 4, 11))
    quote = pay_off_quote(SYSTEM, loan_id)
    later = pay_off_quote(SYSTEM, loan_id, date(2026, 4, 12))
    assert later.to_pay.minor > quote.to_pay.minor
    booked = pay(loan_id, quote.to_pay.minor, pays_off=True)
    assert booked.closed
    assert booked.unapplied.minor == 0
    assert loan(SYSTEM, loan_id).outstanding.total == 0
    assert proven()
    pass_day()
    assert proven()


def test_a_late_answer_counts_from_the_day_it_was_asked_for() -> None:
    loan_id = running_loan()
    pass_days_to(date(2026, 2, 28))
    due = loan(SYSTEM, loan_id).due_now.total
    pass_days_to(date(2026, 3, 4))
    assert loan(SYSTEM, loan_id).days_past_due == 4
    assert balance("loan.penalty_receivable").minor > 0
    pay(loan_id, due, on=date(2026, 2, 28))
    assert loan(SYSTEM, loan_id).days_past_due == 0
    assert balance("loan.penalty_receivable").minor == 0
    assert balance("income.penalty").minor == 0
    assert proven()


def test_a_returned_collection_never_happened() -> None:
    loan_id = running_loan()
    pass_days_to(date(2026, 2, 28))
    booked = pay(loan_id, loan(SYSTEM, loan_id).due_now.total)
    pass_days_to(date(2026, 3, 5))
    reverse_payment(call(), loan_id=loan_id, event_id=booked.event_id)
    assert loan(SYSTEM, loan_id).days_past_due == 5
    assert proven()


def test_a_pay_off_that_comes_back_opens_the_loan_again() -> None:
    loan_id = running_loan()
    pass_days_to(date(2026, 2, 10))
    booked = pay(loan_id, pay_off_quote(SYSTEM, loan_id).to_pay.minor, pays_off=True)
    pass_days_to(date(2026, 2, 20))
    reverse_payment(call(), loan_id=loan_id, event_id=booked.event_id)
    assert loan(SYSTEM, loan_id).state == LoanState.ACTIVE
    assert proven()
    pass_days_to(date(2026, 3, 2))
    assert proven()


@pytest.mark.parametrize("effect", ["next_dues", "lower_instalment", "shorten_term"])
def test_more_than_the_dues_has_the_effect_that_was_chosen(effect: str) -> None:
    loan_id = running_loan()
    pass_days_to(date(2026, 3, 15))
    pay(loan_id, 20_000_00, effect=effect)
    assert proven()
    for _ in range(40):
        pass_day()
    assert proven()


def test_money_that_is_held_meets_the_next_due_by_itself() -> None:
    loan_id = running_loan(method="interest_only")
    pass_days_to(START + timedelta(days=3))
    pay(loan_id, 5_000_00)
    held = loan(SYSTEM, loan_id).unapplied.minor
    assert held > 0
    assert balance("customer.unapplied").minor == held
    pass_days_to(date(2026, 4, 2))
    assert loan(SYSTEM, loan_id).unapplied.minor < held
    assert proven()
