"""Sources of data, what is known of a customer from them, and corrections that customers ask for."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from puhui.flows.ask_sources import ask_sources
from puhui.flows.correct_what_is_known import ask_correction, decide_correction
from puhui.flows.what_is_known import Profile, own_profile, read_profile
from puhui.foundation.party.facade import home_date
from puhui.foundation.sources.facade import answers_page, corrections_of, source_definitions, source_health
from puhui.interfaces.ports import current_ports
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import (
    REFUSALS,
    After,
    IdempotencyKey,
    Limit,
    MoneyOut,
    Page,
    Strict,
    TextOut,
)
from puhui.kernel.money import Money

router = Router()
parties = Router()
Days = Annotated[int, Query(7, ge=1, le=366, description="How far back")]


class SourceOut(Schema):
    """One source of the registry."""

    id: str
    title: TextOut
    meaning: TextOut
    subject: str
    kind: str
    is_active: bool
    purpose: str
    cost: MoneyOut
    max_age_hours: int
    stale_days: int
    keep_days: int
    timeout_ms: int
    schema_version: str


class HealthOut(Schema):
    """How a source served; latencies over the questions that went out."""

    source: str
    asked: int
    missing: int
    by_status: dict[str, int]
    p50_ms: int
    p95_ms: int
    cost: MoneyOut
    last_ok_at: datetime | None


class AskIn(Strict):
    """Which sources; all of them when none is named. `again`: also where the last answer is still fresh."""

    sources: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=30)] = []
    again: bool = False


class AskedLine(Schema):
    """How a source stands after asking."""

    source: str
    standing: str
    status: str
    reason: str
    latency_ms: int


class AskedOut(Schema):
    """What came of a round."""

    lines: list[AskedLine]
    asked: int
    cost: MoneyOut


class AnswerOut(Schema):
    """One answer without its content."""

    id: UUID
    source: str
    status: str
    reason: str
    as_of: date | None
    known_at: datetime
    expires_on: date
    provenance: str
    latency_ms: int
    corrects_id: UUID | None
    is_erased: bool


class FactOut(Schema):
    """One fact: `value` is null when it is unknown; ratios are text with six decimals, amounts are in fen."""

    name: str
    title: TextOut
    meaning: TextOut
    value: str | int | None
    unit: str
    formula: str
    source: str
    purpose: str
    uses: list[str]
    standing: str
    as_of: date | None
    known_at: datetime | None
    provenance: str
    answer_ids: list[UUID]


class HeldOut(Schema):
    """The answer of a source that counts now; `content` is null when it has nothing on record."""

    source: str
    answer: AnswerOut
    content: dict[str, Any] | None


class CorrectionOut(Schema):
    """A correction that was asked for."""

    id: UUID
    answer_id: UUID
    source: str
    field: str
    row: int | None
    value: str | None
    reason: str
    state: str
    asked_at: datetime
    decided_at: datetime | None
    case_id: UUID | None


class ReadingOut(Schema):
    """Somebody, or a decision, looked."""

    at: datetime
    actor_id: UUID
    purpose: str
    sources: list[str]


class ProfileOut(Schema):
    """What is known of a party."""

    party_id: UUID
    at: datetime
    facts: list[FactOut]
    held: list[HeldOut]
    corrections: list[CorrectionOut]
    readings: list[ReadingOut]


class PurposeIn(Strict):
    """What for; the customer sees it."""

    purpose: Annotated[str, Field(min_length=4, max_length=200)]


class CorrectionIn(Strict):
    """One value (`field`, `value`), or a row that is not theirs (`field` names the rows, `row` counts from 0)."""

    answer_id: UUID
    field: Annotated[str, Field(min_length=1, max_length=60)]
    row: Annotated[int | None, Field(ge=0, le=2000)] = None
    value: Annotated[str | None, Field(max_length=300)] = None
    reason: Annotated[str, Field(min_length=4, max_length=1000)]


class CorrectionMade(Schema):
    """The correction and its case."""

    correction_id: UUID
    case_id: UUID


class DecideIn(Strict):
    """Whether the customer's word counts from now on."""

    agree: bool
    note: Annotated[str, Field(max_length=2000)] = ""


class Decided(Schema):
    """The answer that counts from now on, when it was confirmed."""

    correction_id: UUID
    new_answer_id: UUID | None


@router.get("", response={200: list[SourceOut], **REFUSALS}, summary="The registry of sources")
def list_sources(request: HttpRequest) -> object:
    """Those in force today."""
    actor_from(request)
    return [
        {
            **one.model_dump(exclude={"title", "meaning"}),
            "title": one.title.text,
            "meaning": one.meaning.text,
            "cost": Money(one.cost_minor),
        }
        for one in source_definitions(on=home_date(current_ports().clock.now())).values()
    ]


@router.get("/health", response={200: list[HealthOut], **REFUSALS}, summary="How the sources serve")
def health(request: HttpRequest, days: Days) -> object:
    """Staff only."""
    now = current_ports().clock.now()
    found = source_health(actor_from(request), since=now - timedelta(days=days), until=now)
    return [
        {
            "source": one.source,
            "asked": one.asked,
            "missing": one.missing,
            "by_status": one.by_status,
            "p50_ms": one.p50_ms,
            "p95_ms": one.p95_ms,
            "cost": Money(one.cost_minor),
            "last_ok_at": one.last_ok_at,
        }
        for one in found
    ]


@router.post("/corrections", response={201: CorrectionMade, **REFUSALS}, summary="Ask for a correction")
def ask_for_correction(request: HttpRequest, key: IdempotencyKey, body: CorrectionIn) -> object:
    """The customer says what is wrong and why; a person answers."""
    made = ask_correction(
        call_from(request, key),
        answer_id=body.answer_id,
        field=body.field,
        row=body.row,
        value=body.value,
        reason=body.reason,
    )
    return Status(201, made)


@router.post(
    "/corrections/{uuid:correction_id}/decision", response={200: Decided, **REFUSALS}, summary="Decide on a correction"
)
def decide(request: HttpRequest, correction_id: UUID, key: IdempotencyKey, body: DecideIn) -> object:
    """Staff confirm or decline."""
    return decide_correction(call_from(request, key), correction_id=correction_id, agree=body.agree, note=body.note)


@parties.get("/{uuid:party_id}/facts", response={200: ProfileOut, **REFUSALS}, summary="What is known of you")
def known_of_me(request: HttpRequest, party_id: UUID) -> object:
    """For the customer: facts, the answers they come from, corrections, and who looked."""
    return _profile(own_profile(actor_from(request), party_id=party_id, at=current_ports().clock.now()))


@parties.post(
    "/{uuid:party_id}/readings", response={200: ProfileOut, **REFUSALS}, summary="See what is known of a customer"
)
def read_known(request: HttpRequest, party_id: UUID, key: IdempotencyKey, body: PurposeIn) -> object:
    """For staff, who say what for; the customer sees who looked."""
    return _profile(read_profile(call_from(request, key), party_id=party_id, purpose=body.purpose))


@parties.get("/{uuid:party_id}/answers", response={200: Page[AnswerOut], **REFUSALS}, summary="Answers of sources")
def list_answers(request: HttpRequest, party_id: UUID, limit: Limit, after: After) -> object:
    """Newest first, failures too, without contents."""
    found = answers_page(actor_from(request), party_id=party_id, before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@parties.get(
    "/{uuid:party_id}/corrections", response={200: list[CorrectionOut], **REFUSALS}, summary="Corrections asked for"
)
def list_corrections(request: HttpRequest, party_id: UUID) -> object:
    """Newest first, the last 50."""
    return corrections_of(actor_from(request), party_id=party_id)


@parties.post("/{uuid:party_id}/sources", response={200: AskedOut, **REFUSALS}, summary="Ask the sources")
def ask(request: HttpRequest, party_id: UUID, key: IdempotencyKey, body: AskIn) -> object:
    """Side by side, under the consents that were given; the same key asks and pays once."""
    told = ask_sources(
        call_from(request, key),
        party_ids=[party_id],
        connector=current_ports().sources,
        only=body.sources,
        again=body.again,
    )
    return {"lines": told.lines, "asked": told.asked, "cost": Money(told.cost_minor)}


def _profile(found: Profile) -> dict[str, Any]:
    facts = [
        {
            "name": f.name,
            "title": f.definition.text,
            "meaning": f.definition.meaning,
            "value": f.value if f.value is None or isinstance(f.value, int) else format(f.value, "f"),
            "unit": f.definition.unit,
            "formula": f.definition.formula,
            "source": f.definition.source,
            "purpose": f.definition.purpose,
            "uses": list(f.definition.uses),
            "standing": f.standing,
            "as_of": f.as_of,
            "known_at": f.known_at,
            "provenance": f.provenance,
            "answer_ids": list(f.answer_ids),
        }
        for f in found.facts
    ]
    held = [{"source": one.definition.id, "answer": one.answer, "content": one.content} for one in found.held]
    return {
        "party_id": found.party_id,
        "at": found.at,
        "facts": facts,
        "held": held,
        "corrections": found.corrections,
        "readings": found.readings,
    }
