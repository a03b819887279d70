"""One's own first page: my tasks, what waits for my role, where I am named, my customers, what changed."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.my_portfolio import my_portfolio, new_of_my_customers
from puhui.foundation.casework.facade import (
    changes_since,
    mark_read,
    my_cases,
    my_mentions,
    read_until,
    waiting_for,
)
from puhui.interfaces.workbench.dashboard import open_date, waiting_queues
from puhui.interfaces.workbench.frame import actor_from, call_from, done, instant, page, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.kernel.actors import Actor, Role
from puhui.kernel.errors import InvalidInput

TASKS, OTHERS, CUSTOMERS = 20, 10, 20


@require_GET
@staff_page()
def home(request: HttpRequest) -> HttpResponse:
    """My work in the order in which it is due, and what happened since I said that I had read."""
    actor, today, now = actor_from(request), open_date(), instant()
    since = read_until(actor, at=now)
    return page(
        request,
        "home",
        _("My work"),
        today=today,
        now=now,
        mine=my_cases(actor, most=TASKS),
        waiting=waiting_for(actor, most=OTHERS),
        mentions=my_mentions(actor, most=OTHERS),
        changes=changes_since(actor, since=since, most=TASKS),
        since=since,
        queues=waiting_queues(actor, today),
        **_customers(actor, request, today=today, since=since),
    )


@require_POST
@staff_page()
def have_read(request: HttpRequest) -> HttpResponse:
    """Keeps that the actor has read what changed until the page was made."""
    return done(
        request,
        lambda: mark_read(call_from(request), until=_instant_in(request.POST.get("until", ""))),
        then=reverse("workbench:home"),
        message=_("Kept: from now on only what is new stands there."),
    )


def _customers(actor: Actor, request: HttpRequest, *, today: date | None, since: datetime) -> dict[str, Any]:
    """The portfolio of a relationship manager; other roles have none, and before the books there is none."""
    if today is None or Role.RELATIONSHIP_MANAGER not in actor.roles:
        return {"portfolio": None, "news": None}
    portfolio = my_portfolio(actor, on=today, after=after_of(request), most=CUSTOMERS)
    return {"portfolio": portfolio, "news": new_of_my_customers(actor, since=since, most=OTHERS)}


def _instant_in(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text[:40])
    except ValueError:
        raise InvalidInput("until", "this is not an instant") from None
