"""A running loan: its state and plan, repaying, and what happened to it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from puhui.flows.keep_prices import discounts_of
from puhui.flows.protect_person.give_back import gives_back_until
from puhui.flows.receive_repayment import repay_loan
from puhui.flows.secure_loan.before_payout import before_payout
from puhui.flows.trade.repay_by_order import is_repaid_by_order
from puhui.interfaces.customer_web import labels
from puhui.interfaces.customer_web.forms import RepayForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.interfaces.customer_web.plan import lines_of_loan
from puhui.kernel.actors import Actor
from puhui.kernel.money import Money
from puhui.products.facilities.facade import contract_over
from puhui.products.farms.facade import tranches_of
from puhui.products.lending.facade import ChangeState, LoanView, loan_changes, loan_events, pay_off_quote
from puhui.products.lending.facade import loan as loan_query

TERMS = frozenset(
    {
        "calendar_change",
        "rate_change",
        "payment_holiday",
        "extension",
        "re_amortise",
        "restructure",
        "renewal",
        "waiver",
        "disbursement",
    }
)


@require_GET
@personal_page
def loan(request: HttpRequest, actor: Actor, loan_id: UUID) -> HttpResponse:
    """The loan as it stands."""
    shown, changes = loan_query(actor, loan_id), loan_changes(actor, loan_id)
    is_held_back = before_payout(actor, loan_id).is_waiting
    lines = lines_of_loan(shown.instalments, on=shown.as_of)
    context = {
        "loan": shown,
        "contract_id": contract_over(shown.line.contract_id) or shown.line.contract_id,
        "instalments": lines,
        "has_fees": any(line.fees for line in lines),
        "state": "overdue" if shown.state == "active" and shown.days_past_due else shown.state,
        "may_repay": shown.state == "active",
        "gives_back_until": _gives_back_until(shown),
        "waiting": "" if is_held_back and shown.state == "awaiting_disbursement" else _waiting(shown),
        "is_held_back": is_held_back,
        "is_held": any(one.is_held for one in shown.on_its_way),
        "price": discounts_of(actor, loan_id),
        "has_parts": bool(tranches_of(loan_id)),
        "repaid_by_order": shown.state == "active" and is_repaid_by_order(shown.line),
        "offered": [change for change in changes if change.state == ChangeState.OFFERED],
        "agreed": [change for change in changes if change.state == ChangeState.BOOKED and change.kind in TERMS],
    }
    return page(request, "loan", context)


def _gives_back_until(shown: LoanView) -> date | None:
    """Until when the loan may be given back; None when that is over, or the loan is."""
    until = gives_back_until(shown)
    return until if until is not None and shown.state == "active" and shown.as_of <= until else None


def _waiting(shown: LoanView) -> str:
    """What is on its way, in words; empty when nothing is."""
    if shown.state in {"awaiting_disbursement", "disbursing"}:
        return _("The money is on its way to your account. This page says so when the bank confirms it.")
    if shown.on_its_way:
        return _("A repayment is on its way. It counts as soon as the bank confirms it.")
    return ""


@require_GET
@personal_page
def loan_history(request: HttpRequest, actor: Actor, loan_id: UUID) -> HttpResponse:
    """Everything that happened to the loan."""
    return page(request, "loan_history", {"events": loan_events(actor, loan_id), "loan_id": loan_id})


@require_http_methods(["GET", "POST"])
@personal_page
def repay(request: HttpRequest, actor: Actor, loan_id: UUID) -> HttpResponse:
    """Choose, check, and only then pay: the second page carries what the first one said."""
    form = RepayForm(request.POST or None)
    sure = request.method == "POST" and "sure" in request.POST
    if sure and form.attempt(lambda data: _repay(request, actor, loan_id, data)) is not None:
        return go("loan", loan_id)
    shown = loan_query(actor, loan_id)
    context = {"form": form, "loan": shown, "quote": pay_off_quote(actor, loan_id, shown.as_of)}
    if request.method == "POST" and not sure and "back" not in request.POST and form.is_valid():
        return page(request, "repay_check", {**context, **_chosen(form)})
    status = 200 if "back" in request.POST else form.status
    return page(request, "repay", context, status=status)


def _repay(request: HttpRequest, actor: Actor, loan_id: UUID, data: dict[str, Any]) -> object:
    """Asks the bank to collect; a pay-off names no amount, the day does."""
    pays_off = data["what"] == "pay_off"
    amount: Money | None = None if pays_off else data["amount"]
    return repay_loan(call_of(request, actor), loan_id=loan_id, amount=amount, effect=data["effect"], pay_off=pays_off)


def _chosen(form: RepayForm) -> dict[str, Any]:
    name, text = labels.EFFECTS[form.cleaned_data["effect"]]
    return {
        "pays_off": form.pays_off,
        "amount": form.cleaned_data["amount"],
        "effect_name": name,
        "effect_text": text,
    }
