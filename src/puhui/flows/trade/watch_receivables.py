"""Receivables as a day is closed: earned, provided for; what ran out is bought back, debtors are reminded."""

from datetime import date

from puhui.flows.trade.telling import refer, tell
from puhui.kernel.actors import SYSTEM, Call
from puhui.products.receivables.facade import (
    ReceivableView,
    State,
    buy_back,
    close_day_of_receivables,
    pay_claim,
    receivable,
    receivables_among,
)


def watch_receivables(call: Call, *, day: date) -> int:
    """Does what the day asks for, and gives how many receivables were looked at."""
    seen = close_day_of_receivables(call, day=day)
    for one in receivables_among(seen.bought_back):
        _buy_back(call, one)
    late = receivables_among(seen.overdue)
    refer(
        call,
        subjects=[(one.id, one.debtor_id) for one in late],
        reason="the debtor is late with an invoice that was sold to us: talk to the debtor and the seller",
    )
    for one in receivables_among(seen.coming):
        tell(
            call,
            party_id=one.debtor_id,
            kind="receivable_due",
            number=one.invoice_no,
            amount=one.outstanding,
            due_on=str(one.due_on),
        )
    return seen.looked_at


def _buy_back(call: Call, one: ReceivableView) -> None:
    """Takes it back as agreed and asks the seller's bank for the rest; a payment on its way is waited for."""
    reason = "the dispute was not solved in time" if one.state == State.DISPUTED else "the debtor did not pay in time"
    if one.is_paying:
        return
    buy_back(call.step(f"back/{one.id}"), receivable_id=one.id, reason=reason)
    owed = receivable(SYSTEM, one.id).claim_left
    tell(call, party_id=one.seller_id, kind="receivable_bought_back", number=one.invoice_no, amount=owed)
    if owed.minor:
        pay_claim(call.step(f"claim/{one.id}"), receivable_id=one.id)
