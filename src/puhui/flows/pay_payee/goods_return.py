"""Goods come back to the shop: it gives the money back, which shortens the customer's loan or ends it, to the fen."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from puhui.flows.failed_payment import refer_payment
from puhui.flows.receive_repayment import tell_repaid
from puhui.flows.subsidise_loans.day import advance_at_end
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import require_party
from puhui.foundation.payments.facade import OrderView, Purpose, request_payment
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.errors import Conflict, NotFound
from puhui.kernel.ids import derived_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import PaymentIn, book_payments, loan, pay_off_quote
from puhui.products.payees.facade import note_return, paid_to_of_loan, payee, undo_return


@dataclass(frozen=True, slots=True)
class ReturnAsked:
    """The bank is asked to collect from the payee."""

    loan_id: UUID
    order_id: UUID
    amount: Money


@use_case("pay_payee.return_goods", answers=ReturnAsked, subject="loan_id")
def return_goods(call: Call, *, loan_id: UUID, amount: Money) -> ReturnAsked:
    """The payee gives back what it was paid for a loan, whole or in part, within the days that were agreed.

    Asked for by the payee's own people or by operations. It counts from today. What exceeds the debt goes back to the
    borrower like any overpayment.
    """
    call.actor.require(Role.CUSTOMER, Role.OPERATIONS, verb="return goods")
    paid = paid_to_of_loan(loan_id)
    if paid is None:
        raise NotFound("payee", where="loan_id")
    require_party(call.actor, party_id=paid.payee_id)  # the borrower is not the one who gives back
    today, running = business_date(), loan(SYSTEM, loan_id)
    if running.line.disbursed_on is None:
        raise Conflict("nothing was paid yet", where="loan_id")
    within = payee(SYSTEM, paid.payee_id).returns_within_days
    if today > running.line.disbursed_on + timedelta(days=within) and call.actor.is_customer:
        raise Conflict(f"goods could come back for {within} days; ask us", where="loan_id")
    note_return(loan_id=loan_id, amount=amount)
    order_id = request_payment(
        call,
        direction="collect",
        amount=amount,
        party_id=paid.payee_id,
        purpose=Purpose.GOODS_RETURN,
        subject_id=loan_id,
        requested_on=today,
        order_id=derived_id(loan_id, f"return/{call.actor.id}/{call.key}"),
    )
    return ReturnAsked(loan_id, order_id, amount)


def settle_return_of_goods(call: Call, *, order: OrderView) -> None:
    """The money is back: it meets the dues and shortens the plan. Where all of it is back, a shop that bears interest
    bears its share of that of the days so far at once.
    """
    running = loan(SYSTEM, order.subject_id)
    payment = PaymentIn(
        loan_id=order.subject_id,
        order_id=order.id,
        amount=order.amount,
        on=order.requested_on,
        effect="shorten_term",
        pays_off=False,
    )
    (booked,) = book_payments(call, payments=[payment])
    if not booked.closed and not booked.principal.minor:
        left = pay_off_quote(SYSTEM, order.subject_id)
        advance_at_end(call, loan_id=order.subject_id, interest_minor=left.parts.interest)
    tell_repaid(call, borrower_id=running.borrower_id, amount=order.amount, booked=booked)
    if booked.closed and booked.unapplied.minor:
        refer_payment(call, order=order, reason=f"a return left {booked.unapplied} to give back to the borrower")


def refuse_return_of_goods(call: Call, *, order: OrderView) -> None:
    """The payee's bank refused: nothing came back, and operations look at it."""
    undo_return(loan_id=order.subject_id, amount=order.amount)
    refer_payment(call, order=order, reason=f"return of {order.amount} refused: {order.reason or 'no reason'}")
