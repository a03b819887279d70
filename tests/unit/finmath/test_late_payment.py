"""A payment that is recorded late counts from its day: changes booked meanwhile lapse when it ended the loan before."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from puhui.finmath.loans.allocation import AllocationPolicy, PayingOrder
from puhui.finmath.loans.engine import replay
from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.terms import LoanTerms
from puhui.kernel.errors import InvalidInput

TERMS = LoanTerms(
    principal_minor=6000_00,
    annual_rate_pct=Decimal(12),
    method="equal_principal",
    n=3,
    disbursement_date=date(2024, 1, 1),
)
LONGER = LoanEvent("1", date(2024, 5, 1), "re_amortise", n=6)
HOLIDAY = LoanEvent("2", date(2024, 6, 1), "payment_holiday", until=date(2024, 7, 15))
EXTENSION = LoanEvent("3", date(2024, 6, 2), "extension", n=2)
CHANGES = [LONGER, HOLIDAY, EXTENSION]
LATE = date(2024, 4, 10)  # after the last due date


@pytest.mark.parametrize("as_of", [date(2024, 5, 15), date(2024, 6, 30)], ids=["agreed ahead", "begun"])
@pytest.mark.parametrize("kind", ["payment", "pay_off"])
@pytest.mark.parametrize("paid_on", [date(2024, 1, 20), date(2024, 3, 1), LATE])
def test_changes_lapse_when_a_payment_recorded_later_ends_the_loan_before(
    as_of: date, kind: str, paid_on: date
) -> None:
    assert not replay(TERMS, CHANGES, as_of=as_of).is_closed
    paid = LoanEvent("4", paid_on, kind, 7000_00, effect="lower_instalment")  # type: ignore[arg-type]
    assert replay(TERMS, [*CHANGES, paid], as_of=as_of) == replay(TERMS, [paid], as_of=as_of)


@pytest.mark.parametrize("change", [HOLIDAY, EXTENSION])
def test_a_loan_that_still_owes_something_after_its_term_refuses_them_as_before(change: LoanEvent) -> None:
    part = LoanEvent("4", LATE, "payment", 6000_00)
    for as_of in (LATE, date(2024, 6, 30)):
        with pytest.raises(InvalidInput):
            replay(TERMS, [change, part], as_of=as_of)


def test_changes_on_top_of_a_longer_term_lapse_with_it_though_interest_is_still_owed() -> None:
    part = LoanEvent("4", LATE, "payment", 6000_00)
    orders = PayingOrder(order=("principal", "interest", "fees", "penalty", "compound"), walk="by_component")
    terms = replace(TERMS, allocation=AllocationPolicy(id="own", normal=orders, overdue=orders, non_performing=orders))
    state = replay(terms, [*CHANGES, part], as_of=date(2024, 6, 30))
    assert (state.outstanding.principal, state.is_closed) == (0, False)
    assert state == replay(terms, [part], as_of=date(2024, 6, 30))


def test_money_that_was_paid_out_does_not_lapse() -> None:
    lent = LoanEvent("5", date(2024, 2, 20), "disbursement", 500_00)
    paid = LoanEvent("6", date(2024, 2, 10), "pay_off")
    with pytest.raises(InvalidInput, match="nothing is paid out"):
        replay(TERMS, [lent, paid], as_of=date(2024, 3, 1))
