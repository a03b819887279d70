"""Papers that customers send with an application: what is wanted, sending, looking, taking back."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Router, Schema, Status, UploadedFile

from puhui.flows.send_papers import look_at_paper, own_paper, papers_wanted, require_own, send_paper, take_paper_back
from puhui.foundation.documents.facade import MOST_MEGABYTES, FileTooLarge
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, TextOut

router = Router()
Purpose = Annotated[str, Query("", max_length=200, description="What for; staff must say it")]
Kind = Annotated[str, Form(max_length=41, description="Which paper it is")]


class SentOut(Schema):
    """A paper that was sent."""

    id: UUID
    media_type: str
    size: int
    sent_at: datetime


class WantedOut(Schema):
    """One kind of paper that the product asks for, and what was sent of it."""

    kind: str
    text: TextOut
    is_required: bool
    before: Literal["sending", "contract", "payment"]
    sent: list[SentOut]


class PaperKept(Schema):
    """The paper's id."""

    paper_id: UUID


@router.get("/{uuid:application_id}/papers", response={200: list[WantedOut], **REFUSALS}, summary="Papers wanted")
def wanted(request: HttpRequest, application_id: UUID) -> object:
    """What the product asks for, with what was sent so far."""
    return list(papers_wanted(actor_from(request), application_id=application_id))  # a pair would be read as a status


@router.post("/{uuid:application_id}/papers", response={201: PaperKept, **REFUSALS}, summary="Send a paper")
def send(
    request: HttpRequest, application_id: UUID, key: IdempotencyKey, kind: Kind, file: File[UploadedFile]
) -> object:
    """A photo (JPEG, PNG) or a PDF; kept encrypted and without what a camera writes into it."""
    if (file.size or 0) > MOST_MEGABYTES * 1_000_000:
        raise FileTooLarge(where="file", most_megabytes=MOST_MEGABYTES)
    made = send_paper(call_from(request, key), application_id=application_id, kind=kind, content=file.read())
    return Status(201, {"paper_id": made})


@router.get("/{uuid:application_id}/papers/{uuid:paper_id}/content", response={200: bytes, **REFUSALS}, summary="Look")
def content(request: HttpRequest, application_id: UUID, paper_id: UUID, purpose: Purpose) -> HttpResponse:
    """The file. Staff say what for; it is kept, and the customer sees it."""
    actor = actor_from(request)
    require_own(actor, paper_id, application_id=application_id)
    key = request.headers.get("Idempotency-Key") or f"look/{paper_id}/{actor.id}/{purpose}"[:200]
    if actor.is_customer:
        line, found = own_paper(actor, paper_id=paper_id)
    else:
        line, found = look_at_paper(call_from(request, key), paper_id=paper_id, purpose=purpose)
    answer = HttpResponse(found, content_type=line.media_type)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@router.delete("/{uuid:application_id}/papers/{uuid:paper_id}", response={200: PaperKept, **REFUSALS}, summary="Remove")
def remove(request: HttpRequest, application_id: UUID, paper_id: UUID, key: IdempotencyKey) -> object:
    """While the application is not decided."""
    require_own(actor_from(request), paper_id, application_id=application_id)
    return {"paper_id": take_paper_back(call_from(request, key), paper_id=paper_id)}
