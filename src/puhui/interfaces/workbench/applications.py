"""Applications as staff see them: what was asked, what was decided on which facts, what was offered and signed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.send_papers import LOOKING, look_at_paper, papers_wanted
from puhui.foundation.party.facade import REVEAL_PURPOSES, party_card, party_names
from puhui.interfaces.workbench.evidence_of_case import evidence_of_application
from puhui.interfaces.workbench.frame import actor_from, call_from, page, staff_page
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
        papers=papers_wanted(actor, application_id=application_id),
        purposes=REVEAL_PURPOSES,
        may_look=bool(actor.roles.intersection(LOOKING)),
        replayed=replay_decision(actor, decision_id=asked.decision_id) if asked.decision_id else None,
        offers=offers,
        proofs=[(offer.n, proof) for offer in offers for proof in proofs_of(actor, offer.id)],
        contract=contract_of(actor, application_id),
    )


@require_POST
@staff_page("origination")
def look_at(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """A paper that a customer sent, for a stated purpose; who looked is kept, and the customer sees it."""
    line, content = look_at_paper(call_from(request), paper_id=paper_id, purpose=request.POST.get("purpose", ""))
    answer = HttpResponse(content, content_type=line.media_type)
    answer["Content-Disposition"] = f'inline; filename="{line.kind}"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "no-store"
    return answer
