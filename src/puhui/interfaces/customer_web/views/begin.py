"""From a quote to an application: what was typed goes along through sign-in and through who somebody is."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from puhui.foundation.catalogue.facade import NoSuchProduct, Product, product
from puhui.foundation.party.facade import PartyKind, household_of, organisations_of
from puhui.interfaces.customer_web.begun import keep_typed
from puhui.interfaces.customer_web.frame import go, page, personal_page, the_day
from puhui.interfaces.customer_web.views.applications import BEGINS, FARMING
from puhui.interfaces.customer_web.views.person import own_id
from puhui.kernel.actors import Actor


@require_GET
@personal_page
def begin(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keeps what was typed, and goes to the first thing that is missing: a firm, who one is, or the form itself."""
    try:
        chosen = product(request.GET.get("product", ""), on=the_day())
    except NoSuchProduct:
        return go("products")
    typed = keep_typed(request)
    if str(PartyKind.PERSON) in chosen.eligibility.kinds and not _is_only_for_firms(chosen):
        return _as_person(request, actor, chosen)
    firms = organisations_of(actor)
    if not firms:
        return go("register_firm")
    if len(firms) > 1:
        return page(request, "begin", {"firms": firms, "product": chosen, "asked": urlencode(_asked(typed))})
    return _to(firms[0].party_id, chosen, typed)


def _as_person(request: HttpRequest, actor: Actor, chosen: Product) -> HttpResponse:
    """For oneself: a farming household first says where it farms, others who they are and what they earn."""
    me = own_id(actor)
    if _is_for_farms(chosen):
        return go("apply", me) if household_of(me) else go("farm")
    del request
    return go("me")


def _to(party_id: UUID, chosen: Product, typed: dict[str, str]) -> HttpResponse:
    page_name = BEGINS.get(chosen.form, "apply")
    response = HttpResponseRedirect(f"{reverse(page_name, args=[party_id])}?{urlencode(_asked(typed))}")
    response.status_code = 303
    return response


def _asked(typed: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in typed.items() if value}


def _is_for_farms(chosen: Product) -> bool:
    return chosen.audience is not None and set(chosen.audience.groups) <= FARMING


def _is_only_for_firms(chosen: Product) -> bool:
    return str(PartyKind.ORGANISATION) in chosen.eligibility.kinds and not _is_for_farms(chosen)
