"""My farm: household, plots, statements, the parts of a seasonal loan, and signing beside a family member."""

from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from puhui.flows.farm.household_signs import (
    contract_to_sign,
    contracts_beside,
    request_household_code,
    sign_beside,
)
from puhui.flows.farm.register_farmer import register_farmer
from puhui.flows.farm.seasons import draw_part
from puhui.flows.secure_loan.before_payout import before_payout
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import (
    GroupKind,
    confirm_relation,
    decline_relation,
    group_members,
    groups_page,
    household_of,
    party_card,
    relations_asked,
)
from puhui.interfaces.customer_web.forms import CodeForm
from puhui.interfaces.customer_web.forms_farm import FarmerForm, FarmFactsForm, PlotForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.interfaces.customer_web.views.contracts import body_of
from puhui.interfaces.customer_web.views.person import to_identity
from puhui.kernel.actors import SYSTEM, Actor
from puhui.kernel.errors import NotFound
from puhui.products.farms.facade import (
    NewPlot,
    add_plot,
    crop_calendars,
    facts_stated,
    give_up_plot,
    plots_of,
    season_of,
    state_fact,
    tranches_of,
)
from puhui.products.lending.facade import loan as loan_view
from puhui.products.origination.facade import contract_text

MOST_VILLAGES = 200


@require_GET
@personal_page
def farm(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The household and its plots, and what waits for an answer."""
    me = _me(actor)
    home = household_of(me)
    plots = plots_of(actor, party_id=me)
    region = party_card(actor, party_id=me).region
    names = _crop_names()
    context = {
        "here": "farm",
        "members": group_members(actor, group_id=home) if home else [],
        "asked": relations_asked(actor),
        "plots": [(plot, names.get(plot.crop, plot.crop)) for plot in plots],
        "facts": facts_stated(actor, party_id=me)[:6],
        "seasons": _seasons(sorted({plot.crop for plot in plots}), region=region),
        "home": home,
        "me": me,
        "beside": contracts_beside(actor, on=business_date()),
    }
    return page(request, "farm", context)


@require_http_methods(["GET", "POST"])
@personal_page
def register(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who the farmer is, and their village."""
    villages = groups_page(SYSTEM, kind=GroupKind.VILLAGE, most=MOST_VILLAGES)
    form = FarmerForm(request.POST or None, villages=villages)
    if request.method == "POST":
        made = form.attempt(lambda data: register_farmer(call_of(request, actor), **data))
        if made is not None:
            return go("farm")
    return page(request, "farm_new", {"form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
@personal_page
def new_plot(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One plot."""
    me = _me(actor)
    form = PlotForm(request.POST or None, crops=_crop_names())
    if request.method == "POST":
        made = form.attempt(lambda data: add_plot(call_of(request, actor), plot=NewPlot(party_id=me, **data)))
        if made is not None:
            return go("farm")
    return page(request, "farm_plot", {"form": form}, status=form.status)


@require_POST
@personal_page
def leave_plot(request: HttpRequest, actor: Actor, plot_id: UUID) -> HttpResponse:
    """The plot is no longer worked."""
    give_up_plot(call_of(request, actor), plot_id=plot_id)
    return go("farm")


@require_http_methods(["GET", "POST"])
@personal_page
def farm_facts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Years and income."""
    me = _me(actor)
    form = FarmFactsForm(request.POST or None)

    def keep(data: dict[str, Decimal]) -> UUID:
        call = call_of(request, actor)
        for name, value in data.items():
            state_fact(call.step(name), party_id=me, name=name, value=Decimal(value))
        return me

    if request.method == "POST" and form.attempt(keep) is not None:
        return go("farm")
    return page(request, "farm_facts", {"form": form}, status=form.status)


@require_POST
@personal_page
def answer_relation(request: HttpRequest, actor: Actor, relation_id: UUID) -> HttpResponse:
    """Yes or no to what somebody recorded of me."""
    call = call_of(request, actor)
    if request.POST.get("answer") == "yes":
        confirm_relation(call, relation_id=relation_id)
    else:
        decline_relation(call, relation_id=relation_id)
    return go("farm")


@require_GET
@personal_page
def parts(request: HttpRequest, actor: Actor, loan_id: UUID) -> HttpResponse:
    """The parts of a seasonal loan, and the button for the one whose time it is."""
    loan_view(actor, loan_id)
    found = tranches_of(loan_id)
    if not found:
        raise NotFound("part of a loan", where="loan_id")
    needed = before_payout(actor, loan_id)
    context = {"parts": found, "loan_id": loan_id, "today": business_date(), "is_held_back": needed.is_waiting}
    return page(request, "farm_parts", context)


@require_POST
@personal_page
def draw(request: HttpRequest, actor: Actor, loan_id: UUID, tranche_id: UUID) -> HttpResponse:
    """Asks for one part."""
    draw_part(call_of(request, actor), tranche_id=tranche_id)
    return go("farm_parts", loan_id)


@require_http_methods(["GET", "POST"])
@personal_page
def household_sign(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """The contract of a member of the household, to be read and signed with a code of one's own.

    Whoever has not said who they are is led to that page first, and back.
    """
    contract_to_sign(actor, contract_id)
    is_known = party_card(actor, party_id=_me(actor)).is_identified
    if request.method == "POST" and not is_known:
        return to_identity(back=request.path)
    is_code = request.method == "POST" and "code" in request.POST
    form = CodeForm(request.POST if is_code else None)
    if request.method == "POST" and not is_code:
        request_household_code(call_of(request, actor), contract_id=contract_id)
        return go("household_sign", contract_id)
    if is_code:
        signed = form.attempt(
            lambda data: sign_beside(call_of(request, actor), contract_id=contract_id, code=data["code"])
        )
        if signed is not None:
            return go("farm")
    text = body_of(contract_text(SYSTEM, contract_id))
    context = {"form": form, "contract_id": contract_id, "text": text, "is_known": is_known}
    return page(request, "farm_sign", context, status=form.status)


def _me(actor: Actor) -> UUID:
    if actor.party_id is None:
        raise NotFound("party", where="party_id")
    return actor.party_id


def _crop_names() -> dict[str, str]:
    language = get_language() or "en"
    return {code: one.name.in_language(language) for code, one in crop_calendars(business_date()).items()}


def _seasons(crops: list[str], *, region: str) -> list[object]:
    """The year of each crop that has a calendar there; a farm has a few crops."""
    known = crop_calendars(business_date())
    return [
        season_of(crop, region=region, on=business_date())
        for crop in crops
        if crop in known and known[crop].year_in(region) is not None
    ]
