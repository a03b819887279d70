"""What can be asked of indicators."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet
from django.db.models.functions import TruncMonth

from puhui.conduct.indicators.contracts import DayFigures, Group, PlaceSum, ReachCount
from puhui.conduct.indicators.models import DailyFigure, PlaceFigure, ReachedBorrower
from puhui.kernel.actors import READING_ROLES, STAFF_ROLES, Actor, Role

MOST_DAYS = 400


def daily_figures(actor: Actor, *, until: date, days: int = 30) -> list[DayFigures]:
    """The figures of the `days` business dates up to `until`, oldest first; one query, at most 400 days."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read indicators")
    since = until - timedelta(days=min(max(days, 1), MOST_DAYS) - 1)
    rows = DailyFigure.objects.filter(business_date__range=(since, until)).values_list("business_date", "name", "value")
    by_day: dict[date, dict[str, int]] = {}
    for on, name, value in rows:
        by_day.setdefault(on, {})[name] = value
    return [DayFigures(on, by_day[on]) for on in sorted(by_day)]


def month_end_figures(actor: Actor, *, names: Collection[str], months: int = 12) -> list[DayFigures]:
    """Some figures of the last recorded day of each of the last months that have them, oldest first; two queries."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read indicators")
    rows = DailyFigure.objects.filter(name__in=names)
    by_month = rows.annotate(month=TruncMonth("business_date")).values("month")
    ends = by_month.annotate(last=Max("business_date")).order_by("-month").values_list("last", flat=True)[:months]
    by_day: dict[date, dict[str, int]] = {}
    for on, name, value in rows.filter(business_date__in=list(ends)).values_list("business_date", "name", "value"):
        by_day.setdefault(on, {})[name] = value
    return [DayFigures(on, by_day[on]) for on in sorted(by_day)]


def reach_count(actor: Actor) -> ReachCount:
    """The sums of the last count of whom we reach, of every place; one query."""
    actor.require(*READING_ROLES, verb="read whom we reach")
    rows = list(PlaceFigure.objects.values_list("counted_on", "place", "product_code", "name", "value"))
    return ReachCount(rows[0][0] if rows else None, tuple(PlaceSum(*row[1:]) for row in rows))


def reached_in(actor: Actor, group: Group) -> "QuerySet[ReachedBorrower, UUID]":
    """The ids of the borrowers of a group at the last count, to ask other tables with."""
    actor.require(*READING_ROLES, verb="read whom we reach")
    return ReachedBorrower.objects.filter(**{group.value: True}).values_list("party_id", flat=True)
