"""What can be asked of reports: everybody sees their own, and views that are shared with a role they hold."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from puhui.conduct.reports.contracts import ReportLine, SubscriptionLine, ViewLine
from puhui.conduct.reports.models import Appearance, Report, SavedView, Subscription
from puhui.kernel.actors import STAFF_ROLES, Actor
from puhui.kernel.errors import NotFound

MOST = 200


def theme_of(user_id: UUID) -> str:
    """How somebody wants their pages to look; preset: as their device does."""
    return Appearance.objects.filter(owner_id=user_id).values_list("theme", flat=True).first() or "auto"


def views_of(actor: Actor, *, what: str) -> list[ViewLine]:
    """The views of a page: the actor's own, and those shared with their roles; one query."""
    actor.require(*STAFF_ROLES, verb="read views")
    rows = SavedView.objects.filter(what=what, ended_at=None).filter(
        Q(owner_id=actor.id) | Q(shared_with__in=[role.value for role in actor.roles])
    )
    return [
        ViewLine(row.id, row.what, row.name, row.params, row.shared_with, row.owner_name, row.owner_id == actor.id)
        for row in rows.order_by("name", "id")[:MOST]
    ]


def subscriptions_of(actor: Actor) -> list[SubscriptionLine]:
    """What comes to the actor."""
    actor.require(*STAFF_ROLES, verb="read subscriptions")
    rows = Subscription.objects.filter(owner_id=actor.id, ended_at=None).order_by("id")
    return [subscription_line(row) for row in rows[:MOST]]


def subscriptions_due(*, every: Sequence[str], after: UUID | None = None, most: int = 100) -> list[SubscriptionLine]:
    """What is to be made, in the order of ids. For flows: no rights are looked at."""
    rows = Subscription.objects.filter(every__in=list(every), ended_at=None).order_by("id")
    if after:
        rows = rows.filter(id__gt=after)
    return [subscription_line(row) for row in rows[:most]]


def reports_of(actor: Actor, *, most: int = 50) -> list[ReportLine]:
    """The reports that were made for the actor, newest first."""
    actor.require(*STAFF_ROLES, verb="read reports")
    rows = Report.objects.filter(owner_id=actor.id).select_related("subscription").order_by("-id")
    return [_line(row) for row in rows[: max(1, min(most, MOST))]]


def report(actor: Actor, *, report_id: UUID) -> ReportLine:
    """One report of the actor's."""
    actor.require(*STAFF_ROLES, verb="read reports")
    row = Report.objects.filter(id=report_id, owner_id=actor.id).select_related("subscription").first()
    if row is None:
        raise NotFound("report", where="report_id")
    return _line(row)


def report_to_tell(*, report_id: UUID) -> ReportLine:
    """One report. For the delivery of its message: no rights are looked at."""
    return _line(Report.objects.select_related("subscription").get(id=report_id))


def is_made(*, subscription_id: UUID, day: date) -> bool:
    """Whether the report of a business date is there."""
    return Report.objects.filter(subscription_id=subscription_id, day=day).exists()


def subscription_line(row: Subscription) -> SubscriptionLine:
    """The row as others see it."""
    return SubscriptionLine(
        id=row.id,
        owner_id=row.owner_id,
        what=row.what,
        sheet=row.sheet,
        name=row.name,
        params=row.params,
        form=row.form,
        language=row.language,
        every=row.every,
        purpose=row.purpose,
    )


def _line(row: Report) -> ReportLine:
    return ReportLine(
        id=row.id,
        subscription_id=row.subscription_id,
        owner_id=row.owner_id,
        what=row.subscription.what,
        params=row.subscription.params,
        name=row.subscription.name,
        form=row.subscription.form,
        language=row.subscription.language,
        day=row.day,
        rows=row.rows,
        refused=row.refused,
        file_id=row.file_id,
        made_at=row.made_at,
    )
