"""Facilities by the API: limits, draws with their cost sheets, changes by staff, exposure."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from puhui.flows.draw_facility.change_limit import ask_for_more, change_limit, confirm_limit, lower_own_limit
from puhui.flows.draw_facility.confirm_draw import confirm_and_pay, request_draw_code
from puhui.flows.draw_facility.show_draw import give_up_draw, show_draw
from puhui.flows.exposures import exposure_seen
from puhui.foundation.access.facade import sealed
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, MoneyIn, MoneyOut, Page, Strict
from puhui.products.facilities.facade import (
    DrawState,
    FacilityState,
    ProposalState,
    draw,
    facilities_page,
    facility,
    proposals_open,
)

router = Router()
Reason = Annotated[str, Field(max_length=300)]


class DrawIn(Strict):
    """How much, what for; `term_months` where draws are loans of their own."""

    amount: MoneyIn
    purpose: Annotated[str, Field(max_length=41)]
    language: Literal["zh-hans", "en"] = "zh-hans"
    term_months: Annotated[int | None, Field(ge=1, le=120)] = None


class ConfirmIn(Strict):
    """The code from the text message, and how long the sheet was on the screen where that is counted."""

    code: Annotated[str, Field(max_length=12)]
    seconds_shown: Annotated[int | None, Field(ge=0, le=86400)] = None


class LowerIn(Strict):
    """The new limit."""

    limit: MoneyIn


class AskIn(LowerIn):
    """The limit asked for, and why."""

    reason: Reason


class ChangeIn(Strict):
    """What staff do to a limit; `limit` goes with a cut and a raise."""

    act: Literal["cut", "raised", "frozen", "unfrozen", "reviewed", "closed"]
    reason: Reason
    limit: MoneyIn | None = None


class DecideIn(Strict):
    """Yes or no."""

    agree: bool


class FacilityLineOut(Schema):
    """A limit: how much, what of it is drawn, reserved and free."""

    id: UUID
    holder_id: UUID
    product_code: str
    state: FacilityState
    limit: MoneyOut
    drawn: MoneyOut
    reserved: MoneyOut
    free: MoneyOut
    over: MoneyOut
    freezes: list[str]
    annual_rate_pct: Decimal
    available_until: date
    expires_on: date
    review_on: date


class DrawOut(Schema):
    """One draw."""

    id: UUID
    facility_id: UUID
    loan_id: UUID | None
    amount: MoneyOut
    outstanding: MoneyOut
    purpose: str
    term_months: int
    method: str
    state: DrawState
    reserved_until: datetime
    drawn_on: date | None
    ended_why: str


class EventOut(Schema):
    """One event, with the balances after it in minor units."""

    n: int
    on: date
    at: datetime
    kind: str
    amount_minor: int
    limit_minor: int
    drawn_minor: int
    reserved_minor: int
    reason: str


class ProposalOut(Schema):
    """What waits, or waited, for a second person."""

    id: UUID
    facility_id: UUID
    kind: str
    amount: MoneyOut | None
    reason: str
    state: ProposalState
    proposed_by_name: str
    proposed_on: date
    decided_by_name: str


class FeeOut(Schema):
    """A commitment fee that was charged for what was undrawn until a day."""

    fee_id: UUID
    amount: MoneyOut
    paid: MoneyOut
    to_on: date


class FacilityOut(Schema):
    """Everything about one limit."""

    line: FacilityLineOut
    household_id: UUID | None
    contract_id: UUID
    loan_id: UUID | None
    drawn_as: str
    method: str
    ceiling: MoneyOut
    lowest_draw: MoneyOut
    commitment_fee_pct: Decimal
    sub_limits: dict[str, int]
    fees: list[FeeOut]
    granted_on: date
    reviewed_on: date | None
    raise_from: date | None
    draws: list[DrawOut]
    events: list[EventOut]
    proposals: list[ProposalOut]


class DrawShownOut(Schema):
    """The cost sheet of a draw, how long it must be read, and until when the room is held."""

    draw_id: UUID
    facility_id: UUID
    amount: MoneyOut
    sheet: dict[str, Any]
    sheet_hash: str
    minimum_seconds: int
    reserved_until: datetime


class DrawDone(Schema):
    """The draw after an act."""

    draw_id: UUID


class DrawAskedOut(Schema):
    """The bank is asked to pay."""

    draw_id: UUID
    facility_id: UUID
    loan_id: UUID
    order_id: UUID


class FacilityDone(Schema):
    """The limit after an act; amounts in minor units."""

    facility_id: UUID
    state: FacilityState
    limit_minor: int
    free_minor: int
    is_frozen: bool


class ProposalDone(Schema):
    """The proposal after an act; `proposed` waits for a second person."""

    proposal_id: UUID
    facility_id: UUID
    kind: str
    state: ProposalState


class CaseOut(Schema):
    """The case in which people decide."""

    case_id: UUID


class ExposureOut(Schema):
    """Minor units: owed, reserved, still to be drawn, by trade, and what of all counts against limits."""

    loans: int
    facilities: int
    owed_minor: int
    reserved_minor: int
    undrawn_minor: int
    trade_minor: int
    counted_minor: int


class GroupExposureOut(Schema):
    """A party, its group of connected parties, and the adults of its household."""

    own: ExposureOut
    group: ExposureOut
    members: int
    household: ExposureOut
    adults: int


@router.get("", response={200: Page[FacilityLineOut], **REFUSALS}, summary="Limits, newest first")
def list_facilities(
    request: HttpRequest,
    limit: Limit,
    after: After,
    *,
    holder_id: Annotated[UUID | None, Query(None)] = None,
    state: Annotated[FacilityState | None, Query(None)] = None,
    only_frozen: Annotated[bool, Query(False)] = False,
) -> object:
    """Staff see all, holders their own."""
    found = facilities_page(
        actor_from(request),
        holder_id=holder_id,
        state=state.value if state else "",
        only_frozen=only_frozen,
        before=after,
        most=limit,
    )
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.get("/proposals", response={200: list[ProposalOut], **REFUSALS}, summary="What waits for a second person")
def list_proposals(request: HttpRequest, limit: Limit) -> object:
    """Oldest first. Staff only."""
    return proposals_open(actor_from(request), most=limit)


@router.post(
    "/proposals/{uuid:proposal_id}/decide", response={200: ProposalDone, **REFUSALS}, summary="Agree, or do not"
)
def decide(request: HttpRequest, proposal_id: UUID, key: IdempotencyKey, body: DecideIn) -> object:
    """Another colleague than the one who proposed it."""
    return confirm_limit(call_from(request, key), proposal_id=proposal_id, agree=body.agree)


@router.get("/exposure/{uuid:party_id}", response={200: GroupExposureOut, **REFUSALS}, summary="Exposure of a group")
def read_exposure(request: HttpRequest, party_id: UUID) -> object:
    """What a party and those connected with it owe and may draw, over all products. Staff only."""
    return exposure_seen(actor_from(request), party_id=party_id)


@router.get("/draws/{uuid:draw_id}", response={200: DrawOut, **REFUSALS}, summary="One draw")
def read_draw(request: HttpRequest, draw_id: UUID) -> object:
    """As it stands."""
    return draw(actor_from(request), draw_id)


@router.post("/draws/{uuid:draw_id}/code", response={200: DrawDone, **REFUSALS}, summary="Send the code of a draw")
def send_code(request: HttpRequest, draw_id: UUID, key: IdempotencyKey) -> object:
    """To the phone of the person who draws."""
    return request_draw_code(call_from(request, key), draw_id=draw_id)


@router.post("/draws/{uuid:draw_id}/confirm", response={200: DrawAskedOut, **REFUSALS}, summary="Confirm a draw")
def confirm(request: HttpRequest, draw_id: UUID, key: IdempotencyKey, body: ConfirmIn) -> object:
    """With the code, once the sheet was read long enough; the bank is asked to pay."""
    return confirm_and_pay(
        call_from(request, key),
        draw_id=draw_id,
        code=sealed(body.code, where="code"),
        seconds_shown=body.seconds_shown,
    )


@router.post("/draws/{uuid:draw_id}/give-up", response={200: DrawDone, **REFUSALS}, summary="Give a draw up")
def give_up(request: HttpRequest, draw_id: UUID, key: IdempotencyKey) -> object:
    """Before it is confirmed or on its way: its room is free again."""
    return give_up_draw(call_from(request, key), draw_id=draw_id)


@router.get("/{uuid:facility_id}", response={200: FacilityOut, **REFUSALS}, summary="One limit")
def read_facility(request: HttpRequest, facility_id: UUID) -> object:
    """With its draws and events; staff see proposals too."""
    return facility(actor_from(request), facility_id)


@router.post("/{uuid:facility_id}/draws", response={200: DrawShownOut, **REFUSALS}, summary="Begin a draw")
def new_draw(request: HttpRequest, facility_id: UUID, key: IdempotencyKey, body: DrawIn) -> object:
    """Holds the room for some minutes and answers with the cost sheet."""
    return show_draw(
        call_from(request, key),
        facility_id=facility_id,
        amount=body.amount.money("amount"),
        purpose=body.purpose,
        language=body.language,
        term_months=body.term_months,
    )


@router.post("/{uuid:facility_id}/lower", response={200: FacilityDone, **REFUSALS}, summary="Lower one's own limit")
def lower(request: HttpRequest, facility_id: UUID, key: IdempotencyKey, body: LowerIn) -> object:
    """At once; nobody has to agree."""
    return lower_own_limit(call_from(request, key), facility_id=facility_id, limit=body.limit.money("limit"))


@router.post("/{uuid:facility_id}/ask", response={200: CaseOut, **REFUSALS}, summary="Ask for a higher limit")
def ask(request: HttpRequest, facility_id: UUID, key: IdempotencyKey, body: AskIn) -> object:
    """Up to what the contract says; people decide."""
    call = call_from(request, key)
    return {"case_id": ask_for_more(call, facility_id=facility_id, limit=body.limit.money("limit"), reason=body.reason)}


@router.post("/{uuid:facility_id}/changes", response={200: ProposalDone, **REFUSALS}, summary="Change a limit")
def change(request: HttpRequest, facility_id: UUID, key: IdempotencyKey, body: ChangeIn) -> object:
    """Staff; what lets more be lent waits for a second person."""
    return change_limit(
        call_from(request, key),
        facility_id=facility_id,
        act=body.act,
        reason=body.reason,
        limit=body.limit.money("limit") if body.limit else None,
    )
