"""The business day: how far its close has come, and the button that closes it."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.run_end_of_day.facade import close_or_ask, close_progress, day_close_steps, is_small_book
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.kernel.actors import Role
from puhui.kernel.dates import parse_date
from puhui.products.lending.facade import tie_out_of

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
        tie_out=tie_out_of(actor),
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
    told = request.POST.get("day", "")
    day = parse_date(told, where="day") if told else None
    message = _("The day is closed.") if is_small_book() else _("The workers are closing the day.")
    return done(request, lambda: close_or_ask(call, day=day), then=reverse("workbench:day"), message=message)
