"""What a customer was told."""

from datetime import datetime, time
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from puhui.foundation.notices.facade import choose_messages, mark_read, notices_of, own_choices
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, Page, Strict, TextOut

router = Router()


class NoticeOut(Schema):
    """One notice in both languages."""

    notice_id: UUID
    party_id: UUID
    kind: str
    subject: TextOut
    body: TextOut
    created_at: datetime
    read_at: datetime | None


class Read(Schema):
    """The notice that was read."""

    notice_id: UUID


@router.get("", response={200: Page[NoticeOut], **REFUSALS}, summary="Notices, newest first")
def list_notices(request: HttpRequest, limit: Limit, after: After) -> object:
    """Those of the actor and of the firms they act for; staff see all."""
    found = notices_of(actor_from(request), after=after, most=limit)
    return {"items": found, "next": found[-1].notice_id if len(found) == limit else None}


@router.post("/{uuid:notice_id}/read", response={200: Read, **REFUSALS}, summary="Mark a notice as read")
def read(request: HttpRequest, notice_id: UUID, key: IdempotencyKey) -> object:
    """The first time counts."""
    return {"notice_id": mark_read(call_from(request, key), notice_id=notice_id)}


class ChoicesOut(Schema):
    """Groups of messages without a text message, and the hours without any (in the home market)."""

    sms_off: list[str]
    quiet_from: time | None
    quiet_until: time | None


class ChoicesIn(Strict):
    """The same, to be kept."""

    sms_off: Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=10)] = []
    quiet_from: time | None = None
    quiet_until: time | None = None


@router.get("/choices", response={200: ChoicesOut, **REFUSALS}, summary="How messages reach me")
def read_choices(request: HttpRequest) -> object:
    """Of the customer who asks."""
    return own_choices(actor_from(request))


@router.put("/choices", response={200: ChoicesOut, **REFUSALS}, summary="Choose how messages reach me")
def keep_choices(request: HttpRequest, key: IdempotencyKey, body: ChoicesIn) -> object:
    """For the customer and the firms they act for; codes always come."""
    choose_messages(
        call_from(request, key), sms_off=body.sms_off, quiet_from=body.quiet_from, quiet_until=body.quiet_until
    )
    return own_choices(actor_from(request))
