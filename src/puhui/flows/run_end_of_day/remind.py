"""Writes the reminders that a day close asked for; runs after it, batch by batch, each batch once."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from puhui.flows.collections.reminders import ReminderWay, note_reminders, reminder_ways
from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call, Role
from puhui.kernel.money import Money
from puhui.products.lending.facade import borrowers_of


@use_case("run_end_of_day.send_reminders", answers=int)
def send_reminders(call: Call, *, kind: str, dues: Sequence[Sequence[Any]]) -> int:
    """One notice for each due: loan, amount in minor units, currency, due date, days past due.

    Each goes the way that the borrower's choices, the quiet hours and the rules of contact allow.
    """
    call.actor.require(Role.SYSTEM, verb="send reminders")
    borrowers = borrowers_of([UUID(due[0]) for due in dues])
    ways = reminder_ways(call, party_ids=borrowers.values(), is_dunning=kind != "payment_due")
    for due in dues:
        _tell(call, kind=kind, due=due, way=ways[borrowers[UUID(due[0])]], borrower_id=borrowers[UUID(due[0])])
    if kind != "payment_due":
        note_reminders(call, borrowers=borrowers, ways=ways)
    return len(dues)


def _tell(call: Call, *, kind: str, due: Sequence[Any], way: ReminderWay, borrower_id: UUID) -> None:
    _, minor, currency, due_on, days = due
    told: dict[str, Any] = {"due_on": date.fromisoformat(due_on)} if kind == "payment_due" else {"days": days}
    tell_borrower(
        call,
        borrower_id=borrower_id,
        kind=kind,
        sms=way.by_sms,
        not_before=way.not_before,
        amount=Money(minor, currency),
        **told,
    )
