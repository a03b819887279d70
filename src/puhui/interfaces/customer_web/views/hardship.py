"""`I cannot pay`: asking for help, and the plan that answers it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from puhui.flows.change_loan.accept_change import request_change_code
from puhui.flows.change_loan.preview import show_change
from puhui.flows.collections.hardship import accept_plan, ask_for_help, refuse_plan, withdraw_help
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.customer_web.forms_late import HelpForm, PlanCodeForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound
from puhui.products.collections.facade import HelpState, HelpView, help_request, help_requests, policy_on
from puhui.products.lending.facade import CHANGE_KINDS, ChangeState, loan_change
from puhui.products.lending.facade import loan as loan_query


@require_http_methods(["GET", "POST"])
@personal_page
def cannot_pay(request: HttpRequest, actor: Actor, loan_id: UUID) -> HttpResponse:
    """Three questions, no proof; below them what was asked and what came of it."""
    policy = policy_on(business_date()).hardship
    language = get_language() or "en"
    reasons = [(reason.code, reason.text.in_language(language)) for reason in policy.reasons]
    form = HelpForm(request.POST or None, reasons=reasons)

    def ask(data: dict[str, Any]) -> object:
        return ask_for_help(call_of(request, actor), loan_id=loan_id, **data)

    if request.method == "POST" and form.attempt(ask) is not None:
        return go("cannot_pay", loan_id)
    shown, asked = loan_query(actor, loan_id), help_requests(actor, loan_id=loan_id)
    context = {
        "form": form,
        "loan": shown,
        "requests": [{"help": one, "reason": dict(reasons).get(one.reason, one.reason)} for one in asked],
        "may_ask": shown.state == "active" and not any(one.is_open for one in asked),
        "plan_waits": any(_waits(actor, one) for one in asked),
        "answer_days": policy.answer_days,
    }
    return page(request, "cannot_pay", context, status=form.status)


@require_http_methods(["GET", "POST"])
@personal_page
def plan(request: HttpRequest, actor: Actor, loan_id: UUID) -> HttpResponse:
    """The plan that staff offer: before and after, signed with a code or not taken."""
    asked = next((one for one in help_requests(actor, loan_id=loan_id) if _waits(actor, one)), None)
    if asked is None or asked.change_id is None:
        raise NotFound("plan", where="loan_id")
    change = loan_change(actor, asked.change_id)
    shown = show_change(actor, loan_id=loan_id, asked=change.asked)
    form = PlanCodeForm(request.POST if "code" in request.POST else None)

    def accept(data: dict[str, Any]) -> object:
        code, call = data["code"], call_of(request, actor)
        return accept_plan(call, help_id=asked.id, code=code, after_n=shown.preview.after_n)

    if request.method == "POST" and form.attempt(accept) is not None:
        return go("loan", loan_id)
    context = {
        "form": form,
        "loan_id": loan_id,
        "help": asked,
        "change": change,
        "name": CHANGE_KINDS[change.kind].name,
        "shown": shown,
        "currency": shown.preview.currency,
        "lines": [line for line in shown.preview.lines if line.is_changed],
        "code_sent": "sent" in request.GET or form.is_bound,
    }
    return page(request, "plan", context, status=form.status)


@require_POST
@personal_page
def plan_code(request: HttpRequest, actor: Actor, loan_id: UUID, help_id: UUID) -> HttpResponse:
    """Sends the code that signs the plan."""
    asked = help_request(actor, help_id=help_id)
    if asked.change_id is None:
        raise NotFound("plan", where="help_id")
    request_change_code(call_of(request, actor), change_id=asked.change_id)
    response = go("plan", loan_id)
    response["Location"] += "?sent=1"
    return response


@require_POST
@personal_page
def no_plan(request: HttpRequest, actor: Actor, loan_id: UUID, help_id: UUID) -> HttpResponse:
    """The borrower does not want the plan that is offered, or needs no help any more."""
    asked = help_request(actor, help_id=help_id)
    act = refuse_plan if asked.state == HelpState.OFFERED else withdraw_help
    act(call_of(request, actor), help_id=help_id)
    return go("cannot_pay", loan_id)


def _waits(actor: Actor, asked: HelpView) -> bool:
    """True when a plan waits for the borrower's word."""
    if asked.state != HelpState.OFFERED or asked.change_id is None:
        return False
    return loan_change(actor, asked.change_id).state == ChangeState.OFFERED
