"""Requests for help in the workbench: the plans that are possible, one of them offered, or a no with its reason."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.collections.hardship import decline_help, offer_plan, plan_options
from puhui.foundation.casework.facade import KINDS, case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import party_card
from puhui.interfaces.workbench.acts import done_by
from puhui.interfaces.workbench.frame import actor_from, call_from, page, staff_page
from puhui.interfaces.workbench.rights import require_queue
from puhui.kernel.errors import InvalidInput
from puhui.products.collections.facade import HelpState, help_request, policy_on
from puhui.products.lending.facade import CHANGE_KINDS, ChangeAsked, loan, loan_change

KIND = "hardship"
PLANS = ("payment_holiday", "extension", "re_amortise")


@require_GET
@staff_page()
def hardship(request: HttpRequest, help_id: UUID) -> HttpResponse:
    """What was asked, the plans that law, policy and the engine allow, and the one that was offered."""
    actor = actor_from(request)
    require_queue(actor, KIND)
    asked = help_request(actor, help_id=help_id)
    may_work = bool(actor.roles & KINDS[KIND].workers)
    offered = loan_change(actor, asked.change_id) if asked.change_id else None
    options = plan_options(actor, asked=asked) if asked.state == HelpState.ASKED and may_work else []
    reasons = {reason.code: reason.text for reason in policy_on(business_date()).hardship.reasons}
    return page(
        request,
        "hardship",
        _("Request for help"),
        help=asked,
        why=reasons.get(asked.reason),
        case=case(actor, asked.case_id),
        loan=loan(actor, asked.loan_id),
        firm=party_card(actor, party_id=asked.party_id),
        options=[{"plan": o, "name": CHANGE_KINDS[o.name].name, "code": _code(o.asked)} for o in options],
        offered=offered,
        offered_name=CHANGE_KINDS[offered.kind].name if offered else None,
        may_work=may_work,
    )


@require_POST
@staff_page()
def act_on_hardship(request: HttpRequest, help_id: UUID) -> HttpResponse:
    """Offers a plan, or says no with a reason."""
    form, call = request.POST, call_from(request)
    words = form.get("words", "")
    acts: dict[str, Callable[[], object]] = {
        "offer": lambda: offer_plan(call, help_id=help_id, plan=_plan(form.get("plan", "")), reason=words),
        "decline": lambda: decline_help(call, help_id=help_id, words=words),
    }
    return done_by(request, acts, then=reverse("workbench:hardship", args=[help_id]))


def _code(asked: ChangeAsked) -> str:
    """A plan as the value of a button: kind, day, number, reason."""
    return f"{asked.kind}/{asked.until or ''}/{asked.n}/{asked.reason}"


def _plan(code: str) -> ChangeAsked:
    kind, _slash, rest = code[:100].partition("/")
    until, _slash, rest = rest.partition("/")
    n, _slash, reason = rest.partition("/")
    if kind not in PLANS or not (n.isdecimal() and len(n) < 4):
        raise InvalidInput("plan", "choose one of the plans")
    try:
        day = date.fromisoformat(until) if until else None
    except ValueError:
        raise InvalidInput("plan", "choose one of the plans") from None
    return replace(ChangeAsked(kind=kind), until=day, n=int(n), reason=reason)
