"""Another day of the month for what falls due: choose, look at what changes, change it; and back again."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from puhui.flows.change_loan.payment_day import (
    PaymentDay,
    choose_payment_day,
    payment_day,
    show_payment_day,
    undo_payment_day,
)
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.forms_late import PaymentDayForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.kernel.actors import Actor


@require_http_methods(["GET", "POST"])
@personal_page
def choose_day(request: HttpRequest, actor: Actor, loan_id: UUID) -> HttpResponse:
    """Choose, check, and only then change: the second page carries what the first one said."""
    state = payment_day(actor, loan_id=loan_id)
    form = PaymentDayForm(request.POST or None, days=state.days)
    if request.method == "POST" and "sure" in request.POST:
        if form.attempt(lambda data: choose_payment_day(call_of(request, actor), loan_id=loan_id, **data)) is not None:
            return go("loan", loan_id)
    elif request.method == "POST" and "back" not in request.POST:
        shown = form.attempt(lambda data: show_payment_day(actor, loan_id=loan_id, day=data["day"]))
        if shown is not None:
            before, after = (
                [found for line in shown.preview.lines if (found := getattr(line, side)) is not None]
                for side in ("before", "after")
            )
            moved = [pair for pair in zip(before, after, strict=True) if pair[0].due_date != pair[1].due_date]
            return page(request, "payment_day_check", {"form": form, "state": state, "shown": shown, "moved": moved})
    return _page(request, form, state)


@require_POST
@personal_page
def undo_day(request: HttpRequest, actor: Actor, loan_id: UUID) -> HttpResponse:
    """The days are again as they were."""
    form = PageForm(request.POST)
    if form.attempt(lambda data: undo_payment_day(call_of(request, actor), loan_id=loan_id)) is not None:
        return go("loan", loan_id)
    state = payment_day(actor, loan_id=loan_id)
    return _page(request, PaymentDayForm(days=state.days), state, refused=form)


def _page(request: HttpRequest, form: PageForm, state: PaymentDay, *, refused: PageForm | None = None) -> HttpResponse:
    wrong = refused or form
    context: dict[str, Any] = {"form": form, "wrong": wrong, "state": state}
    return page(request, "payment_day", context, status=200 if "back" in request.POST else wrong.status)
