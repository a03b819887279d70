"""Writes the reminders that a day close asked for; runs after it, batch by batch, each batch once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call, Role
from puhui.kernel.money import Money
from puhui.products.lending.facade import borrowers_of


@use_case("run_end_of_day.send_reminders", answers=int)
def send_reminders(call: Call, *, kind: str, dues: Sequence[Sequence[Any]]) -> int:
    """One notice for each due: loan, amount in minor units, currency, due date, days past due."""
    call.actor.require(Role.SYSTEM, verb="send reminders")
    borrowers = borrowers_of([UUID(due[0]) for due in dues])
    for loan_id, minor, currency, due_on, days in dues:
        told = {"due_on": due_on} if kind == "payment_due" else {"days": days}
        tell_borrower(call, borrower_id=borrowers[UUID(loan_id)], kind=kind, amount=Money(minor, currency), **told)
    return len(dues)
