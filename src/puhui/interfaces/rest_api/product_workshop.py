"""The workshop of products: drafts, faults, comparison, simulation, publication by a second person, withdrawal."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from puhui.flows.product_workshop.checked import check_product_text
from puhui.flows.product_workshop.publish_product import (
    drop_product,
    publish_product,
    return_product,
    submit_product,
    withdraw_from_sale,
)
from puhui.flows.product_workshop.simulate_product import MOST_FIRMS, simulate_product
from puhui.flows.product_workshop.write_product import change_product_text, change_product_values, start_product_draft
from puhui.foundation.catalogue.facade import product_draft, product_drafts, product_releases, product_text
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, Strict, TextOut
from puhui.kernel.actors import STAFF_ROLES
from puhui.kernel.dates import EARLIEST, LATEST

router = Router()
Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]
Words = Annotated[str, Field(max_length=500)]
FileText = Annotated[str, Field(max_length=100_000, description="The product as TOML")]
Name = Annotated[str, Field(max_length=60, description="code@version")]


class ProductDraftOut(Schema):
    """A draft without its text."""

    id: UUID
    code: str
    state: str
    revision: int
    based_on: str
    note: str
    made_by_name: str
    submitted_by_name: str
    changed_at: datetime
    published_version: int | None


class ProductDraftWhole(ProductDraftOut):
    """A draft with its text and what the lab found."""

    text: str
    simulation: dict[str, Any] | None


class ProductFaultOut(Schema):
    """One fault: its key and line, why, and the rule where a rulebook is broken."""

    key: str
    line: int | None
    reason: TextOut
    rule: str
    source: str
    article: str
    value: str
    limit: str


class ProductDifferenceOut(Schema):
    """One key that differs from the version in force; empty where it is not there."""

    key: str
    before: str
    after: str


class CheckOut(Schema):
    """What was found of a text."""

    faults: list[ProductFaultOut]
    in_force_version: int | None
    differences: list[ProductDifferenceOut]


class ReleaseOut(Schema):
    """A publication or a withdrawal."""

    kind: str
    code: str
    version: int | None
    effective_from: date
    approved_by: str
    reason: str
    made_at: datetime


class StartIn(Strict):
    """From a version, or with a text of one's own."""

    based_on: Name = ""
    text: FileText = ""
    note: Words = ""


class TextIn(Strict):
    """A whole text."""

    text: FileText


class NewTextIn(Strict):
    """The whole text anew, and the revision that was seen."""

    revision: int
    text: FileText


class ValuesIn(Strict):
    """Single values by key, each written as TOML."""

    revision: int
    values: Annotated[
        dict[Annotated[str, Field(max_length=80)], Annotated[str, Field(max_length=2000)]], Field(max_length=40)
    ]


class SimulateIn(Strict):
    """How many firms ask."""

    firms: Annotated[int, Field(ge=100, le=MOST_FIRMS)] = 10_000


class ReasonIn(Strict):
    """Why."""

    note: Words


class PublishProductIn(Strict):
    """The day from which the version is sold."""

    effective_from: Day


class WithdrawIn(Strict):
    """From which day on it is not sold, and why."""

    from_on: Day
    reason: Words


class ProductMovedOut(Schema):
    """A draft after an act."""

    draft_id: UUID
    state: str
    revision: int


class ProductPublishedOut(Schema):
    """The version that is sold from its day on."""

    draft_id: UUID
    code: str
    version: int
    digest: str
    effective_from: date


class ProductWithdrawnOut(Schema):
    """A product that is not sold from a day on."""

    code: str
    from_on: date


@router.post("/check", response={200: CheckOut, **REFUSALS}, summary="Check the text of a product")
def check(request: HttpRequest, body: TextIn) -> object:
    """Every fault by key and line, and what differs from the version in force; keeps nothing; staff only."""
    return _checked(request, body.text)


@router.get("/drafts", response={200: list[ProductDraftOut], **REFUSALS}, summary="Drafts of products")
def list_drafts(request: HttpRequest, over: Annotated[bool, Query(False)]) -> object:
    """Those that are worked on, or those that are over; staff only."""
    return product_drafts(actor_from(request), is_over=over)


@router.post("/drafts", response={200: ProductMovedOut, **REFUSALS}, summary="Start a draft of a product")
def start(request: HttpRequest, key: IdempotencyKey, body: StartIn) -> object:
    """As a copy of a version, or with a text."""
    return start_product_draft(call_from(request, key), based_on=body.based_on, text=body.text, note=body.note)


@router.get("/drafts/{uuid:draft_id}", response={200: ProductDraftWhole, **REFUSALS}, summary="One draft")
def read_draft(request: HttpRequest, draft_id: UUID) -> object:
    """With its text and its simulation."""
    return product_draft(actor_from(request), draft_id)


@router.get("/drafts/{uuid:draft_id}/check", response={200: CheckOut, **REFUSALS}, summary="Check a draft")
def check_draft(request: HttpRequest, draft_id: UUID) -> object:
    """As of today."""
    return _checked(request, product_draft(actor_from(request), draft_id).text)


@router.put("/drafts/{uuid:draft_id}", response={200: ProductMovedOut, **REFUSALS}, summary="Change a draft")
def change(request: HttpRequest, draft_id: UUID, key: IdempotencyKey, body: NewTextIn) -> object:
    """Refused when somebody else changed it since `revision`."""
    return change_product_text(call_from(request, key), draft_id=draft_id, revision=body.revision, text=body.text)


@router.patch("/drafts/{uuid:draft_id}", response={200: ProductMovedOut, **REFUSALS}, summary="Change values")
def change_values(request: HttpRequest, draft_id: UUID, key: IdempotencyKey, body: ValuesIn) -> object:
    """Values of keys that stand on a line of their own; the rest stays as it is."""
    return change_product_values(call_from(request, key), draft_id=draft_id, revision=body.revision, values=body.values)


@router.post("/drafts/{uuid:draft_id}/simulate", response={200: ProductMovedOut, **REFUSALS}, summary="Simulate")
def simulate(request: HttpRequest, draft_id: UUID, key: IdempotencyKey, body: SimulateIn) -> object:
    """The lab's population asks for the draft and for the version in force; the result stays with the draft."""
    return simulate_product(call_from(request, key), draft_id=draft_id, firms=body.firms)


@router.post("/drafts/{uuid:draft_id}/submit", response={200: ProductMovedOut, **REFUSALS}, summary="Submit a draft")
def submit(request: HttpRequest, draft_id: UUID, key: IdempotencyKey) -> object:
    """Without a fault, and simulated where the lab can."""
    return submit_product(call_from(request, key), draft_id=draft_id)


@router.post("/drafts/{uuid:draft_id}/return", response={200: ProductMovedOut, **REFUSALS}, summary="Give a draft back")
def give_back(request: HttpRequest, draft_id: UUID, key: IdempotencyKey, body: ReasonIn) -> object:
    """With a reason."""
    return return_product(call_from(request, key), draft_id=draft_id, note=body.note)


@router.post("/drafts/{uuid:draft_id}/drop", response={200: ProductMovedOut, **REFUSALS}, summary="Drop a draft")
def drop(request: HttpRequest, draft_id: UUID, key: IdempotencyKey) -> object:
    """It can still be read."""
    return drop_product(call_from(request, key), draft_id=draft_id)


@router.post("/drafts/{uuid:draft_id}/publish", response={200: ProductPublishedOut, **REFUSALS}, summary="Publish")
def publish(request: HttpRequest, draft_id: UUID, key: IdempotencyKey, body: PublishProductIn) -> object:
    """By a second person, from a day that is not over; a broken clause is named with its article."""
    return publish_product(call_from(request, key), draft_id=draft_id, effective_from=body.effective_from)


@router.get("/releases", response={200: list[ReleaseOut], **REFUSALS}, summary="Publications and withdrawals")
def list_releases(request: HttpRequest, code: Annotated[str, Query("", max_length=60)]) -> object:
    """The newest first, of one product or of all; staff only."""
    return product_releases(actor_from(request), code=code)


@router.get("/{str:code}/{int:version}", response={200: str, **REFUSALS}, summary="The file of a version")
def read_text(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """As TOML; staff only."""
    actor_from(request).require(*STAFF_ROLES, verb="read the file of a product")
    return HttpResponse(product_text(code, version), content_type="application/toml; charset=utf-8")


@router.post("/{str:code}/withdraw", response={200: ProductWithdrawnOut, **REFUSALS}, summary="Take from sale")
def withdraw(request: HttpRequest, code: str, key: IdempotencyKey, body: WithdrawIn) -> object:
    """From a day that is not over; what was lent under it goes on."""
    return withdraw_from_sale(call_from(request, key), code=code, from_on=body.from_on, reason=body.reason)


def _checked(request: HttpRequest, text: str) -> dict[str, object]:
    found = check_product_text(actor_from(request), text=text, on=business_date())
    version = found.in_force.version if found.in_force else None
    return {"faults": found.faults, "in_force_version": version, "differences": found.differences}
