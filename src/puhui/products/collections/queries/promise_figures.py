"""How promises ended, summed for dashboards, and the promises behind a count."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import TruncMonth

from puhui.kernel.actors import READING_ROLES, Actor
from puhui.kernel.errors import InvalidInput
from puhui.products.collections.contracts import PromiseState, PromiseView
from puhui.products.collections.models import Promise
from puhui.products.collections.queries.promises import promise_view

MOST, MOST_DAYS = 200, 400
STATES: Final = tuple(PromiseState)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisesAsked:
    """The promises whose day lies in a period; of who took them, of debtors in places (`place` over `party_id`)."""

    since: date
    until: date
    officer_id: UUID | None = None
    place: Any = None
    places: Collection[str] | None = None
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class PromiseCount:
    """Promises under one key and in one state."""

    key: Any
    state: PromiseState
    promises: int
    amount_minor: int


def promise_counts(actor: Actor, asked: PromisesAsked, *, by: str = "month") -> list[PromiseCount]:
    """By `month` of the promised day or by `officer` who took the promise, and by state; one query."""
    if by not in ("month", "officer"):
        raise InvalidInput("by", "month or officer")
    key = TruncMonth("due_on") if by == "month" else F("made_by")
    rows = _promises(actor, asked).annotate(key=key).values_list("key", "state")
    sums = rows.annotate(Count("id"), Sum("amount_minor")).order_by("key", "state")
    return [PromiseCount(key, PromiseState(state), n, int(amount)) for key, state, n, amount in sums]


def asked_promises(
    actor: Actor, asked: PromisesAsked, *, state: str = "", after: UUID | None = None, most: int = 50
) -> list[PromiseView]:
    """The promises behind a count, in the order of their ids."""
    rows = _in_state(_promises(actor, asked), state).order_by("id")
    if after:
        rows = rows.filter(id__gt=after)
    return [promise_view(row) for row in rows[: max(1, min(most, MOST))]]


def asked_promises_sum(actor: Actor, asked: PromisesAsked, *, state: str = "") -> tuple[int, int]:
    """How many there are, and what they promise; one query."""
    told = _in_state(_promises(actor, asked), state).aggregate(n=Count("id"), amount=Sum("amount_minor"))
    return told["n"], int(told["amount"] or 0)


def _promises(actor: Actor, asked: PromisesAsked) -> QuerySet[Promise]:
    actor.require(*READING_ROLES, verb="read dashboards")
    if not 0 <= (asked.until - asked.since).days < MOST_DAYS:
        raise InvalidInput("from", f"a period of 1 to {MOST_DAYS} days")
    rows = Promise.objects.filter(due_on__range=(asked.since, asked.until), currency=asked.currency)
    if asked.officer_id:
        rows = rows.filter(made_by=asked.officer_id)
    if asked.places is not None:
        rows = rows.annotate(at=asked.place).filter(at__in=list(asked.places))
    return rows


def _in_state(rows: QuerySet[Promise], state: str) -> QuerySet[Promise]:
    if state and state not in STATES:
        raise InvalidInput("state", f"one of {', '.join(STATES)}")
    return rows.filter(state=state) if state else rows
