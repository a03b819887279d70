"""Orders with their milestones and what happened; exposures; and the check of the books."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from puhui.foundation.evidence.facade import written_once
from puhui.foundation.ledger.facade import Fault, control_total
from puhui.foundation.party.facade import party_ids_for
from puhui.kernel.actors import Actor
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.orders.contracts import (
    Kind,
    MilestoneState,
    MilestoneView,
    OrderEventView,
    OrderLine,
    OrderState,
    PurchaseOrderView,
)
from puhui.products.orders.models import OrderEvent, OrderMilestone, PurchaseOrder


def order(actor: Actor, order_id: UUID) -> PurchaseOrderView:
    """One order with everything: staff, its seller, its buyer."""
    row = _within_reach(actor).filter(id=order_id).first()
    if row is None:
        raise NotFound("order", where="order_id")
    parts = tuple(_milestone(one, row.currency) for one in OrderMilestone.objects.filter(order=row).order_by("n"))
    events = OrderEvent.objects.filter(order=row).order_by("n")[:500]
    happened = tuple(_event(one, row.currency, is_inside=actor.reads_all) for one in events)
    return _view(row, milestones=parts, happened=happened)


def orders_page(
    actor: Actor,
    *,
    seller_id: UUID | None = None,
    buyer_id: UUID | None = None,
    state: str = "",
    before: UUID | None = None,
    most: int = 50,
) -> list[PurchaseOrderView]:
    """Orders, newest first: staff see all, sellers and buyers their own."""
    if state and state not in set(OrderState):
        raise InvalidInput("state", f"one of {', '.join(OrderState)}")
    asked = {"seller_id": seller_id, "buyer_id": buyer_id, "state": state, "id__lt": before}
    found = _within_reach(actor).filter(**{name: value for name, value in asked.items() if value})
    return [_view(row) for row in found.order_by("-id")[: min(most, 200)]]


def order_of_application(application_id: UUID) -> PurchaseOrderView | None:
    """The order behind an application. For flows: no rights are looked at."""
    row = PurchaseOrder.objects.filter(application_id=application_id).first()
    return _view(row) if row else None


def financed_buyers(seller_id: UUID) -> frozenset[UUID]:
    """Buyers whose payment is promised for an order of this seller. For flows: no rights are looked at."""
    rows = PurchaseOrder.objects.filter(seller_id=seller_id, state=OrderState.FINANCED)
    return frozenset(rows.values_list("buyer_id", flat=True))


def exposures(party_ids: Collection[UUID], *, on: date) -> dict[UUID, int]:
    """What of loans on orders is not paid out yet, by seller, in minor units. For flows: no rights are looked at.

    What is paid out is a loan and counts there; a buyer owes the seller, and nothing to us.
    """
    del on
    return dict(_not_paid_out(party_ids))


@written_once
def _not_paid_out(seller_ids: Collection[UUID]) -> QuerySet[OrderMilestone, Any]:
    waiting = [MilestoneState.WAITING, MilestoneState.SHOWN, MilestoneState.PAYING]
    financed = OrderMilestone.objects.filter(order__seller_id__in=seller_ids, order__state=OrderState.FINANCED)
    parts = financed.filter(state__in=waiting).order_by()
    return parts.values_list("order__seller_id").annotate(Sum("amount_minor"))


def late_orders(*, pay_by: date, most: int = 1000) -> list[PurchaseOrderView]:
    """Financed orders whose buyers were to pay by this very day. For flows: no rights are looked at."""
    rows = PurchaseOrder.objects.filter(state=OrderState.FINANCED, pay_by=pay_by).order_by("id")
    return [_view(row) for row in rows[:most]]


def orders_faults() -> list[Fault]:
    """What is owed to sellers stands in the books, and what was paid is the sum of the events."""
    faults = []
    sums = PurchaseOrder.objects.values_list("currency").annotate(Sum("surplus_left_minor")).order_by()
    for currency, kept in sums:
        booked = control_total("orders.seller_payable", currency=currency)
        if booked != kept:
            faults.append(Fault("orders.seller_payable", currency, f"ledger {booked}, orders {kept}"))
    told = dict(
        OrderEvent.objects.filter(kind=Kind.BUYER_PAID).values_list("order_id").annotate(Sum("amount_minor")).order_by()
    )
    rows = PurchaseOrder.objects.filter(Q(id__in=list(told)) | ~Q(paid_minor=0)).values_list("id", "paid_minor")
    return faults + [
        Fault("orders.events", str(id_), f"paid {minor}, events {told.get(id_, 0)}")
        for id_, minor in rows
        if minor != told.get(id_, 0)
    ]


def _within_reach(actor: Actor) -> QuerySet[PurchaseOrder]:
    found = PurchaseOrder.objects.all()
    if actor.reads_all:
        return found
    own = party_ids_for(actor)
    return found.filter(Q(seller_id__in=own) | Q(buyer_id__in=own))


def _view(
    row: PurchaseOrder,
    *,
    milestones: tuple[MilestoneView, ...] = (),
    happened: tuple[OrderEventView, ...] = (),
) -> PurchaseOrderView:
    def money(minor: int) -> Money:
        return Money(minor, row.currency)

    return PurchaseOrderView(
        id=row.id,
        seller_id=row.seller_id,
        buyer_id=row.buyer_id,
        number=row.number,
        state=OrderState(row.state),
        amount=money(row.amount_minor),
        delivered=None if row.delivered_minor is None else money(row.delivered_minor),
        paid=money(row.paid_minor),
        to_loan=money(row.to_loan_minor),
        to_seller=money(row.to_seller_minor),
        ordered_on=row.ordered_on,
        deliver_by=row.deliver_by,
        pay_by=row.pay_by,
        lines=tuple(
            OrderLine(what=one["what"], quantity=one["quantity"], amount=money(one["amount_minor"]))
            for one in row.lines
        ),
        looks_like=row.looks_like,
        confirmed_on=row.confirmed_on,
        application_id=row.application_id,
        loan_id=row.loan_id,
        milestones=milestones,
        happened=happened,
    )


def _milestone(one: OrderMilestone, currency: str) -> MilestoneView:
    return MilestoneView(
        code=one.code,
        text=Text(en=one.text_en, zh=one.text_zh),
        amount=Money(one.amount_minor, currency),
        state=MilestoneState(one.state),
        evidence=one.evidence,
        shown_by=one.shown_by,
        shown_by_name=one.shown_by_name,
    )


def _event(one: OrderEvent, currency: str, *, is_inside: bool) -> OrderEventView:
    """Customers are not told the names of staff, nor what they wrote."""
    return OrderEventView(
        n=one.n,
        kind=Kind(one.kind),
        on=one.on,
        amount=Money(one.amount_minor, currency),
        note=one.note if is_inside else "",
        by_name=one.by_name if is_inside else "",
    )
