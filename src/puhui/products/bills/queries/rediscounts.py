"""What is known of bills of ours that went on to another institution. Staff only; and what of it is borne."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from puhui.finmath.discounts import earned_minor
from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.money import Money
from puhui.products.bills.contracts import OWED, Firm, RediscountState, RediscountView
from puhui.products.bills.models import Rediscount

MOST = 200


def rediscounts_page(
    actor: Actor, *, state: RediscountState | None = None, before: UUID | None = None, most: int = 50
) -> list[RediscountView]:
    """Rediscounts, newest first. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read rediscounts")
    rows = _rows().order_by("-id")
    if state:
        rows = rows.filter(state=state)
    if before:
        rows = rows.filter(id__lt=before)
    return [rediscount_view(row) for row in rows[: min(most, MOST)]]


def rediscounts_of(bill_id: UUID) -> tuple[RediscountView, ...]:
    """All of one bill, newest first. For the queries of this room: rights are looked at there."""
    return tuple(rediscount_view(row) for row in _rows().filter(bill_id=bill_id).order_by("-id"))


def rediscounts_due(*, on: date, most: int = 10_000) -> list[RediscountView]:
    """What others have of ours whose day has come, the oldest first. For flows: no rights are looked at."""
    rows = _rows().filter(state=RediscountState.SOLD, bill__pays_on__lte=on).order_by("bill__pays_on", "id")
    return [rediscount_view(row) for row in rows[:most]]


def came_back(bill_ids: Collection[UUID]) -> set[UUID]:
    """Which of these bills we had sold on and paid back."""
    found = Rediscount.objects.filter(bill_id__in=list(bill_ids), state=RediscountState.RETURNED)
    return set(found.values_list("bill_id", flat=True))


def owed_rediscounts() -> QuerySet[Rediscount]:
    """What we owe until these bills are paid."""
    return _rows().filter(state__in=OWED)


def borne_of(row: Rediscount, *, on: date) -> int:
    """What of the taker's part is borne at the beginning of a day."""
    return earned_minor(row.interest_minor, starts_on=row.settled_on or on, ends_on=row.bill.ends_on, on=on)


def rediscount_view(row: Rediscount) -> RediscountView:
    """The row as others see it."""
    face, currency = row.bill.face_minor, row.bill.currency
    return RediscountView(
        id=row.id,
        bill_id=row.bill_id,
        number=row.bill.number,
        taker=Firm(name=row.taker_name, code=row.taker_code),
        annual_rate_pct=row.annual_rate_pct,
        state=RediscountState(row.state),
        face=Money(face, currency),
        days=row.days,
        interest=Money(row.interest_minor, currency),
        proceeds=Money(face - row.interest_minor, currency),
        proposed_by=row.proposed_by,
        proposed_by_name=row.proposed_by_name,
        decided_by_name=row.decided_by_name,
        settled_on=row.settled_on,
        ended_on=row.ended_on,
    )


def _rows() -> QuerySet[Rediscount]:
    return Rediscount.objects.select_related("bill")
