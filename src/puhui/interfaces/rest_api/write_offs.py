"""Write-offs: proposed, approved by different people, booked; what came in since. Equal in power to the pages."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from puhui.flows.collections.write_off import (
    approve_write_off,
    book_write_off,
    propose_write_off,
    reject_write_off,
    written_off,
)
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, MoneyOut, Page, Strict
from puhui.products.collections.facade import WriteOffState, write_off

router = Router()


class ApprovalOut(Schema):
    """One person's word."""

    by_name: str
    at: datetime
    note: str


class WriteOffOut(Schema):
    """A write-off; parts in minor units."""

    id: UUID
    loan_id: UUID
    reason: str
    evidence: str
    parts: dict[str, Any]
    amount: MoneyOut
    efforts: dict[str, Any]
    days_past_due: int
    state: WriteOffState
    approvals_needed: int
    approvals: list[ApprovalOut]
    proposed_by_name: str
    proposed_on: date
    booked_on: date | None
    event_id: UUID | None


class WrittenOffOut(Schema):
    """A write-off with what came in since."""

    line: WriteOffOut
    recovered: MoneyOut


class WriteOffIn(Strict):
    """Why, and what proves it."""

    reason: Annotated[str, Field(max_length=20)]
    evidence: Annotated[str, Field(min_length=10, max_length=2000)]


class NoteIn(Strict):
    """A word with it."""

    note: Annotated[str, Field(max_length=500)] = ""


class WriteOffDone(Schema):
    """The write-off after an act."""

    write_off_id: UUID
    loan_id: UUID
    state: WriteOffState
    approvals: int


@router.get("/write-offs", response={200: Page[WrittenOffOut], **REFUSALS}, summary="Write-offs")
def list_write_offs(
    request: HttpRequest, limit: Limit, after: After, state: Annotated[WriteOffState | None, Query()] = None
) -> object:
    """Newest first, with what came in on each claim since. Staff only."""
    rows = written_off(actor_from(request), state=state.value if state else "", before=after, most=limit)
    return {"items": rows, "next": rows[-1].line.id if len(rows) == limit else None}


@router.get("/write-offs/{uuid:write_off_id}", response={200: WriteOffOut, **REFUSALS}, summary="One write-off")
def read_write_off(request: HttpRequest, write_off_id: UUID) -> object:
    """With its proof and who agreed. Staff only."""
    return write_off(actor_from(request), write_off_id=write_off_id)


@router.post("/loans/{uuid:loan_id}/write-off", response={200: WriteOffDone, **REFUSALS}, summary="Propose a write-off")
def new_write_off(request: HttpRequest, loan_id: UUID, key: IdempotencyKey, body: WriteOffIn) -> object:
    """Refused unless the conditions of the rulebook hold."""
    return propose_write_off(call_from(request, key), loan_id=loan_id, reason=body.reason, evidence=body.evidence)


@router.post("/write-offs/{uuid:write_off_id}/approve", response={200: WriteOffDone, **REFUSALS}, summary="Agree")
def approve(request: HttpRequest, write_off_id: UUID, key: IdempotencyKey, body: NoteIn) -> object:
    """Never by who proposed it, nor twice by the same person."""
    return approve_write_off(call_from(request, key), write_off_id=write_off_id, note=body.note)


@router.post("/write-offs/{uuid:write_off_id}/reject", response={200: WriteOffDone, **REFUSALS}, summary="Do not agree")
def reject(request: HttpRequest, write_off_id: UUID, key: IdempotencyKey) -> object:
    """One no is enough."""
    return reject_write_off(call_from(request, key), write_off_id=write_off_id)


@router.post("/write-offs/{uuid:write_off_id}/book", response={200: WriteOffDone, **REFUSALS}, summary="Book it")
def book(request: HttpRequest, write_off_id: UUID, key: IdempotencyKey) -> object:
    """What was approved and could not be booked in the same act."""
    return book_write_off(call_from(request, key), write_off_id=write_off_id)
