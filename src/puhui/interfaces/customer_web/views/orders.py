"""Orders that my firm received: told, financed, paid out part by part."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from puhui.flows.trade.finance_order import PRODUCT, finance_order
from puhui.flows.trade.repay_by_order import repay_by_order, repayable_loans
from puhui.flows.trade.take_order import call_off_order, take_order
from puhui.foundation.catalogue.facade import product
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import PartyKind, identities_of, identity_of, parties_of, require_party
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.forms_trade import FinanceForm, OrderForm, ProofForm, RepaidLoanForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.interfaces.trade_words import MILESTONE_STATES, ORDER_STATES
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.orders.facade import NewOrder, OrderState, PurchaseOrderView, most_lent, order, show_milestone

CALLABLE = {OrderState.REGISTERED, OrderState.IN_REVIEW, OrderState.CONFIRMED}
ENDED_BY_ME = "called off by the seller on the pages"


@require_http_methods(["GET", "POST"])
@personal_page
def tell_order(request: HttpRequest, actor: Actor, firm_id: UUID) -> HttpResponse:
    """An order as the firm received it; the buyer is asked to confirm it."""
    require_party(actor, party_id=firm_id)
    form = OrderForm(request.POST or None)
    if request.method == "POST":
        made = form.attempt(lambda data: take_order(
            call_of(request, actor),
            told=NewOrder(
                seller_id=firm_id,
                buyer_id=firm_id,  # the flow finds the buyer by its code
                number=data["number"],
                amount=data["amount"],
                ordered_on=data["ordered_on"],
                deliver_by=data["deliver_by"],
                pay_by=data["pay_by"],
                lines=form.lines(),
            ),
            buyer_uscc=data["buyer_uscc"],
            buyer_name=data["buyer_name"],
        ))  # fmt: skip
        if made is not None:
            return go("my_order", made.order_id)
    return page(request, "order_new", {"form": form}, status=form.status)


@require_GET
@personal_page
def my_order(request: HttpRequest, actor: Actor, order_id: UUID) -> HttpResponse:
    """One order of mine: where it stands, what I can do, the parts of its loan."""
    return _shown(request, actor, order_id)


@require_POST
@personal_page
def finance(request: HttpRequest, actor: Actor, order_id: UUID) -> HttpResponse:
    """Asks for a loan on it; the application goes on as every other one."""
    found = _mine(actor, order_id)
    form = _finance_form(request, found)
    started = form.attempt(lambda data: finance_order(call_of(request, actor), order_id=order_id, **data))
    if started is not None:
        return go("application", started.application_id)
    return _shown(request, actor, order_id, form=form)


@require_POST
@personal_page
def repays(request: HttpRequest, actor: Actor, order_id: UUID) -> HttpResponse:
    """What my buyer pays goes to a loan of mine first."""
    found = _mine(actor, order_id)
    form = RepaidLoanForm(request.POST, loans=repayable_loans(actor, seller_id=found.seller_id))
    done = form.attempt(lambda data: repay_by_order(call_of(request, actor), order_id=order_id, **data))
    return go("my_order", order_id) if done else _shown(request, actor, order_id, repaid=form)


@require_POST
@personal_page
def show_proof(request: HttpRequest, actor: Actor, order_id: UUID, code: str) -> HttpResponse:
    """Shows the proof of a part; somebody of the lender agrees to it."""
    form = ProofForm(request.POST)
    done = form.attempt(
        lambda data: show_milestone(call_of(request, actor), order_id=order_id, code=code, evidence=data["reason"])
    )
    return go("my_order", order_id) if done else _shown(request, actor, order_id, proof=form)


@require_POST
@personal_page
def call_off(request: HttpRequest, actor: Actor, order_id: UUID) -> HttpResponse:
    """The order is called off."""
    _mine(actor, order_id)
    form = PageForm(request.POST)
    done = form.attempt(lambda _: call_off_order(call_of(request, actor), order_id=order_id, reason=ENDED_BY_ME))
    if done is None and form.refusal is not None:
        raise form.refusal
    return go("my_order", order_id)


def _mine(actor: Actor, order_id: UUID) -> PurchaseOrderView:
    """An order that my firm told; the buyer has pages of its own."""
    found = order(actor, order_id)
    if found.seller_id not in parties_of(actor):
        raise NotFound("order", where="order_id")
    return found


def _finance_form(request: HttpRequest, found: PurchaseOrderView) -> FinanceForm:
    offered = product(PRODUCT, on=business_date())
    share = int(offered.trade.advance_pct) if offered.trade else 0
    most: Money = most_lent(found.amount, advance_pct=share)
    return FinanceForm(request.POST or None, of=offered, most=most)


def _shown(
    request: HttpRequest,
    actor: Actor,
    order_id: UUID,
    *,
    form: FinanceForm | None = None,
    proof: ProofForm | None = None,
    repaid: RepaidLoanForm | None = None,
) -> HttpResponse:
    found = _mine(actor, order_id)
    is_confirmed = found.state is OrderState.CONFIRMED
    is_firm = identity_of(found.seller_id).kind == PartyKind.ORGANISATION
    may_finance = is_confirmed and is_firm  # a person borrows for the season, and the order repays it
    loans = repayable_loans(actor, seller_id=found.seller_id) if is_confirmed else []
    names = identities_of([found.buyer_id])
    shown = form or (_finance_form(request, found) if may_finance else PageForm())
    bound = form or proof or repaid
    context = {
        "order": found,
        "buyer": names[found.buyer_id].name if found.buyer_id in names else "",
        "words": ORDER_STATES,
        "parts": MILESTONE_STATES,
        "may_finance": may_finance,
        "may_call_off": found.state in CALLABLE,
        "finance": shown,
        "loans": loans,
        "repaid": repaid or RepaidLoanForm(loans=loans),
        "proof": proof or ProofForm(),
        "form": bound or PageForm(),
    }
    return page(request, "order", context, status=bound.status if bound else 200)
