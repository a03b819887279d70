"""The house at a glance: what waits, and how the last days went."""

from collections.abc import Sequence
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
from puhui.interfaces.workbench.rights import may_open_queue
from puhui.kernel.actors import Actor

CHARTS = ("applications_submitted", "applications_approved", "principal_minor", "overdue_minor")
CARDS = ("loans_active", "principal_minor", "loans_overdue", "overdue_minor", "par30_minor")
DAYS = 60


@require_GET
@staff_page()
def dashboard(request: HttpRequest) -> HttpResponse:
    """Queues, the figures of the last closed day, and the course of sixty days."""
    actor, today = actor_from(request), open_date()
    days = daily_figures(actor, until=today, days=DAYS) if today else []
    last = days[-1] if days else None
    return page(
        request,
        "dashboard",
        _("Overview"),
        today=today,
        queues=waiting_queues(actor, today),
        last=last,
        cards=[(DEFINITIONS[name], last.values.get(name)) for name in CARDS] if last else [],
        charts=[_chart(name, days) for name in CHARTS] if last else [],
        rows=list(reversed(days)),
    )


def open_date() -> date | None:
    """The open business date; none before the books are open."""
    try:
        return business_date()
    except NoBusinessDate:
        return None


def waiting_queues(actor: Actor, today: date | None) -> list[tuple[str, object]]:
    """The queues that the actor works on or looks after, with how much waits."""
    language = get_language() or "en"
    counts = queue_counts(actor, on=today) if today else []
    return [(KINDS[q.kind].name.in_language(language), q) for q in counts if may_open_queue(actor, q.kind)]


def _chart(name: str, days: Sequence[DayFigures]) -> Bars:
    """The last sixty days up to the last one that was closed; a day without figures has none."""
    values = {day.on: day.values.get(name, 0) for day in days}
    since = days[-1].on - timedelta(days=DAYS - 1)
    dates = [since + timedelta(days=n) for n in range(DAYS)]
    return bars(DEFINITIONS[name], [(on, values.get(on, 0)) for on in dates])
