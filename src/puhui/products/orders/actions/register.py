"""An order is told by its seller, told apart from all others, and confirmed by its buyer."""

import re
from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction

from puhui.foundation.casework.facade import clean_text
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import require_party, within_reach
from puhui.kernel.actors import Call, Role
from puhui.kernel.dates import bounded_date
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import bucket_of, new_id
from puhui.kernel.money import exponent_of
from puhui.products.orders.actions.happening import expect, locked, moved, note
from puhui.products.orders.contracts import FREE, Kind, NewOrder, OrderLine, OrderMoved, OrderState
from puhui.products.orders.models import PurchaseOrder
from puhui.products.orders.refusals import OrderFourEyes, OrderKnown, OwnOrder
from puhui.products.orders.rules.orders import fingerprint_of, number_key

SELLERS = (Role.CUSTOMER, Role.RELATIONSHIP_MANAGER)
STAFF = (Role.OPERATIONS, Role.RELATIONSHIP_MANAGER)
MOST_LINES = 100
_SHA256 = re.compile(r"([0-9a-f]{64})?\Z")


def register_order(call: Call, *, order: NewOrder, related: Collection[UUID]) -> OrderMoved:
    """Writes an order down, once. A part of a flow, which knows who belongs to the seller (`related`).

    One that only looks like another - its buyer and number, or its buyer, amount and date - waits for risk.
    """
    call.actor.require(*SELLERS, verb="register an order")
    require_party(call.actor, party_id=order.seller_id)
    if order.buyer_id == order.seller_id or order.buyer_id in related:
        raise OwnOrder(where="buyer_id")
    _check(order)
    row = _row(order)
    twin = _looks_like(row)
    if twin is not None:
        row.state, row.looks_like = OrderState.IN_REVIEW, twin
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as problem:
        raise OrderKnown(where="number", number=order.number) from problem
    note(call, row, Kind.REGISTERED, minor=order.amount.minor)
    return moved(row)


@use_case("orders.clear_order", answers=OrderMoved, subject="order_id")
def clear_order(call: Call, *, order_id: UUID, agree: bool, reason: str) -> OrderMoved:
    """Risk has looked at an order that looks like another: it is one of its own, or it is not taken."""
    call.actor.require(Role.RISK_OFFICER, verb="clear an order")
    row = locked(order_id)
    expect(row, OrderState.IN_REVIEW)
    why = clean_text(reason, where="reason", least=2, most=500)
    row.state = OrderState.REGISTERED if agree else OrderState.REJECTED
    note(call, row, Kind.CLEARED if agree else Kind.REJECTED, told=why)
    return moved(row)


def confirm_order(call: Call, *, order_id: UUID, agree: bool, evidence: str = "") -> OrderMoved:
    """The buyer confirms the order or says that it is none of theirs. A part of a flow.

    Staff may record a paper of the buyer: it counts once a second colleague has repeated it.
    """
    call.actor.require(Role.CUSTOMER, *STAFF, verb="confirm an order")
    row = locked(order_id)
    if call.actor.is_customer and not within_reach(call.actor, party_id=row.buyer_id):
        raise NotFound("order", where="order_id")
    expect(row, OrderState.REGISTERED)
    if not agree:
        row.state = OrderState.REJECTED
        note(call, row, Kind.REJECTED, told=evidence)
        return moved(row)
    if not call.actor.is_customer and not _second_look(call, row, evidence):
        return moved(row)
    row.state, row.confirmed_on = OrderState.CONFIRMED, business_date()
    note(call, row, Kind.CONFIRMED, told=evidence)
    return moved(row)


@use_case("orders.cancel_order", answers=OrderMoved, subject="order_id")
def cancel_order(call: Call, *, order_id: UUID, reason: str) -> OrderMoved:
    """Seller, buyer or staff call the order off. Once it is financed nothing more is paid out; the loan stays owed."""
    call.actor.require(Role.CUSTOMER, *STAFF, Role.RISK_OFFICER, verb="cancel an order")
    row = locked(order_id)
    mine = any(within_reach(call.actor, party_id=party) for party in (row.seller_id, row.buyer_id))
    if call.actor.is_customer and not mine:
        raise NotFound("order", where="order_id")
    expect(row, *FREE, OrderState.FINANCED)
    row.state = OrderState.CANCELLED
    note(call, row, Kind.CANCELLED, told=clean_text(reason, where="reason", least=2, most=500))
    return moved(row)


def _second_look(call: Call, row: PurchaseOrder, evidence: str) -> bool:
    """True for the second of two colleagues; the first one is kept."""
    told = clean_text(evidence, where="evidence", least=3, most=300)
    if row.paper_by is None:
        row.paper_by = call.actor.id
        note(call, row, Kind.PAPER_SEEN, told=told)
        return False
    if row.paper_by == call.actor.id:
        raise OrderFourEyes(where="order_id")
    return True


def _check(order: NewOrder) -> None:
    exponent_of(order.amount.currency)
    if order.amount.minor <= 0:
        raise InvalidInput("amount", "an amount above zero")
    if len(order.lines) > MOST_LINES or any(one.amount.currency != order.amount.currency for one in order.lines):
        raise InvalidInput("lines", f"at most {MOST_LINES} lines in the currency of the order")
    if order.lines and sum(one.amount.minor for one in order.lines) != order.amount.minor:
        raise InvalidInput("lines", "the lines do not make the amount of the order")
    days = [bounded_date(getattr(order, name), where=name) for name in ("ordered_on", "deliver_by", "pay_by")]
    if not (days[0] <= business_date() <= days[1] <= days[2]):
        raise InvalidInput("deliver_by", "ordered by today, delivered from today on, paid on or after that day")
    if not _SHA256.match(order.sha256):
        raise InvalidInput("sha256", "64 hexadecimal digits in small letters, or nothing")


def _row(order: NewOrder) -> PurchaseOrder:
    number = clean_text(order.number, where="number", least=1, most=60)
    key = number_key(number)
    if not key:
        raise InvalidInput("number", "letters or digits")
    id_ = new_id()
    mark = fingerprint_of(buyer_id=order.buyer_id, number=number, amount=order.amount, ordered_on=order.ordered_on)
    return PurchaseOrder(
        id=id_,
        bucket=bucket_of(id_),
        seller_id=order.seller_id,
        buyer_id=order.buyer_id,
        number=number,
        number_key=key,
        fingerprint=mark,
        currency=order.amount.currency,
        amount_minor=order.amount.minor,
        ordered_on=order.ordered_on,
        deliver_by=order.deliver_by,
        pay_by=order.pay_by,
        lines=[_line(one) for one in order.lines],
        sha256=order.sha256,
        state=OrderState.REGISTERED,
    )


def _line(one: OrderLine) -> dict[str, object]:
    return {
        "what": clean_text(one.what, where="lines.what", most=120),
        "quantity": clean_text(one.quantity, where="lines.quantity", most=40),
        "amount_minor": one.amount.minor,
    }


def _looks_like(row: PurchaseOrder) -> UUID | None:
    """Another order of the buyer with the same number, or the same amount and date."""
    others = PurchaseOrder.objects.filter(buyer_id=row.buyer_id).exclude(fingerprint=row.fingerprint)
    same = others.filter(number_key=row.number_key).first()
    same = same or others.filter(amount_minor=row.amount_minor, ordered_on=row.ordered_on).first()
    return same.id if same else None
