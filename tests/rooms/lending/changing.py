"""Books any event of a loan the way that changes are booked: recorded, then the books moved to what the replay says."""

from datetime import date
from typing import Any
from uuid import UUID

from tests.rooms.lending.lender import call

from puhui.foundation.ledger.facade import business_date
from puhui.products.lending.actions.accrual import take_loan
from puhui.products.lending.actions.booking import Booking, move_books, record_event, standing_positions
from puhui.products.lending.contracts import Booked
from puhui.products.lending.models import LoanEvent

BRINGS_MONEY = ("payment", "pay_off", "recovery")


def book(loan_id: UUID, kind: str, *, on: date | None = None, **told: Any) -> Booked:
    """Books an event; money comes in with payments and recoveries, the price of a sale is no money of the borrower."""
    loan, mark = take_loan(call(), loan_id=loan_id)
    before = standing_positions({loan_id: (loan, mark)})[loan_id]
    received = told.get("amount_minor", 0) if kind in BRINGS_MONEY else 0
    event = record_event(call(), loan=loan, on=on or business_date(), kind=kind, **told)
    return move_books(call(), bookings=[Booking(event, loan, mark, before, received=received)])[0]


def undo(loan_id: UUID, event_id: UUID) -> Booked:
    """Reverses an event, whatever it was; money that came with it goes back."""
    undone = LoanEvent.objects.get(id=event_id)
    loan, mark = take_loan(call(), loan_id=loan_id)
    before = standing_positions({loan_id: (loan, mark)})[loan_id]
    received = -undone.amount_minor if undone.kind in BRINGS_MONEY else 0
    event = record_event(call(), loan=loan, on=business_date(), kind="reversal", of_id=event_id)
    return move_books(call(), bookings=[Booking(event, loan, mark, before, received=received)])[0]
