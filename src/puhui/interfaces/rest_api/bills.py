"""Bills by the API: limits of acceptors, bills with their chains, quotes, sales, presentment and recourse."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from puhui.flows.discount_bill.buy_back import back_quote, buy_bill_back
from puhui.flows.discount_bill.check import check_bill, refuse_bill
from puhui.flows.discount_bill.codes import request_bill_code
from puhui.flows.discount_bill.pass_on import pass_on_bill
from puhui.flows.discount_bill.present import claim_bill_recourse, note_letter_answer, present_bill
from puhui.flows.discount_bill.rediscount import decide_rediscount, note_rediscount_paid, pay_rediscount_back
from puhui.flows.discount_bill.sell import quote_of, sell_bill
from puhui.interfaces.rest_api.bill_shapes import (
    AgreeIn,
    BackDone,
    BackIn,
    BackOut,
    BillDone,
    BillIn,
    BillOut,
    CheckIn,
    CodeDone,
    DividedDone,
    DivideIn,
    LimitDone,
    LimitIn,
    LimitOut,
    NoteIn,
    PassedDone,
    PassIn,
    QuoteOut,
    ReasonIn,
    RecourseIn,
    RediscountDone,
    RediscountIn,
    RediscountOut,
    SellIn,
    SoldDone,
)
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, Page
from puhui.products.bills.facade import (
    BillState,
    NewLimit,
    NewRediscount,
    RediscountState,
    bill,
    bills_page,
    block_limit,
    decide_limit,
    divide_bill,
    limits_page,
    propose_limit,
    propose_rediscount,
    rediscounts_page,
    submit_bill,
)

router = Router()


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


@router.get("/rediscounts", response={200: Page[RediscountOut], **REFUSALS}, summary="Rediscounts, newest first")
def list_rediscounts(
    request: HttpRequest, limit: Limit, after: After, *, state: Annotated[RediscountState | None, Query(None)] = None
) -> object:
    """What went on to other banks, or shall. Staff only."""
    found = rediscounts_page(actor_from(request), state=state, before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.post(
    "/rediscounts/{uuid:rediscount_id}/decision",
    response={200: RediscountDone, **REFUSALS},
    summary="Let it go on, or not",
)
def decide_going_on(request: HttpRequest, rediscount_id: UUID, key: IdempotencyKey, body: AgreeIn) -> object:
    """Never by who proposed it; the discount is that of today."""
    return decide_rediscount(call_from(request, key), rediscount_id=rediscount_id, agree=body.agree)


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
def read_quote(
    request: HttpRequest, bill_id: UUID, *, without_recourse: Annotated[bool, Query(False)] = False
) -> object:
    """The whole cost sheet; without recourse its holder owes nothing when the acceptor does not pay."""
    return quote_of(actor_from(request), bill_id, without_recourse=without_recourse)


@router.post("/{uuid:bill_id}/code", response={200: CodeDone, **REFUSALS}, summary="Ask for a one-time code")
def send_code(
    request: HttpRequest,
    bill_id: UUID,
    key: IdempotencyKey,
    *,
    to_pass_on: Annotated[bool, Query(False)] = False,
    to_buy_back: Annotated[bool, Query(False)] = False,
) -> object:
    """To the phone of who asks, for selling it, passing it on, or having it back."""
    call = call_from(request, key)
    return request_bill_code(call, bill_id=bill_id, to_pass_on=to_pass_on, to_buy_back=to_buy_back)


@router.get("/{uuid:bill_id}/buy-back", response={200: BackOut, **REFUSALS}, summary="For what it comes back today")
def read_back(request: HttpRequest, bill_id: UUID) -> object:
    """Before its day, for its holder and staff."""
    return back_quote(actor_from(request), bill_id)


@router.post("/{uuid:bill_id}/buy-back", response={200: BackDone, **REFUSALS}, summary="Have it back")
def have_back(request: HttpRequest, bill_id: UUID, key: IdempotencyKey, body: BackIn) -> object:
    """By its holder, for the price that was shown."""
    return buy_bill_back(call_from(request, key), bill_id=bill_id, price=body.price.money("price"), code=body.code)


@router.post("/{uuid:bill_id}/divide", response={200: DividedDone, **REFUSALS}, summary="Divide it into two parts")
def divide(request: HttpRequest, bill_id: UUID, key: IdempotencyKey, body: DivideIn) -> object:
    """By its holder, before it is sold; both parts are as far as it was."""
    return divide_bill(call_from(request, key), bill_id=bill_id, amount=body.amount.money())


@router.post("/{uuid:bill_id}/pass-on", response={200: PassedDone, **REFUSALS}, summary="Pass it on")
def pass_it_on(request: HttpRequest, bill_id: UUID, key: IdempotencyKey, body: PassIn) -> object:
    """To another firm that is registered here; it is checked again for them."""
    return pass_on_bill(call_from(request, key), bill_id=bill_id, to_uscc=body.to_uscc, code=body.code)


@router.post("/{uuid:bill_id}/sell", response={200: SoldDone, **REFUSALS}, summary="Sell it")
def sell(request: HttpRequest, bill_id: UUID, key: IdempotencyKey, body: SellIn) -> object:
    """On the sheet that was shown."""
    told = body.model_dump(include={"sheet_hash", "code", "without_recourse"})
    return sell_bill(call_from(request, key), bill_id=bill_id, **told)


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


@router.post("/{uuid:bill_id}/rediscount", response={200: RediscountDone, **REFUSALS}, summary="Propose a rediscount")
def go_on(request: HttpRequest, bill_id: UUID, key: IdempotencyKey, body: RediscountIn) -> object:
    """By finance; a second person decides."""
    asked = NewRediscount(taker=body.taker.firm, annual_rate_pct=body.annual_rate_pct)
    return propose_rediscount(call_from(request, key), bill_id=bill_id, asked=asked)


@router.post("/{uuid:bill_id}/rediscount/paid", response={200: BillDone, **REFUSALS}, summary="Its taker was paid")
def taker_paid(request: HttpRequest, bill_id: UUID, key: IdempotencyKey) -> object:
    """By the acceptor, on its day or later: we owe nothing any more."""
    return note_rediscount_paid(call_from(request, key), bill_id=bill_id)


@router.post("/{uuid:bill_id}/rediscount/back", response={200: BillDone, **REFUSALS}, summary="Pay its taker back")
def pay_back(request: HttpRequest, bill_id: UUID, key: IdempotencyKey) -> object:
    """The acceptor did not pay: the face goes back to the taker, and the bill is ours again."""
    return pay_rediscount_back(call_from(request, key), bill_id=bill_id)
