"""A loan's hard life in exact values: late, cheaper, resting, longer, undone, and paid off."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from tests.rooms.lending.lender import call, open_lender, pass_days_to, pay, proven, running_loan

from puhui.foundation.ledger.facade import balance
from puhui.kernel.actors import SYSTEM
from puhui.kernel.money import Money
from puhui.products.lending.facade import Booked, ChangeAsked, LoanState, book_change, loan, pay_off_quote

pytestmark = pytest.mark.django_db


def change(loan_id: UUID, kind: str, **how: Any) -> Booked:
    return book_change(call(), loan_id=loan_id, asked=ChangeAsked(kind=kind, **how))


def test_a_hard_life() -> None:
    open_lender()
    loan_id = running_loan(method="interest_only", day_count="period")  # 120,000.00 at 12 %: 1,200.00 a month
    pass_days_to(date(2026, 2, 28))
    pay(loan_id, 1_200_00)
    pass_days_to(date(2026, 4, 10))
    shown = loan(SYSTEM, loan_id)
    assert (shown.overdue.interest, shown.overdue.penalty, shown.days_past_due) == (1_200_00, 0, 10)
    assert shown.outstanding.interest == 1_200_00 + 400_00  # ten of thirty days of April
    # the rate falls to 9 % as from 31 March: April's ten days are 300.00, and 100.00 leave the income again
    change(loan_id, "rate_change", annual_rate_pct=Decimal(9), on=date(2026, 3, 31))
    assert loan(SYSTEM, loan_id).outstanding.interest == 1_200_00 + 300_00
    assert balance("income.interest").minor == 1_200_00 + 1_200_00 + 300_00
    assert proven()
    # the firm rests until 1 July, free of interest: April's ten days are collected on 31 July, with 30/31 of July
    rest = change(loan_id, "payment_holiday", until=date(2026, 7, 1), interest="free")
    lines = {line.due_date: line for line in loan(SYSTEM, loan_id).instalments}
    assert [lines[d].total for d in (date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30))] == [0, 0, 0]
    assert lines[date(2026, 7, 31)].interest == 300_00 + 870_97
    assert proven()
    # three more instalments; and a fee
    change(loan_id, "extension", n=3)
    assert loan(SYSTEM, loan_id).instalments[-1].due_date == date(2027, 4, 30)
    change(loan_id, "fee", amount=Money(100_00))
    assert loan(SYSTEM, loan_id).outstanding.fees == 100_00
    pass_days_to(date(2026, 7, 15))
    assert loan(SYSTEM, loan_id).outstanding.interest == 1_200_00 + 300_00 + 406_45  # 14/31 of July: 406.45
    assert proven()
    # the rest was granted to the wrong loan: undone, April to June bear interest after all, three times 900.00
    change(loan_id, "reversal", of=rest.event_id)
    assert loan(SYSTEM, loan_id).outstanding.interest == 1_200_00 + 3 * 900_00 + 435_48  # 15/31 of July
    assert proven()
    change(loan_id, "payment", amount=Money(1_200_00), on=date(2026, 4, 10))  # had been paid at the counter
    assert loan(SYSTEM, loan_id).outstanding.interest + loan(SYSTEM, loan_id).outstanding.fees == 3 * 900_00 + 535_48
    assert proven()
    quote = pay_off_quote(SYSTEM, loan_id).to_pay
    assert quote.minor == 120_000_00 + 3 * 900_00 + 435_48 + 100_00
    change(loan_id, "pay_off")
    shown = loan(SYSTEM, loan_id)
    assert shown.state == LoanState.CLOSED
    assert shown.outstanding.total == 0
    assert balance("income.interest").minor == 2 * 1_200_00 + 3 * 900_00 + 435_48
    assert proven()
