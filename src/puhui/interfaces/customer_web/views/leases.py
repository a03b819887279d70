"""Leased things of my firms: asked for, accepted on delivery, read, paid off early."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from puhui.flows.lease_equipment.accept_delivery import accept_delivery
from puhui.flows.lease_equipment.ask import ask_for_lease
from puhui.flows.lease_equipment.early_return import early_return_or_none
from puhui.flows.lease_equipment.use import record_reading
from puhui.foundation.catalogue.facade import Product, products_on
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import identities_of, require_party
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.forms_trade import LeaseForm, PlateForm, ReadingForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.interfaces.trade_words import LEASE_STATES, METER_WORDS
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound
from puhui.products.leasing.facade import LeaseState, lease, leases_page
from puhui.products.lending.facade import LoanState, pay_off_quote
from puhui.products.lending.facade import loan as loan_query
from puhui.products.payees.facade import payees_page

MOST = 50
SOURCE = "customer"


@require_GET
@personal_page
def leases(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What my firms lease, newest first."""
    rows = [one for one in leases_page(actor, most=MOST) if one.state is not LeaseState.CANCELLED]
    return page(request, "leases", {"rows": rows, "words": LEASE_STATES})


@require_http_methods(["GET", "POST"])
@personal_page
def ask(request: HttpRequest, actor: Actor, firm_id: UUID) -> HttpResponse:
    """What is to be leased; the application that comes of it is checked and sent as every other one."""
    require_party(actor, party_id=firm_id)
    offered = _product()
    form = LeaseForm(request.POST or None, of=offered, payees=payees_page(actor, most=200))
    if request.method == "POST":
        started = form.attempt(
            lambda data: ask_for_lease(
                call_of(request, actor),
                firm_id=firm_id,
                product_code=offered.code,
                new=form.equipment(),
                term_months=data["term_months"],
                purpose=data["purpose"],
                payee_id=data["payee_id"],
            )
        )
        if started is not None:
            return go("application", started.application_id)
    return page(request, "lease_ask", {"form": form, "product": offered, "firm_id": firm_id}, status=form.status)


@require_GET
@personal_page
def my_lease(request: HttpRequest, actor: Actor, lease_id: UUID) -> HttpResponse:
    """One thing: what waits for me, its rents, what would end it today, its meters."""
    return _shown(request, actor, lease_id, PageForm())


@require_POST
@personal_page
def accept(request: HttpRequest, actor: Actor, lease_id: UUID) -> HttpResponse:
    """I have the thing, and read its plate: the supplier is paid."""
    form = PlateForm(request.POST)
    done = form.attempt(lambda data: accept_delivery(call_of(request, actor), lease_id=lease_id, serial=data["serial"]))
    return go("my_lease", lease_id) if done else _shown(request, actor, lease_id, form)


@require_POST
@personal_page
def read(request: HttpRequest, actor: Actor, lease_id: UUID) -> HttpResponse:
    """What a meter shows."""
    form = ReadingForm(request.POST)
    call = call_of(request, actor)
    done = form.attempt(lambda data: record_reading(call, lease_id=lease_id, read_at=call.at, source=SOURCE, **data))
    return go("my_lease", lease_id) if done else _shown(request, actor, lease_id, form)


def _shown(request: HttpRequest, actor: Actor, lease_id: UUID, form: PageForm) -> HttpResponse:
    found = lease(actor, lease_id)
    line = found.line
    lent = loan_query(actor, line.loan_id) if line.loan_id else None
    is_active = lent is not None and lent.state is LoanState.ACTIVE
    names = identities_of([line.supplier_id])
    context = {
        "line": line,
        "meters": found.meters,
        "loan": lent,
        "back": early_return_or_none(actor, lease_id),
        "quote": pay_off_quote(actor, line.loan_id) if is_active and line.loan_id else None,
        "supplier": names[line.supplier_id].name if line.supplier_id in names else "",
        "plate": form if isinstance(form, PlateForm) else PlateForm(),
        "reading": form if isinstance(form, ReadingForm) else ReadingForm(),
        "form": form,
        "words": LEASE_STATES,
        "meter_words": METER_WORDS,
        "waits": line.state is LeaseState.CHOSEN and line.loan_id is not None,
        "in_use": line.state is LeaseState.IN_USE,
    }
    return page(request, "lease", context, status=form.status)


def _product() -> Product:
    """What is leased under; the first that is offered here."""
    found = next((one for one in products_on(business_date()) if one.form == "lease" and "web" in one.channels), None)
    if found is None:
        raise NotFound("product")
    return found
