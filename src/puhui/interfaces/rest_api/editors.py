"""The editors of texts: what there is, drafts by cell, checks, and publication by a second person."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from puhui.flows.editors.checked import Checked, check_draft, draft_paper, text_seen, texts_of, words_as_catalogue
from puhui.flows.editors.editor import LONGEST_CELL, MOST_CELLS
from puhui.flows.editors.kinds import EDITORS, editor_of
from puhui.flows.editors.publish import publish_text
from puhui.flows.editors.write import change_cells, drop_text, return_text, start_text_draft, submit_text
from puhui.foundation.drafts.facade import text_draft, text_drafts
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, Strict, TextOut
from puhui.kernel.actors import STAFF_ROLES
from puhui.kernel.dates import EARLIEST, LATEST

router = Router()
Code = Annotated[str, Field(max_length=120)]
Words = Annotated[str, Field(max_length=500)]
CellKey = Annotated[str, Field(max_length=200)]
CellWords = Annotated[str, Field(max_length=LONGEST_CELL)]


class EditorOut(Schema):
    """A kind of text."""

    kind: str
    title: TextOut
    takes_new: bool


class SubjectOut(Schema):
    """A text as it stands today; `is_own`: published here, not from a file."""

    code: str
    title: TextOut
    version: int
    effective_from: date | None
    is_own: bool


class FaultOut(Schema):
    """One fault at its cell."""

    key: str
    reason: TextOut


class CellOut(Schema):
    """A cell with its words."""

    key: str
    label: TextOut
    value: str


class DifferenceOut(Schema):
    """One cell that differs from the version in force; empty where it is not there."""

    key: str
    before: str
    after: str


class PreviewOut(Schema):
    """How it will read with sample data."""

    title: TextOut
    language: str
    words: str
    note: TextOut | None


class TextCheckOut(Schema):
    """What was found of a text."""

    cells: list[CellOut]
    faults: list[FaultOut]
    differences: list[DifferenceOut]
    previews: list[PreviewOut]
    effects: list[TextOut]


class TextReleaseOut(Schema):
    """A version that two people put into force."""

    version: int
    effective_from: date
    digest: str
    approved_by: str
    made_at: datetime


class TextSeenOut(Schema):
    """One text: its words in force, what they are found to be, what was published."""

    subject: SubjectOut
    document: dict[str, Any]
    checked: TextCheckOut
    releases: list[TextReleaseOut]


class TextDraftOut(Schema):
    """A draft."""

    id: UUID
    kind: str
    code: str
    state: str
    revision: int
    based_on: str
    note: str
    made_by_name: str
    submitted_by_name: str
    changed_at: datetime
    published_version: int | None
    document: dict[str, Any]


class StartTextIn(Strict):
    """Of which text."""

    code: Code
    note: Words = ""


class CellsIn(Strict):
    """Words by cell, an empty one is taken out; and the revision that was seen."""

    revision: int
    cells: Annotated[dict[CellKey, CellWords], Field(max_length=MOST_CELLS)]


class WhyIn(Strict):
    """Why."""

    note: Words


class PublishTextIn(Strict):
    """The day from which it holds."""

    effective_from: Annotated[date, Field(ge=EARLIEST, le=LATEST)]


class TextMovedOut(Schema):
    """A draft after an act."""

    draft_id: UUID
    state: str
    revision: int


class TextPublishedOut(Schema):
    """The version that holds from its day on."""

    draft_id: UUID
    kind: str
    code: str
    version: int
    digest: str
    effective_from: date


@router.get("", response={200: list[EditorOut], **REFUSALS}, summary="The editors")
def list_editors(request: HttpRequest) -> object:
    """Each kind of text that can be edited; staff only."""
    actor_from(request).require(*STAFF_ROLES, verb="read texts")
    return list(EDITORS.values())


@router.get("/drafts/{uuid:draft_id}", response={200: TextDraftOut, **REFUSALS}, summary="One draft")
def read_text_draft(request: HttpRequest, draft_id: UUID) -> object:
    """With its words; staff only."""
    return text_draft(actor_from(request), draft_id)


@router.get("/drafts/{uuid:draft_id}/check", response={200: TextCheckOut, **REFUSALS}, summary="Check a draft")
def check(request: HttpRequest, draft_id: UUID) -> Checked:
    """Cells, faults, differences from the version in force, previews; as of today."""
    return check_draft(actor_from(request), draft_id)[1]


@router.get("/drafts/{uuid:draft_id}/paper", response={200: bytes, **REFUSALS}, summary="A draft as PDF")
def paper(
    request: HttpRequest, draft_id: UUID, language: Annotated[Literal["zh-hans", "en"], Query("zh-hans")]
) -> object:
    """A clause or a contract with a sample borrower; refused while the draft has a fault."""
    content = draft_paper(actor_from(request), draft_id, language=language)
    return HttpResponse(content, content_type="application/pdf")


@router.patch("/drafts/{uuid:draft_id}", response={200: TextMovedOut, **REFUSALS}, summary="Change cells")
def change(request: HttpRequest, draft_id: UUID, key: IdempotencyKey, body: CellsIn) -> object:
    """The others stay; refused when somebody else changed the draft since `revision`."""
    return change_cells(call_from(request, key), draft_id=draft_id, revision=body.revision, cells=body.cells)


@router.post("/drafts/{uuid:draft_id}/submit", response={200: TextMovedOut, **REFUSALS}, summary="Submit a draft")
def submit(request: HttpRequest, draft_id: UUID, key: IdempotencyKey) -> object:
    """Without a fault."""
    return submit_text(call_from(request, key), draft_id=draft_id)


@router.post("/drafts/{uuid:draft_id}/return", response={200: TextMovedOut, **REFUSALS}, summary="Give a draft back")
def give_back(request: HttpRequest, draft_id: UUID, key: IdempotencyKey, body: WhyIn) -> object:
    """With a reason."""
    return return_text(call_from(request, key), draft_id=draft_id, note=body.note)


@router.post("/drafts/{uuid:draft_id}/drop", response={200: TextMovedOut, **REFUSALS}, summary="Drop a draft")
def drop(request: HttpRequest, draft_id: UUID, key: IdempotencyKey) -> object:
    """It can still be read."""
    return drop_text(call_from(request, key), draft_id=draft_id)


@router.post("/drafts/{uuid:draft_id}/publish", response={200: TextPublishedOut, **REFUSALS}, summary="Publish a text")
def publish(request: HttpRequest, draft_id: UUID, key: IdempotencyKey, body: PublishTextIn) -> object:
    """By a second person, from a day that is not over."""
    return publish_text(call_from(request, key), draft_id=draft_id, effective_from=body.effective_from)


@router.get("/wording/catalogues/{slug:language}", response={200: str, **REFUSALS}, summary="Words of the pages")
def words_file(request: HttpRequest, language: str) -> HttpResponse:
    """All strings in a language as a .po file, the words in force; staff only."""
    content = words_as_catalogue(actor_from(request), language=language)
    return HttpResponse(content, content_type="text/x-gettext-translation; charset=utf-8")


@router.get("/{slug:kind}", response={200: list[SubjectOut], **REFUSALS}, summary="The texts of an editor")
def list_texts(request: HttpRequest, kind: str, find: Annotated[str, Query("", max_length=80)]) -> object:
    """As they stand today; `find` leaves those with these letters; staff only."""
    return texts_of(actor_from(request), kind=kind, find=find)


@router.get("/{slug:kind}/drafts", response={200: list[TextDraftOut], **REFUSALS}, summary="Drafts of an editor")
def list_text_drafts(request: HttpRequest, kind: str, over: Annotated[bool, Query(False)]) -> object:
    """Those that are worked on, or those that are over; staff only."""
    return text_drafts(actor_from(request), editor_of(kind).desk, is_over=over)


@router.post("/{slug:kind}/drafts", response={200: TextMovedOut, **REFUSALS}, summary="Start a draft of a text")
def start(request: HttpRequest, kind: str, key: IdempotencyKey, body: StartTextIn) -> object:
    """From the words in force; of a new text where the editor takes new ones."""
    return start_text_draft(call_from(request, key), kind=kind, code=body.code, note=body.note)


@router.get("/{slug:kind}/texts/{str:code}", response={200: TextSeenOut, **REFUSALS}, summary="One text")
def read_text(request: HttpRequest, kind: str, code: str) -> object:
    """As it stands today, with what was published; staff only."""
    return text_seen(actor_from(request), kind=kind, code=code)
