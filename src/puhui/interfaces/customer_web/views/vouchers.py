"""My vouchers: taken or declined, divided, passed on, paid today; and issued, by those who have a program."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from puhui.flows.pay_by_voucher.codes import request_voucher_code
from puhui.flows.pay_by_voucher.issue import issue_to_supplier
from puhui.flows.pay_by_voucher.pass_on import pass_on_voucher
from puhui.flows.pay_by_voucher.sell import quote_voucher, sell_voucher
from puhui.foundation.access.facade import sealed
from puhui.foundation.party.facade import organisations_of, party_names, require_party
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.forms import CodeForm
from puhui.interfaces.customer_web.forms_paper import (
    IssueForm,
    PassCodeForm,
    PassForm,
    SellForm,
    SplitForm,
    money_or_all,
)
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.interfaces.paper_words import PAPER_WORDS
from puhui.kernel.actors import Actor
from puhui.kernel.money import Money
from puhui.products.bills.facade import bills_page
from puhui.products.vouchers.facade import (
    HoldingState,
    NewVoucher,
    VoucherState,
    answer_voucher,
    chain,
    holding,
    holdings_page,
    programs_page,
    split_part,
    voucher,
    vouchers_page,
)

SHOWN = 100


@require_GET
@personal_page
def paper(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Vouchers that wait for my word, parts that I hold, vouchers that I issued, and my bills."""
    firms = {firm.party_id: firm.name for firm in organisations_of(actor)}
    known = vouchers_page(actor, most=SHOWN)
    context = {
        "offers": [one for one in known if one.state == VoucherState.OFFERED and one.supplier_id in firms],
        "parts": [
            (one, PAPER_WORDS[one.state])
            for one in holdings_page(actor, most=SHOWN)
            if one.voucher.state != VoucherState.OFFERED
        ],
        "issued": [(one, PAPER_WORDS[one.state]) for one in known if one.issuer_id in firms],
        "bills": [(one, PAPER_WORDS[one.state], PAPER_WORDS[one.kind]) for one in bills_page(actor, most=SHOWN)],
        "issuers": {one.issuer_id: one for one in programs_page(actor) if one.state == "open"},
        "firms": firms,
    }
    return page(request, "paper", context)


@require_http_methods(["GET", "POST"])
@personal_page
def offered_voucher(request: HttpRequest, actor: Actor, voucher_id: UUID) -> HttpResponse:
    """Take a voucher in place of the payable, or decline it."""
    offered, form = voucher(actor, voucher_id), PageForm(request.POST or None)
    if request.method == "POST":
        accept = request.POST.get("answer") == "take"
        call = call_of(request, actor)
        answer = form.attempt(lambda data: answer_voucher(call, voucher_id=voucher_id, accept=accept))
        if answer is not None:
            return go("paper")
    names = party_names(actor, party_ids=[offered.supplier_id])
    context = {"voucher": offered, "state": PAPER_WORDS[offered.state], "form": form, "names": names}
    context["is_open"] = offered.state == VoucherState.OFFERED and offered.supplier_id in names
    return page(request, "voucher_offer", context, status=form.status)


@require_GET
@personal_page
def voucher_part(request: HttpRequest, actor: Actor, part_id: UUID) -> HttpResponse:
    """One part that I hold: what it is, how it came to me, and what I can do with it."""
    return page(request, "voucher", _part(actor, part_id))


@require_http_methods(["GET", "POST"])
@personal_page
def split_voucher(request: HttpRequest, actor: Actor, part_id: UUID) -> HttpResponse:
    """Divide a part into two."""
    context, form = _part(actor, part_id), SplitForm(request.POST or None)
    if request.method == "POST":
        call = call_of(request, actor)
        if form.attempt(lambda data: split_part(call, part_id=part_id, amounts=[data["amount"]])) is not None:
            return go("paper")
    return page(request, "voucher_split", {**context, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
@personal_page
def pass_voucher(request: HttpRequest, actor: Actor, part_id: UUID) -> HttpResponse:
    """Say whom to pay and how much; the code comes next."""
    context, form = _part(actor, part_id), PassForm(request.POST or None)
    if request.method == "POST":
        call = call_of(request, actor)
        if form.attempt(lambda data: request_voucher_code(call, part_id=part_id)) is not None:
            return page(request, "voucher_pass_code", {**context, "form": PassCodeForm(initial=form.cleaned_data)})
    return page(request, "voucher_pass", {**context, "form": form}, status=form.status)


@require_POST
@personal_page
def confirm_pass(request: HttpRequest, actor: Actor, part_id: UUID) -> HttpResponse:
    """The code passes it on."""
    context, form = _part(actor, part_id), PassCodeForm(request.POST)
    call = call_of(request, actor)

    def act(data: dict[str, Any]) -> object:
        code = sealed(data["code"], where="code")
        return pass_on_voucher(call, part_id=part_id, to_uscc=data["to_uscc"], amount=data["amount"], code=code)

    if form.attempt(act) is not None:
        return go("paper")
    return page(request, "voucher_pass_code", {**context, "form": form}, status=form.status)


@require_GET
@personal_page
def sell_part(request: HttpRequest, actor: Actor, part_id: UUID) -> HttpResponse:
    """What a part would bring today: the whole cost sheet. Another amount may be looked at first."""
    context = _part(actor, part_id)
    form = SellForm(request.GET if "amount" in request.GET else None, initial={"amount": str(context["part"].amount)})
    wanted: Money = context["part"].amount
    if form.is_bound and form.is_valid():
        wanted = form.cleaned_data["amount"]
    quote = form.attempt(lambda data: quote_voucher(actor, part_id=part_id, amount=wanted)) if form.is_bound else None
    if not form.is_bound:
        quote = quote_voucher(actor, part_id=part_id, amount=wanted)
    return page(
        request, "voucher_sell", {**context, "form": form, "quote": quote, "wanted": wanted}, status=form.status
    )


@require_POST
@personal_page
def ask_sell_code(request: HttpRequest, actor: Actor, part_id: UUID) -> HttpResponse:
    """Sends the code that sells the part on the sheet that was shown."""
    form = PageForm(request.POST)
    wanted, sheet_hash = _wanted(request, actor, part_id), request.POST.get("sheet_hash", "")[:64]
    form.attempt(lambda data: request_voucher_code(call_of(request, actor), part_id=part_id))
    code = CodeForm() if not form.errors else form
    return _sell_code_page(request, actor, part_id, code, wanted=wanted, sheet_hash=sheet_hash)


@require_POST
@personal_page
def confirm_sale(request: HttpRequest, actor: Actor, part_id: UUID) -> HttpResponse:
    """The code sells it; the money is on its way."""
    form, call = CodeForm(request.POST), call_of(request, actor)
    wanted, sheet_hash = _wanted(request, actor, part_id), request.POST.get("sheet_hash", "")[:64]

    def act(data: dict[str, Any]) -> object:
        code = sealed(data["code"], where="code")
        return sell_voucher(call, part_id=part_id, amount=wanted, sheet_hash=sheet_hash, code=code)

    if form.attempt(act) is not None:
        return go("paper")
    return _sell_code_page(request, actor, part_id, form, wanted=wanted, sheet_hash=sheet_hash)


@require_http_methods(["GET", "POST"])
@personal_page
def issue_voucher_page(request: HttpRequest, actor: Actor, firm_id: UUID) -> HttpResponse:
    """Promise a supplier a payable by voucher."""
    require_party(actor, party_id=firm_id)
    form = IssueForm(request.POST or None)
    if request.method == "POST":
        call = call_of(request, actor)

        def act(data: dict[str, Any]) -> object:
            told = {name: data[name] for name in ("amount", "due_on", "payable", "reason")}
            asked = NewVoucher(issuer_id=firm_id, supplier_id=firm_id, **told)
            return issue_to_supplier(call, asked=asked, supplier_uscc=data["supplier_uscc"])

        if form.attempt(act) is not None:
            return go("paper")
    open_ones = [one for one in programs_page(actor, issuer_id=firm_id) if one.state == "open"]
    context = {"form": form, "firm_id": firm_id, "program": open_ones[0] if open_ones else None}
    return page(request, "voucher_new", context, status=form.status)


def _sell_code_page(
    request: HttpRequest, actor: Actor, part_id: UUID, form: PageForm, *, wanted: Money, sheet_hash: str
) -> HttpResponse:
    context = {**_part(actor, part_id), "form": form, "wanted": wanted, "sheet_hash": sheet_hash}
    return page(request, "voucher_sell_code", context, status=form.status)


def _wanted(request: HttpRequest, actor: Actor, part_id: UUID) -> Money:
    return money_or_all(request.POST.get("amount", "")[:30], otherwise=holding(actor, part_id).amount)


def _part(actor: Actor, part_id: UUID) -> dict[str, Any]:
    found = holding(actor, part_id)
    links, fault = chain(actor, part_id)
    names = party_names(actor, party_ids={found.voucher.issuer_id, *(link.holder_id for link in links)})
    return {
        "part": found,
        "state": PAPER_WORDS[found.state if found.state != HoldingState.FREE else found.voucher.state],
        "links": [(link, PAPER_WORDS[link.kind], names.get(link.holder_id, "")) for link in links],
        "fault": fault,
        "is_movable": found.state == HoldingState.FREE and found.voucher.state == VoucherState.LIVE,
    }
