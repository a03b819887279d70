"""Parties and schemes answer for loans, and are called when a loan is late."""

from datetime import timedelta
from uuid import UUID

from puhui.flows.secure_loan.debts import debt_of
from puhui.flows.secure_loan.pledge import KIND
from puhui.foundation.casework.facade import open_case
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.products.collateral.facade import (
    GuaranteeMoved,
    NewGuarantee,
    call_on,
    claim_scheme,
    collateral_policy,
    give_guarantee,
    guarantee,
)
from puhui.products.lending.facade import loan, loans_of_borrowers


@use_case("secure_loan.guarantee_loan", answers=GuaranteeMoved, subject="loan_id")
def guarantee_loan(call: Call, *, loan_id: UUID, asked: NewGuarantee) -> GuaranteeMoved:
    """A party answers for a loan, within what they can carry beside what they owe and guarantee already.

    A ring, where the borrower answers for the guarantor, becomes a case: two names that stand on each other carry less.
    """
    debt, today = debt_of(call.actor, loan_id), business_date()
    own = loans_of_borrowers(borrower_ids=[asked.guarantor_id], least=1, on=today)
    owed_here = sum(one.principal_minor for one in own if one.currency == debt.currency)
    given = give_guarantee(call, debt=debt, asked=asked, owed_here_minor=owed_here)
    if given.is_ring:
        _refer(call, subject=str(given.guarantee_id), party_id=debt.borrower_id, why=f"a ring of guarantees: {loan_id}")
    return given


@use_case("secure_loan.claim_guarantee_scheme", answers=GuaranteeMoved, subject="loan_id")
def claim_guarantee_scheme(call: Call, *, loan_id: UUID, scheme: str) -> GuaranteeMoved:
    """A guarantee company or public scheme answers for its share of a loan, when it has room."""
    return claim_scheme(call, debt=debt_of(call.actor, loan_id), scheme=scheme)


@use_case("secure_loan.call_guarantee", answers=GuaranteeMoved, subject="guarantee_id")
def call_guarantee(call: Call, *, guarantee_id: UUID, grounds: str = "") -> GuaranteeMoved:
    """Asks who answers for a late loan to pay their share of what is owed today; somebody follows it up."""
    found = guarantee(call.actor, guarantee_id)
    shown = loan(call.actor, found.debt_id)
    called = call_on(
        call,
        guarantee_id=guarantee_id,
        days_past_due=shown.days_past_due,
        principal_minor=shown.outstanding.principal,
        owed_minor=shown.outstanding.total,
        grounds=grounds,
    )
    who = found.scheme or f"guarantor {found.guarantor_id}"
    why = f"{called.amount.written} asked of {who} for loan {found.debt_id}: follow the payment"
    _refer(call, subject=str(guarantee_id), party_id=found.borrower_id, why=why)
    return called


def _refer(call: Call, *, subject: str, party_id: UUID, why: str) -> None:
    today = business_date()
    due_on = today + timedelta(days=collateral_policy(today).case_days)
    open_case(call, kind=KIND, subject=subject, party_id=party_id, due_on=due_on, reason=why)
