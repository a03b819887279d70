"""The register of partners for staff: who works with us, their programs, secrets that are shown once."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.conduct.partners.facade import (
    FOR_PARTNERS,
    GivenSecret,
    PartnerState,
    add_client,
    clients_of,
    decide_partner,
    end_client,
    partner,
    partners_page,
    propose_partner,
    rotate_secret,
    scope_words,
    sharings_of,
    suspend_partner,
)
from puhui.foundation.access.facade import display_names
from puhui.interfaces.ports import current_ports
from puhui.interfaces.trade_words import PAYEE_STATES
from puhui.interfaces.workbench.acts import Act, Form, acted, chosen
from puhui.interfaces.workbench.collateral_forms import id_of
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.interfaces.workbench.trade_forms import whole_of
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput

PAGE = 50
DECIDERS = {Role.COMPLIANCE, Role.ADMINISTRATOR}
PROPOSERS = {Role.OPERATIONS, Role.ADMINISTRATOR}


@require_GET
@staff_page("partners")
def partners(request: HttpRequest) -> HttpResponse:
    """The register, newest first, all or those in one state; and a form for another one."""
    actor, state = actor_from(request), request.GET.get("state", "")
    if state and state not in set(PartnerState):
        raise InvalidInput("state", "choose one of the states")
    rows = partners_page(actor, state=state, before=after_of(request), most=PAGE)
    return page(
        request,
        "partners",
        _("Partners"),
        rows=rows,
        tab=state,
        tabs=["", *PartnerState],
        words=PAYEE_STATES,
        scopes=_words(FOR_PARTNERS),
        may_propose=bool(actor.roles & PROPOSERS),
        next=rows[-1].id if len(rows) == PAGE else None,
    )


@require_POST
@staff_page("partners")
def propose(request: HttpRequest) -> HttpResponse:
    """Proposes a partner; a second person lets it in."""
    call, form = call_from(request), request.POST
    scopes, reason = form.getlist("scopes"), form.get("reason", "")
    return done(
        request,
        lambda: propose_partner(call, party_id=id_of(form, "party_id"), scopes=scopes, reason=reason),
        then=reverse("workbench:partners"),
        message=_("Proposed: a second person decides."),
    )


@require_GET
@staff_page("partners")
def show_partner(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """One partner: what it may do, its programs, what customers share with it."""
    return _partner_page(request, partner_id)


@require_POST
@staff_page("partners")
def act_on_partner(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Lets a partner in, declines or suspends it; ends one of its programs."""
    return acted(request, _ACTS, partner_id, then=reverse("workbench:partner", args=[partner_id]))


@require_POST
@staff_page("partners")
def new_secret(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Makes a program, or a new secret of one, and shows the secret, this once."""
    make = chosen(request.POST, _SECRETS)
    call = call_from(request)
    call.actor.require(Role.ADMINISTRATOR, verb="make a secret of a program")
    given = make(call, partner_id, request)
    answer = _partner_page(request, partner_id, given=given)
    answer["Cache-Control"] = "no-store"
    return answer


def _partner_page(request: HttpRequest, partner_id: UUID, *, given: GivenSecret | None = None) -> HttpResponse:
    actor = actor_from(request)
    found = partner(actor, partner_id)
    is_waiting = found.state is PartnerState.PROPOSED
    decides = bool(actor.roles & DECIDERS)
    return page(
        request,
        "partner",
        _("Partner"),
        partner=found,
        given=given,
        now=current_ports().clock.now(),
        scopes=_words(found.scopes),
        clients=clients_of(actor, partner_id),
        shared=[one for one in sharings_of(actor) if one.partner_id == partner_id and one.ended_at is None],
        by=display_names([found.proposed_by]).get(found.proposed_by, ""),
        words=PAYEE_STATES,
        may_decide=is_waiting and decides and found.proposed_by != actor.id,
        is_mine=is_waiting and found.proposed_by == actor.id,
        may_suspend=found.state is PartnerState.ACTIVE and bool(actor.roles & (DECIDERS | PROPOSERS)),
        may_make=found.state is PartnerState.ACTIVE and Role.ADMINISTRATOR in actor.roles,
        may_end=decides,
    )


def _words(scopes: frozenset[str] | tuple[str, ...]) -> list[tuple[str, object]]:
    return [(scope, scope_words(scope)) for scope in sorted(scopes)]


def _end(call: Call, subject_id: UUID, form: Form) -> object:
    del subject_id
    return end_client(call, client_id=id_of(form, "client_id"))


_ACTS: dict[str, Act] = {
    "agree": lambda call, one, _form: decide_partner(call, partner_id=one, agree=True),
    "decline": lambda call, one, _form: decide_partner(call, partner_id=one, agree=False),
    "suspend": lambda call, one, _form: suspend_partner(call, partner_id=one),
    "end": _end,
}
_SECRETS: dict[str, Callable[[Call, UUID, HttpRequest], GivenSecret]] = {
    "add": lambda call, one, request: add_client(
        call, partner_id=one, name=request.POST.get("name", "").strip(), scopes=request.POST.getlist("scopes")
    ),
    "rotate": lambda call, _one, request: rotate_secret(
        call, client_id=id_of(request.POST, "client_id"), overlap_days=whole_of(request.POST, "overlap_days")
    ),
}
