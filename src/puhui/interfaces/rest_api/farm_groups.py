"""Village lists, limits of cooperatives and joint-liability groups by the API."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from puhui.flows.farm.backing import guarantee_by_cooperative
from puhui.flows.farm.groups import begin_meeting, settle_meeting, use_savings
from puhui.foundation.party.facade import group_line
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, MoneyIn, MoneyOut, Page, Strict
from puhui.products.collateral.facade import GuaranteeState, Means
from puhui.products.farms.facade import (
    BackerKind,
    BackerState,
    Brought,
    MeetingState,
    NewBacker,
    NewEntry,
    agree_backer,
    backer,
    backers_page,
    end_backer,
    meeting,
    meetings_of,
    propose_backer,
    savings_of,
)

router = Router()


class EntryIn(Strict):
    """A household by its head: rating and line."""

    party_id: UUID
    rating: Annotated[str, Field(max_length=2)]
    limit: MoneyIn


class ListIn(Strict):
    """What a village committee or a cooperative resolved."""

    kind: BackerKind
    group_id: UUID
    limit: MoneyIn
    most_each: MoneyIn
    valid_until: date
    minutes: Annotated[str, Field(max_length=200)]
    entries: Annotated[list[EntryIn], Field(min_length=1, max_length=500)]


class ListMovedOut(Schema):
    """A list after an act."""

    backer_id: UUID
    state: BackerState


class EntryOut(Schema):
    """A household on a list."""

    party_id: UUID
    household_id: UUID
    rating: str
    limit: MoneyOut
    used: MoneyOut


class ListLineOut(Schema):
    """A list with its limit, and what of it is used."""

    id: UUID
    kind: BackerKind
    group_id: UUID
    limit: MoneyOut
    most_each: MoneyOut
    used: MoneyOut
    valid_until: date
    minutes: str
    state: BackerState


class ListOut(ListLineOut):
    """With its households."""

    entries: list[EntryOut]


class CooperativeIn(Strict):
    """For which loan, for which share, and what the cooperative owns, earns and owes elsewhere."""

    loan_id: UUID
    share_pct: Annotated[Decimal, Field(gt=0, le=100, decimal_places=4)] = Decimal(100)
    assets: MoneyIn
    yearly_income: MoneyIn
    owed_elsewhere: MoneyIn


class GuaranteeOut(Schema):
    """The guarantee that was taken."""

    guarantee_id: UUID
    state: GuaranteeState
    amount: MoneyOut
    is_ring: bool


class MeetingIn(Strict):
    """Where the group meets."""

    place: Annotated[str, Field(max_length=100)]


class BroughtIn(Strict):
    """What a member brought."""

    party_id: UUID
    is_present: bool = True
    cash: MoneyIn


class SettleIn(Strict):
    """What was counted on the table, and who brought how much of it."""

    counted: MoneyIn
    brought: Annotated[list[BroughtIn], Field(max_length=20)]


class MeetingMovedOut(Schema):
    """A meeting after an act."""

    meeting_id: UUID
    state: MeetingState
    cash: MoneyOut


class SheetLineOut(Schema):
    """One member's line of the sheet."""

    party_id: UUID
    loan_id: UUID | None
    due: MoneyOut
    is_present: bool
    cash: MoneyOut
    to_loan: MoneyOut
    to_savings: MoneyOut


class MeetingOut(Schema):
    """A meeting and its sheet (in a list: without)."""

    id: UUID
    group_id: UUID
    n: int
    on: date
    place: str
    state: MeetingState
    cash: MoneyOut
    lines: list[SheetLineOut]


class GroupMoneyOut(Schema):
    """What a group has saved."""

    group_id: UUID
    savings: MoneyOut


class SavingsUsedOut(Schema):
    """Savings that met what a member owed."""

    group_id: UUID
    loan_id: UUID
    amount: MoneyOut


@router.get("/lists", response={200: Page[ListLineOut], **REFUSALS}, summary="Village lists and limits")
def list_lists(request: HttpRequest, after: After, limit: Limit, kind: BackerKind | None = None) -> object:
    """Newest first; for staff."""
    rows = backers_page(actor_from(request), kind=kind or "", before=after, most=limit)
    return {"items": rows, "next": rows[-1].id if len(rows) == limit else None}


@router.post("/lists", response={201: ListMovedOut, **REFUSALS}, summary="Enter a list")
def create_list(request: HttpRequest, key: IdempotencyKey, body: ListIn) -> object:
    """Two colleagues must agree before it is in force."""
    entries = tuple(NewEntry(party_id=e.party_id, rating=e.rating, limit=e.limit.money()) for e in body.entries)
    asked = NewBacker(
        kind=body.kind,
        group_id=body.group_id,
        limit=body.limit.money("limit"),
        most_each=body.most_each.money("most_each"),
        valid_until=body.valid_until,
        minutes=body.minutes,
    )
    return Status(201, propose_backer(call_from(request, key), backer=asked, entries=entries))


@router.get("/lists/{uuid:backer_id}", response={200: ListOut, **REFUSALS}, summary="One list")
def read_list(request: HttpRequest, backer_id: UUID) -> object:
    """With its households; for staff."""
    return backer(actor_from(request), backer_id=backer_id)


@router.post("/lists/{uuid:backer_id}/agree", response={200: ListMovedOut, **REFUSALS}, summary="Agree to a list")
def agree(request: HttpRequest, backer_id: UUID, key: IdempotencyKey) -> object:
    """By two colleagues, neither of whom entered it."""
    return agree_backer(call_from(request, key), backer_id=backer_id)


@router.post("/lists/{uuid:backer_id}/end", response={200: ListMovedOut, **REFUSALS}, summary="End a list")
def end(request: HttpRequest, backer_id: UUID, key: IdempotencyKey) -> object:
    """Nothing new is lent on it."""
    return end_backer(call_from(request, key), backer_id=backer_id)


@router.post(
    "/lists/{uuid:backer_id}/guarantee", response={200: GuaranteeOut, **REFUSALS}, summary="Cooperative guarantees"
)
def guarantee(request: HttpRequest, backer_id: UUID, key: IdempotencyKey, body: CooperativeIn) -> object:
    """For a loan of one of its members."""
    means = Means(
        assets_minor=body.assets.money("assets").minor,
        income_minor=body.yearly_income.money("yearly_income").minor,
        debts_minor=body.owed_elsewhere.money("owed_elsewhere").minor,
    )
    call = call_from(request, key)
    return guarantee_by_cooperative(
        call, loan_id=body.loan_id, backer_id=backer_id, means=means, share_pct=body.share_pct
    )


@router.get("/groups/{uuid:group_id}/meetings", response={200: list[MeetingOut], **REFUSALS}, summary="Meetings")
def list_meetings(request: HttpRequest, group_id: UUID, limit: Limit) -> object:
    """Newest first, for staff and for the group."""
    return meetings_of(actor_from(request), group_id=group_id, most=limit)


@router.post("/groups/{uuid:group_id}/meetings", response={201: MeetingMovedOut, **REFUSALS}, summary="Hold a meeting")
def create_meeting(request: HttpRequest, group_id: UUID, key: IdempotencyKey, body: MeetingIn) -> object:
    """Its sheet says what is due of each member today."""
    return Status(201, begin_meeting(call_from(request, key), group_id=group_id, place=body.place))


@router.get("/groups/{uuid:group_id}/savings", response={200: GroupMoneyOut, **REFUSALS}, summary="A group's savings")
def read_savings(request: HttpRequest, group_id: UUID) -> object:
    """For staff and for the group."""
    group_line(actor_from(request), group_id=group_id)
    return {"group_id": group_id, "savings": savings_of(group_id)}


@router.get("/meetings/{uuid:meeting_id}", response={200: MeetingOut, **REFUSALS}, summary="One meeting")
def read_meeting(request: HttpRequest, meeting_id: UUID) -> object:
    """With its sheet."""
    return meeting(actor_from(request), meeting_id=meeting_id)


@router.post("/meetings/{uuid:meeting_id}/settle", response={200: MeetingMovedOut, **REFUSALS}, summary="Settle it")
def settle(request: HttpRequest, meeting_id: UUID, key: IdempotencyKey, body: SettleIn) -> object:
    """What was counted must be what the lines add up to; it is booked at once."""
    brought = tuple(Brought(one.party_id, one.is_present, one.cash.money("cash")) for one in body.brought)
    return settle_meeting(
        call_from(request, key), meeting_id=meeting_id, brought=brought, counted=body.counted.money("counted")
    )


@router.post("/loans/{uuid:loan_id}/savings", response={200: SavingsUsedOut, **REFUSALS}, summary="The group answers")
def answer_for(request: HttpRequest, loan_id: UUID, key: IdempotencyKey) -> object:
    """The group's savings meet what a member owes late."""
    return use_savings(call_from(request, key), loan_id=loan_id)
