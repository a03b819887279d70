"""Pays a loan out: reserves the money, asks the bank, and follows its answer."""

from dataclasses import dataclass
from uuid import UUID

from puhui.conduct.partners.facade import tell_sharing_partners
from puhui.flows.failed_payment import refer_payment
from puhui.flows.follow_facilities import release_own_draw, settle_own_draw
from puhui.flows.lease_equipment.required import note_paid_out, require_delivery
from puhui.flows.pay_payee.telling_shops import follow_basket
from puhui.flows.secure_loan.required import require_security
from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.payments.facade import Hold, OrderView, Purpose, request_payment
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.products.lending.facade import begin_disbursement, cancel_loan, loan, open_line, return_disbursement
from puhui.products.lending.facade import settle_disbursement as settle
from puhui.products.payees.facade import MessageKind, paid_to_of_loan, require_active


@dataclass(frozen=True, slots=True)
class DisbursementRequested:
    """The bank is asked to pay a loan out; a credit line is open, and nothing is asked for before it is drawn."""

    loan_id: UUID
    order_id: UUID | None


@use_case("disburse_loan.request_disbursement", answers=DisbursementRequested, subject="loan_id")
def request_disbursement(call: Call, *, loan_id: UUID, hold: Hold | None = None) -> DisbursementRequested:
    """Reserves the principal and asks the bank to pay it. The borrower's signature asks for it, or operations do.

    A credit line is opened instead, with nothing drawn. Refused while security is missing that the product asks for,
    and while leased equipment is not delivered.
    """
    call.actor.require(Role.CUSTOMER, Role.OPERATIONS, Role.SYSTEM, verb="pay out a loan")
    shown = loan(call.actor, loan_id)
    require_security(shown)
    require_delivery(loan_id=loan_id)
    if shown.terms.method == "credit_line":
        open_line(call, loan_id=loan_id)
        return DisbursementRequested(loan_id, None)
    payee_id = _payee_of(loan_id)
    begun = begin_disbursement(call, loan_id=loan_id)
    request_payment(
        call,
        direction="pay_out",
        amount=begun.amount,
        party_id=payee_id or begun.borrower_id,
        purpose=Purpose.DISBURSEMENT,
        subject_id=loan_id,
        requested_on=business_date(),
        order_id=begun.order_id,
        hold=hold,
    )
    return DisbursementRequested(loan_id, begun.order_id)


def settle_disbursement(call: Call, *, order: OrderView) -> None:
    """The bank has paid: the loan runs from today."""
    booked = settle(call, loan_id=order.subject_id, order_id=order.id)
    settle_own_draw(call, loan_id=order.subject_id, booked=booked)
    note_paid_out(call, loan_id=order.subject_id)
    running = loan(SYSTEM, order.subject_id)
    paid = paid_to_of_loan(order.subject_id)
    if paid is not None:
        follow_basket(call, application_id=paid.application_id, kind=MessageKind.PAID)
    who, due_on = running.borrower_id, running.instalments[0].due_date
    facts = {"loan_id": str(order.subject_id), "party_id": str(who), **order.amount.as_json()}
    tell_sharing_partners(call, party_id=who, kind="loan.disbursed", subject_id=order.subject_id, facts=facts)
    if paid is None:
        tell_borrower(call, borrower_id=who, kind="loan_disbursed", amount=order.amount, first_due_on=due_on)
    else:
        kind, payee = "loan_paid_to_payee", paid.payee_name
        tell_borrower(call, borrower_id=who, kind=kind, payee=payee, amount=order.amount, first_due_on=due_on)


def refuse_disbursement(call: Call, *, order: OrderView) -> None:
    """The bank has refused: nothing is owed, the loan waits again, and operations look at it.

    A draw of a facility does not wait: its loan is given up and can be asked for anew. So is a loan whose payout its
    borrower stopped while it was held.
    """
    return_disbursement(call, loan_id=order.subject_id, order_id=order.id)
    is_draw = release_own_draw(call, loan_id=order.subject_id)
    if order.is_stopped:
        if not is_draw:
            _give_up(call, loan_id=order.subject_id)
        return
    refer_payment(
        call,
        order=order,
        reason=f"payout of {order.amount.written} refused by the bank: {order.reason or 'no reason'}",
    )
    borrower_id = loan(SYSTEM, order.subject_id).borrower_id
    tell_borrower(call, borrower_id=borrower_id, kind="disbursement_failed", amount=order.amount)


def _give_up(call: Call, *, loan_id: UUID) -> None:
    """The borrower does not want the loan: nothing is owed, and a shop is told that its basket is not paid."""
    cancel_loan(call, loan_id=loan_id)
    paid = paid_to_of_loan(loan_id)
    if paid is not None:
        follow_basket(call, application_id=paid.application_id, kind=MessageKind.REFUSED)


def _payee_of(loan_id: UUID) -> UUID | None:
    """Who gets the money instead of the borrower; refuses when the payee is no longer let in."""
    paid = paid_to_of_loan(loan_id)
    return None if paid is None else require_active(paid.payee_id).id
