"""How long files are kept, and legal holds."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from puhui.flows.keep_documents import files_kept
from puhui.foundation.documents.facade import ask_hold, decide_hold, holds_page, lift_hold
from puhui.foundation.party.facade import home_date
from puhui.interfaces.ports import current_ports
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, Page, Strict

router = Router()


class HoldIn(Strict):
    """Of whom nothing shall be erased, and why."""

    party_id: UUID
    reason: Annotated[str, Field(min_length=4, max_length=200)]


class HoldDecisionIn(Strict):
    """Whether the hold is set."""

    agree: bool


class HoldMade(Schema):
    """The hold."""

    hold_id: UUID


class HoldOut(Schema):
    """A hold: it stands from `set_at` until `lifted_at`; before, it waits for a second person."""

    id: UUID
    party_id: UUID
    reason: str
    asked_at: datetime
    set_at: datetime | None
    lifted_at: datetime | None


class KeptFileOut(Schema):
    """A file and until when it is kept; `until` is empty while a loan runs."""

    id: UUID
    name: str
    kind: str
    stored_at: datetime
    until: date | None
    is_held: bool


@router.get("/parties/{uuid:party_id}/files", response={200: list[KeptFileOut], **REFUSALS}, summary="Files kept")
def list_files(request: HttpRequest, party_id: UUID) -> object:
    """Each with the day until which it is kept; for the party and for staff."""
    found = files_kept(actor_from(request), party_id=party_id, on=home_date(current_ports().clock.now()))
    return [
        {
            "id": one.file.id,
            "name": one.file.name,
            "kind": one.file.kind,
            "stored_at": one.file.stored_at,
            "until": one.until,
            "is_held": one.is_held,
        }
        for one in found
    ]


@router.get("/holds", response={200: Page[HoldOut], **REFUSALS}, summary="Legal holds, newest first")
def list_holds(request: HttpRequest, limit: Limit, after: After, standing: bool = True) -> object:
    """Those that stand or wait, or all."""
    found = holds_page(actor_from(request), standing=standing, before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.post("/holds", response={201: HoldMade, **REFUSALS}, summary="Ask for a legal hold")
def create_hold(request: HttpRequest, key: IdempotencyKey, body: HoldIn) -> object:
    """Nothing is erased from now on; a second person confirms."""
    made = ask_hold(call_from(request, key), party_id=body.party_id, reason=body.reason)
    return Status(201, {"hold_id": made})


@router.post("/holds/{uuid:hold_id}/decide", response={200: HoldMade, **REFUSALS}, summary="Set a hold, or not")
def decide(request: HttpRequest, hold_id: UUID, key: IdempotencyKey, body: HoldDecisionIn) -> object:
    """Never by the one who asked."""
    return {"hold_id": decide_hold(call_from(request, key), hold_id=hold_id, agree=body.agree)}


@router.post("/holds/{uuid:hold_id}/lift", response={200: HoldMade, **REFUSALS}, summary="Lift a hold")
def lift(request: HttpRequest, hold_id: UUID, key: IdempotencyKey) -> object:
    """Asked by one, done by another."""
    return {"hold_id": lift_hold(call_from(request, key), hold_id=hold_id)}
