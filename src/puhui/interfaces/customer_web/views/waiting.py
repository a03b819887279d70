"""What waits so that the customer may think again: seen, and stopped with one press."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.stop_waiting import stop_waiting, waiting_acts
from puhui.foundation.payments.facade import OrderView
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.interfaces.customer_web.labels import WAITS_WHY
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import Actor
from puhui.products.facilities.facade import draw_of_loan
from puhui.products.payees.facade import paid_to_of_loan


@require_GET
@personal_page
def waiting(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Each act with its reasons, until when it waits, and the button that stops it."""
    return _page(request, actor, PageForm())


@require_POST
@personal_page
def stop(request: HttpRequest, actor: Actor, order_id: UUID) -> HttpResponse:
    """It is neither paid out nor collected."""
    form = PageForm(request.POST)
    if form.attempt(lambda data: stop_waiting(call_of(request, actor), order_id=order_id)) is not None:
        return go("waiting")
    return _page(request, actor, form)


def _page(request: HttpRequest, actor: Actor, form: PageForm) -> HttpResponse:
    acts = waiting_acts(actor, at=current_ports().clock.now())
    shown = [_shown(one) for one in acts]
    return page(request, "waiting", {"form": form, "acts": shown}, status=form.status)


def _shown(order: OrderView) -> dict[str, object]:
    """The act with what it is, to whom it goes, and why it waits."""
    paid = paid_to_of_loan(order.subject_id) if order.direction == "pay_out" else None
    why = [WAITS_WHY[one] for one in order.held_why]
    return {"order": order, "what": _what(order), "payee": paid.payee_name if paid else "", "why": why}


def _what(order: OrderView) -> str:
    """`payment`, `draw` on a limit, or `payout` of a loan that was signed."""
    if order.direction == "collect":
        return "payment"
    return "draw" if order.note or draw_of_loan(order.subject_id) is not None else "payout"
