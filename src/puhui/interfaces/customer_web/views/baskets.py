"""The pay page of a shop's basket: what is bought, over how many months; every cost follows before anything binds."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from puhui.flows.pay_payee.checkout import PRODUCT, take_up_basket
from puhui.foundation.catalogue.facade import product
from puhui.foundation.consent.facade import NoConsent
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import NotIdentified
from puhui.interfaces.customer_web.forms_person import BasketForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.interfaces.customer_web.views.consents import to_consent
from puhui.interfaces.customer_web.views.person import own_id, to_identity
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import Actor
from puhui.products.payees.facade import basket as basket_query
from puhui.products.payees.facade import state_at


@require_http_methods(["GET", "POST"])
@personal_page
def basket(request: HttpRequest, actor: Actor, basket_id: UUID) -> HttpResponse:
    """Nothing is chosen for the customer; the amount is the shop's and cannot be typed."""
    found = basket_query(actor, basket_id)
    form = BasketForm(request.POST or None, months=product(PRODUCT, on=business_date()).terms_months)
    ports = current_ports()
    if request.method == "POST":
        decided = form.attempt(
            lambda data: take_up_basket(call_of(request, actor), basket_id=basket_id, sources=ports.sources, **data)
        )
        if isinstance(form.refusal, NotIdentified):
            return to_identity(back=request.path)
        if isinstance(form.refusal, NoConsent):
            return to_consent(form.refusal, firm_id=own_id(actor), back=request.path)
        if decided is not None:
            return go("application", decided.application_id)
    state = state_at(found.state, expires_at=found.expires_at, at=ports.clock.now())
    context = {"basket": found, "state": state, "form": form}
    return page(request, "basket", context, status=form.status)
