"""The business day: how far its close has come, and the button that closes it."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.run_end_of_day.facade import close_or_ask, close_progress, day_close_steps
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.kernel.actors import Role

CLOSERS = frozenset({Role.OPERATIONS, Role.FINANCE, Role.ADMINISTRATOR})
READERS = CLOSERS | {Role.AUDITOR, Role.COMPLIANCE}


@require_GET
@staff_page()
def day(request: HttpRequest) -> HttpResponse:
    """The open business date and the steps of the last close."""
    actor = actor_from(request)
    actor.require(*READERS, verb="read day closes")
    return page(
        request,
        "day",
        _("Day close"),
        today=business_date(),
        steps=day_close_steps(actor),
        progress=close_progress(actor),
        may_close=bool(actor.roles & CLOSERS),
    )


@require_GET
@staff_page()
def progress(request: HttpRequest) -> HttpResponse:
    """The part of the page that moves while a day is closed."""
    actor = actor_from(request)
    actor.require(*READERS, verb="read day closes")
    told = {"progress": close_progress(actor), "steps": day_close_steps(actor), "today": business_date()}
    return TemplateResponse(request, "workbench/day_progress.html", told)


@require_POST
@staff_page()
def close(request: HttpRequest) -> HttpResponse:
    """Closes the open day, or has the workers close it; pressed twice it is closed once."""
    call = call_from(request)
    try:
        asked = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        asked = business_date()
    message = _("The day is closed, or the workers are closing it: the steps below show how far they are.")
    return done(request, lambda: close_or_ask(call, day=asked), then=reverse("workbench:day"), message=message)
