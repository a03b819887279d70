"""Views that somebody keeps, and tables that come to them regularly. Equal in power to the pages."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from puhui.conduct.reports.facade import ReportLine, SubscriptionLine, ViewLine, reports_of, subscriptions_of, views_of
from puhui.flows.dashboards.facade import ExportAsked, forget_view, open_report, save_view, subscribe, unsubscribe
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, Limit, Strict

router = Router()
What = Annotated[str, Field(max_length=60, description="`board:<name>` or `list:<name>`, as dashboards name them")]
Filters = Annotated[
    dict[Annotated[str, Field(max_length=20)], Annotated[str, Field(max_length=100)]], Field(max_length=20)
]


class SavedViewIn(Strict):
    """A table under filters, a name for it, and perhaps the role that sees it too."""

    what: What
    name: Annotated[str, Field(min_length=1, max_length=80)]
    params: Filters = {}
    shared_with: Annotated[str, Field(max_length=40)] = ""


class SavedViewOut(Schema):
    """A kept view, one's own or one that a colleague shares."""

    id: UUID
    what: str
    name: str
    params: Mapping[str, str]
    shared_with: str
    owner_name: str
    is_own: bool


class ReportSubscriptionIn(Strict):
    """A table under filters, how often it is made, and as what; `purpose` where it names people."""

    what: What
    every: Literal["day", "week", "month"]
    form: Literal["csv", "xlsx", "pdf"]
    sheet: Annotated[str, Field(max_length=40)] = ""
    params: Filters = {}
    language: Literal["zh-hans", "en"] = "zh-hans"
    purpose: Annotated[str, Field(max_length=40)] = ""


class ReportSubscriptionOut(Schema):
    """What comes regularly."""

    id: UUID
    what: str
    sheet: str
    name: str
    params: Mapping[str, str]
    form: str
    language: str
    every: str
    purpose: str


class MadeReportOut(Schema):
    """A report that was made; `refused` is the code of why it could not be."""

    id: UUID
    subscription_id: UUID
    what: str
    name: str
    form: str
    day: date
    rows: int
    refused: str
    made_at: datetime


class KeptHere(Schema):
    """What was kept or ended."""

    id: UUID


@router.get("/views", response={200: list[SavedViewOut], **REFUSALS}, summary="The views of a table")
def list_views(request: HttpRequest, what: Annotated[str, Query(max_length=60)]) -> list[ViewLine]:
    """One's own, and those shared with a role that one holds."""
    return views_of(actor_from(request), what=what)


@router.post("/views", response={200: KeptHere, **REFUSALS}, summary="Keep a view")
def keep_view(request: HttpRequest, key: IdempotencyKey, body: SavedViewIn) -> KeptHere:
    """Filters that do not hold are refused."""
    return KeptHere(id=save_view(call_from(request, key), **body.dict()))


@router.post("/views/{uuid:view_id}/end", response={200: KeptHere, **REFUSALS}, summary="Take a view of one's own away")
def end_view(request: HttpRequest, key: IdempotencyKey, view_id: UUID) -> KeptHere:
    """Out of the menus."""
    return KeptHere(id=forget_view(call_from(request, key), view_id=view_id))


@router.get("/subscriptions", response={200: list[ReportSubscriptionOut], **REFUSALS}, summary="What comes regularly")
def list_subscriptions(request: HttpRequest) -> list[SubscriptionLine]:
    """To whoever asks."""
    return subscriptions_of(actor_from(request))


@router.post("/subscriptions", response={200: KeptHere, **REFUSALS}, summary="Have a table come regularly")
def begin_subscription(request: HttpRequest, key: IdempotencyKey, body: ReportSubscriptionIn) -> KeptHere:
    """It is made once now, so that nobody subscribes to what cannot be made."""
    told = body.dict()
    every = told.pop("every")
    return KeptHere(id=subscribe(call_from(request, key), asked=ExportAsked(**told), every=every))


@router.post(
    "/subscriptions/{uuid:subscription_id}/end", response={200: KeptHere, **REFUSALS}, summary="End a subscription"
)
def end_subscription(request: HttpRequest, key: IdempotencyKey, subscription_id: UUID) -> KeptHere:
    """One's own."""
    return KeptHere(id=unsubscribe(call_from(request, key), subscription_id=subscription_id))


@router.get("", response={200: list[MadeReportOut], **REFUSALS}, summary="The reports that were made")
def list_reports(request: HttpRequest, limit: Limit) -> list[ReportLine]:
    """For whoever asks, newest first."""
    return reports_of(actor_from(request), most=limit)


@router.post("/{uuid:report_id}/open", response={200: None, **REFUSALS}, summary="The file of a report")
def open_file(request: HttpRequest, key: IdempotencyKey, report_id: UUID) -> HttpResponse:
    """Under the rights of now; the audit log has it."""
    found = open_report(call_from(request, key), report_id=report_id)
    disposition = {"Content-Disposition": f'attachment; filename="{found.name}"', "Cache-Control": "no-store"}
    return HttpResponse(found.content, content_type=found.media_type, headers=disposition)
