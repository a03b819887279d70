"""A helper at a service point: asks a customer, fills in beside them, and hands the device over to be confirmed.

The helper sees masks, of this customer alone, while the visit lasts. What was decided is told to the customer only.
"""

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth import authenticate, login
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from puhui.flows.agent.policy import agent_policy
from puhui.flows.agent.prepare import beside, confirm_prepared, prepare_application, request_confirmation
from puhui.flows.agent.receipt import Receipt, genuine_receipt, receipt_of, wrapped
from puhui.flows.agent.visit import end_visit, open_visit, request_visit
from puhui.flows.farm.register_farmer import register_farmer
from puhui.flows.originate_loan.submit_application import ASSESSMENT
from puhui.foundation.access.facade import actor_of, limit_rate
from puhui.foundation.catalogue.facade import product_version, products_on
from puhui.foundation.consent.facade import ConsentText, consent_text, covered_scopes
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import (
    GroupKind,
    groups_page,
    is_prepared_in,
    open_visit_of,
    open_visits,
    party_card,
    prepared_in,
    seal,
    unseal,
    waiting_in,
)
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.forms import ApplyForm
from puhui.interfaces.customer_web.forms_farm import FarmerForm
from puhui.interfaces.customer_web.forms_helper import (
    BesideForm,
    HandOverForm,
    HelperSignInForm,
    ReceiptForm,
    VisitCodeForm,
)
from puhui.interfaces.customer_web.frame import call_of, go, open_page, page, the_day
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import SYSTEM, Actor, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.texts import Text
from puhui.products.origination.facade import ApplicationView, application

PHONE = "helper_phone"
RECEIPTS_AN_HOUR = 60
TRIES, WITHIN_SECONDS, MOST_VILLAGES = 10, 600, 200
HelperView = Callable[..., HttpResponse]


def helper_page(view: HelperView) -> HelperView:
    """A page for a helper who is signed in; the view gets the actor as its second argument."""

    @functools.wraps(view)
    def framed(request: HttpRequest, **address: object) -> HttpResponse:
        user = request.user
        actor = None if isinstance(user, AnonymousUser) else actor_of(user)
        if actor is None or Role.AGENT not in actor.roles:
            return go("helper_sign_in")
        shown: HttpResponse = open_page(lambda asked: view(asked, actor, **address))(request)
        seconds = agent_policy(the_day()).idle_minutes * 60
        # A shared device: so long after the last page nobody is signed in, and nothing is left on the screen.
        request.session.set_expiry(seconds)
        shown.headers["Refresh"] = f"{seconds + 2}; url={reverse('helper_sign_in')}"
        return shown

    framed.let_in = frozenset({Role.AGENT})  # type: ignore[attr-defined]  # read by the table of rights
    return framed


@require_http_methods(["GET", "POST"])
@open_page
def helper_sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; only a helper comes in here."""
    form = HelperSignInForm(request.POST or None)
    if request.method == "POST":
        let_in = form.attempt(lambda data: _let_in(request, data))
        if let_in:
            return go("helper")
        if let_in is False:
            form.add_error(None, _("The name or the password is wrong."))
    return page(request, "helper_sign_in", {"form": form}, status=form.status)


def _let_in(request: HttpRequest, data: dict[str, Any]) -> bool:
    limit_rate(f"helper/{data['name']}", most=TRIES, seconds=WITHIN_SECONDS, at=current_ports().clock.now())
    user = authenticate(request, username=data["name"], password=data["password"])
    if user is None or Role.AGENT not in actor_of(user).roles:
        return False
    login(request, user)
    return True


@require_http_methods(["GET", "POST"])
@helper_page
def helper(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The customers beside me now; and asking another one, whose phone gets a code."""
    form = BesideForm(request.POST or None)
    if request.method == "POST":
        asked = form.attempt(lambda data: request_visit(call_of(request, actor), phone=data["phone"]))
        if asked is not None:
            request.session[PHONE] = seal(form.cleaned_data["phone"])
            return go("helper_code")
    call = call_of(request, actor)
    visits = [(one, _card(request, actor, one.id)) for one in open_visits(actor, at=call.at)]
    return page(request, "helper", {"form": form, "visits": visits}, status=form.status)


@require_http_methods(["GET", "POST"])
@helper_page
def helper_code(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The code that the customer reads out begins the visit."""
    kept = request.session.get(PHONE, "")
    if not kept:
        return go("helper")
    form = VisitCodeForm(request.POST or None)
    if request.method == "POST":
        opened = form.attempt(lambda data: open_visit(call_of(request, actor), phone=unseal(kept), code=data["code"]))
        if opened is not None:
            request.session.pop(PHONE, None)
            return go("helper_visit", opened.visit_id)
    return page(request, "helper_code", {"form": form}, status=form.status)


@require_GET
@helper_page
def helper_visit(request: HttpRequest, actor: Actor, visit_id: UUID) -> HttpResponse:
    """One customer: who they are by masks, and what was prepared together."""
    at = call_of(request, actor).at
    found = open_visit_of(actor, visit_id=visit_id, at=at)
    prepared = [application(SYSTEM, one) for one in prepared_in(actor, visit_id=visit_id, at=at)]
    waiting = len(waiting_in(actor, visit_id=visit_id, at=at))
    context = {"visit": found, "card": _card(request, actor, visit_id), "prepared": prepared, "waiting": waiting}
    return page(request, "helper_visit", context)


@require_POST
@helper_page
def helper_end(request: HttpRequest, actor: Actor, visit_id: UUID) -> HttpResponse:
    """The visit is over: nothing of the customer is seen any more."""
    end_visit(call_of(request, actor), visit_id=visit_id)
    return go("helper")


@require_http_methods(["GET", "POST"])
@helper_page
def helper_farmer(request: HttpRequest, actor: Actor, visit_id: UUID) -> HttpResponse:
    """Who the customer is, and their village."""
    call = beside(call_of(request, actor), visit_id=visit_id)
    villages = groups_page(SYSTEM, kind=GroupKind.VILLAGE, most=MOST_VILLAGES)
    form = FarmerForm(request.POST or None, villages=villages)
    if request.method == "POST" and form.attempt(lambda data: register_farmer(call, **data)) is not None:
        return go("helper_visit", visit_id)
    return page(request, "helper_farmer", {"form": form, "visit_id": visit_id}, status=form.status)


@require_http_methods(["GET", "POST"])
@helper_page
def helper_apply(request: HttpRequest, actor: Actor, visit_id: UUID) -> HttpResponse:
    """Which product, then how much: a draft, up to what a helper may prepare."""
    call = call_of(request, actor)
    who = beside(call, visit_id=visit_id).actor
    kind = party_card(who, party_id=_party(who)).kind
    offered = [p for p in products_on(business_date()) if "agent" in p.channels and str(kind) in p.eligibility.kinds]
    chosen = request.POST.get("product_code") or request.GET.get("product", "")
    products = [one for one in offered if one.code == chosen]
    if not products:
        return page(request, "helper_choose", {"products": offered, "visit_id": visit_id})
    most = agent_policy(business_date()).most
    form = ApplyForm(request.POST or None, products=products, amount_hint=_("At most %(most)s yuan.") % {"most": most})
    if request.method == "POST":
        made = form.attempt(lambda data: prepare_application(call, visit_id=visit_id, **data))
        if made is not None:
            return go("helper_confirm", visit_id, made.application_id)
    context = {"form": form, "visit_id": visit_id, "product": products[0]}
    return page(request, "helper_apply", context, status=form.status)


@require_http_methods(["GET", "POST"])
@helper_page
def helper_confirm(request: HttpRequest, actor: Actor, visit_id: UUID, application_id: UUID) -> HttpResponse:
    """Handed over: the customer reads what is asked, allows what is needed, and types their own code."""
    call = call_of(request, actor)
    shown = _prepared(actor, visit_id, application_id, request)
    if shown.state != "draft":
        return page(request, "helper_receipt", {"receipt": receipt_of(shown), "visit_id": visit_id})
    texts, typed = _texts(shown), request.method == "POST" and "code" in request.POST
    form = HandOverForm(request.POST if typed else None, texts=texts)
    bound: PageForm = form
    if request.method == "POST" and not typed:
        bound = PageForm(request.POST)
        sent = bound.attempt(lambda _d: request_confirmation(call, visit_id=visit_id, application_id=application_id))
        if sent is not None:
            return go("helper_confirm", visit_id, application_id)
    elif typed:
        done = form.attempt(
            lambda data: confirm_prepared(
                call,
                visit_id=visit_id,
                application_id=application_id,
                code=data["code"],
                consents=tuple(data.get("consents", ())),
            )
        )
        if done is not None:
            return go("helper_confirm", visit_id, application_id)
    purpose = product_version(shown.product_code, shown.product_version)
    context = {
        "form": form,
        "errors": bound,
        "application": shown,
        "product": purpose,
        "purpose": purpose.purpose_text(shown.purpose),
        "texts": texts,
        "visit_id": visit_id,
    }
    return page(request, "helper_confirm", context, status=bound.status)


@require_GET
@helper_page
def helper_paper(request: HttpRequest, actor: Actor, visit_id: UUID, application_id: UUID) -> HttpResponse:
    """The receipt as plain text for a small printer of 58 mm."""
    receipt = receipt_of(_prepared(actor, visit_id, application_id, request))
    told = render_to_string("customer/receipt_paper.html", {"receipt": receipt, "lender": _lender(receipt)}, request)
    lines = [piece for line in told.strip().splitlines() for piece in wrapped(line)]
    return HttpResponse("\n".join(lines) + "\n\n", content_type="text/plain; charset=utf-8")


def _lender(receipt: Receipt) -> Text:
    shown = receipt.application
    return product_version(shown.product_code, shown.product_version).lender


@require_http_methods(["GET", "POST"])
@open_page
def check_receipt(request: HttpRequest) -> HttpResponse:
    """Anybody who holds a receipt can ask whether it is ours; it says no more than what stands on it."""
    form = ReceiptForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        at = current_ports().clock.now()
        limit_rate(f"receipt/{request.META.get('REMOTE_ADDR', '')}", most=RECEIPTS_AN_HOUR, seconds=3600, at=at)
        found = genuine_receipt(application_id=form.cleaned_data["number"], code=form.cleaned_data["code"])
        if found is None:
            form.add_error(None, _("This is not a receipt of ours. Please look at the number and the code again."))
    return page(request, "receipt_check", {"form": form, "receipt": found}, status=422 if form.errors else 200)


def _prepared(actor: Actor, visit_id: UUID, application_id: UUID, request: HttpRequest) -> ApplicationView:
    """What was prepared in this visit, while it lasts; everything else of the customer is not there."""
    open_visit_of(actor, visit_id=visit_id, at=call_of(request, actor).at)
    if not is_prepared_in(visit_id, application_id=application_id):
        raise NotFound("application", where="application_id")
    return application(SYSTEM, application_id)


def _texts(shown: ApplicationView) -> list[tuple[str, ConsentText]]:
    """The consents that the product needs and the customer has not given."""
    on = business_date()
    given = {purpose for purpose, _scope in covered_scopes(party_id=shown.firm_id, on=on)}
    assessment, _scope = ASSESSMENT[party_card(SYSTEM, party_id=shown.firm_id).kind]
    needed = dict.fromkeys((assessment, *product_version(shown.product_code, shown.product_version).consents))
    return [(purpose, consent_text(purpose, on=on)) for purpose in needed if purpose not in given]


def _card(request: HttpRequest, actor: Actor, visit_id: UUID) -> Any:
    who = beside(call_of(request, actor), visit_id=visit_id).actor
    return party_card(who, party_id=_party(who))


def _party(actor: Actor) -> UUID:
    if actor.party_id is None:
        raise NotFound("party")
    return actor.party_id
