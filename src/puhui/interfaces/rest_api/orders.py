"""Orders by the API: sellers tell them and ask for money, buyers confirm and pay, staff pay the parts out."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from puhui.flows.trade.finance_order import PRODUCT, finance_order
from puhui.flows.trade.order_loans import pay_milestone
from puhui.flows.trade.repay_by_order import repay_by_order
from puhui.flows.trade.take_order import answer_order, call_off_order, take_order
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
from puhui.products.orders.facade import (
    MilestoneState,
    NewOrder,
    OrderLine,
    OrderState,
    clear_order,
    note_delivery,
    order,
    orders_page,
    pay_order,
    show_milestone,
)

router = Router()
Words = Annotated[str, Field(max_length=300)]
Sha256 = Annotated[str, Field(pattern="^([0-9a-f]{64})?$")]


class LineIn(Strict):
    """One line of an order."""

    what: Annotated[str, Field(min_length=1, max_length=120)]
    quantity: Annotated[str, Field(min_length=1, max_length=40)]
    amount: MoneyIn


class OrderIn(Strict):
    """An order; the buyer by id, or by its public code and name."""

    seller_id: UUID
    buyer_id: UUID | None = None
    buyer_uscc: Annotated[str, Field(max_length=18)] = ""
    buyer_name: Annotated[str, Field(max_length=120)] = ""
    number: Annotated[str, Field(min_length=1, max_length=60)]
    amount: MoneyIn
    ordered_on: date
    deliver_by: date
    pay_by: date
    lines: Annotated[list[LineIn], Field(max_length=100)] = []
    sha256: Sha256 = ""


class FinanceIn(Strict):
    """How much of it, for how long."""

    amount: MoneyIn
    term_months: Annotated[int, Field(ge=1, le=360)]
    product_code: Annotated[str, Field(max_length=41)] = PRODUCT


class ActIn(Strict):
    """What a step needs."""

    agree: bool = True
    amount: MoneyIn | None = None
    reason: Words = ""
    code: Annotated[str, Field(max_length=20)] = ""
    sha256: Sha256 = ""
    loan_id: UUID | None = None


class OrderDone(Schema):
    """The order after an act; a milestone or a payment when it was about one."""

    order_id: UUID
    state: str = ""
    code: str = ""
    payment_id: UUID | None = None
    amount: MoneyOut | None = None


class StartedOut(Schema):
    """The application: submitted, offered and signed as every other one."""

    application_id: UUID


class LineOut(Schema):
    """One line."""

    what: str
    quantity: str
    amount: MoneyOut


class MilestoneOut(Schema):
    """One part of the loan."""

    code: str
    text: TextOut
    amount: MoneyOut
    state: MilestoneState
    evidence: str


class EventOut(Schema):
    """One thing that happened."""

    n: int
    kind: str
    on: date
    amount: MoneyOut
    note: str
    by_name: str


class OrderOut(Schema):
    """An order, what was paid out on it and what its buyer has paid."""

    id: UUID
    seller_id: UUID
    buyer_id: UUID
    number: str
    state: OrderState
    amount: MoneyOut
    delivered: MoneyOut | None
    paid: MoneyOut
    to_loan: MoneyOut
    to_seller: MoneyOut
    expected: MoneyOut
    ordered_on: date
    deliver_by: date
    pay_by: date
    lines: list[LineOut]
    confirmed_on: date | None
    application_id: UUID | None
    loan_id: UUID | None
    milestones: list[MilestoneOut]
    happened: list[EventOut]


def _deliver(call: Call, order_id: UUID, body: ActIn) -> object:
    if body.amount is None:
        raise InvalidInput("amount", "an amount is needed")
    return note_delivery(call, order_id=order_id, delivered=body.amount.money(), evidence=body.reason)


def _pay(call: Call, order_id: UUID, body: ActIn) -> object:
    return pay_order(call, order_id=order_id, amount=body.amount.money() if body.amount else None)


def _show(call: Call, order_id: UUID, body: ActIn) -> object:
    return show_milestone(call, order_id=order_id, code=body.code, evidence=body.reason, sha256=body.sha256)


def _repays(call: Call, order_id: UUID, body: ActIn) -> object:
    if body.loan_id is None:
        raise InvalidInput("loan_id", "the number of a loan is needed")
    return repay_by_order(call, order_id=order_id, loan_id=body.loan_id)


Act = Literal["answer", "clear", "cancel", "show", "pay_out", "deliver", "pay", "repays"]
ACTS: Mapping[str, Callable[[Call, UUID, ActIn], object]] = {
    "answer": lambda call, id_, body: answer_order(call, order_id=id_, agree=body.agree, evidence=body.reason),
    "clear": lambda call, id_, body: clear_order(call, order_id=id_, agree=body.agree, reason=body.reason),
    "cancel": lambda call, id_, body: call_off_order(call, order_id=id_, reason=body.reason),
    "show": _show,
    "pay_out": lambda call, id_, body: pay_milestone(call, order_id=id_, code=body.code),
    "deliver": _deliver,
    "pay": _pay,
    "repays": _repays,
}


@router.get("", response={200: Page[OrderOut], **REFUSALS}, summary="Orders, newest first")
def list_orders(
    request: HttpRequest, limit: Limit, after: After, *, state: Annotated[OrderState | None, Query(None)] = None
) -> object:
    """Staff see all, sellers and buyers their own."""
    found = orders_page(actor_from(request), state=state.value if state else "", before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.post("", response={200: OrderDone, **REFUSALS}, summary="Tell an order")
def new_order(request: HttpRequest, key: IdempotencyKey, body: OrderIn) -> object:
    """Once, under whatever name; one that looks like another waits for risk."""
    if (body.buyer_id is None) == (not body.buyer_uscc):
        raise InvalidInput("buyer_id", "the buyer by id, or by code and name")
    lines = (OrderLine(what=one.what, quantity=one.quantity, amount=one.amount.money("lines")) for one in body.lines)
    told = NewOrder(
        seller_id=body.seller_id,
        buyer_id=body.buyer_id or body.seller_id,
        number=body.number,
        amount=body.amount.money(),
        ordered_on=body.ordered_on,
        deliver_by=body.deliver_by,
        pay_by=body.pay_by,
        lines=tuple(lines),
        sha256=body.sha256,
    )
    call = call_from(request, key)
    return take_order(call, told=told, buyer_uscc=body.buyer_uscc, buyer_name=body.buyer_name)


@router.get("/{uuid:order_id}", response={200: OrderOut, **REFUSALS}, summary="One order")
def read_order(request: HttpRequest, order_id: UUID) -> object:
    """With its milestones and what happened."""
    return order(actor_from(request), order_id)


@router.post("/{uuid:order_id}/finance", response={200: StartedOut, **REFUSALS}, summary="Ask for a loan on it")
def finance(request: HttpRequest, order_id: UUID, key: IdempotencyKey, body: FinanceIn) -> object:
    """The order is confirmed, and no application lives on it."""
    return finance_order(
        call_from(request, key),
        order_id=order_id,
        amount=body.amount.money(),
        term_months=body.term_months,
        product_code=body.product_code,
    )


@router.post("/{uuid:order_id}/{act}", response={200: OrderDone, **REFUSALS}, summary="Do something with it")
def act_on(request: HttpRequest, order_id: UUID, act: Act, key: IdempotencyKey, body: ActIn) -> object:
    """Each act has its own rights: buyers answer and pay, sellers show proof, staff pay parts out."""
    return ACTS[act](call_from(request, key), order_id, body)
