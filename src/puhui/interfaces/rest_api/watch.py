"""The watch of decisions: how it stands, how a measure went, alarms, fairness, the impact record; watching a day."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from puhui.flows.impact_record import impact_record
from puhui.flows.watch_decisions import watch_decisions
from puhui.foundation.documents.facade import markdown_of
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, Strict
from puhui.kernel.dates import EARLIEST, LATEST
from puhui.risk.decisioning.facade import protected_attributes
from puhui.risk.monitoring.facade import KINDS, episodes, last_watched, measures_on, series_of

router = Router()
Day = Annotated[date | None, Query(None, ge=EARLIEST, le=LATEST)]
Short = Annotated[str, Query("", max_length=120)]


class MeasureOut(Schema):
    """A measure of one segment on a day; `level` is calm, thin (too few rows), warn or stop."""

    on: date
    product_code: str
    model: str
    measure: str
    subject: str
    value: Decimal
    reference: Decimal | None
    low: Decimal | None
    high: Decimal | None
    rows: int
    level: str
    policy: str


class DayOut(Schema):
    """All measures of a day; none before the first day was watched."""

    on: date | None
    items: list[MeasureOut]


class EpisodeOut(Schema):
    """A time during which a measure was beyond its limit, with the case that it opened."""

    id: UUID
    product_code: str
    model: str
    measure: str
    subject: str
    level: str
    opened_on: date
    ended_on: date | None
    case_id: UUID | None


class Episodes(Schema):
    """Alarms, newest first."""

    items: list[EpisodeOut]


class KindOut(Schema):
    """What a measure means."""

    name: str
    unit: str
    en: str
    zh: str
    meaning_en: str
    meaning_zh: str


class Kinds(Schema):
    """All measures."""

    items: list[KindOut]


class AttributeOut(Schema):
    """What may not decide about people."""

    name: str
    en: str
    zh: str
    source: str
    read_from: str
    groups: list[str]
    reference: str


class FairnessOut(Schema):
    """The protected attributes, and how their groups stand on a day."""

    on: date | None
    attributes: list[AttributeOut]
    items: list[MeasureOut]


class WatchIn(Strict):
    """A business date that is over."""

    on: Annotated[date, Field(ge=EARLIEST, le=LATEST)]


class WatchedOut(Schema):
    """What the watch of a day came to."""

    day: date
    measures: int
    alarms: int


@router.get("", response={200: DayOut, **REFUSALS}, summary="How the watch stands")
def read_watch(request: HttpRequest, on: Day, product: Short, model: Short) -> object:
    """On a day, preset the last one that was watched; of one product or model, or of all; staff only."""
    actor = actor_from(request)
    day = on or last_watched(actor)
    return {"on": day, "items": measures_on(actor, on=day, product_code=product, model=model) if day else []}


@router.get("/kinds", response={200: Kinds, **REFUSALS}, summary="What each measure means")
def read_kinds(request: HttpRequest) -> object:
    """With its unit, in both languages; staff only."""
    last_watched(actor_from(request))
    return {
        "items": [
            {
                "name": kind.name,
                "unit": kind.unit,
                "en": kind.text.en,
                "zh": kind.text.zh,
                "meaning_en": kind.meaning.en,
                "meaning_zh": kind.meaning.zh,
            }
            for kind in KINDS.values()
        ]
    }


@router.get("/series/{slug:measure}", response={200: DayOut, **REFUSALS}, summary="The course of a measure")
def read_series(  # noqa: PLR0917 - the parameters of the query
    request: HttpRequest,
    measure: str,
    until: Day,
    subject: Short,
    product: Short,
    model: Short,
    days: Annotated[int, Query(90, ge=1, le=400)],
) -> object:
    """Oldest first; staff only."""
    actor = actor_from(request)
    day = until or last_watched(actor)
    found = (
        series_of(actor, measure=measure, subject=subject, product_code=product, model=model, until=day, days=days)
        if day
        else []
    )
    return {"on": day, "items": found}


@router.get("/episodes", response={200: Episodes, **REFUSALS}, summary="Alarms")
def read_episodes(request: HttpRequest, open_only: bool = False) -> object:
    """Newest first; staff only."""
    return {"items": episodes(actor_from(request), open_only=open_only)}


@router.get("/fairness", response={200: FairnessOut, **REFUSALS}, summary="Groups side by side")
def read_fairness(request: HttpRequest, on: Day) -> object:
    """Approval, price, errors by group and facts that tell of a group, on a day; staff only."""
    actor = actor_from(request)
    day = on or last_watched(actor)
    names = ("approval_ratio", "price_gap", "group_bad_rate", "proxy")
    return {
        "on": day,
        "attributes": [
            {
                "name": a.name,
                "en": a.text.en,
                "zh": a.text.zh,
                "source": a.source,
                "read_from": a.read_from,
                "groups": a.groups,
                "reference": a.reference,
            }
            for a in protected_attributes(day or LATEST).protected
        ],
        "items": measures_on(actor, on=day, names=names) if day else [],
    }


@router.get("/impact-record/{slug:product}", response={200: str, **REFUSALS}, summary="Data-protection impact record")
def read_impact_record(request: HttpRequest, product: str, language: Literal["en", "zh"] = "en") -> HttpResponse:
    """Markdown, made from what is in force today; for risk, compliance and audit."""
    paper = impact_record(actor_from(request), product_code=product, language=language)
    return HttpResponse(markdown_of(paper), content_type="text/markdown; charset=utf-8")


@router.post("/days", response={200: WatchedOut, **REFUSALS}, summary="Watch a day that is over")
def watch(request: HttpRequest, key: IdempotencyKey, body: WatchIn) -> object:
    """Once; a day that was watched stays as it is. The worker does it after each day close."""
    return watch_decisions(call_from(request, key), on=body.on)
