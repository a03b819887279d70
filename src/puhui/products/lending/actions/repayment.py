"""Books money that came in for loans, or went back."""

from collections.abc import Sequence
from uuid import UUID

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.kernel.money import Money
from puhui.products.lending.actions.accrual import take_loan, take_loans
from puhui.products.lending.actions.booking import (
    Booking,
    NewEvent,
    move_books,
    record_event,
    record_events,
    standing_positions,
)
from puhui.products.lending.contracts import Booked, CannotRepay, CannotReverseEvent, LoanState, PaymentIn
from puhui.products.lending.models import Loan, LoanEvent

RUNNING = (LoanState.ACTIVE, LoanState.CLOSED)


def book_payment(call: Call, *, payment: PaymentIn) -> Booked:
    """Books one payment."""
    return book_payments(call, payments=[payment])[0]


def book_payments(call: Call, *, payments: Sequence[PaymentIn]) -> list[Booked]:
    """Books payments, in their order; each counts from a day up to today.

    A closed loan takes money as held for the payer. Several payments of one loan are booked one after the other.
    """
    waiting, booked = list(payments), dict[UUID, Booked]()
    while waiting:
        first: dict[UUID, PaymentIn] = {}
        for payment in waiting:
            first.setdefault(payment.loan_id, payment)
        for payment, answer in zip(first.values(), _book_together(call, list(first.values())), strict=True):
            booked[payment.order_id] = answer
        waiting = [payment for payment in waiting if payment.order_id not in booked]
    return [booked[payment.order_id] for payment in payments]


def _book_together(call: Call, payments: list[PaymentIn]) -> list[Booked]:
    locked = take_loans(call, loan_ids=[payment.loan_id for payment in payments])
    events = record_events(call, events=[_event(locked[p.loan_id][0], p) for p in payments])
    before = standing_positions(locked)
    bookings = [
        Booking(event, *locked[p.loan_id], before[p.loan_id], received=p.amount.minor)
        for event, p in zip(events, payments, strict=True)
    ]
    return move_books(call, bookings=bookings)


def _event(loan: Loan, payment: PaymentIn) -> NewEvent:
    if loan.state not in RUNNING or loan.disbursed_on is None:
        raise CannotRepay(where="loan_id", reason=f"the loan is {loan.state}")
    if payment.amount.currency != loan.currency or payment.amount.minor <= 0:
        raise CannotRepay(where="amount", reason="the amount is not one of the loan's currency above zero")
    told = {"amount_minor": payment.amount.minor, "effect": payment.effect, "order_id": payment.order_id}
    counts_on = min(max(payment.on, loan.disbursed_on), business_date())
    return NewEvent(loan, counts_on, "pay_off" if payment.pays_off else "payment", told)


def reverse_payment(call: Call, *, loan_id: UUID, event_id: UUID) -> Booked:
    """A payment that came back (a returned collection): the loan stands as if it had never been made."""
    loan, mark = take_loan(call, loan_id=loan_id)
    undone = LoanEvent.objects.filter(loan=loan, id=event_id).first()
    if undone is None or undone.kind not in ("payment", "pay_off"):
        raise CannotReverseEvent(where="event_id", reason="it is no payment of this loan")
    if LoanEvent.objects.filter(of_id=event_id).exists():
        raise CannotReverseEvent(where="event_id", reason="it was reversed before")
    if LoanEvent.objects.filter(loan=loan, kind="refund").exclude(id__in=_undone(loan)).exists():
        raise CannotReverseEvent(where="event_id", reason="money of this loan was refunded; take the refund back first")
    before = standing_positions({loan_id: (loan, mark)})[loan_id]
    event = record_event(
        call, loan=loan, on=business_date(), kind="reversal", amount_minor=undone.amount_minor, of_id=event_id
    )
    return move_books(call, bookings=[Booking(event, loan, mark, before, received=-undone.amount_minor)])[0]


def book_refund(call: Call, *, loan_id: UUID, amount: Money, order_id: UUID) -> Booked:
    """Money that is held leaves the loan, today; never more than is held."""
    loan, mark = take_loan(call, loan_id=loan_id)
    before = standing_positions({loan_id: (loan, mark)}).get(loan_id)
    if before is None or amount.currency != loan.currency or not 0 < amount.minor <= before.unapplied:
        raise CannotRepay(where="amount", reason="more than what is held for the borrower, or nothing")
    event = record_event(
        call, loan=loan, on=business_date(), kind="refund", amount_minor=amount.minor, order_id=order_id
    )
    return move_books(call, bookings=[Booking(event, loan, mark, before, received=-amount.minor)])[0]


def undo_refund(call: Call, *, loan_id: UUID, order_id: UUID) -> Booked:
    """The bank could not pay the refund: the money is held again."""
    loan, mark = take_loan(call, loan_id=loan_id)
    undone = LoanEvent.objects.get(loan=loan, kind="refund", order_id=order_id)
    before = standing_positions({loan_id: (loan, mark)})[loan_id]
    event = record_event(
        call, loan=loan, on=business_date(), kind="reversal", amount_minor=undone.amount_minor, of_id=undone.id
    )
    return move_books(call, bookings=[Booking(event, loan, mark, before, received=undone.amount_minor)])[0]


def _undone(loan: Loan) -> list[UUID]:
    return [
        id_ for id_ in LoanEvent.objects.filter(loan=loan, of_id__isnull=False).values_list("of_id", flat=True) if id_
    ]
