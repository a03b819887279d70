"""What can be asked of indicators."""

from datetime import date, timedelta

from puhui.conduct.indicators.contracts import DayFigures
from puhui.conduct.indicators.models import DailyFigure
from puhui.kernel.actors import STAFF_ROLES, Actor, Role

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
