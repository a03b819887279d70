"""The book by branch and relationship manager, day by day: what is written after a close, and what is asked of it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum

from puhui.conduct.indicators.models import ManagedDay
from puhui.kernel.actors import READING_ROLES, Actor, Call, Role
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import new_id

NO_ONE: Final = UUID(int=0)
MOST_DAYS, TOGETHER = 400, 2000
_SUMS: Final = ("loans", "principal_minor", "statutory_minor", "expected_loss_minor")


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagedCell:
    """The loans of a cell at the end of a day; amounts in minor units. NO_ONE stands for no manager and no branch."""

    branch_id: UUID
    manager_id: UUID
    product_code: str
    currency: str
    grade: int
    days_band: int
    loans: int
    principal_minor: int
    earned_minor: int
    statutory_minor: int
    expected_loss_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagedAsked:
    """Whose loans: of a branch, of a manager (NO_ONE: without), of a product; empty filters nothing.

    `sees_branch` and `sees_manager` are the bounds of what the reader may see; both None: everything.
    """

    branch_id: UUID | None = None
    manager_id: UUID | None = None
    product_code: str = ""
    sees_branch: UUID | None = None
    sees_manager: UUID | None = None
    currency: str = "CNY"


class ManagedLine(NamedTuple):
    """The book of a day by product, class and days past due."""

    on: date
    product_code: str
    grade: int
    days_band: int
    loans: int
    principal_minor: int
    statutory_minor: int
    expected_loss_minor: int


class ManagedSum(NamedTuple):
    """The book of a day by branch, manager, class and days past due."""

    branch_id: UUID
    manager_id: UUID
    grade: int
    days_band: int
    loans: int
    principal_minor: int
    statutory_minor: int
    expected_loss_minor: int


class ManagedEarned(NamedTuple):
    """What a period brought by one key: interest, principal times days, counted days, how the expected loss moved."""

    key: UUID | str
    earned_minor: int
    principal_days_minor: int
    days: int
    moved_minor: int


def record_managed_day(call: Call, *, on: date, cells: Iterable[ManagedCell]) -> int:
    """Writes a day once; what is written stays as it is. Gives the rows. In a running transaction; the system's."""
    call.actor.require(Role.SYSTEM, verb="record the book by manager")
    if ManagedDay.objects.filter(business_date=on).exists():
        return 0
    rows = [ManagedDay(id=new_id(), business_date=on, **asdict(one)) for one in cells]
    ManagedDay.objects.bulk_create(rows, batch_size=TOGETHER)
    return len(rows)


def last_managed(actor: Actor, *, until: date) -> date | None:
    """The last business date up to a day for which the book was counted by manager."""
    actor.require(*READING_ROLES, verb="read the book by manager")
    found: date | None = ManagedDay.objects.filter(business_date__lte=until).aggregate(last=Max("business_date"))[
        "last"
    ]
    return found


def managed_days(actor: Actor, asked: ManagedAsked, *, on: Sequence[date]) -> list[ManagedLine]:
    """The book of some days by product, class and band, in the order of days; one query."""
    if len(on) > MOST_DAYS:
        raise InvalidInput("on", f"at most {MOST_DAYS} days")
    keys = ("business_date", "product_code", "grade", "days_band")
    rows = _rows(actor, asked).filter(business_date__in=on)
    return [ManagedLine(*row) for row in rows.values_list(*keys).annotate(*map(Sum, _SUMS)).order_by(*keys)]


def managed_sums(actor: Actor, asked: ManagedAsked, *, on: date) -> list[ManagedSum]:
    """The book of a day by branch and manager; one query."""
    keys = ("branch_id", "manager_id", "grade", "days_band")
    rows = _rows(actor, asked).filter(business_date=on)
    return [ManagedSum(*row) for row in rows.values_list(*keys).annotate(*map(Sum, _SUMS)).order_by(*keys)]


def managed_earned(
    actor: Actor, asked: ManagedAsked, *, by: str, since: date, until: date, before: date | None, last: date | None
) -> list[ManagedEarned]:
    """What a period brought, `by` branch_id, manager_id or product_code; one query.

    The expected loss moved from the count of `before`, which may lie before the period, to that of `last`.
    """
    if not 0 <= (until - since).days < MOST_DAYS:
        raise InvalidInput("from", f"a period of 1 to {MOST_DAYS} days")
    if by not in ("branch_id", "manager_id", "product_code"):
        raise InvalidInput("by", "branch_id, manager_id or product_code")
    within = Q(business_date__range=(since, until))
    rows = _rows(actor, asked).filter(within | Q(business_date__in=[day for day in (before, last) if day]))
    told = rows.values(by).annotate(
        earned=Sum("earned_minor", filter=within, default=0),
        principal_days=Sum("principal_minor", filter=within, default=0),
        days=Count("business_date", filter=within, distinct=True),
        now=Sum("expected_loss_minor", filter=Q(business_date=last), default=0),
        then=Sum("expected_loss_minor", filter=Q(business_date=before), default=0),
    )
    sums = told.order_by(by).values_list(by, "earned", "principal_days", "days", "now", "then")
    return [
        ManagedEarned(key, int(earned), int(principal), days, int(now) - int(then))
        for key, earned, principal, days, now, then in sums
    ]


def _rows(actor: Actor, asked: ManagedAsked) -> QuerySet[ManagedDay]:
    actor.require(*READING_ROLES, verb="read the book by manager")
    wanted = {
        "branch_id": (asked.branch_id, asked.sees_branch),
        "manager_id": (asked.manager_id, asked.sees_manager),
        "product_code": (asked.product_code or None,),
    }
    rows = ManagedDay.objects.filter(currency=asked.currency)
    for column, values in wanted.items():
        for value in values:
            if value is not None:
                rows = rows.filter(**{column: value})
    return rows
