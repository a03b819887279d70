"""Payees, the baskets of their checkouts, and what comes back; a shop's program acts as one of the shop's people."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from puhui.conduct.partners.facade import SHOP_EVENTS, messages_page, shop_address, tell_again
from puhui.flows.pay_payee.checkout import cancel_basket, open_basket, take_up_basket
from puhui.flows.pay_payee.goods_return import return_goods
from puhui.flows.pay_payee.register import decide_payee, propose_payee, suspend_payee
from puhui.flows.pay_payee.telling_shops import set_shop_callback
from puhui.interfaces.ports import current_ports
from puhui.interfaces.rest_api.applications import Decided
from puhui.interfaces.rest_api.door import about, actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, MoneyIn, MoneyOut, Strict
from puhui.products.payees.facade import (
    BasketItem,
    PayeeKind,
    PayeeState,
    basket,
    payee,
    payees_page,
    state_at,
)

router = Router()


class PayeeIn(Strict):
    """Who shall be paid for borrowers, and what speaks for it."""

    party_id: UUID
    kind: PayeeKind
    reason: Annotated[str, Field(max_length=200)]
    may_open_baskets: bool = False
    returns_within_days: Annotated[int, Field(ge=0, le=90)] = 7
    pays_interest_pct: Annotated[int, Field(ge=0, le=100)] = 0
    """The share of its customers' interest that it pays for them."""


class PayeeMovedOut(Schema):
    """A payee after an act."""

    payee_id: UUID
    state: str


class PayeeOut(Schema):
    """A payee and what was agreed."""

    id: UUID
    kind: str
    name: str
    state: str
    may_open_baskets: bool
    returns_within_days: int
    pays_interest_pct: int


class DecisionIn(Strict):
    """Whether a payee is let in."""

    agree: bool


class ItemIn(Strict):
    """One thing in a basket."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    amount: MoneyIn


class BasketIn(Strict):
    """What somebody buys: the things add up to the amount."""

    payee_id: UUID
    reference: Annotated[str, Field(min_length=1, max_length=60)]
    amount: MoneyIn
    items: Annotated[list[ItemIn], Field(min_length=1, max_length=50)]
    return_url: Annotated[str, Field(max_length=500)]


class BasketMade(Schema):
    """Where the customer is sent to, until when."""

    basket_id: UUID
    expires_at: datetime
    pay_path: str


class BasketOut(Schema):
    """A basket: `state` is open, claimed, paid, declined, cancelled or expired."""

    id: UUID
    payee_id: UUID
    reference: str
    amount: MoneyOut
    state: str
    opened_at: datetime
    expires_at: datetime


class TakeUpIn(Strict):
    """Over how many months."""

    term_months: Annotated[int, Field(ge=1, le=360)]


class ReturnIn(Strict):
    """What the payee gives back of a loan."""

    amount: MoneyIn


class ReturnOut(Schema):
    """The bank is asked to collect from the payee."""

    loan_id: UUID
    order_id: UUID
    amount: MoneyOut


@router.get("", response={200: list[PayeeOut], **REFUSALS}, summary="The register of payees")
def list_payees(request: HttpRequest, kind: PayeeKind | None = None, state: PayeeState | None = None) -> object:
    """Customers see those that are let in."""
    return payees_page(actor_from(request), kind=kind or "", state=state or "", most=200)


@router.post("", response={201: PayeeMovedOut, **REFUSALS}, summary="Propose a payee")
def create_payee(request: HttpRequest, key: IdempotencyKey, body: PayeeIn) -> object:
    """A second person lets it in."""
    return Status(201, propose_payee(call_from(request, key), **body.model_dump()))


@router.get("/{uuid:payee_id}", response={200: PayeeOut, **REFUSALS}, summary="One payee")
def read_payee(request: HttpRequest, payee_id: UUID) -> object:
    """With what was agreed."""
    return payee(actor_from(request), payee_id)


@router.post("/{uuid:payee_id}/decide", response={200: PayeeMovedOut, **REFUSALS}, summary="Let a payee in, or not")
def decide(request: HttpRequest, payee_id: UUID, key: IdempotencyKey, body: DecisionIn) -> object:
    """Never by the one who proposed."""
    return decide_payee(call_from(request, key), payee_id=payee_id, agree=body.agree)


@router.post("/{uuid:payee_id}/suspend", response={200: PayeeMovedOut, **REFUSALS}, summary="Suspend a payee")
def suspend(request: HttpRequest, payee_id: UUID, key: IdempotencyKey) -> object:
    """Nobody is paid there from now on."""
    return suspend_payee(call_from(request, key), payee_id=payee_id)


class CallbackIn(Strict):
    """Where the shop's program listens (https); empty ends it."""

    address: Annotated[str, Field(max_length=500)]


class CallbackOut(Schema):
    """The address, and the secret with which messages to it are signed."""

    address: str
    secret: str


class MessageOut(Schema):
    """What the shop's program was told, and whether it took it; `subject_id` is the basket."""

    id: UUID
    subject_id: UUID
    kind: str
    body: dict[str, str]
    told_at: datetime
    delivered_at: datetime | None
    attempts: int
    last_error: str


@router.put("/{uuid:payee_id}/callback", response={204: None, **REFUSALS}, summary="Set where a shop is told")
def put_callback(request: HttpRequest, payee_id: UUID, key: IdempotencyKey, body: CallbackIn) -> object:
    """By the shop's own people; a new address has a new secret."""
    set_shop_callback(call_from(request, key), payee_id=payee_id, address=body.address)
    return Status(204, None)


@router.get("/{uuid:payee_id}/callback", response={200: CallbackOut, **REFUSALS}, summary="Address and secret")
def read_callback(request: HttpRequest, payee_id: UUID) -> object:
    """For the shop's own people only.

    Each message carries `Puhui-Signature: t=SECONDS,v1=HEX`, where HEX is HMAC-SHA256 of `SECONDS.BODY` with the
    secret. It is tried again until it is answered with a status from 200 to 299; the same `id` may come twice.
    """
    address, secret = shop_address(actor_from(request), payee_id)
    return {"address": address, "secret": secret}


@router.get("/{uuid:payee_id}/messages", response={200: list[MessageOut], **REFUSALS}, summary="What a shop was told")
def list_messages(request: HttpRequest, payee_id: UUID) -> object:
    """Newest first; for the shop's own people and for staff."""
    found = messages_page(actor_from(request), party_id=payee_id)
    return [one for one in found if one.kind in SHOP_EVENTS]


@router.post("/messages/{uuid:message_id}/again", response={204: None, **REFUSALS}, summary="Tell a shop again")
def again(request: HttpRequest, message_id: UUID, key: IdempotencyKey) -> object:
    """The same message with the same id goes out once more."""
    tell_again(call_from(request, key), message_id=message_id)
    return Status(204, None)


@router.post("/baskets", response={201: BasketMade, **REFUSALS}, summary="Open a basket")
@about("baskets")
def create_basket(request: HttpRequest, key: IdempotencyKey, body: BasketIn) -> object:
    """By the shop; the same number for the same basket gives the same one."""
    opened = open_basket(
        call_from(request, key),
        payee_id=body.payee_id,
        reference=body.reference,
        amount=body.amount.money("amount"),
        items=[BasketItem(one.name, one.amount.money("items").minor) for one in body.items],
        return_url=body.return_url,
    )
    made = {"basket_id": opened.basket_id, "expires_at": opened.expires_at}
    return Status(201, {**made, "pay_path": f"/baskets/{opened.basket_id}/"})


@router.get("/baskets/{uuid:basket_id}", response={200: BasketOut, **REFUSALS}, summary="What became of a basket")
@about("baskets")
def read_basket(request: HttpRequest, basket_id: UUID) -> object:
    """For its shop, and for the customer who took it up."""
    found = basket(actor_from(request), basket_id)
    state = state_at(found.state, expires_at=found.expires_at, at=current_ports().clock.now())
    return {
        "id": found.id,
        "payee_id": found.payee_id,
        "reference": found.reference,
        "amount": found.amount,
        "state": state,
        "opened_at": found.opened_at,
        "expires_at": found.expires_at,
    }


@router.post("/baskets/{uuid:basket_id}/cancel", response={204: None, **REFUSALS}, summary="Take a basket back")
@about("baskets")
def cancel(request: HttpRequest, basket_id: UUID, key: IdempotencyKey) -> object:
    """By the shop; what is signed already is not undone by it."""
    cancel_basket(call_from(request, key), basket_id=basket_id)
    return Status(204, None)


@router.post("/baskets/{uuid:basket_id}/take-up", response={200: Decided, **REFUSALS}, summary="Pay in instalments")
@about("baskets")
def take_up(request: HttpRequest, basket_id: UUID, key: IdempotencyKey, body: TakeUpIn) -> object:
    """By the customer: an application over the very amount of the basket, decided on at once."""
    sources = current_ports().sources
    return take_up_basket(call_from(request, key), basket_id=basket_id, term_months=body.term_months, sources=sources)


@router.post("/loans/{uuid:loan_id}/returns", response={200: ReturnOut, **REFUSALS}, summary="Goods come back")
def give_back(request: HttpRequest, loan_id: UUID, key: IdempotencyKey, body: ReturnIn) -> object:
    """By the payee or operations: the loan is shortened, or ended, by what comes back."""
    return return_goods(call_from(request, key), loan_id=loan_id, amount=body.amount.money("amount"))
