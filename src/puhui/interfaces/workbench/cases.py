"""The queues with their times, and one case: what is known of it, what happened, and what the actor may do."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.foundation.access.facade import colleagues
from puhui.foundation.casework.facade import (
    KINDS,
    CaseView,
    case,
    queue_page,
    queue_times,
    share_out,
)
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.workbench.desk_words import PRIORITIES
from puhui.interfaces.workbench.evidence_of_case import evidence_of_case
from puhui.interfaces.workbench.frame import actor_from, call_from, done, instant, page, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.interfaces.workbench.rights import require_queue
from puhui.kernel.actors import Actor, Role
from puhui.kernel.errors import NotFound

PAGE = 50
TIMES_DAYS = 90
OWN_PAGES = {
    "loan_change": "loan_change",
    "relocation": "move",
    "data_correction": "correction",
    "lost_phone": "phone_proposal",
}


@require_GET
@staff_page()
def queue(request: HttpRequest, kind: str) -> HttpResponse:
    """One queue, what is urgent first, with how long its cases took; what is closed, oldest first."""
    if kind not in KINDS:
        raise NotFound("queue")
    actor = actor_from(request)
    require_queue(actor, kind)
    state = request.GET.get("state", "")
    found = queue_page(actor, kind=kind, state=state, after=after_of(request), most=PAGE)
    today = business_date()
    return page(
        request,
        "queue",
        _kind_name(request, kind),
        rows=found,
        kind=kind,
        state=state,
        now=instant(),
        may_work=bool(actor.roles & KINDS[kind].workers),
        times=queue_times(actor, kind=kind, since=today - timedelta(days=TIMES_DAYS)),
        next=found[-1].id if len(found) == PAGE else None,
    )


@require_POST
@staff_page()
def share_out_queue(request: HttpRequest, kind: str) -> HttpResponse:
    """Gives what nobody has taken to the colleagues who have least on their desks."""
    if kind not in KINDS:
        raise NotFound("queue")
    return done(
        request,
        lambda: share_out(call_from(request), kind=kind),
        then=reverse("workbench:queue", args=[kind]),
        message=_("Shared out: what nobody had taken has a handler now."),
    )


@require_GET
@staff_page()
def show_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One case with what is known of its subject, and what the actor may do."""
    found = case(actor_from(request), case_id)
    require_queue(actor_from(request), found.kind)
    if found.kind in OWN_PAGES:
        return HttpResponseRedirect(reverse(f"workbench:{OWN_PAGES[found.kind]}", args=[found.subject]))
    return case_page(request, found)


def case_page(
    request: HttpRequest, found: CaseView, *, refused: str = "", field: str = "", status: int = 200
) -> HttpResponse:
    """The page of a case; after a refusal with what was wrong, and with all that was typed."""
    actor = actor_from(request)
    evidence = evidence_of_case(actor, found)
    may_work = bool(actor.roles & KINDS[found.kind].workers)
    return page(
        request,
        "case",
        _kind_name(request, found.kind),
        status=status,
        case=found,
        evidence=evidence,
        now=instant(),
        may_work=may_work,
        may_confirm=_may_confirm(actor, found),
        may_retry=Role.OPERATIONS in actor.roles and evidence.waits_for_money,
        may_give=may_work and (found.owner_id in (None, actor.id) or found.escalated_to in set(actor.roles)),
        is_mine=found.owner_id == actor.id,
        is_proposer=found.proposed_by == actor.id,
        others=_others(actor, found) if may_work and found.state == "open" else (),
        priorities=PRIORITIES.items(),
        refused=refused,
        refused_field=field,
        typed=request.POST,
    )


def _others(actor: Actor, found: CaseView) -> list[tuple[str, str]]:
    """To whom the case may be given: who works on its kind and does not have it."""
    people = colleagues(roles=KINDS[found.kind].workers)
    return [(one.login_name, one.name) for one in people if one.user_id != found.owner_id]


def _may_confirm(actor: Actor, found: CaseView) -> bool:
    if found.kind == "review":
        return Role.RISK_OFFICER in actor.roles
    return bool(actor.roles & KINDS[found.kind].workers)


def _kind_name(request: HttpRequest, kind: str) -> str:
    return str(KINDS[kind].name.in_language(request.LANGUAGE_CODE))
