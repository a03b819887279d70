"""An application: what is needed, check and send, the answer with its reasons, asking for a person, withdrawing."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from puhui.conduct.protection.facade import protection_on
from puhui.flows.originate_loan.answers import ApplicationStarted
from puhui.flows.originate_loan.ask_for_person import ask_for_person as ask_for_person_flow
from puhui.flows.originate_loan.find_counter_offers import find_counter_offers
from puhui.flows.originate_loan.start_application import change_application, start_application
from puhui.flows.originate_loan.submit_application import submit_application as submit_application_flow
from puhui.flows.originate_loan.tasks import tasks_of
from puhui.flows.originate_loan.withdraw_application import withdraw_application as withdraw_application_flow
from puhui.flows.protect_person.before_lending import is_asked_for_contact_person
from puhui.foundation.catalogue.facade import Product, product_version, products_on
from puhui.foundation.consent.facade import NoConsent
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import PartyKind, household_of, party_card
from puhui.interfaces.customer_web.begun import BEGUN, product_begun, typed_before
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.forms import ApplyForm, ReasonForm
from puhui.interfaces.customer_web.forms_person import PayeeApplyForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.interfaces.customer_web.task_words import told_task
from puhui.interfaces.customer_web.templatetags.customer import whole
from puhui.interfaces.customer_web.views.consents import to_consent
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound
from puhui.products.origination.facade import ApplicationView, WrongState, check_step, contract_of, offers_of
from puhui.products.origination.facade import application as application_query
from puhui.products.payees.facade import payees_page
from puhui.risk.decisioning.facade import decisions_of

BEGINS = {"lease": "ask_lease", "order": "tell_order", "factoring": "sell"}
FARMING = {"farm_household", "cooperative"}
APPLIED_FOR = ("loan", "facility")  # other forms begin with papers of their own, on pages of their own


@require_http_methods(["GET", "POST"])
@personal_page
def apply(request: HttpRequest, actor: Actor, firm_id: UUID) -> HttpResponse:
    """Which product first, where there are several; then what the firm asks for."""
    offered = _offered(actor, firm_id)
    chosen = request.POST.get("product_code") or request.GET.get("product", "") or product_begun(request)
    products = [one for one in offered if one.code == chosen] or (offered if len(offered) == 1 else [])
    if not products:
        more = _elsewhere(actor, firm_id)
        return page(request, "apply_choose", {"products": offered, "firm_id": firm_id, "elsewhere": more})
    form = _form(request, actor, products)
    draft = _draft(request, actor, firm_id)
    if request.method == "POST":
        answer = form.attempt(lambda data: _save(request, actor, firm_id, data, draft))
        if answer is not None:
            request.session.pop(BEGUN, None)
            return go("application", answer.application_id)
    context = {
        "form": form,
        "firm_id": firm_id,
        "draft": draft,
        "product": products[0],
        "others": len(offered) > 1,
        "asks_contact": is_asked_for_contact_person(actor, firm_id, product=products[0], on=business_date()),
    }
    return page(request, "apply", context, status=form.status)


def _offered(actor: Actor, firm_id: UUID) -> list[Product]:
    """What this party may apply for on these pages."""
    kind = party_card(actor, party_id=firm_id).kind
    farms = kind != PartyKind.PERSON or household_of(firm_id) is not None
    return [
        one
        for one in products_on(business_date())
        if one.form in APPLIED_FOR and "web" in one.channels and str(kind) in one.eligibility.kinds
        if farms or not _is_for_farms(one)
    ]


def _elsewhere(actor: Actor, firm_id: UUID) -> list[tuple[Product, str]]:
    """What begins with a thing or a paper, and the page on which it begins."""
    kind = party_card(actor, party_id=firm_id).kind
    return [
        (one, BEGINS[one.form])
        for one in products_on(business_date())
        if one.form in BEGINS and "web" in one.channels and str(kind) in one.eligibility.kinds
    ]


def _is_for_farms(product: Product) -> bool:
    """Whether nobody but farming households and cooperatives may have it."""
    return product.audience is not None and set(product.audience.groups) <= FARMING


def _draft(request: HttpRequest, actor: Actor, firm_id: UUID) -> ApplicationView | None:
    """The draft that is being changed, when the address names one of this party."""
    try:
        asked = UUID(request.POST.get("draft", "") or request.GET.get("draft", ""))
    except ValueError:
        return None
    found = application_query(actor, asked)
    if found.firm_id != firm_id:
        raise NotFound("application", where="draft")
    return found


def _save(
    request: HttpRequest, actor: Actor, firm_id: UUID, data: dict[str, Any], draft: ApplicationView | None
) -> ApplicationStarted:
    """A new draft, or the one that is being changed."""
    call = call_of(request, actor)
    if draft is None:
        return start_application(call, firm_id=firm_id, **data)
    terms = {name: data[name] for name in ("amount", "term_months", "method", "purpose")}
    return change_application(call, application_id=draft.id, **terms)


def _typed(request: HttpRequest, actor: Actor, code: str) -> dict[str, Any]:
    """What stands in the form at first: the draft as it is, or what was typed in a quote."""
    try:
        asked = application_query(actor, UUID(request.GET.get("draft", "")))
    except (ValueError, NotFound):
        return typed_before(request, code=code)
    return {
        "amount": str(asked.amount).removesuffix(".00"),
        "term_months": asked.term_months,
        "method": asked.method,
        "purpose": asked.purpose,
    }


def _form(request: HttpRequest, actor: Actor, products: list[Product]) -> ApplyForm:
    """What is asked; where the product pays somebody else, also whom."""
    hint, first = _amount_hint(products), _typed(request, actor, products[0].code)
    if products[0].pay_to == "payee":
        listed = payees_page(actor, most=200)
        return PayeeApplyForm(request.POST or None, products=products, amount_hint=hint, payees=listed, initial=first)
    return ApplyForm(request.POST or None, products=products, amount_hint=hint, initial=first)


def _amount_hint(products: list[Product]) -> str:
    lowest, highest = min(p.lowest.minor for p in products), max(p.highest.minor for p in products)
    return _("Between %(lowest)s and %(highest)s.") % {"lowest": whole(lowest), "highest": whole(highest)}


@require_GET
@personal_page
def application(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponse:
    """A draft to check and send, or the answer."""
    return _shown(request, actor, application_query(actor, application_id), ReasonForm())


@require_POST
@personal_page
def submit_application(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponse:
    """Sends the application; the answer is there at once."""
    form = PageForm(request.POST)
    try:
        form.attempt(
            lambda data: submit_application_flow(
                call_of(request, actor), application_id=application_id, sources=current_ports().sources
            )
        )
    finally:
        shown = application_query(actor, application_id)
    if isinstance(form.refusal, NoConsent):
        return to_consent(form.refusal, firm_id=shown.firm_id, back=reverse("application", args=[shown.id]))
    return _after(request, actor, shown, form)


@require_POST
@personal_page
def ask_for_person(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponse:
    """Asks that a person looks at the answer."""
    form = ReasonForm(request.POST)
    answer = form.attempt(
        lambda data: ask_for_person_flow(call_of(request, actor), application_id=application_id, reason=data["reason"])
    )
    if answer is not None:
        request.session[f"asked/{application_id}"] = True
    return _after(request, actor, application_query(actor, application_id), form)


@require_http_methods(["GET", "POST"])
@personal_page
def withdraw_application(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponse:
    """Says what taking the application back means, and takes it back."""
    if request.method == "GET":
        shown = application_query(actor, application_id)
        if not _allows(shown, "withdraw"):
            return go("application", shown.id)
        return page(request, "withdraw", {"application": shown, "form": PageForm()})
    form = PageForm(request.POST)
    form.attempt(lambda data: withdraw_application_flow(call_of(request, actor), application_id=application_id))
    return _after(request, actor, application_query(actor, application_id), form)


def _after(request: HttpRequest, actor: Actor, shown: ApplicationView, form: PageForm) -> HttpResponse:
    if not form.errors:
        return go("application", shown.id)
    return _shown(request, actor, shown, form)


def _shown(request: HttpRequest, actor: Actor, shown: ApplicationView, form: PageForm) -> HttpResponse:
    context: dict[str, Any] = {"application": shown, "form": form}
    if shown.state == "draft":
        purpose = product_version(shown.product_code, shown.product_version).purpose_text(shown.purpose)
        return page(request, "review", {**context, "purpose": purpose, **_tasks(actor, shown)}, status=form.status)
    context |= {
        "contract": contract_of(actor, shown.id) if shown.state in {"accepted", "signed"} else None,
        "offers": offers_of(actor, shown.id) if shown.state == "approved" else [],
        "may_ask": shown.state in {"declined", "referred"} and not shown.was_reviewed,
        "asked": request.session.get(f"asked/{shown.id}", False),
        "counter_offers": find_counter_offers(actor, application_id=shown.id),
        "guard_share": _guard_share(actor, shown),
        "may_withdraw": _allows(shown, "withdraw"),
        "reason_form": form if isinstance(form, ReasonForm) else ReasonForm(),
    }
    return page(request, "result", context, status=form.status)


def _tasks(actor: Actor, shown: ApplicationView) -> dict[str, Any]:
    """What is done and what is missing, each with the page on which it is done."""
    found = tasks_of(actor, asked=shown, at=current_ports().clock.now())
    offered = product_version(shown.product_code, shown.product_version)
    may_change = offered.form in APPLIED_FOR and offered.pay_to != "payee"
    return {
        "tasks": [told_task(one, asked=shown, may_change=may_change) for one in found],
        "missing": sum(one.is_needed and not one.is_done for one in found),
    }


def _guard_share(actor: Actor, shown: ApplicationView) -> int:
    """The share of income that all instalments would take, in percent, when it is worth a warning; 0 when not."""
    made = decisions_of(actor, application_id=shown.id, most=1) if shown.state == "approved" else []
    share = made[0].measures.get("debt_share") if made else None
    percent = int(share * 100) if share is not None else 0
    return percent if percent >= protection_on(business_date()).guard_share_pct else 0


def _allows(shown: ApplicationView, step: str) -> bool:
    try:
        check_step(step, state=shown.state)
    except WrongState:
        return False
    return True
