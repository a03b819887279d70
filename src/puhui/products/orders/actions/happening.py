"""Writes what happened to an order, in order; and locks the one that something happens to."""

from uuid import UUID

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.kernel.errors import NotFound
from puhui.kernel.ids import new_id
from puhui.products.orders.contracts import Kind, OrderMoved, OrderState
from puhui.products.orders.models import OrderEvent, PurchaseOrder
from puhui.products.orders.refusals import OrderNotInState


def locked(order_id: UUID) -> PurchaseOrder:
    """The order, locked: what happens to it happens one after the other."""
    row = PurchaseOrder.objects.select_for_update().filter(id=order_id).first()
    if row is None:
        raise NotFound("order", where="order_id")
    return row


def expect(row: PurchaseOrder, *states: OrderState) -> None:
    """Refuses an order that has moved on."""
    if row.state not in states:
        raise OrderNotInState(where="order_id", state=row.state)


def note(call: Call, row: PurchaseOrder, kind: Kind, *, minor: int = 0, told: str = "") -> None:
    """Something happened; the row with all that changed is saved with it."""
    row.happened_n += 1
    row.save()
    OrderEvent.objects.create(
        id=new_id(),
        order=row,
        n=row.happened_n,
        kind=kind,
        on=business_date(),
        amount_minor=minor,
        note=told[:500],
        by_id=call.actor.id,
        by_name=call.actor.name[:80],
        at=call.at,
    )


def moved(row: PurchaseOrder) -> OrderMoved:
    """The answer about an order."""
    return OrderMoved(row.id, OrderState(row.state))
