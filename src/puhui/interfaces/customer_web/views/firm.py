"""After signing in: the overview, and registering a firm."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from puhui.flows.register_firm import register_firm as register_firm_flow
from puhui.flows.tell_pre_approvals import told_pre_approvals
from puhui.flows.where_i_stand import where_i_stand
from puhui.foundation.catalogue.facade import product_version
from puhui.foundation.party.facade import home_date, household_of, organisations_of
from puhui.interfaces.customer_web.forms import FirmForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page, the_day
from puhui.interfaces.customer_web.next_words import told
from puhui.interfaces.ports import current_ports
from puhui.interfaces.trade_words import LEASE_STATES
from puhui.kernel.actors import Actor
from puhui.products.leasing.facade import LeaseState, leases_page
from puhui.products.lending.facade import LoanLine

SHOWN = 20
SHOWN_LEASES = {LeaseState.CHOSEN, LeaseState.DELIVERED, LeaseState.IN_USE}


@require_GET
@personal_page
def overview(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Where the customer stands: the one thing to do next, then loans and limits, applications, firms."""
    stands = where_i_stand(actor, today=the_day())
    today = home_date(current_ports().clock.now())
    context = {
        "here": "overview",
        "stands": stands,
        "next": told(stands.next, as_contact=stands.is_asked_as_contact),
        "held": [_held(one.product_code, one.product_version, one) for one in stands.loans],
        "pre_approved": told_pre_approvals(actor, on=today),
        "firms": organisations_of(actor),
        "farms": actor.party_id if actor.party_id and household_of(actor.party_id) else None,
        "leases": [one for one in leases_page(actor, most=SHOWN) if one.state in SHOWN_LEASES],
        "lease_words": LEASE_STATES,
        "for_myself": actor.party_id
        in {*(one.line.firm_id for one in stands.applications), *(one.borrower_id for one in stands.loans)},
    }
    return page(request, "overview", context)


def _held(code: str, version: int, line: LoanLine) -> dict[str, Any]:
    """A loan as a row of the table: what it is called, and which share of it is repaid."""
    lent, owed = line.principal.minor, line.principal_outstanding.minor
    is_paid_out = line.disbursed_on is not None
    return {
        "line": line,
        "name": product_version(code, version).name,
        "repaid_pct": 100 - round(100 * owed / lent) if is_paid_out and lent else 0,
    }


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
