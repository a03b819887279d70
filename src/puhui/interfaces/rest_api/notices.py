"""What a customer was told."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from puhui.foundation.notices.facade import mark_read, notices_of
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, Page, TextOut

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
