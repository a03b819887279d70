"""Bills by the API: limits of acceptors, bills with their chains, quotes, sales, presentment and recourse."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from puhui.flows.discount_bill.check import check_bill, refuse_bill
from puhui.flows.discount_bill.present import claim_bill_recourse, note_letter_answer, present_bill
from puhui.flows.discount_bill.sell import quote_of, request_bill_code, sell_bill
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, MoneyIn, MoneyOut, Page, Strict
from puhui.products.bills.facade import (
    BillKind,
    BillState,
    EndorsementIn,
    Firm,
    LimitState,
    NewBill,
    NewLimit,
    bill,
    bills_page,
    block_limit,
    decide_limit,
    limits_page,
    propose_limit,
    submit_bill,
)

router = Router()
Rate = Annotated[Decimal, Field(gt=0, le=36, max_digits=7, decimal_places=4)]
Reason = Annotated[str, Field(max_length=300)]


class FirmBody(Strict):
    """A firm or bank as the bill names it, with its credit code or bank number."""

    name: Annotated[str, Field(max_length=120)]
    code: Annotated[str, Field(max_length=40)]

    @property
    def firm(self) -> Firm:
        """As the room takes it."""
        return Firm(name=self.name, code=self.code)


class EndorsementBody(Strict):
    """One endorsement; `is_last`: the endorser wrote that the bill may not be passed on."""

    giver: FirmBody
    taker: FirmBody
    on: date
    is_last: bool = False


class BillIn(Strict):
    """A bill with everything that stands on it."""

    holder_id: UUID
    number: Annotated[str, Field(max_length=100)]
    kind: BillKind
    face: MoneyIn
    drawer: FirmBody
    acceptor: FirmBody
    payee: FirmBody
    issued_on: date
    due_on: date
    is_last: bool = False
    is_out_of_town: bool = False
    endorsements: Annotated[list[EndorsementBody], Field(max_length=200)] = []

    @property
    def bill(self) -> NewBill:
        """As the room takes it."""
        links = (
            EndorsementIn(giver=one.giver.firm, taker=one.taker.firm, on=one.on, is_last=one.is_last)
            for one in self.endorsements
        )
        return NewBill(
            holder_id=self.holder_id,
            number=self.number,
            kind=self.kind,
            face=self.face.money("face"),
            drawer=self.drawer.firm,
            acceptor=self.acceptor.firm,
            payee=self.payee.firm,
            issued_on=self.issued_on,
            due_on=self.due_on,
            is_last=self.is_last,
            is_out_of_town=self.is_out_of_town,
            endorsements=tuple(links),
        )


class LimitIn(Strict):
    """What we take of an acceptor, and the yearly rate."""

    kind: BillKind
    acceptor: FirmBody
    limit: MoneyIn
    annual_rate_pct: Rate
    valid_until: date


class AgreeIn(Strict):
    """Yes or no."""

    agree: bool


class CheckIn(Strict):
    """Under which reference the registry knows the bill."""

    registry_reference: Annotated[str, Field(max_length=60)]


class ReasonIn(Strict):
    """Why."""

    reason: Reason


class SellIn(Strict):
    """On the sheet of which hash, with which one-time code."""

    sheet_hash: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    code: Annotated[str, Field(max_length=20)]


class RecourseIn(Strict):
    """Who is asked; empty: the nearest who was not asked yet."""

    debtor_code: Annotated[str, Field(max_length=40)] = ""


class NoteIn(Strict):
    """What came of the letter."""

    note: Reason


class FirmOut(Schema):
    """A firm or bank as the bill names it."""

    name: str
    code: str


class EndorsementOut(Schema):
    """One endorsement."""

    giver: FirmOut
    taker: FirmOut
    on: date
    is_last: bool


class RecourseOut(Schema):
    """Somebody who was asked to pay."""

    n: int
    debtor: FirmOut
    amount: MoneyOut
    on: date
    outcome: str


class BillOut(Schema):
    """A bill, with its chain where one is asked for."""

    id: UUID
    number: str
    kind: BillKind
    face: MoneyOut
    holder_id: UUID
    drawer: FirmOut
    acceptor: FirmOut
    payee: FirmOut
    issued_on: date
    due_on: date
    pays_on: date
    ends_on: date
    state: BillState
    annual_rate_pct: Decimal | None
    days: int
    interest: MoneyOut
    proceeds: MoneyOut
    settled_on: date | None
    quoted_until: date | None
    registry_reference: str
    reason: str
    endorsements: list[EndorsementOut]
    recourse: list[RecourseOut]


class LimitOut(Schema):
    """An acceptor's limit."""

    id: UUID
    kind: BillKind
    acceptor: FirmOut
    limit: MoneyOut
    used: MoneyOut
    annual_rate_pct: Decimal
    valid_until: date
    state: LimitState
    proposed_by_name: str
    decided_by_name: str


class QuoteOut(Schema):
    """What it would bring today: the whole sheet, and the hash that binds a sale to it."""

    sheet: dict[str, Any]
    sheet_hash: str


class LimitDone(Schema):
    """The limit after an act."""

    limit_id: UUID
    state: LimitState


class BillDone(Schema):
    """The bill after an act."""

    bill_id: UUID
    state: BillState


class SoldDone(Schema):
    """What is on its way."""

    bill_id: UUID
    proceeds: MoneyOut


class CodeDone(Schema):
    """A code was sent."""

    bill_id: UUID


@router.get("/limits", response={200: Page[LimitOut], **REFUSALS}, summary="Limits of acceptors, newest first")
def list_limits(request: HttpRequest, limit: Limit, after: After) -> object:
    """Staff only."""
    found = limits_page(actor_from(request), before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.post("/limits", response={200: LimitDone, **REFUSALS}, summary="Propose a limit")
def new_limit(request: HttpRequest, key: IdempotencyKey, body: LimitIn) -> object:
    """A second person decides."""
    asked = NewLimit(
        kind=body.kind,
        acceptor=body.acceptor.firm,
        limit=body.limit.money("limit"),
        annual_rate_pct=body.annual_rate_pct,
        valid_until=body.valid_until,
    )
    return propose_limit(call_from(request, key), asked=asked)


@router.post("/limits/{uuid:limit_id}/decision", response={200: LimitDone, **REFUSALS}, summary="Agree or not")
def decide(request: HttpRequest, limit_id: UUID, key: IdempotencyKey, body: AgreeIn) -> object:
    """Never by who proposed it."""
    return decide_limit(call_from(request, key), limit_id=limit_id, agree=body.agree)


@router.post("/limits/{uuid:limit_id}/block", response={200: LimitDone, **REFUSALS}, summary="Block a limit")
def block(request: HttpRequest, limit_id: UUID, key: IdempotencyKey) -> object:
    """Nothing more is taken; what we hold stays."""
    return block_limit(call_from(request, key), limit_id=limit_id)


@router.get("", response={200: Page[BillOut], **REFUSALS}, summary="Bills, newest first, without their chains")
def list_bills(
    request: HttpRequest, limit: Limit, after: After, *, state: Annotated[BillState | None, Query(None)] = None
) -> object:
    """Staff see all, holders their own."""
    found = bills_page(actor_from(request), state=state, before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.post("", response={200: BillDone, **REFUSALS}, summary="Show a bill")
def show(request: HttpRequest, key: IdempotencyKey, body: BillIn) -> object:
    """Its number, term and chain must hold; one bill once."""
    return submit_bill(call_from(request, key), asked=body.bill)


@router.get("/{uuid:bill_id}", response={200: BillOut, **REFUSALS}, summary="One bill with its chain")
def read_bill(request: HttpRequest, bill_id: UUID) -> object:
    """For its holder and staff."""
    return bill(actor_from(request), bill_id)


@router.post("/{uuid:bill_id}/check", response={200: BillDone, **REFUSALS}, summary="It is at the registry")
def check(request: HttpRequest, bill_id: UUID, key: IdempotencyKey, body: CheckIn) -> object:
    """By operations; it counts against the acceptor's limit from now on."""
    return check_bill(call_from(request, key), bill_id=bill_id, registry_reference=body.registry_reference)


@router.post("/{uuid:bill_id}/refuse", response={200: BillDone, **REFUSALS}, summary="It is not taken, or taken back")
def refuse(request: HttpRequest, bill_id: UUID, key: IdempotencyKey, body: ReasonIn) -> object:
    """By us with a reason, or by its holder."""
    return refuse_bill(call_from(request, key), bill_id=bill_id, reason=body.reason)


@router.get("/{uuid:bill_id}/quote", response={200: QuoteOut, **REFUSALS}, summary="What it would bring today")
def read_quote(request: HttpRequest, bill_id: UUID) -> object:
    """The whole cost sheet."""
    return quote_of(actor_from(request), bill_id)


@router.post("/{uuid:bill_id}/code", response={200: CodeDone, **REFUSALS}, summary="Ask for a one-time code")
def send_code(request: HttpRequest, bill_id: UUID, key: IdempotencyKey) -> object:
    """To the phone of who asks."""
    return request_bill_code(call_from(request, key), bill_id=bill_id)


@router.post("/{uuid:bill_id}/sell", response={200: SoldDone, **REFUSALS}, summary="Sell it")
def sell(request: HttpRequest, bill_id: UUID, key: IdempotencyKey, body: SellIn) -> object:
    """On the sheet that was shown."""
    return sell_bill(call_from(request, key), bill_id=bill_id, sheet_hash=body.sheet_hash, code=body.code)


@router.post("/{uuid:bill_id}/present", response={200: BillDone, **REFUSALS}, summary="Present it")
def present(request: HttpRequest, bill_id: UUID, key: IdempotencyKey) -> object:
    """On its day or later, never before."""
    return present_bill(call_from(request, key), bill_id=bill_id)


@router.post("/{uuid:bill_id}/recourse", response={200: BillDone, **REFUSALS}, summary="Ask those before us")
def recourse(request: HttpRequest, bill_id: UUID, key: IdempotencyKey, body: RecourseIn) -> object:
    """Nearest first, where policy says so."""
    return claim_bill_recourse(call_from(request, key), bill_id=bill_id, debtor_code=body.debtor_code)


@router.post("/{uuid:bill_id}/letter", response={200: BillDone, **REFUSALS}, summary="A letter brought nothing")
def letter(request: HttpRequest, bill_id: UUID, key: IdempotencyKey, body: NoteIn) -> object:
    """The next one may be asked."""
    return note_letter_answer(call_from(request, key), bill_id=bill_id, note=body.note)
