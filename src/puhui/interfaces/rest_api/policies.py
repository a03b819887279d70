"""Decision policies: versions, drafts, their faults, cases, differences and coverage, submission and publication."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, Strict, TextOut
from puhui.kernel.canonical import plain
from puhui.kernel.dates import EARLIEST, LATEST
from puhui.risk.decisioning.facade import (
    as_decision_model,
    as_toml,
    case_results,
    change_draft,
    coverage_of,
    differences_of,
    document_from_text,
    draft,
    drafts,
    drop_draft,
    findings,
    policies_list,
    policy_by_hash,
    policy_from_document,
    publish_policy,
    return_draft,
    start_draft,
    submit_draft,
)

router = Router()
Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]
Words = Annotated[str, Field(max_length=500)]
Document = Annotated[str, Field(max_length=400_000, description="TOML, JSON or JSON Decision Model")]


class PolicyOut(Schema):
    """A version of a policy and where it stands today."""

    policy_id: str
    version: str
    hash: str
    products: list[str]
    effective_from: date
    source: str
    approved_by: str
    is_published: bool
    standing: Literal["in_force", "coming", "past"]


class DraftOut(Schema):
    """A draft without its document."""

    id: UUID
    policy_id: str
    state: str
    revision: int
    based_on: str
    note: str
    made_by_name: str
    submitted_by_name: str
    changed_at: datetime
    published_hash: str


class DraftWhole(DraftOut):
    """A draft with its document."""

    document: dict[str, Any]


class FindingOut(Schema):
    """A fault and its cell, such as `bands.B2.when.score`."""

    where: str
    reason: TextOut


class CaseOut(Schema):
    """A test case and how it came out."""

    name: str
    holds: bool
    expected: dict[str, str]
    got: dict[str, str]


class DifferenceOut(Schema):
    """One place at which a draft differs from the version that it began from."""

    where: str
    before: str | None
    after: str | None


class RuleOut(Schema):
    """A rule and how often it was hit."""

    table: str
    row: str
    hits: int


class CoverageOut(Schema):
    """What the draft would have said of the last real decisions."""

    decisions: int
    refused: int
    rules: list[RuleOut]
    never: list[RuleOut]
    changed: dict[str, int]


class DraftIn(Strict):
    """A draft from a version (`id@version` or hash); without a document it begins as a copy."""

    based_on: Annotated[str, Field(max_length=120)]
    document: Document | None = None
    note: Words = ""


class ChangeIn(Strict):
    """The whole document anew, and the revision that was seen."""

    revision: int
    document: Document


class NoteIn(Strict):
    """Why a draft goes back."""

    note: Words


class PublishIn(Strict):
    """The day from which the version decides."""

    effective_from: Day


class MovedOut(Schema):
    """A draft after an act."""

    draft_id: UUID
    state: str
    revision: int


class PublishedOut(Schema):
    """The version that now stands."""

    draft_id: UUID
    policy_id: str
    version: str
    hash: str
    effective_from: date


@router.get("", response={200: list[PolicyOut], **REFUSALS}, summary="Every version of every policy")
def list_policies(request: HttpRequest) -> object:
    """The newest first, at most 200; staff only."""
    return policies_list(actor_from(request))


@router.get("/drafts", response={200: list[DraftOut], **REFUSALS}, summary="Drafts")
def list_drafts(request: HttpRequest, over: Annotated[bool, Query(False)]) -> object:
    """Those that are worked on, or those that are over; staff only."""
    return drafts(actor_from(request), is_over=over)


@router.post("/drafts", response={200: MovedOut, **REFUSALS}, summary="Start a draft")
def start(request: HttpRequest, key: IdempotencyKey, body: DraftIn) -> object:
    """From a version, or with a document of one's own."""
    given = None if body.document is None else document_from_text(body.document)
    return start_draft(call_from(request, key), based_on=body.based_on, document=given, note=body.note)


@router.get("/drafts/{uuid:draft_id}", response={200: DraftWhole, **REFUSALS}, summary="One draft")
def read_draft(request: HttpRequest, draft_id: UUID) -> object:
    """With its document."""
    return draft(actor_from(request), draft_id)


@router.put("/drafts/{uuid:draft_id}", response={200: MovedOut, **REFUSALS}, summary="Change a draft")
def change(request: HttpRequest, draft_id: UUID, key: IdempotencyKey, body: ChangeIn) -> object:
    """Refused when somebody else changed it since `revision`."""
    given = document_from_text(body.document)
    return change_draft(call_from(request, key), draft_id=draft_id, revision=body.revision, document=given)


@router.get("/drafts/{uuid:draft_id}/findings", response={200: list[FindingOut], **REFUSALS}, summary="Its faults")
def read_findings(request: HttpRequest, draft_id: UUID) -> object:
    """Gaps, overlaps, unknown columns, wrong types: each by its cell; at most fifty."""
    return findings(draft(actor_from(request), draft_id).document)


@router.get("/drafts/{uuid:draft_id}/differences", response={200: list[DifferenceOut], **REFUSALS}, summary="Its diff")
def read_differences(request: HttpRequest, draft_id: UUID) -> object:
    """Cell by cell against the version that it began from."""
    actor = actor_from(request)
    found = draft(actor, draft_id)
    return differences_of(policy_by_hash(actor, found.based_on).document, found.document)


@router.get("/drafts/{uuid:draft_id}/cases", response={200: list[CaseOut], **REFUSALS}, summary="Its test cases")
def read_cases(request: HttpRequest, draft_id: UUID) -> object:
    """Each decided on as of today; all must hold before the draft can be submitted."""
    return case_results(policy_from_document(draft(actor_from(request), draft_id).document), on=business_date())


@router.get("/drafts/{uuid:draft_id}/coverage", response={200: CoverageOut, **REFUSALS}, summary="On real decisions")
def read_coverage(request: HttpRequest, draft_id: UUID, last: Annotated[int, Query(500, ge=1, le=2000)]) -> object:
    """How often each rule would have been hit by the last decisions, which never, and what would change."""
    actor = actor_from(request)
    found = coverage_of(actor, policy=policy_from_document(draft(actor, draft_id).document), most=last)
    return {**plain(found), "never": plain(found.never)}


@router.post("/drafts/{uuid:draft_id}/submit", response={200: MovedOut, **REFUSALS}, summary="Submit a draft")
def submit(request: HttpRequest, draft_id: UUID, key: IdempotencyKey) -> object:
    """Without a fault and with cases that hold."""
    return submit_draft(call_from(request, key), draft_id=draft_id)


@router.post("/drafts/{uuid:draft_id}/return", response={200: MovedOut, **REFUSALS}, summary="Give a draft back")
def give_back(request: HttpRequest, draft_id: UUID, key: IdempotencyKey, body: NoteIn) -> object:
    """With a reason."""
    return return_draft(call_from(request, key), draft_id=draft_id, note=body.note)


@router.post("/drafts/{uuid:draft_id}/drop", response={200: MovedOut, **REFUSALS}, summary="Drop a draft")
def drop(request: HttpRequest, draft_id: UUID, key: IdempotencyKey) -> object:
    """It can still be read."""
    return drop_draft(call_from(request, key), draft_id=draft_id)


@router.post("/drafts/{uuid:draft_id}/publish", response={200: PublishedOut, **REFUSALS}, summary="Publish a policy")
def publish(request: HttpRequest, draft_id: UUID, key: IdempotencyKey, body: PublishIn) -> object:
    """By a second person, from a day that is not over."""
    return publish_policy(call_from(request, key), draft_id=draft_id, effective_from=body.effective_from)


@router.get("/{str:key_hash}", response={200: dict[str, Any], **REFUSALS}, summary="One version")
def read_policy(request: HttpRequest, key_hash: str, form: Annotated[str, Query("json", max_length=10)]) -> object:
    """By its hash: `form` json (the document), toml, or jdm (JSON Decision Model)."""
    document = policy_by_hash(actor_from(request), key_hash).document
    if form == "toml":
        return HttpResponse(as_toml(document), content_type="application/toml; charset=utf-8")
    return as_decision_model(document) if form == "jdm" else plain(document)
