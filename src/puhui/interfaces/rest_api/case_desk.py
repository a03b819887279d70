"""Who works on a case, its files and times, and one's own desk: equal in power to the pages."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from puhui.foundation.casework.facade import (
    MOST_FILE_BYTES,
    attach_file,
    changes_since,
    escalate_case,
    give_back_case,
    give_case,
    mark_read,
    my_cases,
    my_mentions,
    prioritise_case,
    queue_times,
    read_case_file,
    read_until,
    share_out,
    waiting_for,
)
from puhui.interfaces.ports import current_ports
from puhui.interfaces.rest_api.cases import CaseOut, Kind, Moved, NoteIn, Words
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, Limit, Strict, TextOut
from puhui.kernel.dates import EARLIEST, LATEST

router = Router()
desk = Router()


class GiveIn(Strict):
    """To whom, and how things stand."""

    to_login: Annotated[str, Field(max_length=41, examples=["operations"])]
    note: Words


class PriorityIn(Strict):
    """How urgent, and why."""

    priority: Literal["low", "normal", "high", "urgent"]
    why: Words


class ShareIn(Strict):
    """Which queue."""

    kind: Kind


class SharedOut(Schema):
    """How many cases have a handler now."""

    cases: int


class FileKept(Schema):
    """A file was put on a case."""

    case_id: UUID
    file_id: UUID


class SpreadOut(Schema):
    """Minutes that are worked."""

    p50: int
    p90: int


class TimesOut(Schema):
    """How long the cases of a kind took that were closed since a day."""

    kind: str
    since: date
    closed: int
    in_time: int
    in_time_pct: int
    waiting: SpreadOut
    working: SpreadOut
    total: SpreadOut


class MentionOut(Schema):
    """A note that names the actor."""

    id: UUID
    at: datetime
    by_name: str
    text: str
    case_id: UUID
    kind: str


class ChangeOut(Schema):
    """What somebody else did to a case of the actor."""

    at: datetime
    step: str
    by_name: str
    words: str
    case_id: UUID
    kind_name: TextOut


class DeskOut(Schema):
    """The actor's own work: overdue first; what waits for their role; where they are named; what others changed."""

    mine: list[CaseOut]
    waiting: list[CaseOut]
    mentions: list[MentionOut]
    changes: list[ChangeOut]
    read_until: datetime


class ReadIn(Strict):
    """Until when the actor has read."""

    until: datetime


class ReadOut(Schema):
    """Until when it is kept that the actor has read."""

    until: datetime


@router.post("/{uuid:case_id}/give", response={200: Moved, **REFUSALS}, summary="Give a case to a colleague")
def give(request: HttpRequest, case_id: UUID, key: IdempotencyKey, body: GiveIn) -> object:
    """Its owner, or the role that it was escalated to; the note must be there."""
    return give_case(call_from(request, key), case_id=case_id, to_login=body.to_login, note=body.note)


@router.post("/{uuid:case_id}/give-back", response={200: Moved, **REFUSALS}, summary="Give a case back into the queue")
def give_back(request: HttpRequest, case_id: UUID, key: IdempotencyKey, body: NoteIn) -> object:
    """Its owner only; the note must be there."""
    return give_back_case(call_from(request, key), case_id=case_id, note=body.text)


@router.post("/{uuid:case_id}/escalate", response={200: Moved, **REFUSALS}, summary="Escalate a case")
def escalate(request: HttpRequest, case_id: UUID, key: IdempotencyKey, body: NoteIn) -> object:
    """The next role of the policy is told, and the case gets more urgent."""
    return escalate_case(call_from(request, key), case_id=case_id, note=body.text)


@router.post("/{uuid:case_id}/priority", response={200: Moved, **REFUSALS}, summary="Change how urgent a case is")
def prioritise(request: HttpRequest, case_id: UUID, key: IdempotencyKey, body: PriorityIn) -> object:
    """Why must be said."""
    return prioritise_case(call_from(request, key), case_id=case_id, priority=body.priority, why=body.why)


@router.post("/{uuid:case_id}/files", response={200: FileKept, **REFUSALS, 413: REFUSALS[422]}, summary="Add a file")
def attach(request: HttpRequest, case_id: UUID, key: IdempotencyKey, file: File[UploadedFile]) -> object:
    """PDF, JPEG, PNG or plain text of at most 5 MB; kept encrypted."""
    content = file.read(MOST_FILE_BYTES + 1)
    return attach_file(call_from(request, key), case_id=case_id, name=file.name or "file", content=content)


@router.post("/{uuid:case_id}/files/{uuid:file_id}/read", response=REFUSALS, summary="Read a file of a case")
def read_file(request: HttpRequest, case_id: UUID, file_id: UUID, key: IdempotencyKey) -> HttpResponse:
    """The file itself; that it was read, and by whom, stands in the history."""
    card, content = read_case_file(call_from(request, key), case_id=case_id, file_id=file_id)
    return HttpResponse(content, content_type=card.media_type, headers={"X-Content-SHA256": card.sha256})


@router.get("/times", response={200: TimesOut, **REFUSALS}, summary="How long the cases of a kind take")
def times(
    request: HttpRequest,
    kind: Annotated[str, Query(..., max_length=30)],
    since: Annotated[date, Query(..., ge=EARLIEST, le=LATEST)],
) -> object:
    """Of the newest that were closed since a day: waiting, working and total, and the share in time."""
    return queue_times(actor_from(request), kind=kind, since=since)


@router.post("/share-out", response={200: SharedOut, **REFUSALS}, summary="Share out what nobody has taken")
def share(request: HttpRequest, key: IdempotencyKey, body: ShareIn) -> object:
    """Each case to the colleague who has least on their desk; again it changes nothing."""
    return share_out(call_from(request, key), kind=body.kind)


@desk.get("", response={200: DeskOut, **REFUSALS}, summary="My desk")
def my_desk(request: HttpRequest, limit: Limit) -> object:
    """At most 50 of each."""
    actor = actor_from(request)
    since = read_until(actor, at=current_ports().clock.now())
    return {
        "mine": my_cases(actor, most=limit),
        "waiting": waiting_for(actor, most=limit),
        "mentions": my_mentions(actor, most=limit),
        "changes": changes_since(actor, since=since, most=limit),
        "read_until": since,
    }


@desk.post("/read", response={200: ReadOut, **REFUSALS}, summary="I have read what changed")
def read_changes(request: HttpRequest, key: IdempotencyKey, body: ReadIn) -> object:
    """An earlier instant than the kept one changes nothing."""
    return {"until": mark_read(call_from(request, key), until=body.until)}
