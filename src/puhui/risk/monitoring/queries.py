"""What can be asked of the watch: how it stands, how a measure went, which alarms are open. Staff only."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Max

from puhui.kernel.actors import READING_ROLES, Actor
from puhui.kernel.errors import InvalidInput
from puhui.risk.monitoring.contracts import EpisodeView, Level, MeasureView
from puhui.risk.monitoring.models import DayOfWatch, Episode, Measure
from puhui.risk.monitoring.rules.measures import KINDS

MOST_DAYS = 400
MOST_ROWS = 2000


def last_watched(actor: Actor) -> date | None:
    """The last day that was watched."""
    actor.require(*READING_ROLES, verb="read the watch")
    last: date | None = DayOfWatch.objects.aggregate(last=Max("business_date"))["last"]
    return last


def watched_days(actor: Actor, *, since: date, until: date) -> set[date]:
    """The days of a span that were watched."""
    actor.require(*READING_ROLES, verb="read the watch")
    days = DayOfWatch.objects.filter(business_date__range=(since, until))
    return set(days.values_list("business_date", flat=True))


def measures_on(
    actor: Actor, *, on: date, product_code: str = "", model: str = "", names: Sequence[str] = ()
) -> list[MeasureView]:
    """All measures of a day, of one product or model or of all."""
    actor.require(*READING_ROLES, verb="read the watch")
    rows = Measure.objects.filter(business_date=on).order_by("measure", "product_code", "model", "subject")
    if product_code:
        rows = rows.filter(product_code__in=(product_code, ""))
    if model:
        rows = rows.filter(model__in=(model, ""))
    if names:
        rows = rows.filter(measure__in=[known_measure(name) for name in names])
    return [_view(row) for row in rows[:MOST_ROWS]]


def series_of(
    actor: Actor,
    *,
    measure: str,
    until: date,
    subject: str = "",
    product_code: str = "",
    model: str = "",
    days: int = 90,
) -> list[MeasureView]:
    """A measure over at most 400 days, oldest first."""
    actor.require(*READING_ROLES, verb="read the watch")
    since = until - timedelta(days=min(max(days, 1), MOST_DAYS) - 1)
    asked = {"measure": known_measure(measure), "subject": subject, "product_code": product_code, "model": model}
    rows = Measure.objects.filter(business_date__range=(since, until), **asked).order_by("business_date")
    return [_view(row) for row in rows]


def episodes(actor: Actor, *, open_only: bool = False, most: int = 100) -> list[EpisodeView]:
    """Alarms, newest first."""
    actor.require(*READING_ROLES, verb="read the watch")
    rows = Episode.objects.order_by("-opened_on", "-id")
    if open_only:
        rows = rows.filter(ended_on=None)
    return [_episode(row) for row in rows[: max(1, min(most, 500))]]


def episode_of_case(actor: Actor, *, subject: str) -> EpisodeView | None:
    """The episode that a case is about."""
    actor.require(*READING_ROLES, verb="read the watch")
    row = Episode.objects.filter(id=subject).first()
    return _episode(row) if row else None


def known_measure(name: str) -> str:
    """The name itself; refuses one that there is not."""
    if name not in KINDS:
        raise InvalidInput("measure", f"one of {', '.join(KINDS)}")
    return name


def _view(row: Measure) -> MeasureView:
    return MeasureView(
        on=row.business_date,
        product_code=row.product_code,
        model=row.model,
        measure=row.measure,
        subject=row.subject,
        value=row.value,
        reference=row.reference,
        low=row.low,
        high=row.high,
        rows=row.rows,
        level=Level(row.level),
        policy=row.policy,
    )


def _episode(row: Episode) -> EpisodeView:
    return EpisodeView(
        id=row.id,
        product_code=row.product_code,
        model=row.model,
        measure=row.measure,
        subject=row.subject,
        level=Level(row.level),
        opened_on=row.opened_on,
        ended_on=row.ended_on,
        case_id=row.case_id,
    )
