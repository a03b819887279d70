"""Views that staff keep of their pages, and the reports that come to them regularly."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.conduct.reports.facade import EVERY, reports_of, subscriptions_of
from puhui.flows.dashboards.facade import (
    ExportAsked,
    forget_view,
    open_report,
    openable,
    save_view,
    subscribe,
    unsubscribe,
)
from puhui.interfaces.workbench.exports import filters_of
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page

PLACES = {
    "all_loans": "loans",
    "all_applications": "applications",
    "customers": "customers",
    "trial": "trial_balance",
    "journals": "journals",
}


@require_GET
@staff_page()
def show_reports(request: HttpRequest) -> HttpResponse:
    """What comes to me, and what came."""
    actor = actor_from(request)
    made = reports_of(actor)
    may = openable(actor, made)
    return page(
        request,
        "reports",
        _("Reports"),
        subscriptions=[(one, address_of(one.what, dict(one.params))) for one in subscriptions_of(actor)],
        reports=[(one, one.id in may) for one in made],
        every=EVERY,
    )


@require_POST
@staff_page()
def save(request: HttpRequest) -> HttpResponse:
    """Keeps the page under a name."""
    form, call = request.POST, call_from(request)
    what, params = form.get("what", ""), filters_of(form.get("query", ""))

    def act() -> object:
        name, role = form.get("name", ""), form.get("shared_with", "")
        return save_view(call, what=what, name=name, params=params, shared_with=role)

    return done(request, act, then=back_of(request), message=_("The view is saved."))


@require_POST
@staff_page()
def forget(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Takes a view out of the menu."""
    call = call_from(request)
    return done(request, lambda: forget_view(call, view_id=view_id), then=back_of(request), message=_("Done."))


@require_POST
@staff_page()
def send_regularly(request: HttpRequest) -> HttpResponse:
    """Has the table come after each day, week or month."""
    form, call = request.POST, call_from(request)
    asked = ExportAsked(
        what=form.get("what", ""),
        sheet=form.get("sheet", ""),
        params=filters_of(form.get("query", "")),
        form=form.get("form", ""),
        language=get_language() or "en",
        purpose=form.get("purpose", ""),
    )
    return done(
        request,
        lambda: subscribe(call, asked=asked, every=form.get("every", "")),
        then=back_of(request),
        message=_("The report will come to you; find it under Reports."),
    )


@require_POST
@staff_page()
def end(request: HttpRequest, subscription_id: UUID) -> HttpResponse:
    """Ends a subscription."""
    call = call_from(request)
    return done(
        request,
        lambda: unsubscribe(call, subscription_id=subscription_id),
        then=reverse("workbench:reports"),
        message=_("Done."),
    )


@require_POST
@staff_page()
def open_file(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The file of a report, once more under the rights of now."""
    found = open_report(call_from(request), report_id=report_id)
    response = HttpResponse(found.content, content_type=found.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def address_of(what: str, params: dict[str, str]) -> str:
    """The page that a view or a subscription is of, under its filters."""
    kind, _sign, key = what.partition(":")
    if kind == "board":
        base = reverse("workbench:board", args=[key])
    elif key == "cases" and params.get("kind"):
        base = reverse("workbench:queue", args=[params["kind"]])
    elif key in PLACES:
        base = reverse(f"workbench:{PLACES[key]}")
    else:
        base = reverse("workbench:behind", args=[key])
    return base + (f"?{urlencode(params)}" if params else "")


def back_of(request: HttpRequest) -> str:
    """The page of the form, when it is one of ours."""
    asked = request.POST.get("then", "")
    ours = asked.startswith("/workbench/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours else reverse("workbench:reports")
