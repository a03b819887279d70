"""Applications as staff see them: what was asked, what was decided on which facts, what was offered and signed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from puhui.foundation.party.facade import party_card, party_names
from puhui.interfaces.workbench.evidence_of_case import evidence_of_application
from puhui.interfaces.workbench.frame import actor_from, page, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.kernel.errors import InvalidInput
from puhui.products.origination.facade import (
    ApplicationState,
    application,
    applications_page,
    contract_of,
    offers_of,
    proofs_of,
)
from puhui.risk.decisioning.facade import replay_decision

PAGE = 50
STATES = tuple(state.value for state in ApplicationState)


@require_GET
@staff_page("origination")
def applications(request: HttpRequest) -> HttpResponse:
    """Applications, newest first."""
    actor, state = actor_from(request), request.GET.get("state", "")
    if state and state not in STATES:
        raise InvalidInput("state", "choose one of the states")
    found = applications_page(actor, state=state, before=after_of(request), most=PAGE)
    return page(
        request,
        "applications",
        _("Applications"),
        rows=found,
        names=party_names(actor, party_ids={row.firm_id for row in found}),
        state=state,
        states=STATES,
        next=found[-1].id if len(found) == PAGE else None,
    )


@require_GET
@staff_page("origination")
def show_application(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """One application; its decision is computed again, and the page says whether it comes out the same."""
    actor = actor_from(request)
    asked = application(actor, application_id)
    offers = offers_of(actor, application_id)
    return page(
        request,
        "application",
        _("Application"),
        evidence=evidence_of_application(actor, asked, party_card(actor, party_id=asked.firm_id)),
        replayed=replay_decision(actor, decision_id=asked.decision_id) if asked.decision_id else None,
        offers=offers,
        proofs=[(offer.n, proof) for offer in offers for proof in proofs_of(actor, offer.id)],
        contract=contract_of(actor, application_id),
    )
