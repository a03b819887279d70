"""Agent mode by the API: a helper beside a customer, visit by visit."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Path, Router, Schema, Status, UploadedFile
from pydantic import Field

from puhui.flows.agent.prepare import (
    beside,
    confirm_prepared,
    prepare_application,
    request_confirmation,
    send_prepared_paper,
)
from puhui.flows.agent.statements import (
    confirm_statements,
    drop_statement,
    prepare_fact,
    prepare_plot,
    request_statement_code,
)
from puhui.flows.agent.visit import end_visit, open_visit, request_visit
from puhui.flows.farm.register_farmer import register_farmer
from puhui.foundation.documents.facade import MOST_MEGABYTES, FileTooLarge
from puhui.foundation.party.facade import waiting_in
from puhui.interfaces.rest_api.door import call_from
from puhui.interfaces.rest_api.farms import FarmerIn, FarmerOut, PlotIn
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, MoneyIn, Strict
from puhui.kernel.actors import Call

router = Router()
Phone = Annotated[str, Field(max_length=30)]
Code = Annotated[str, Field(max_length=40)]


class PhoneIn(Strict):
    """The customer's own number."""

    phone: Phone


class OpenIn(Strict):
    """The number, and the code that the customer reads out."""

    phone: Phone
    code: Annotated[str, Field(max_length=12)]


class VisitAskedOut(Schema):
    """A code is on its way, to a known number or not."""

    sent: bool


class VisitOut(Schema):
    """A visit, and until when."""

    visit_id: UUID
    until_at: datetime


class VisitEnded(Schema):
    """A visit that is over."""

    visit_id: UUID


class ToldFactIn(Strict):
    """What the customer says of the farm."""

    name: Code
    value: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]


class WaitsOut(Schema):
    """It waits for the customer's code."""

    statement_id: UUID


class WaitingOut(Schema):
    """What waits: a plot or a fact, as it was told."""

    id: UUID
    kind: str
    told: dict[str, Any]


class StatementCodeIn(Strict):
    """The code that the customer types."""

    code: Annotated[str, Field(max_length=12)]


class StatementsOut(Schema):
    """How much was kept."""

    visit_id: UUID
    plots: int
    facts: int


class PreparedIn(Strict):
    """What the customer would like to borrow."""

    product_code: Code
    amount: MoneyIn
    term_months: Annotated[int, Field(ge=1, le=360)]
    method: Code
    purpose: Code


class PreparedOut(Schema):
    """A draft; only the customer's code submits it."""

    application_id: UUID


class PaperPlace(Schema):
    """Of which visit and draft a paper is, and which paper it is."""

    visit_id: UUID
    application_id: UUID
    kind: Annotated[str, Field(max_length=41)]


class BroughtPaperOut(Schema):
    """The paper's id."""

    paper_id: UUID


class ConfirmIn(Strict):
    """The code that the customer types, and the consents that they give with it."""

    code: Annotated[str, Field(max_length=12)]
    consents: Annotated[list[Code], Field(max_length=5)] = []


class ConfirmedOut(Schema):
    """What was decided."""

    application_id: UUID
    outcome: str


@router.post("/visits/code", response={200: VisitAskedOut, **REFUSALS}, summary="Ask a customer to let you help")
def ask(request: HttpRequest, key: IdempotencyKey, body: PhoneIn) -> object:
    """A code goes to the customer's phone."""
    return request_visit(call_from(request, key), phone=body.phone)


@router.post("/visits", response={201: VisitOut, **REFUSALS}, summary="Begin a visit")
def begin(request: HttpRequest, key: IdempotencyKey, body: OpenIn) -> object:
    """With the code that the customer reads out."""
    return Status(201, open_visit(call_from(request, key), phone=body.phone, code=body.code))


@router.delete("/visits/{uuid:visit_id}", response={200: VisitEnded, **REFUSALS}, summary="End a visit")
def end(request: HttpRequest, visit_id: UUID, key: IdempotencyKey) -> object:
    """Nothing of the customer is seen any more."""
    return {"visit_id": end_visit(call_from(request, key), visit_id=visit_id)}


@router.post("/visits/{uuid:visit_id}/farmer", response={201: FarmerOut, **REFUSALS}, summary="Who the customer is")
def farmer(request: HttpRequest, visit_id: UUID, key: IdempotencyKey, body: FarmerIn) -> object:
    """Person, household and village."""
    return Status(201, register_farmer(_beside(request, visit_id, key), **body.model_dump()))


@router.post("/visits/{uuid:visit_id}/plots", response={201: WaitsOut, **REFUSALS}, summary="A plot of the customer")
def plot(request: HttpRequest, visit_id: UUID, key: IdempotencyKey, body: PlotIn) -> object:
    """As the customer states it; it waits for their code."""
    return Status(201, prepare_plot(call_from(request, key), visit_id=visit_id, **body.model_dump()))


@router.post("/visits/{uuid:visit_id}/facts", response={201: WaitsOut, **REFUSALS}, summary="A fact of the farm")
def fact(request: HttpRequest, visit_id: UUID, key: IdempotencyKey, body: ToldFactIn) -> object:
    """As the customer states it, new or to correct the one before; it waits for their code."""
    return Status(201, prepare_fact(call_from(request, key), visit_id=visit_id, name=body.name, value=body.value))


@router.get(
    "/visits/{uuid:visit_id}/statements", response={200: list[WaitingOut], **REFUSALS}, summary="What waits for a code"
)
def statements(request: HttpRequest, visit_id: UUID) -> object:
    """Plots and facts of the helper's own visit, while it lasts."""
    call = call_from(request, "read")
    return waiting_in(call.actor, visit_id=visit_id, at=call.at)


@router.delete(
    "/visits/{uuid:visit_id}/statements/{uuid:statement_id}", response={200: WaitsOut, **REFUSALS}, summary="Drop one"
)
def drop(request: HttpRequest, visit_id: UUID, statement_id: UUID, key: IdempotencyKey) -> object:
    """What was filled in wrongly."""
    return drop_statement(call_from(request, key), visit_id=visit_id, statement_id=statement_id)


@router.post(
    "/visits/{uuid:visit_id}/statements/code",
    response={200: VisitEnded, **REFUSALS},
    summary="Send the customer the code that keeps them",
)
def send_statement_code(request: HttpRequest, visit_id: UUID, key: IdempotencyKey) -> object:
    """To the customer's own phone, for just what waits now."""
    return {"visit_id": request_statement_code(call_from(request, key), visit_id=visit_id)}


@router.post(
    "/visits/{uuid:visit_id}/statements/confirm",
    response={200: StatementsOut, **REFUSALS},
    summary="The customer confirms them",
)
def confirm_told(request: HttpRequest, visit_id: UUID, key: IdempotencyKey, body: StatementCodeIn) -> object:
    """With their own code: they are the customer's word, and the audit names both."""
    return confirm_statements(call_from(request, key), visit_id=visit_id, code=body.code)


@router.post("/visits/{uuid:visit_id}/applications", response={201: PreparedOut, **REFUSALS}, summary="Prepare")
def prepare(request: HttpRequest, visit_id: UUID, key: IdempotencyKey, body: PreparedIn) -> object:
    """A draft, up to the helper's limit."""
    asked = body.model_dump(exclude={"amount"})
    return Status(
        201, prepare_application(call_from(request, key), visit_id=visit_id, amount=body.amount.money(), **asked)
    )


@router.post(
    "/visits/{uuid:visit_id}/applications/{uuid:application_id}/papers/{kind}",
    response={201: BroughtPaperOut, **REFUSALS},
    summary="Send a paper that the customer brought",
)
def send_brought(
    request: HttpRequest, key: IdempotencyKey, place: Path[PaperPlace], file: File[UploadedFile]
) -> object:
    """A photo (JPEG, PNG) or a PDF, kept with what was prepared; the helper never sees it again."""
    if (file.size or 0) > MOST_MEGABYTES * 1_000_000:
        raise FileTooLarge(where="file", most_megabytes=MOST_MEGABYTES)
    kept = send_prepared_paper(call_from(request, key), content=file.read(), **place.model_dump())
    return Status(201, {"paper_id": kept})


@router.post(
    "/visits/{uuid:visit_id}/applications/{uuid:application_id}/code",
    response={200: PreparedOut, **REFUSALS},
    summary="Send the customer the code that confirms",
)
def send_code(request: HttpRequest, visit_id: UUID, application_id: UUID, key: IdempotencyKey) -> object:
    """To the customer's own phone."""
    call = call_from(request, key)
    return {"application_id": request_confirmation(call, visit_id=visit_id, application_id=application_id)}


@router.post(
    "/visits/{uuid:visit_id}/applications/{uuid:application_id}/confirm",
    response={200: ConfirmedOut, **REFUSALS},
    summary="The customer confirms",
)
def confirm(request: HttpRequest, visit_id: UUID, application_id: UUID, key: IdempotencyKey, body: ConfirmIn) -> object:
    """With their own code: the act is theirs, and the audit names both."""
    return confirm_prepared(
        call_from(request, key),
        visit_id=visit_id,
        application_id=application_id,
        code=body.code,
        consents=tuple(body.consents),
    )


def _beside(request: HttpRequest, visit_id: UUID, key: str) -> Call:
    return beside(call_from(request, key), visit_id=visit_id)
