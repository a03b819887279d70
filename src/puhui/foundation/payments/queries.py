"""What can be asked of payments."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from puhui.foundation.payments.contracts import OPEN_STATES, OrderState, OrderView, Purpose
from puhui.foundation.payments.models import PaymentOrder
from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.kernel.ports import PaymentOrder as OrderForBank


def order_view(order: PaymentOrder) -> OrderView:
    """The row as other rooms see it."""
    return OrderView(
        id=order.id,
        direction="collect" if order.direction == "collect" else "pay_out",
        amount=Money(order.amount_minor, order.currency),
        party_id=order.party_id,
        purpose=Purpose(order.purpose),
        subject_id=order.subject_id,
        requested_on=order.requested_on,
        note=order.note,
        state=OrderState(order.state),
        reason=order.reason,
        bank_reference=order.bank_reference,
        requested_at=order.requested_at,
        answered_at=order.answered_at,
        held_until=order.held_until,
        held_why=tuple(order.held_why),
    )


def order(actor: Actor, order_id: UUID) -> OrderView:
    """One order, for staff and the system. A customer sees orders through the loan they belong to."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read payment orders")
    found = PaymentOrder.objects.filter(id=order_id).first()
    if found is None:
        raise NotFound("payment order", where=str(order_id))
    return order_view(found)


def orders_page(
    actor: Actor, *, state: OrderState | None = None, before: UUID | None = None, most: int = 50
) -> list[OrderView]:
    """Orders, newest first, for staff; `before` is the last one already seen."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read payment orders")
    rows = PaymentOrder.objects.order_by("-requested_at", "-id")
    if state:
        rows = rows.filter(state=state)
    if last := PaymentOrder.objects.filter(id=before).first() if before else None:
        rows = rows.filter(Q(requested_at__lt=last.requested_at) | Q(requested_at=last.requested_at, id__lt=last.id))
    return [order_view(row) for row in rows[: min(most, 500)]]


def failed_orders_page(actor: Actor, *, before: UUID | None = None, most: int = 50) -> list[OrderView]:
    """Orders that the bank refused, newest first, for staff."""
    return orders_page(actor, state=OrderState.REFUSED, before=before, most=most)


def orders_about(subject_ids: Sequence[UUID]) -> list[OrderView]:
    """All orders about some subjects, newest first. The caller has checked who may see the subjects."""
    return [order_view(row) for row in _about(subject_ids)]


def open_orders_about(subject_ids: Sequence[UUID]) -> list[OrderView]:
    """Those of them that the bank has not answered."""
    return [order_view(row) for row in _about(subject_ids).filter(state__in=OPEN_STATES)]


def _about(subject_ids: Sequence[UUID]) -> QuerySet[PaymentOrder]:
    return PaymentOrder.objects.filter(subject_id__in=subject_ids).order_by("-requested_at", "-id")


def suspended_orders(*, most: int = 200) -> list[OrderView]:
    """Orders whose money was collected, could not be booked and stands in suspense. For flows and commands."""
    return [order_view(row) for row in PaymentOrder.objects.filter(suspended_on__isnull=False).order_by("id")[:most]]


def open_amounts(purpose: Purpose, *, subject_ids: Iterable[UUID]) -> dict[UUID, int]:
    """What is on its way for each subject, in minor units; subjects with nothing on its way are left out.

    Money that was collected and stands in suspense is still on its way: it is not asked for again.
    """
    on_its_way = Q(state__in=OPEN_STATES) | Q(suspended_on__isnull=False)
    rows = PaymentOrder.objects.filter(on_its_way, subject_id__in=list(subject_ids), purpose=purpose).values_list(
        "subject_id", "amount_minor"
    )
    amounts: dict[UUID, int] = {}
    for subject_id, amount_minor in rows:
        amounts[subject_id] = amounts.get(subject_id, 0) + amount_minor
    return amounts


def refused_since(since: Mapping[UUID, date], *, note: str) -> dict[UUID, list[str]]:
    """The bank's reasons for refused orders of these subjects, oldest first, asked for on or after a day of each."""
    found: dict[UUID, list[str]] = {}
    if not since:
        return found
    rows = PaymentOrder.objects.filter(
        subject_id__in=list(since), note=note, state=OrderState.REFUSED, requested_on__gte=min(since.values())
    ).order_by("requested_on", "id")
    for subject_id, on, reason in rows.values_list("subject_id", "requested_on", "reason"):
        if on >= since[subject_id]:
            found.setdefault(subject_id, []).append(reason)
    return found


def held_orders(party_ids: Iterable[UUID], *, at: datetime, loans: Iterable[UUID] = ()) -> list[OrderView]:
    """Orders of these parties that still wait, the one that is sent first before the others.

    `loans`: also what waits to be paid out of these, whoever gets it.
    """
    paid_out = Q(subject_id__in=list(loans), purpose=Purpose.DISBURSEMENT)
    rows = PaymentOrder.objects.filter(
        Q(party_id__in=list(party_ids)) | paid_out, state=OrderState.REQUESTED, held_until__gt=at
    ).order_by("held_until", "id")
    return [order_view(row) for row in rows]


def settled_amounts(party_id: UUID, *, purpose: Purpose, most: int = 100) -> list[int]:
    """What moved for a party for a purpose, in minor units, newest first."""
    rows = PaymentOrder.objects.filter(party_id=party_id, purpose=purpose, state=OrderState.SETTLED)
    return list(rows.order_by("-id").values_list("amount_minor", flat=True)[:most])


def unanswered_orders(*, requested_before: date, most: int) -> list[OrderView]:
    """Open orders that were asked for before a day and that staff were not told of yet."""
    sent = Q(held_until=None) | Q(held_until__date__lt=requested_before)  # what is held waits for nobody's answer
    rows = PaymentOrder.objects.filter(
        sent, state__in=OPEN_STATES, requested_on__lt=requested_before, missed_on=None
    ).order_by("id")
    return [order_view(row) for row in rows[:most]]


def orders_for_bank(order_ids: Sequence[UUID]) -> list[OrderForBank]:
    """The orders in the form that a bank takes, those that still wait for an answer."""
    rows = PaymentOrder.objects.filter(id__in=order_ids, state__in=OPEN_STATES).order_by("id")
    return [
        OrderForBank(
            id=view.id,
            direction=view.direction,
            amount=view.amount,
            party_id=view.party_id,
            purpose=view.purpose,
            requested_on=view.requested_on,
        )
        for view in map(order_view, rows)
    ]
