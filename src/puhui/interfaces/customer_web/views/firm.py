"""After signing in: the overview, and registering a firm."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from puhui.flows.farm.household_signs import contracts_beside
from puhui.flows.register_firm import register_firm as register_firm_flow
from puhui.flows.tell_pre_approvals import told_pre_approvals
from puhui.foundation.notices.facade import unread_count
from puhui.foundation.party.facade import RelationKind, home_date, household_of, organisations_of, relations_asked
from puhui.interfaces.customer_web.forms import FirmForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.interfaces.ports import current_ports
from puhui.interfaces.trade_words import LEASE_STATES
from puhui.kernel.actors import Actor
from puhui.products.facilities.facade import facilities_page
from puhui.products.leasing.facade import LeaseState, leases_page
from puhui.products.lending.facade import loans_page
from puhui.products.origination.facade import applications_page

SHOWN = 20
SHOWN_LEASES = {LeaseState.CHOSEN, LeaseState.DELIVERED, LeaseState.IN_USE}
OVER = {"withdrawn", "expired", "signed"}


@require_GET
@personal_page
def overview(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Where things stand: loans, applications, firms."""
    applications, asked = applications_page(actor, most=SHOWN), relations_asked(actor)
    today = home_date(current_ports().clock.now())
    context = {
        "here": "overview",
        "pre_approved": told_pre_approvals(actor, on=today),
        "unread": unread_count(actor),
        "firms": organisations_of(actor),
        "farms": actor.party_id if actor.party_id and household_of(actor.party_id) else None,
        "asked": asked,
        "asked_as_contact": bool(asked) and all(one.kind is RelationKind.CONTACT_PERSON for one in asked),
        "leases": [one for one in leases_page(actor, most=SHOWN) if one.state in SHOWN_LEASES],
        "lease_words": LEASE_STATES,
        "beside": contracts_beside(actor, on=today),
        "for_myself": any(one.firm_id == actor.party_id for one in applications),
        "loans": loans_page(actor, most=SHOWN).loans,
        "limits": [line for line in facilities_page(actor, most=SHOWN) if line.state != "closed"],
        "applications": [a for a in applications if a.state not in OVER],
    }
    return page(request, "overview", context)


@require_http_methods(["GET", "POST"])
@personal_page
def register_firm(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The firm and who represents it."""
    form = FirmForm(request.POST or None)
    if request.method == "POST":
        answer = form.attempt(lambda data: register_firm_flow(call_of(request, actor), **data))
        if answer is not None:
            return go("consent", answer.firm_id)
    return page(request, "firm_new", {"form": form}, status=form.status)
