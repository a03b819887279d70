"""What buyers pay for orders: asked of the bank, the loan first, the surplus to the seller."""

from uuid import UUID

from puhui.foundation.casework.facade import clean_text
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import (
    JournalDraft,
    business_date,
    draft_from_template,
    post,
    post_pending,
    void_pending,
)
from puhui.foundation.party.facade import within_reach
from puhui.foundation.payments.facade import OrderView, Purpose, open_amounts, request_payment
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import derived_id
from puhui.kernel.money import Money
from puhui.products.orders.actions.happening import expect, locked, moved, note
from puhui.products.orders.contracts import BuyerPaymentAsked, Kind, OrderMoved, OrderState
from puhui.products.orders.models import PurchaseOrder
from puhui.products.orders.refusals import OrderNotInState, TooMuchFromBuyer
from puhui.products.orders.rules.orders import shared

STAFF = (Role.OPERATIONS, Role.RELATIONSHIP_MANAGER)


@use_case("orders.note_delivery", answers=OrderMoved, subject="order_id")
def note_delivery(call: Call, *, order_id: UUID, delivered: Money, evidence: str) -> OrderMoved:
    """What the buyer has taken: when it is less than was ordered, the buyer owes less."""
    call.actor.require(*STAFF, verb="note a delivery")
    row = locked(order_id)
    expect(row, OrderState.FINANCED)
    least = row.paid_minor + _coming(row)
    if delivered.currency != row.currency or not least <= delivered.minor <= row.amount_minor:
        raise InvalidInput("delivered", "between what the buyer has paid and what was ordered, in its currency")
    row.delivered_minor = delivered.minor
    told = clean_text(evidence, where="evidence", least=3, most=300)
    note(call, row, Kind.DELIVERED, minor=delivered.minor, told=told)
    return moved(row)


@use_case("orders.pay_order", answers=BuyerPaymentAsked, subject="order_id")
def pay_order(call: Call, *, order_id: UUID, amount: Money | None = None) -> BuyerPaymentAsked:
    """Asks the bank to collect from the buyer, all that is open unless a part is named. Buyers pay their own orders."""
    call.actor.require(Role.CUSTOMER, Role.OPERATIONS, Role.SYSTEM, verb="pay for an order")
    row = locked(order_id)
    if call.actor.is_customer and not within_reach(call.actor, party_id=row.buyer_id):
        raise NotFound("order", where="order_id")
    if row.loan_id is None or row.state not in (OrderState.FINANCED, OrderState.CANCELLED):
        raise OrderNotInState(where="order_id", state=row.state)
    most = Money(max(_whole(row) - row.paid_minor - _coming(row), 0), row.currency)
    wanted = amount or most
    if wanted.currency != row.currency:
        raise InvalidInput("amount.currency", f"the order is in {row.currency}")
    if wanted.minor <= 0 or most < wanted:
        raise TooMuchFromBuyer(where="amount", most=most)
    payment_id = request_payment(
        call,
        direction="collect",
        amount=wanted,
        party_id=row.buyer_id,
        purpose=Purpose.BUYER_PAYMENT,
        subject_id=row.id,
        requested_on=business_date(),
        order_id=derived_id(row.id, f"buyer/{call.actor.id}/{call.key}"),
        note="payment for an order",
    )
    return BuyerPaymentAsked(row.id, payment_id, wanted)


def share_payment(call: Call, *, payment: OrderView, owed_minor: int) -> tuple[Money, Money]:
    """The buyer's money has come: what of it repays the loan, and the seller's rest, which is on its way to them.

    A part of a flow, which books the first part on the loan and knows what is owed there.
    """
    row = locked(payment.subject_id)
    split = shared(payment.amount.minor, owed_minor=owed_minor)
    row.paid_minor += payment.amount.minor
    row.to_loan_minor += split.to_loan
    row.to_seller_minor += split.to_seller
    row.surplus_left_minor += split.to_seller
    if row.paid_minor >= _whole(row) and row.state == OrderState.FINANCED:
        row.state = OrderState.CLOSED
    told = f"to the loan {Money(split.to_loan, row.currency)}, to the seller {Money(split.to_seller, row.currency)}"
    note(call, row, Kind.BUYER_PAID, minor=payment.amount.minor, told=told)
    if split.to_seller:
        amounts = {"surplus": split.to_seller}
        post([_draft(row, "order_surplus_received", amounts, derived_id(payment.id, "surplus"))], call=call)
        _pay_seller(call, row, payment_id=derived_id(payment.id, "to seller"), minor=split.to_seller)
    return Money(split.to_loan, row.currency), Money(split.to_seller, row.currency)


def settle_surplus_of_order(call: Call, *, payment: OrderView) -> None:
    """The bank has paid the seller."""
    row = locked(payment.subject_id)
    post_pending([derived_id(payment.id, "reserved")], call=call)
    amounts = {"surplus": payment.amount.minor}
    post([_draft(row, "order_surplus_settled", amounts, derived_id(payment.id, "settled"))], call=call)
    row.surplus_left_minor -= payment.amount.minor
    row.save(update_fields=["surplus_left_minor"])


def refuse_surplus_of_order(call: Call, *, payment: OrderView) -> None:
    """The bank could not pay the seller: it is still owed."""
    void_pending([derived_id(payment.id, "reserved")], call=call)


def note_late(call: Call, *, order_id: UUID) -> None:
    """The buyer has not paid by the day. A part of the close of a day."""
    note(call, locked(order_id), Kind.BUYER_LATE)


def _whole(row: PurchaseOrder) -> int:
    return row.amount_minor if row.delivered_minor is None else row.delivered_minor


def _coming(row: PurchaseOrder) -> int:
    return open_amounts(Purpose.BUYER_PAYMENT, subject_ids=[row.id]).get(row.id, 0)


def _pay_seller(call: Call, row: PurchaseOrder, *, payment_id: UUID, minor: int) -> None:
    amounts = {"surplus": minor}
    post([_draft(row, "order_surplus_requested", amounts, derived_id(payment_id, "reserved"))], call=call)
    request_payment(
        call,
        direction="pay_out",
        amount=Money(minor, row.currency),
        party_id=row.seller_id,
        purpose=Purpose.ORDER_SURPLUS,
        subject_id=row.id,
        requested_on=business_date(),
        order_id=payment_id,
        note="rest of a buyer's payment",
    )


def _draft(row: PurchaseOrder, template: str, amounts: dict[str, int], journal_id: UUID) -> JournalDraft:
    """A journal of one order: all of them in the same stripe of the house accounts."""
    return draft_from_template(
        template,
        id=journal_id,
        amounts=amounts,
        owners={},
        bucket=row.bucket,
        value_date=business_date(),
        source=f"order:{row.id}",
        currency=row.currency,
    )
