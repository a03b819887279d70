"""My bills: shown to be checked, divided, passed on or sold with a code, taken back before and after."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from puhui.flows.discount_bill.buy_back import back_quote, buy_bill_back
from puhui.flows.discount_bill.check import refuse_bill
from puhui.flows.discount_bill.codes import request_bill_code
from puhui.flows.discount_bill.pass_on import pass_on_bill
from puhui.flows.discount_bill.sell import quote_of, sell_bill
from puhui.foundation.access.facade import sealed
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import require_party
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.forms import CodeForm
from puhui.interfaces.customer_web.forms_paper import BillForm, BuyBackForm, PassBillCodeForm, PassBillForm, SplitForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.interfaces.paper_words import PAPER_WORDS
from puhui.kernel.actors import Actor
from puhui.products.bills.facade import BillState, bill, divide_bill, submit_bill

TAKEN_BACK = "taken back by its holder"


@require_http_methods(["GET", "POST"])
@personal_page
def new_bill(request: HttpRequest, actor: Actor, firm_id: UUID) -> HttpResponse:
    """Show us a bill as it reads."""
    require_party(actor, party_id=firm_id)
    form = BillForm(request.POST or None)
    if request.method == "POST":
        call = call_of(request, actor)
        answer = form.attempt(lambda data: submit_bill(call, asked=form.bill(firm_id)))
        if answer is not None:
            return go("my_bill", answer.bill_id)
    return page(request, "bill_new", {"form": form, "firm_id": firm_id}, status=form.status)


@require_GET
@personal_page
def my_bill(request: HttpRequest, actor: Actor, bill_id: UUID) -> HttpResponse:
    """Where my bill is; when it was checked, what it brings today."""
    return _bill_page(request, actor, bill_id, PageForm())


@require_POST
@personal_page
def ask_bill_code(request: HttpRequest, actor: Actor, bill_id: UUID) -> HttpResponse:
    """Sends the code that sells the bill on the sheet that was shown."""
    form = PageForm(request.POST)
    form.attempt(lambda data: request_bill_code(call_of(request, actor), bill_id=bill_id))
    if form.errors:
        return _bill_page(request, actor, bill_id, form)
    return _code_page(request, actor, bill_id, CodeForm())


@require_POST
@personal_page
def confirm_bill_sale(request: HttpRequest, actor: Actor, bill_id: UUID) -> HttpResponse:
    """The code sells it; the money is on its way."""
    form, call = CodeForm(request.POST), call_of(request, actor)

    def act(data: dict[str, Any]) -> object:
        code = sealed(data["code"], where="code")
        sheet_hash = request.POST.get("sheet_hash", "")[:64]
        return sell_bill(
            call, bill_id=bill_id, sheet_hash=sheet_hash, code=code, without_recourse=_without_recourse(request)
        )

    if form.attempt(act) is not None:
        return go("my_bill", bill_id)
    return _code_page(request, actor, bill_id, form)


@require_http_methods(["GET", "POST"])
@personal_page
def buy_my_bill_back(request: HttpRequest, actor: Actor, bill_id: UUID) -> HttpResponse:
    """For what a bill that I sold comes back to me today; then the code."""
    quote, form = back_quote(actor, bill_id), PageForm(request.POST or None)
    context = {"quote": quote, "bill": bill(actor, bill_id)}
    if request.method == "POST":
        call = call_of(request, actor)
        if form.attempt(lambda data: request_bill_code(call, bill_id=bill_id, to_buy_back=True)) is not None:
            return page(request, "bill_back_code", {**context, "form": BuyBackForm(initial={"price": quote.price})})
    return page(request, "bill_back", {**context, "form": form}, status=form.status)


@require_POST
@personal_page
def confirm_buy_back(request: HttpRequest, actor: Actor, bill_id: UUID) -> HttpResponse:
    """The code takes it back; the price is collected from the account."""
    quote, form, call = back_quote(actor, bill_id), BuyBackForm(request.POST), call_of(request, actor)

    def act(data: dict[str, Any]) -> object:
        code = sealed(data["code"], where="code")
        return buy_bill_back(call, bill_id=bill_id, price=data["price"], code=code)

    if form.attempt(act) is not None:
        return go("my_bill", bill_id)
    context = {"quote": quote, "bill": bill(actor, bill_id), "form": form}
    return page(request, "bill_back_code", context, status=form.status)


@require_http_methods(["GET", "POST"])
@personal_page
def divide_my_bill(request: HttpRequest, actor: Actor, bill_id: UUID) -> HttpResponse:
    """Two bills for one, where it may be divided."""
    found, form = bill(actor, bill_id), SplitForm(request.POST or None)
    if request.method == "POST":
        call = call_of(request, actor)
        answer = form.attempt(lambda data: divide_bill(call, bill_id=bill_id, amount=data["amount"]))
        if answer is not None:
            return go("my_bill", answer.parts[0])
    return page(request, "bill_divide", {"bill": found, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
@personal_page
def pass_my_bill(request: HttpRequest, actor: Actor, bill_id: UUID) -> HttpResponse:
    """Say whom to pay; the code comes next."""
    found, form = bill(actor, bill_id), PassBillForm(request.POST or None)
    if request.method == "POST":
        call = call_of(request, actor)
        if form.attempt(lambda data: request_bill_code(call, bill_id=bill_id, to_pass_on=True)) is not None:
            next_form = PassBillCodeForm(initial=form.cleaned_data)
            return page(request, "bill_pass_code", {"bill": found, "form": next_form})
    return page(request, "bill_pass", {"bill": found, "form": form}, status=form.status)


@require_POST
@personal_page
def confirm_bill_pass(request: HttpRequest, actor: Actor, bill_id: UUID) -> HttpResponse:
    """The code passes it on."""
    found, form, call = bill(actor, bill_id), PassBillCodeForm(request.POST), call_of(request, actor)

    def act(data: dict[str, Any]) -> object:
        code = sealed(data["code"], where="code")
        return pass_on_bill(call, bill_id=bill_id, to_uscc=data["to_uscc"], code=code)

    if form.attempt(act) is not None:
        return go("paper")
    return page(request, "bill_pass_code", {"bill": found, "form": form}, status=form.status)


@require_POST
@personal_page
def take_bill_back(request: HttpRequest, actor: Actor, bill_id: UUID) -> HttpResponse:
    """The holder keeps it after all."""
    form = PageForm(request.POST)
    call = call_of(request, actor)
    if form.attempt(lambda data: refuse_bill(call, bill_id=bill_id, reason=TAKEN_BACK)) is None:
        return _bill_page(request, actor, bill_id, form)
    return go("paper")


def _without_recourse(request: HttpRequest) -> bool:
    """Which of the two offers is meant: said in the address, and carried along by the forms."""
    given = request.POST if request.method == "POST" else request.GET
    return given.get("terms") == "without"


def _code_page(request: HttpRequest, actor: Actor, bill_id: UUID, form: CodeForm) -> HttpResponse:
    context = {
        "bill": bill(actor, bill_id),
        "form": form,
        "sheet_hash": request.POST.get("sheet_hash", "")[:64],
        "without_recourse": _without_recourse(request),
    }
    return page(request, "bill_code", context, status=form.status)


def _bill_page(request: HttpRequest, actor: Actor, bill_id: UUID, form: PageForm) -> HttpResponse:
    found = bill(actor, bill_id)
    without = _without_recourse(request)
    quote = quote_of(actor, bill_id, without_recourse=without) if found.state == BillState.QUOTED else None
    context = {
        "bill": found,
        "quote": quote,
        "without_recourse": without,
        "may_buy_back": found.state == BillState.HELD and business_date() < found.pays_on,
        "sheet": quote.sheet if quote else found.sheet,
        "state": PAPER_WORDS[found.state],
        "kind": PAPER_WORDS[found.kind],
        "is_mine_still": found.state in (BillState.SUBMITTED, BillState.QUOTED),
        "form": form,
    }
    return page(request, "bill", context, status=form.status)
