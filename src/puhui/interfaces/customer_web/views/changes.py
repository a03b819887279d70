"""A change of a loan that waits for the customer's word: compare before and after, accept with a code, or decline."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from puhui.flows.change_loan.accept_change import accept_change, decline_change
from puhui.flows.change_loan.accept_change import request_change_code as request_change_code_flow
from puhui.flows.change_loan.preview import show_change
from puhui.foundation.access.facade import sealed
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.forms import CodeForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.kernel.actors import Actor
from puhui.products.lending.facade import CHANGE_KINDS, ChangeState
from puhui.products.lending.facade import loan_change as loan_change_query


@require_GET
@personal_page
def loan_change(request: HttpRequest, actor: Actor, change_id: UUID) -> HttpResponse:
    """What would change, line by line, on the loan as it stands today."""
    return _change_page(request, actor, change_id, PageForm())


@require_POST
@personal_page
def request_change_code(request: HttpRequest, actor: Actor, change_id: UUID) -> HttpResponse:
    """Sends the code that accepts the change."""
    form = PageForm(request.POST)
    form.attempt(lambda data: request_change_code_flow(call_of(request, actor), change_id=change_id))
    if form.errors:
        return _change_page(request, actor, change_id, form)
    return go("accept_loan_change", change_id)


@require_http_methods(["GET", "POST"])
@personal_page
def accept_loan_change(request: HttpRequest, actor: Actor, change_id: UUID) -> HttpResponse:
    """Enter the code: the change is booked as it is shown on this page."""
    context = _context(actor, change_id)
    form = CodeForm(request.POST or None)
    if request.method == "POST":
        answer = form.attempt(lambda data: _accept(request, actor, change_id, data["code"]))
        if answer is not None:
            return go("loan", context["change"].loan_id)
    elif context["change"].state != ChangeState.OFFERED:
        return go("loan_change", change_id)
    return page(request, "loan_change_accept", {**context, "form": form}, status=form.status)


@require_POST
@personal_page
def decline_loan_change(request: HttpRequest, actor: Actor, change_id: UUID) -> HttpResponse:
    """The loan goes on as agreed."""
    form = PageForm(request.POST)
    answer = form.attempt(lambda data: decline_change(call_of(request, actor), change_id=change_id))
    if answer is None:
        return _change_page(request, actor, change_id, form)
    return go("loan", answer.loan_id)


def _accept(request: HttpRequest, actor: Actor, change_id: UUID, code: str) -> object:
    """Bound to the preview that the page showed; whatever else was posted is of no account."""
    shown = request.POST.get("after_n", "")
    after_n = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 8 else -1
    call = call_of(request, actor)
    return accept_change(call, change_id=change_id, code=sealed(code, where="code"), after_n=after_n)


def _change_page(request: HttpRequest, actor: Actor, change_id: UUID, form: PageForm) -> HttpResponse:
    return page(request, "loan_change", {**_context(actor, change_id), "form": form}, status=form.status)


def _context(actor: Actor, change_id: UUID) -> dict[str, Any]:
    change = loan_change_query(actor, change_id)
    is_offered = change.state == ChangeState.OFFERED
    seen = show_change(actor, loan_id=change.loan_id, asked=change.asked) if is_offered else None
    kind = seen.undoes if seen and seen.undoes else change.kind
    return {"change": change, "seen": seen, "what": CHANGE_KINDS[kind].name, "is_undoing": change.kind == "reversal"}
