"""Receivables by the API: sellers see the cost and sell, debtors acknowledge, pay and dispute, staff do the rest."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from puhui.flows.trade.sell_invoices import dispute_invoice, invoices_to_sell, quote_invoices, sell_invoices
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import (
    REFUSALS,
    After,
    IdempotencyKey,
    Limit,
    MoneyIn,
    MoneyOut,
    Page,
    Strict,
    TextOut,
)
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.products.receivables.facade import (
    LimitSide,
    NewLimit,
    Pick,
    State,
    acknowledge,
    buy_back,
    confirm_write_off,
    dilute,
    fund_sale,
    grant_limit,
    limits_page,
    notify_debtor,
    pay_claim,
    pay_receivable,
    pay_reserve_again,
    propose_write_off,
    receivable,
    receivables_page,
    resolve_dispute,
    sale,
    sales_page,
)

router = Router()
Words = Annotated[str, Field(max_length=500)]


class LimitIn(Strict):
    """What risk grants: to a seller with product and rate, for a debtor with the days in which it pays."""

    party_id: UUID
    side: LimitSide
    limit: MoneyIn
    valid_until: date
    reason: Words
    product_code: Annotated[str, Field(max_length=41)] = ""
    annual_rate_pct: Annotated[Decimal, Field(ge=0, le=100, max_digits=7, decimal_places=4)] = Decimal(0)
    payment_days: Annotated[int, Field(ge=0, le=360)] = 0


class PickIn(Strict):
    """One invoice of the seller."""

    debtor_id: UUID
    invoice_no: Annotated[str, Field(min_length=1, max_length=30)]


class QuoteIn(Strict):
    """Which invoices."""

    seller_id: UUID
    picks: Annotated[list[PickIn], Field(min_length=1, max_length=200)]


class ConfirmIn(Strict):
    """The fingerprint of the sheet that was shown."""

    sheet_hash: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class ActIn(Strict):
    """What a step needs: an amount where it is about one, and words where it asks why."""

    amount: MoneyIn | None = None
    reason: Words = ""
    agree: bool = True

    @property
    def money(self) -> Money | None:
        """The amount, if one was named."""
        return self.amount.money() if self.amount else None


class LimitDone(Schema):
    """The limit after an act."""

    limit_id: UUID
    party_id: UUID


class LimitOut(Schema):
    """A limit, what is in use of it, what is free."""

    id: UUID
    party_id: UUID
    side: LimitSide
    limit: MoneyOut
    used: MoneyOut
    free: MoneyOut
    valid_until: date
    product_code: str
    annual_rate_pct: Decimal
    payment_days: int


class InvoiceOut(Schema):
    """An invoice of the seller."""

    debtor_id: UUID
    invoice_no: str
    invoice_date: date
    due_on: date
    face: MoneyOut


class SellableOut(Schema):
    """An invoice, and what is against selling it."""

    invoice: InvoiceOut
    why: TextOut | None


class QuoteOut(Schema):
    """The cost sheet; its hash is what is confirmed."""

    sale_id: UUID
    sheet: dict[str, Any]
    sheet_hash: str
    valid_until: date


class SaleOut(Schema):
    """A sale."""

    id: UUID
    seller_id: UUID
    state: str
    product_code: str
    product_version: int
    sheet: dict[str, Any]
    sheet_hash: str
    made_on: date
    valid_until: date


class SaleDone(Schema):
    """The receivables that were assigned."""

    sale_id: UUID
    receivable_ids: list[UUID]


class FundingOut(Schema):
    """The advance that the bank is asked to pay."""

    sale_id: UUID
    order_id: UUID
    amount: MoneyOut
    receivable_ids: list[UUID]


class HappenedOut(Schema):
    """One thing that happened."""

    n: int
    kind: str
    on: date
    amount: MoneyOut
    note: str
    by_name: str


class ReceivableOut(Schema):
    """A receivable: where each fen of its face went."""

    id: UUID
    sale_id: UUID
    seller_id: UUID
    debtor_id: UUID
    invoice_no: str
    invoice_date: date
    due_on: date
    state: State
    with_recourse: bool
    face: MoneyOut
    collected: MoneyOut
    diluted: MoneyOut
    bought_back: MoneyOut
    written_off: MoneyOut
    outstanding: MoneyOut
    advance: MoneyOut
    reserve: MoneyOut
    discount: MoneyOut
    fee: MoneyOut
    reserve_left: MoneyOut
    claim_left: MoneyOut
    notified_on: date | None
    acknowledged_on: date | None
    funded_on: date | None
    disputed_on: date | None
    closed_on: date | None
    happened: list[HappenedOut]


class Done(Schema):
    """The receivable after an act; an order when the bank was asked."""

    receivable_id: UUID
    state: State | None = None
    outstanding: MoneyOut | None = None
    order_id: UUID | None = None
    amount: MoneyOut | None = None


Act = Literal[
    "notify",
    "acknowledge",
    "pay",
    "pay_claim",
    "pay_reserve_again",
    "dilute",
    "dispute",
    "resolve",
    "buy_back",
    "propose_write_off",
    "confirm_write_off",
]


def _needed(body: ActIn) -> Money:
    if body.money is None:
        raise InvalidInput("amount", "an amount is needed")
    return body.money


ACTS: Mapping[str, Callable[[Call, UUID, ActIn], object]] = {
    "notify": lambda call, id_, _: notify_debtor(call, receivable_id=id_),
    "acknowledge": lambda call, id_, body: acknowledge(call, receivable_id=id_, evidence=body.reason),
    "pay": lambda call, id_, body: pay_receivable(call, receivable_id=id_, amount=body.money),
    "pay_claim": lambda call, id_, body: pay_claim(call, receivable_id=id_, amount=body.money),
    "pay_reserve_again": lambda call, id_, _: pay_reserve_again(call, receivable_id=id_),
    "dilute": lambda call, id_, body: dilute(call, receivable_id=id_, amount=_needed(body), reason=body.reason),
    "dispute": lambda call, id_, body: dispute_invoice(call, receivable_id=id_, reason=body.reason),
    "resolve": lambda call, id_, body: resolve_dispute(call, receivable_id=id_, outcome=body.reason),
    "buy_back": lambda call, id_, body: buy_back(call, receivable_id=id_, reason=body.reason),
    "propose_write_off": lambda call, id_, body: propose_write_off(call, receivable_id=id_, reason=body.reason),
    "confirm_write_off": lambda call, id_, body: confirm_write_off(call, receivable_id=id_, agree=body.agree),
}


@router.get("/limits", response={200: Page[LimitOut], **REFUSALS}, summary="Limits, newest first")
def list_limits(
    request: HttpRequest, limit: Limit, after: After, *, party_id: Annotated[UUID | None, Query(None)] = None
) -> object:
    """Staff see all, sellers and debtors their own."""
    found = limits_page(actor_from(request), party_id=party_id, before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.post("/limits", response={200: LimitDone, **REFUSALS}, summary="Grant a limit, or set it anew")
def new_limit(request: HttpRequest, key: IdempotencyKey, body: LimitIn) -> object:
    """Risk officers only."""
    told = body.model_dump(exclude={"limit"}) | {"limit": body.limit.money("limit")}
    return grant_limit(call_from(request, key), asked=NewLimit(**told))


@router.get("/sellable", response={200: list[SellableOut], **REFUSALS}, summary="Invoices that can be sold")
def list_sellable(request: HttpRequest, seller_id: UUID) -> object:
    """Of a seller to debtors with a limit, each with what is against selling it."""
    return invoices_to_sell(actor_from(request), seller_id=seller_id)


@router.post("/quotes", response={200: QuoteOut, **REFUSALS}, summary="What invoices bring, and what that costs")
def new_quote(request: HttpRequest, key: IdempotencyKey, body: QuoteIn) -> object:
    """Nothing is bound."""
    picks = tuple(Pick(debtor_id=one.debtor_id, invoice_no=one.invoice_no) for one in body.picks)
    return quote_invoices(call_from(request, key), seller_id=body.seller_id, picks=picks)


@router.get("/sales", response={200: Page[SaleOut], **REFUSALS}, summary="Sales, newest first")
def list_sales(request: HttpRequest, limit: Limit, after: After) -> object:
    """Staff see all, sellers their own."""
    found = sales_page(actor_from(request), before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.get("/sales/{uuid:sale_id}", response={200: SaleOut, **REFUSALS}, summary="One sale")
def read_sale(request: HttpRequest, sale_id: UUID) -> object:
    """With its cost sheet."""
    return sale(actor_from(request), sale_id)


@router.post("/sales/{uuid:sale_id}/confirm", response={200: SaleDone, **REFUSALS}, summary="Sell")
def confirm(request: HttpRequest, sale_id: UUID, key: IdempotencyKey, body: ConfirmIn) -> object:
    """The sheet binds by its hash; debtors are told."""
    return sell_invoices(call_from(request, key), sale_id=sale_id, sheet_hash=body.sheet_hash)


@router.post("/sales/{uuid:sale_id}/fund", response={200: FundingOut, **REFUSALS}, summary="Pay the advance")
def fund(request: HttpRequest, sale_id: UUID, key: IdempotencyKey) -> object:
    """Of those whose debtors know of it."""
    return fund_sale(call_from(request, key), sale_id=sale_id)


@router.get("", response={200: Page[ReceivableOut], **REFUSALS}, summary="Receivables, newest first")
def list_receivables(
    request: HttpRequest, limit: Limit, after: After, *, state: Annotated[State | None, Query(None)] = None
) -> object:
    """Staff see all, sellers and debtors their own."""
    found = receivables_page(actor_from(request), state=state.value if state else "", before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.get("/{uuid:receivable_id}", response={200: ReceivableOut, **REFUSALS}, summary="One receivable")
def read_receivable(request: HttpRequest, receivable_id: UUID) -> object:
    """With what happened to it."""
    return receivable(actor_from(request), receivable_id)


@router.post("/{uuid:receivable_id}/{act}", response={200: Done, **REFUSALS}, summary="Do something with it")
def act_on(request: HttpRequest, receivable_id: UUID, act: Act, key: IdempotencyKey, body: ActIn) -> object:
    """Each act has its own rights: debtors acknowledge, pay and dispute; sellers pay claims; staff do the rest."""
    return ACTS[act](call_from(request, key), receivable_id, body)
