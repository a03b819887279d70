"""Selling invoices and answering for orders: choose, see the full cost, confirm; what I sold, what I owe, my orders."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from puhui.flows.trade.sell_invoices import dispute_invoice, invoices_to_sell, quote_invoices, sell_invoices
from puhui.flows.trade.take_order import answer_order
from puhui.foundation.party.facade import identities_of, parties_of, require_party
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.kernel.actors import Actor, Call
from puhui.kernel.errors import InvalidInput
from puhui.products.orders.facade import orders_page, pay_order
from puhui.products.receivables.facade import Pick, acknowledge, pay_receivable, receivables_page, sale

MOST: Final = 100


class PickForm(PageForm):
    """Which invoices are sold: each as debtor and number."""

    picks = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        """Every box that was ticked."""
        getlist = getattr(self.data, "getlist", None)
        ticked = [one.partition("/") for one in (getlist("pick") if getlist else [])[:MOST]]
        try:
            return {"picks": tuple(Pick(debtor_id=UUID(party), invoice_no=no) for party, _, no in ticked)}
        except ValueError:
            raise forms.ValidationError("pick") from None


@require_http_methods(["GET", "POST"])
@personal_page
def sell(request: HttpRequest, actor: Actor, firm_id: UUID) -> HttpResponse:
    """Invoices that can be sold, each with what is against it; the cost comes next, before anything binds."""
    require_party(actor, party_id=firm_id)
    form = PickForm(request.POST) if request.method == "POST" else PickForm()
    if request.method == "POST":
        quoted = form.attempt(lambda data: quote_invoices(call_of(request, actor), seller_id=firm_id, **data))
        if quoted is not None:
            return go("sale", quoted.sale_id)
    listed = invoices_to_sell(actor, seller_id=firm_id)
    context = {
        "form": form,
        "firm_id": firm_id,
        "free": [one.invoice for one in listed if one.why is None],
        "others": [one for one in listed if one.why is not None],
        "names": _names(one.invoice.debtor_id for one in listed),
    }
    return page(request, "sell", context, status=form.status)


@require_http_methods(["GET", "POST"])
@personal_page
def sale_page(request: HttpRequest, actor: Actor, sale_id: UUID) -> HttpResponse:
    """The full cost of a sale; confirming it by its fingerprint binds."""
    shown, form = sale(actor, sale_id), PageForm(request.POST or None)
    if request.method == "POST":
        mark = request.POST.get("sheet_hash", "")[:64]
        if form.attempt(lambda _: sell_invoices(call_of(request, actor), sale_id=sale_id, sheet_hash=mark)):
            return go("trade")
    names = _names(UUID(line["debtor_id"]) for line in shown.sheet["lines"])
    lines = [{**line, "debtor": names.get(UUID(line["debtor_id"]), "")} for line in shown.sheet["lines"]]
    context = {"form": form, "sale": shown, "sheet": shown.sheet, "lines": lines}
    return page(request, "sale", context, status=form.status)


@require_GET
@personal_page
def trade(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What my firms sold, what they owe on invoices that were sold to us, and their orders."""
    return _trade(request, actor, PageForm())


@require_POST
@personal_page
def trade_act(request: HttpRequest, actor: Actor, subject_id: UUID) -> HttpResponse:
    """The debtor acknowledges, disputes or pays; the buyer answers for an order or pays it."""
    form, act = PageForm(request.POST), request.POST.get("act", "")

    def done(_: dict[str, Any]) -> object:
        if act not in ACTS:
            raise InvalidInput("act", "choose one of the acts")
        return ACTS[act](call_of(request, actor), subject_id, request.POST.get("reason", ""))

    return go("trade") if form.attempt(done) is not None else _trade(request, actor, form)


ACTS: Final[Mapping[str, Callable[[Call, UUID, str], object]]] = {
    "acknowledge": lambda call, id_, _: acknowledge(call, receivable_id=id_),
    "pay": lambda call, id_, _: pay_receivable(call, receivable_id=id_),
    "dispute": lambda call, id_, why: dispute_invoice(call, receivable_id=id_, reason=why),
    "confirm_order": lambda call, id_, _: answer_order(call, order_id=id_, agree=True),
    "reject_order": lambda call, id_, _: answer_order(call, order_id=id_, agree=False),
    "pay_order": lambda call, id_, _: pay_order(call, order_id=id_),
}


def _trade(request: HttpRequest, actor: Actor, form: PageForm) -> HttpResponse:
    own = set(parties_of(actor))
    sold, orders = receivables_page(actor, most=MOST), orders_page(actor, most=MOST)
    parties = {one.seller_id for one in sold} | {one.debtor_id for one in sold}
    parties |= {one.seller_id for one in orders} | {one.buyer_id for one in orders}
    context = {
        "form": form,
        "sold": [one for one in sold if one.seller_id in own],
        "owed": [one for one in sold if one.debtor_id in own],
        "given": [one for one in orders if one.seller_id in own],
        "asked": [one for one in orders if one.buyer_id in own],
        "names": _names(parties),
    }
    return page(request, "trade", context, status=form.status)


def _names(party_ids: Any) -> dict[UUID, str]:
    return {party_id: one.name for party_id, one in identities_of(set(party_ids)).items()}
