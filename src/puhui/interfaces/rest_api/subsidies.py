"""Interest subsidies by the API: what a loan gets, what waits to be claimed, claims and what the state paid."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from puhui.flows.subsidise_loans.claims import file_subsidy_claim, receive_subsidy
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, Limit, MoneyIn, MoneyOut, Strict
from puhui.kernel.errors import NotFound
from puhui.products.lending.facade import loan
from puhui.products.subsidies.facade import claim_rows, claims_page, subsidy_of, unclaimed

router = Router()
Code = Annotated[str, Field(max_length=40)]


class GrantOut(Schema):
    """A loan's grant: the state's share of its interest in percent, and what it has given."""

    scheme: str
    scheme_version: int
    is_net: bool
    share_pct: str
    given: MoneyOut
    most: MoneyOut
    from_on: date
    until_on: date
    state: str
    reason: str


class LineOut(Schema):
    """One due's interest, split exactly between state and borrower."""

    due_on: date
    interest: MoneyOut
    state: MoneyOut
    borrower: MoneyOut
    kind: str


class SubsidyOut(Schema):
    """The grant and its dues so far."""

    grant: GrantOut
    lines: list[LineOut]


class WaitingOut(Schema):
    """What waits to be claimed of one payer."""

    scheme: str
    payer: str
    parts: int
    total: MoneyOut


class ClaimIn(Strict):
    """Claims all parts of a payer up to a day."""

    scheme: Code
    payer: Code
    until: date


class FiledOut(Schema):
    """A claim that was filed."""

    claim_id: UUID
    number: str
    parts: int
    total: MoneyOut


class PaidIn(Strict):
    """What the payer paid on a claim: exactly what was claimed."""

    paid: MoneyIn
    reference: Annotated[str, Field(max_length=80)] = ""


class ClaimOut(Schema):
    """A claim."""

    id: UUID
    number: str
    scheme: str
    payer: str
    until_on: date
    total: MoneyOut
    parts: int
    state: str
    filed_on: date
    paid_on: date | None
    reference: str


class RowOut(Schema):
    """One row of a claim's file."""

    claim: str
    loan_id: UUID
    borrower_id: UUID
    region: str
    due_on: date
    interest: str
    subsidy: str
    payer_part: str


@router.get("/loans/{uuid:loan_id}", response={200: SubsidyOut, **REFUSALS}, summary="What the state pays of a loan")
def read_subsidy(request: HttpRequest, loan_id: UUID) -> object:
    """The borrower's own people, and staff."""
    actor = actor_from(request)
    loan(actor, loan_id)
    found = subsidy_of(actor, loan_id)
    if found is None:
        raise NotFound("subsidy", where="loan_id")
    return {"grant": found[0], "lines": found[1]}


@router.get("/waiting", response={200: list[WaitingOut], **REFUSALS}, summary="What waits to be claimed")
def list_waiting(request: HttpRequest) -> object:
    """By scheme and payer."""
    return [
        {"scheme": scheme, "payer": payer, "parts": parts, "total": total}
        for scheme, payer, parts, total in unclaimed(actor_from(request))
    ]


@router.get("/claims", response={200: list[ClaimOut], **REFUSALS}, summary="Claims, newest first")
def list_claims(request: HttpRequest, limit: Limit = 50) -> object:
    """Filed and paid."""
    return claims_page(actor_from(request), most=limit)


@router.post("/claims", response={201: FiledOut, **REFUSALS}, summary="File a claim")
def file_a_claim(request: HttpRequest, key: IdempotencyKey, body: ClaimIn) -> object:
    """Each part is claimed once."""
    made = file_subsidy_claim(call_from(request, key), scheme=body.scheme, payer=body.payer, until=body.until)
    return Status(201, made)


@router.get("/claims/{uuid:claim_id}/rows", response={200: list[RowOut], **REFUSALS}, summary="The rows of a claim")
def read_rows(request: HttpRequest, claim_id: UUID) -> object:
    """What the claim is the sum of."""
    return list(claim_rows(actor_from(request), claim_id))


@router.post("/claims/{uuid:claim_id}/paid", response={200: ClaimOut, **REFUSALS}, summary="Book what the state paid")
def book_paid(request: HttpRequest, key: IdempotencyKey, claim_id: UUID, body: PaidIn) -> object:
    """What borrowers had paid ahead goes to their loans in the same act."""
    return receive_subsidy(
        call_from(request, key), claim_id=claim_id, paid=body.paid.money("paid"), reference=body.reference
    )
