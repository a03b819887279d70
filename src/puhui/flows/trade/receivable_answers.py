"""What the bank's answers mean for receivables: advances, what debtors and sellers pay, reserves."""

from puhui.flows.failed_payment import refer_payment
from puhui.flows.trade.telling import refer, tell
from puhui.foundation.payments.facade import OrderView
from puhui.kernel.actors import Call
from puhui.products.receivables.facade import (
    book_claim_payment,
    book_debtor_payment,
    parties_in,
    refuse_funding,
    refuse_reserve,
    settle_funding,
    settle_reserve,
)


def advance_paid(call: Call, *, order: OrderView) -> None:
    """The advance has reached the seller."""
    settle_funding(call, order=order)
    tell(call, party_id=order.party_id, kind="advance_paid", amount=order.amount)


def advance_refused(call: Call, *, order: OrderView) -> None:
    """The bank could not pay the advance: the receivables wait."""
    refuse_funding(call, order=order)
    refer_payment(call, order=order, reason=f"advance of {order.amount} refused by the bank: {_why(order)}")


def debtor_paid(call: Call, *, order: OrderView) -> None:
    """A debtor has paid; money that fits nowhere any more is looked at by people."""
    if book_debtor_payment(call, order=order) is None:
        refer_payment(call, order=order, reason=f"{order.amount} came from a debtor and nothing is open any more")


def debtor_refused(call: Call, *, order: OrderView) -> None:
    """The debtor's bank did not pay."""
    refer(
        call,
        subjects=[(order.subject_id, order.party_id)],
        reason=f"payment of {order.amount} by the debtor refused by the bank: {_why(order)}",
    )


def claim_paid(call: Call, *, order: OrderView) -> None:
    """The seller has paid what was claimed."""
    if book_claim_payment(call, order=order) is None:
        refer_payment(call, order=order, reason=f"{order.amount} came from a seller who owes less by now")


def reserve_paid(call: Call, *, order: OrderView) -> None:
    """The reserve has reached the seller."""
    settle_reserve(call, order=order)
    number = parties_in([order.subject_id])[order.subject_id][2]
    tell(call, party_id=order.party_id, kind="reserve_paid", amount=order.amount, number=number)


def reserve_refused(call: Call, *, order: OrderView) -> None:
    """The bank could not pay the reserve: it is still owed to the seller."""
    refuse_reserve(call, order=order)
    refer_payment(call, order=order, reason=f"reserve of {order.amount} refused by the bank: {_why(order)}")


def _why(order: OrderView) -> str:
    return order.reason or "no reason"
