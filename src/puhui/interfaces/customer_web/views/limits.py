"""A limit: how it stands, drawing with its cost sheet and a code, lowering it, asking for it back."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from puhui.flows.draw_facility.change_limit import ask_for_more, lower_own_limit
from puhui.flows.draw_facility.confirm_draw import confirm_and_pay, request_draw_code
from puhui.flows.draw_facility.quote import product_of_facility, terms_open
from puhui.flows.draw_facility.show_draw import give_up_draw, show_draw
from puhui.flows.stop_waiting import waiting_acts
from puhui.foundation.access.facade import sealed
from puhui.foundation.catalogue.facade import minimum_reading_seconds
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.forms import CodeForm
from puhui.interfaces.customer_web.forms_limits import DrawForm, LimitForm, MoreForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.interfaces.customer_web.languages import recorded_in
from puhui.interfaces.customer_web.plan import lines_of_sheet
from puhui.interfaces.customer_web.templatetags.customer import whole
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import Actor
from puhui.products.facilities.facade import DrawState, DrawView, FacilityView
from puhui.products.facilities.facade import draw as draw_query
from puhui.products.facilities.facade import facility as facility_query

SHOWN = 20


@require_GET
@personal_page
def limit(request: HttpRequest, actor: Actor, facility_id: UUID) -> HttpResponse:
    """The limit as it stands: what is drawn, on its way and free; its draws and what happened to it."""
    shown = facility_query(actor, facility_id)
    product, loans = product_of_facility(shown), {shown.loan_id, *(one.loan_id for one in shown.draws)}
    waiting = waiting_acts(actor, at=current_ports().clock.now())
    context = {
        "limit": shown,
        "is_held": any(one.subject_id in loans for one in waiting),
        "product": product,
        "bar": _bar(shown),
        "purposes": {one.code: one.text for one in product.purposes},
        "draws": [one for one in shown.draws if one.state != DrawState.RELEASED][:SHOWN],
        "events": shown.events[:SHOWN],
    }
    return page(request, "limit", context)


@require_http_methods(["GET", "POST"])
@personal_page
def draw_on_limit(request: HttpRequest, actor: Actor, facility_id: UUID) -> HttpResponse:
    """How much and what for; the cost sheet comes next, and nothing is drawn before it is confirmed."""
    shown = facility_query(actor, facility_id)
    product, free, least = product_of_facility(shown), shown.line.free, shown.lowest_draw
    hint = _("Between %(lowest)s and %(highest)s.") % {"lowest": whole(least), "highest": whole(free)}
    form = DrawForm(request.POST or None, product=product, terms=terms_open(shown, on=business_date()), hint=hint)
    if request.method == "POST":
        language = recorded_in(get_language() or "zh-hans")
        answer = form.attempt(
            lambda data: show_draw(call_of(request, actor), facility_id=facility_id, language=language, **data)
        )
        if answer is not None:
            return go("draw", answer.draw_id)
    return page(request, "limit_draw", {"form": form, "limit": shown}, status=form.status)


@require_GET
@personal_page
def draw(request: HttpRequest, actor: Actor, draw_id: UUID) -> HttpResponse:
    """The cost sheet of a draw that is not confirmed yet; afterwards the limit says how it stands."""
    shown = draw_query(actor, draw_id)
    if shown.state != DrawState.RESERVED:
        return go("limit", shown.facility_id)
    return _sheet_page(request, shown, PageForm())


@require_POST
@personal_page
def draw_code(request: HttpRequest, actor: Actor, draw_id: UUID) -> HttpResponse:
    """Sends the code that confirms the draw, once the sheet was on the screen long enough."""
    form = PageForm(request.POST)
    form.attempt(lambda data: request_draw_code(call_of(request, actor), draw_id=draw_id))
    if form.errors:
        return _sheet_page(request, draw_query(actor, draw_id), form)
    return go("confirm_draw", draw_id)


@require_http_methods(["GET", "POST"])
@personal_page
def confirm_draw(request: HttpRequest, actor: Actor, draw_id: UUID) -> HttpResponse:
    """Enter the code: the money is asked for."""
    shown, form = draw_query(actor, draw_id), CodeForm(request.POST or None)
    if request.method == "POST":
        answer = form.attempt(
            lambda data: confirm_and_pay(
                call_of(request, actor), draw_id=draw_id, code=sealed(data["code"], where="code")
            )
        )
        if answer is not None:
            return go("limit", answer.facility_id)
    elif shown.state != DrawState.RESERVED:
        return go("limit", shown.facility_id)
    return page(request, "limit_confirm", {"form": form, "draw": shown}, status=form.status)


@require_POST
@personal_page
def no_draw(request: HttpRequest, actor: Actor, draw_id: UUID) -> HttpResponse:
    """Rather not: what was held for the draw is free again."""
    shown, form = draw_query(actor, draw_id), PageForm(request.POST)
    form.attempt(lambda data: give_up_draw(call_of(request, actor), draw_id=draw_id))
    return go("limit", shown.facility_id)


@require_http_methods(["GET", "POST"])
@personal_page
def lower_limit(request: HttpRequest, actor: Actor, facility_id: UUID) -> HttpResponse:
    """Be able to borrow less, at once."""
    shown, form = facility_query(actor, facility_id), LimitForm(request.POST or None)
    if request.method == "POST":
        answer = form.attempt(lambda data: lower_own_limit(call_of(request, actor), facility_id=facility_id, **data))
        if answer is not None:
            return go("limit", facility_id)
    return page(request, "limit_lower", {"form": form, "limit": shown}, status=form.status)


@require_http_methods(["GET", "POST"])
@personal_page
def raise_limit(request: HttpRequest, actor: Actor, facility_id: UUID) -> HttpResponse:
    """Ask for the limit back, up to what the contract says: people decide."""
    shown, form = facility_query(actor, facility_id), MoreForm(request.POST or None)
    if request.method == "POST":
        answer = form.attempt(lambda data: ask_for_more(call_of(request, actor), facility_id=facility_id, **data))
        if answer is not None:
            return page(request, "limit_asked", {"limit": shown})
    return page(request, "limit_raise", {"form": form, "limit": shown}, status=form.status)


def _sheet_page(request: HttpRequest, shown: DrawView, form: PageForm) -> HttpResponse:
    lines = lines_of_sheet(shown.sheet["schedule"])
    passed = (current_ports().clock.now() - shown.shown_at).total_seconds()
    context = {
        "draw": shown,
        "sheet": shown.sheet,
        "instalments": lines,
        "has_fees": any(line.fees for line in lines),
        "form": form,
        "seconds_left": max(0, -int(-(minimum_reading_seconds(on=business_date()) - passed) // 1)),
    }
    return page(request, "limit_sheet", context, status=form.status)


def _bar(shown: FacilityView) -> list[dict[str, Any]]:
    """The parts of the limit in a drawing a hundred wide; the same figures stand beside it in words."""
    line, x, parts = shown.line, 0.0, []
    whole_minor = max(line.limit.minor, line.drawn.minor + line.reserved.minor, 1)
    for kind, amount in (("principal", line.drawn), ("interest", line.reserved)):
        width = round(100 * amount.minor / whole_minor, 2)
        parts.append({"kind": kind, "x": f"{x:.2f}", "width": f"{width:.2f}"})
        x += width
    return parts
