"""A payment that went wrong, or brought what cannot be booked: operations get a case."""

from datetime import timedelta
from typing import Final

from puhui.foundation.casework.facade import open_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.payments.facade import OrderView
from puhui.kernel.actors import Call

CASE_DAYS: Final = 2


def refer_payment(call: Call, *, order: OrderView, reason: str) -> None:
    """Opens the case of what the order paid for; due two days from the business date."""
    open_case(
        call,
        kind="failed_payment",
        subject=str(order.subject_id),
        party_id=order.party_id,
        due_on=business_date() + timedelta(days=CASE_DAYS),
        reason=reason,
    )
