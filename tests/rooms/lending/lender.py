"""Small words for tests of lending: a lender with open books, loans, money in, days that pass."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from puhui.finmath.loans.terms import LoanTerms
from puhui.foundation.ledger.facade import (
    advance_business_date,
    business_date,
    check_books,
    draft_from_template,
    open_first_business_date,
    post,
)
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import (
    GROUPS,
    Booked,
    PaymentIn,
    RateBasis,
    accrue_groups,
    begin_disbursement,
    book_payment,
    check_positions,
    control_differences,
    open_loan,
    settle_disbursement,
)

START = date(2026, 1, 31)
OPERATIONS = Actor(new_id(), frozenset({Role.OPERATIONS}), name="Op")
_keys = count(1)


def call(actor: Actor = SYSTEM) -> Call:
    return Call(actor, f"t-{next(_keys)}-{new_id()}", datetime(2026, 1, 31, 8, 0, tzinfo=UTC))


def open_lender(on: date = START, capital_minor: int = 100_000_000_00) -> None:
    open_first_business_date(call(), on=on)
    capital = draft_from_template(
        "capital_paid_in",
        id=new_id(),
        amounts={"capital": capital_minor},
        owners={},
        bucket=0,
        value_date=on,
        source="test",
    )
    post([capital], call=call())


def terms(**changes: Any) -> LoanTerms:
    return LoanTerms(
        **{
            "principal_minor": 120_000_00,
            "annual_rate_pct": Decimal(12),
            "method": "equal_instalment",
            "n": 12,
            "disbursement_date": START,
            "penalty_multiple": Decimal("1.5"),
            **changes,
        }
    )


def signed_loan(
    borrower_id: UUID | None = None,
    *,
    rate_basis: RateBasis | None = None,
    product: tuple[str, int] = ("working-capital", 1),
    **changes: Any,
) -> UUID:
    return open_loan(
        call(),
        borrower_id=borrower_id or new_id(),
        product_code=product[0],
        product_version=product[1],
        contract_id=new_id(),
        terms=terms(**changes),
        rate_basis=rate_basis,
    )


def running_loan(borrower_id: UUID | None = None, **changes: Any) -> UUID:
    loan_id = signed_loan(borrower_id, **changes)
    begun = begin_disbursement(call(), loan_id=loan_id)
    settle_disbursement(call(), loan_id=loan_id, order_id=begun.order_id)
    return loan_id


def pay(loan_id: UUID, minor: int, *, on: date | None = None, **how: Any) -> Booked:
    payment = PaymentIn(loan_id=loan_id, order_id=new_id(), amount=Money(minor), on=on or business_date(), **how)
    return book_payment(call(), payment=payment)


def pass_day() -> date:
    today = business_date()
    accrue_groups(call(), groups=range(GROUPS), to=today + timedelta(days=1))
    return advance_business_date(call(), from_date=today)


def pass_days_to(day: date) -> None:
    while business_date() < day:
        pass_day()


def proven() -> bool:
    """The books hold, tie out to the loans, and every position equals its replay."""
    faults = check_books(controls={"lending": control_differences, "positions": check_positions})
    assert faults == [], faults
    return True
