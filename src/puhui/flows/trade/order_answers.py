"""What the bank's answers mean for orders: a buyer's payment repays the loan first, the rest is the seller's."""

from uuid import UUID

from puhui.flows.failed_payment import refer_payment
from puhui.flows.secure_loan.debts import claim_today
from puhui.flows.trade.telling import refer, tell
from puhui.foundation.payments.facade import OrderView
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.money import Money
from puhui.products.lending.facade import (
    ChangeAsked,
    LoanState,
    PaymentIn,
    book_change,
    book_payment,
    loan,
    lock_loan,
)
from puhui.products.orders.facade import (
    PurchaseOrderView,
    refuse_surplus_of_order,
    settle_surplus_of_order,
    share_payment,
)
from puhui.products.orders.facade import order as purchase_order


def buyer_paid(call: Call, *, order: OrderView) -> None:
    """The buyer's money has come: the loan first, to the fen, and the surplus on its way to the seller."""
    seen = purchase_order(SYSTEM, order.subject_id)
    assert seen.loan_id is not None
    lock_loan(seen.loan_id)
    is_last = order.amount.minor >= seen.expected.minor
    owed = _owed(seen.loan_id, is_last=is_last)
    to_loan, to_seller = share_payment(call, payment=order, owed_minor=owed)
    if to_loan.minor:
        _repay(call, seen.loan_id, payment=order, amount=to_loan, ends=is_last and to_loan.minor == owed)
    _tell(call, seen, amount=order.amount, to_loan=to_loan, to_seller=to_seller)


def buyer_refused(call: Call, *, order: OrderView) -> None:
    """The buyer's bank did not pay."""
    why = f"payment of {order.amount} by the buyer refused by the bank: {order.reason or '-'}"
    refer(call, subjects=[(order.subject_id, order.party_id)], reason=why)


def surplus_paid(call: Call, *, order: OrderView) -> None:
    """The seller has the rest."""
    settle_surplus_of_order(call, payment=order)


def surplus_refused(call: Call, *, order: OrderView) -> None:
    """The bank could not pay the seller: it is still owed."""
    refuse_surplus_of_order(call, payment=order)
    refer_payment(call, order=order, reason=f"{order.amount} left of a buyer's payment could not be paid to the seller")


def _owed(loan_id: UUID, *, is_last: bool) -> int:
    """What a buyer's payment repays: with the last one all that ends the loan, before that what is drawn and due."""
    shown = loan(SYSTEM, loan_id)
    if shown.state != LoanState.ACTIVE or is_last:
        return claim_today(loan_id)
    due = shown.due_now
    return shown.outstanding.principal + due.interest + due.fees + due.penalty


def _repay(call: Call, loan_id: UUID, *, payment: OrderView, amount: Money, ends: bool) -> None:
    """As any payment; on a loan that was written off, as a recovery."""
    if loan(SYSTEM, loan_id).state != LoanState.ACTIVE:
        asked = ChangeAsked(kind="recovery", amount=amount, reason="the buyer paid")
        book_change(call, loan_id=loan_id, asked=asked, order_id=payment.id)
        return
    told = PaymentIn(
        loan_id=loan_id,
        order_id=payment.id,
        amount=amount,
        on=payment.requested_on,
        effect="lower_instalment",
        pays_off=ends,
    )
    book_payment(call, payment=told)


def _tell(call: Call, seen: PurchaseOrderView, *, amount: Money, to_loan: Money, to_seller: Money) -> None:
    tell(
        call,
        party_id=seen.seller_id,
        kind="buyer_paid",
        number=seen.number,
        amount=amount,
        to_loan=to_loan,
        to_seller=to_seller,
    )
