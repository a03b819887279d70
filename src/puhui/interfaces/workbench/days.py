"""The business day: how far its close has come, and the button that closes it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.run_end_of_day.facade import close_day, day_close_steps
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
        may_close=bool(actor.roles & CLOSERS),
    )


@require_POST
@staff_page()
def close(request: HttpRequest) -> HttpResponse:
    """Closes the open day; pressed twice it is closed once."""
    call = call_from(request)
    return done(request, lambda: close_day(call), then=reverse("workbench:day"), message=_("The day is closed."))
