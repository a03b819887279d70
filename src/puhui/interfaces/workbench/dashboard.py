"""The first page of staff: what waits, and how the last days went."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from puhui.conduct.indicators.facade import DEFINITIONS, DayFigures, daily_figures
from puhui.foundation.casework.facade import KINDS, queue_counts
from puhui.foundation.ledger.facade import NoBusinessDate, business_date
from puhui.interfaces.workbench.bars import Bars, bars
from puhui.interfaces.workbench.frame import actor_from, page, staff_page

CHARTS = ("applications_submitted", "applications_approved", "principal_minor", "overdue_minor")
CARDS = ("loans_active", "principal_minor", "loans_overdue", "overdue_minor", "par30_minor")
DAYS = 60


@require_GET
@staff_page
def dashboard(request: HttpRequest) -> HttpResponse:
    """Queues, the figures of the last closed day, and the course of sixty days."""
    actor, language = actor_from(request), get_language() or "en"
    today = _open_date()
    days = daily_figures(actor, until=today, days=DAYS)
    last = days[-1] if days else DayFigures(today, {})
    return page(
        request,
        "dashboard",
        _("Overview"),
        today=today,
        queues=[(KINDS[q.kind].name.in_language(language), q) for q in queue_counts(actor, on=today)],
        last=last,
        cards=[(DEFINITIONS[name], last.values.get(name)) for name in CARDS],
        charts=[_chart(name, days, today) for name in CHARTS],
        rows=list(reversed(days[-10:])),
    )


def _open_date() -> date:
    try:
        return business_date()
    except NoBusinessDate:
        return date.min + timedelta(days=DAYS)


def _chart(name: str, days: list[DayFigures], today: date) -> Bars:
    values = {day.on: day.values.get(name, 0) for day in days}
    since = today - timedelta(days=DAYS - 1)
    series = [(since + timedelta(days=n), values.get(since + timedelta(days=n), 0)) for n in range(DAYS)]
    return bars(DEFINITIONS[name], series)
