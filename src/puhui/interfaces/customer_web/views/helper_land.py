"""Land and facts at a service point: filled in beside the customer, kept only by the customer's own code."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from puhui.flows.agent.statements import (
    confirm_statements,
    drop_statement,
    prepare_fact,
    prepare_plot,
    request_statement_code,
)
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import WaitingView, waiting_in
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.forms_farm import TENURES, FarmFactsForm, PlotForm
from puhui.interfaces.customer_web.forms_helper import OwnCodeForm
from puhui.interfaces.customer_web.frame import call_of, go, page
from puhui.interfaces.customer_web.views.helper import helper_page
from puhui.kernel.actors import Actor
from puhui.products.farms.facade import crop_calendars


@require_GET
@helper_page
def helper_land(request: HttpRequest, actor: Actor, visit_id: UUID) -> HttpResponse:
    """What was filled in and waits for the customer."""
    return page(request, "helper_land", {"visit_id": visit_id, "waits": _waits(request, actor, visit_id)})


@require_http_methods(["GET", "POST"])
@helper_page
def helper_plot(request: HttpRequest, actor: Actor, visit_id: UUID) -> HttpResponse:
    """One plot, with its right and until when it runs."""
    waits = _waits(request, actor, visit_id)
    form = PlotForm(request.POST or None, crops=_crops())
    if request.method == "POST":
        call = call_of(request, actor)
        if form.attempt(lambda data: prepare_plot(call, visit_id=visit_id, **data)) is not None:
            return go("helper_land", visit_id)
    context = {"form": form, "visit_id": visit_id, "waits": waits}
    return page(request, "helper_plot", context, status=form.status)


@require_http_methods(["GET", "POST"])
@helper_page
def helper_facts(request: HttpRequest, actor: Actor, visit_id: UUID) -> HttpResponse:
    """Years and income, told for the first time or anew."""
    waits = _waits(request, actor, visit_id)
    form = FarmFactsForm(request.POST or None)

    def keep(data: dict[str, Any]) -> UUID:
        call = call_of(request, actor)
        for name, value in data.items():
            prepare_fact(call.step(name), visit_id=visit_id, name=name, value=Decimal(value))
        return visit_id

    if request.method == "POST" and form.attempt(keep) is not None:
        return go("helper_land", visit_id)
    context = {"form": form, "visit_id": visit_id, "waits": waits}
    return page(request, "helper_facts", context, status=form.status)


@require_POST
@helper_page
def helper_drop(request: HttpRequest, actor: Actor, visit_id: UUID, statement_id: UUID) -> HttpResponse:
    """What was filled in wrongly goes."""
    drop_statement(call_of(request, actor), visit_id=visit_id, statement_id=statement_id)
    return go("helper_land", visit_id)


@require_http_methods(["GET", "POST"])
@helper_page
def helper_land_confirm(request: HttpRequest, actor: Actor, visit_id: UUID) -> HttpResponse:
    """Handed over: the customer reads what was filled in, and types their own code."""
    waits, call = _waits(request, actor, visit_id), call_of(request, actor)
    typed = request.method == "POST" and "code" in request.POST
    form = OwnCodeForm(request.POST if typed else None)
    bound: PageForm = form
    if typed:
        kept = form.attempt(lambda data: confirm_statements(call, visit_id=visit_id, code=data["code"]))
        if kept is not None:
            return go("helper_visit", visit_id)
    elif request.method == "POST":
        bound = PageForm(request.POST)
        if bound.attempt(lambda _data: request_statement_code(call, visit_id=visit_id)) is not None:
            return go("helper_land_confirm", visit_id)
    context = {"form": form, "errors": bound, "waits": waits, "visit_id": visit_id}
    return page(request, "helper_land_confirm", context, status=bound.status)


def _waits(request: HttpRequest, actor: Actor, visit_id: UUID) -> list[dict[str, Any]]:
    """What waits, in words; another helper's visit, or one that is over, is refused."""
    crops = _crops()
    return [_shown(one, crops) for one in waiting_in(actor, visit_id=visit_id, at=call_of(request, actor).at)]


def _shown(one: WaitingView, crops: dict[str, str]) -> dict[str, Any]:
    told = dict(one.told)
    if one.kind == "plot":
        told["crop"] = crops.get(told["crop"], told["crop"])
        told["tenure"] = dict(TENURES).get(told["tenure"], told["tenure"])
        told["right_until"] = date.fromisoformat(told["right_until"]) if told["right_until"] else None
    else:
        field = FarmFactsForm.base_fields.get(told["name"])
        told["label"] = field.label if field else told["name"]
    return {"id": one.id, "kind": one.kind, **told}


def _crops() -> dict[str, str]:
    language = get_language() or "en"
    return {code: one.name.in_language(language) for code, one in crop_calendars(business_date()).items()}
