"""A loan of lending as collections know it."""

from datetime import date
from uuid import UUID

from puhui.kernel.actors import Actor
from puhui.kernel.ids import bucket_of
from puhui.kernel.money import Money
from puhui.products.collections.facade import LateLoan
from puhui.products.lending.facade import LoanDue, loan


def late_loan(actor: Actor, *, loan_id: UUID, on: date) -> LateLoan:
    """One loan within the actor's reach, with all that is late of it, default interest too."""
    shown = loan(actor, loan_id, on=on)
    return LateLoan(
        loan_id=loan_id,
        party_id=shown.borrower_id,
        bucket=bucket_of(loan_id),
        late=Money(shown.overdue.total, shown.line.principal.currency),
        days_past_due=shown.days_past_due,
    )


def late_of_due(due: LoanDue) -> LateLoan:
    """One line of a list of late loans; default interest, which grows, is left out."""
    return LateLoan(
        loan_id=due.loan_id,
        party_id=due.borrower_id,
        bucket=bucket_of(due.loan_id),
        late=due.amount,
        days_past_due=due.days_past_due,
    )
