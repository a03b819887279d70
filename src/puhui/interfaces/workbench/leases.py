"""Leased things for staff: what is let, one with rents, meters and its life, and how it comes back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.lease_equipment.early_return import early_return_or_none
from puhui.foundation.party.facade import party_names
from puhui.interfaces.trade_words import LEASE_STATES, LEASE_STEPS, METER_WORDS
from puhui.interfaces.workbench.acts import acted
from puhui.interfaces.workbench.frame import actor_from, page, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.interfaces.workbench.trade_forms import LEASE_ACTS
from puhui.kernel.actors import Role
from puhui.kernel.errors import InvalidInput
from puhui.products.leasing.facade import LeaseState, lease, leases_page, readings
from puhui.products.lending.facade import LoanState, loan, pay_off_quote

PAGE, READINGS = 50, 20
READERS = {Role.OPERATIONS, Role.RELATIONSHIP_MANAGER}
BACK = {LeaseState.RETURNED, LeaseState.TAKEN_BACK}


@require_GET
@staff_page("leasing")
def leases(request: HttpRequest) -> HttpResponse:
    """Leased things, newest first, all or those in one state."""
    actor, state = actor_from(request), request.GET.get("state", "")
    if state and state not in set(LeaseState):
        raise InvalidInput("state", "choose one of the states")
    rows = leases_page(actor, state=state, before=after_of(request), most=PAGE)
    return page(
        request,
        "leases",
        _("Leases"),
        rows=rows,
        tab=state,
        tabs=["", *LeaseState],
        words=LEASE_STATES,
        names=party_names(actor, party_ids={row.lessee_id for row in rows} | {row.supplier_id for row in rows}),
        next=rows[-1].id if len(rows) == PAGE else None,
    )


@require_GET
@staff_page("leasing")
def show_lease(request: HttpRequest, lease_id: UUID) -> HttpResponse:
    """One leased thing: its rents, what would end it today, its meters, and what happened."""
    actor = actor_from(request)
    found = lease(actor, lease_id)
    line = found.line
    lent = loan(actor, line.loan_id) if line.loan_id else None
    runs = lent is not None and lent.state is LoanState.ACTIVE
    return page(
        request,
        "lease",
        _("Lease"),
        line=line,
        events=found.events,
        meters=[(one.meter, readings(actor, lease_id, meter=one.meter, most=READINGS)) for one in found.meters],
        lent=lent,
        back=early_return_or_none(actor, lease_id),
        quote=pay_off_quote(actor, line.loan_id) if runs and line.loan_id else None,
        names=party_names(actor, party_ids={line.lessee_id, line.supplier_id}),
        words=LEASE_STATES,
        steps=LEASE_STEPS,
        meter_words=METER_WORDS,
        may_read=bool(actor.roles & READERS) and line.state is LeaseState.IN_USE,
        may_take=Role.OPERATIONS in actor.roles and line.state is LeaseState.IN_USE,
        may_sell=Role.OPERATIONS in actor.roles and line.state in BACK,
    )


@require_POST
@staff_page("leasing")
def act_on_lease(request: HttpRequest, lease_id: UUID) -> HttpResponse:
    """Notes a reading, takes the thing back, or notes its sale. Acceptance is the lessee's alone."""
    return acted(request, LEASE_ACTS, lease_id, then=reverse("workbench:lease", args=[lease_id]))
