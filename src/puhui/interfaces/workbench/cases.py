"""The queues: referred applications with four eyes, and failed payments."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.originate_loan.ask_explanation import answer_explanation
from puhui.flows.originate_loan.confirm_review import confirm_review
from puhui.flows.originate_loan.propose_review import propose_review
from puhui.flows.retry_disbursement import retry_disbursement
from puhui.foundation.casework.facade import KINDS, add_note, case, cases_page, close_case, take_case
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.workbench.evidence_of_case import evidence_of_case
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.interfaces.workbench.rights import require_queue
from puhui.kernel.actors import Role
from puhui.kernel.errors import InvalidInput, NotFound

PAGE = 50


@require_GET
@staff_page()
def queue(request: HttpRequest, kind: str) -> HttpResponse:
    """One queue, oldest first."""
    if kind not in KINDS:
        raise NotFound("queue")
    require_queue(actor_from(request), kind)
    state = request.GET.get("state", "")
    found = cases_page(actor_from(request), kind=kind, state=state, after=after_of(request), most=PAGE)
    rows = [c for c in found if state or c.state != "closed"]
    return page(
        request,
        "queue",
        str(KINDS[kind].name.in_language(request.LANGUAGE_CODE)),
        rows=rows,
        kind=kind,
        state=state,
        today=business_date(),
        next=found[-1].id if len(found) == PAGE else None,
    )


@require_GET
@staff_page()
def show_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One case with what is known of its subject, and what the actor may do."""
    actor = actor_from(request)
    found = case(actor, case_id)
    require_queue(actor, found.kind)
    if found.kind == "loan_change":
        return HttpResponseRedirect(reverse("workbench:loan_change", args=[found.subject]))
    if found.kind == "relocation":
        return HttpResponseRedirect(reverse("workbench:move", args=[found.subject]))
    if found.kind == "data_correction":
        return HttpResponseRedirect(reverse("workbench:correction", args=[found.subject]))
    evidence = evidence_of_case(actor, found)
    return page(
        request,
        "case",
        str(found.kind_name.in_language(request.LANGUAGE_CODE)),
        case=found,
        evidence=evidence,
        may_work=bool(actor.roles & KINDS[found.kind].workers),
        may_confirm=Role.RISK_OFFICER in actor.roles,
        may_retry=Role.OPERATIONS in actor.roles and evidence.waits_for_money,
        is_proposer=found.proposed_by == actor.id,
    )


@require_POST
@staff_page()
def act_on_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Takes, notes, proposes, confirms, sends back, retries or closes."""
    form, call = request.POST, call_from(request)
    text = form.get("text", "")
    acts: dict[str, Callable[[], object]] = {
        "take": lambda: take_case(call, case_id=case_id),
        "note": lambda: add_note(call, case_id=case_id, text=text),
        "propose": lambda: propose_review(call, case_id=case_id, outcome=form.get("outcome", ""), reason=text),
        "confirm": lambda: confirm_review(call, case_id=case_id, agree=True, note=text),
        "send_back": lambda: confirm_review(call, case_id=case_id, agree=False, note=text),
        "retry": lambda: retry_disbursement(call, case_id=case_id),
        "explain": lambda: answer_explanation(call, case_id=case_id, words=text),
        "close": lambda: close_case(call, case_id=case_id, outcome="handled", note=text),
    }

    def act() -> object:
        if form.get("act", "") not in acts:
            raise InvalidInput("act", "choose one of the acts")
        return acts[form["act"]]()

    return done(request, act, then=reverse("workbench:case", args=[case_id]), message=_("Done."))
