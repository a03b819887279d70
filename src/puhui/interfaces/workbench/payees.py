"""The register of payees for staff: proposed by one person, let in by another, suspended."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.foundation.access.facade import display_names
from puhui.foundation.party.facade import party_card, party_names
from puhui.interfaces.trade_words import PAYEE_STATES
from puhui.interfaces.workbench.acts import acted
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.interfaces.workbench.rights import rooms_of
from puhui.interfaces.workbench.trade_forms import PAYEE_ACTS, propose
from puhui.kernel.actors import Role
from puhui.kernel.errors import InvalidInput
from puhui.products.payees.facade import KIND_WORDS, PayeeState, payee, payees_page

PAGE = 50
DECIDERS = {Role.COMPLIANCE, Role.RISK_OFFICER}


@require_GET
@staff_page("payees")
def payees(request: HttpRequest) -> HttpResponse:
    """The register, newest first, all or those in one state; and a form for another one."""
    actor, state = actor_from(request), request.GET.get("state", "")
    if state and state not in set(PayeeState):
        raise InvalidInput("state", "choose one of the states")
    rows = payees_page(actor, state=state, before=after_of(request), most=PAGE)
    return page(
        request,
        "payees",
        _("Payees"),
        rows=rows,
        tab=state,
        tabs=["", *PayeeState],
        words=PAYEE_STATES,
        kinds=KIND_WORDS,
        names=party_names(actor, party_ids=[row.id for row in rows]),
        may_propose=bool(actor.roles & {Role.OPERATIONS, Role.RELATIONSHIP_MANAGER}),
        next=rows[-1].id if len(rows) == PAGE else None,
    )


@require_POST
@staff_page("payees")
def propose_payee(request: HttpRequest) -> HttpResponse:
    """Proposes a payee; a second person lets it in."""
    call = call_from(request)
    return done(
        request,
        lambda: propose(call, request.POST),
        then=reverse("workbench:payees"),
        message=_("Proposed: a second person decides."),
    )


@require_GET
@staff_page("payees")
def show_payee(request: HttpRequest, payee_id: UUID) -> HttpResponse:
    """One payee: who it is, what was agreed, and what the actor may do."""
    actor = actor_from(request)
    found = payee(actor, payee_id)
    is_waiting = found.state is PayeeState.PROPOSED
    return page(
        request,
        "payee",
        _("Payee"),
        payee=found,
        payee_name=party_names(actor, party_ids=[payee_id]).get(payee_id, "–"),
        card=party_card(actor, party_id=payee_id) if "party" in rooms_of(actor) else None,
        by=display_names([found.proposed_by]).get(found.proposed_by, ""),
        words=PAYEE_STATES,
        kinds=KIND_WORDS,
        may_decide=is_waiting and found.proposed_by != actor.id and bool(actor.roles & DECIDERS),
        is_mine=is_waiting and found.proposed_by == actor.id,
        may_suspend=found.state is PayeeState.ACTIVE and bool(actor.roles & (DECIDERS | {Role.OPERATIONS})),
    )


@require_POST
@staff_page("payees")
def act_on_payee(request: HttpRequest, payee_id: UUID) -> HttpResponse:
    """Lets a payee in, declines or suspends it."""
    return acted(request, PAYEE_ACTS, payee_id, then=reverse("workbench:payee", args=[payee_id]))
