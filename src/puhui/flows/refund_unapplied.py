"""Sends money that is held for a borrower back: it leaves the loan when it is asked for, and comes back when the bank
cannot pay it."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import JournalDraft, business_date, draft_from_template, post
from puhui.foundation.payments.facade import OrderView, Purpose, request_payment
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import bucket_of, derived_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import book_refund, loan, undo_refund

WHO: Final = (Role.OPERATIONS, Role.FINANCE, Role.CUSTOMER)


@dataclass(frozen=True, slots=True)
class RefundRequested:
    """The bank is asked to pay the borrower."""

    loan_id: UUID
    order_id: UUID
    amount: Money


@use_case("refund_unapplied.request", answers=RefundRequested, subject="loan_id")
def request_refund(call: Call, *, loan_id: UUID, amount: Money | None = None) -> RefundRequested:
    """Asks the bank to pay back what is held, or a part of it; borrowers ask for their own loans."""
    call.actor.require(*WHO, verb="refund money that is held")
    shown = loan(call.actor, loan_id)
    wanted = amount or shown.unapplied
    if wanted.minor <= 0:
        raise InvalidInput("amount", "nothing is held for the borrower")
    order_id = derived_id(loan_id, f"refund/{call.actor.id}/{call.key}")
    book_refund(call, loan_id=loan_id, amount=wanted, order_id=order_id)
    post([_draft("refund_on_its_way", loan_id, order_id, wanted, "on its way")], call=call)
    request_payment(
        call,
        direction="pay_out",
        amount=wanted,
        party_id=shown.borrower_id,
        purpose=Purpose.REFUND,
        subject_id=loan_id,
        requested_on=business_date(),
        order_id=order_id,
        note="refund",
    )
    return RefundRequested(loan_id, order_id, wanted)


def settle_refund(call: Call, *, order: OrderView) -> None:
    """The bank has paid."""
    post([_draft("refund_paid", order.subject_id, order.id, order.amount, "paid")], call=call)


def refuse_refund(call: Call, *, order: OrderView) -> None:
    """The bank could not pay: the money is held for the borrower again."""
    post([_draft("refund_paid", order.subject_id, order.id, order.amount, "taken back")], call=call)
    undo_refund(call, loan_id=order.subject_id, order_id=order.id)


def _draft(name: str, loan_id: UUID, order_id: UUID, amount: Money, what: str) -> JournalDraft:
    return draft_from_template(
        name,
        id=derived_id(order_id, what),
        amounts={"refund": amount.minor},
        owners={},
        bucket=bucket_of(loan_id),
        value_date=business_date(),
        source=f"loan:{loan_id}",
        currency=amount.currency,
    )
