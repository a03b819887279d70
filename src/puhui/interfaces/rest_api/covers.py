"""Certificates of cover by the API: kept with a loan, with their paper, and withdrawn; what a payout still needs."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from puhui.flows.secure_loan.before_payout import before_payout
from puhui.flows.secure_loan.covers import keep_cover
from puhui.foundation.casework.facade import MOST_FILE_BYTES
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, MoneyIn, MoneyOut, Strict, TextOut
from puhui.products.collateral.facade import NewCertificate, add_cover_paper, withdraw_certificate

router = Router()


class CoverIn(Strict):
    """A certificate of cover as it reads; `cover` as the product names it."""

    cover: Annotated[str, Field(max_length=60)]
    number: Annotated[str, Field(max_length=80)]
    insurer: Annotated[str, Field(max_length=120)]
    insured: MoneyIn
    valid_from: date
    valid_until: date


class CoverDone(Schema):
    """The certificate after an act."""

    certificate_id: UUID
    debt_id: UUID
    is_withdrawn: bool


class CoverOut(Schema):
    """A certificate that is kept with a loan."""

    id: UUID
    cover: str
    number: str
    insurer: str
    insured: MoneyOut
    valid_from: date
    valid_until: date
    file_id: UUID | None
    kept_by_name: str
    kept_on: date
    withdrawn_on: date | None
    reason: str


class CoverWantedOut(Schema):
    """A cover that the product asks for and the loan has not: at least so much insured, and how it stands."""

    cover: str
    name: TextOut
    least: MoneyOut
    why: TextOut


class BeforePayoutOut(Schema):
    """What is missing before money is paid out, and the certificates that count today."""

    loan_id: UUID
    is_waiting: bool
    security: MoneyOut | None
    cover: CoverWantedOut | None
    certificates: list[CoverOut]


class CoverWithdrawIn(Strict):
    """Why."""

    reason: Annotated[str, Field(max_length=500)]


@router.post("/loans/{uuid:loan_id}/covers", response={200: CoverDone, **REFUSALS}, summary="Keep a certificate")
def new_cover(request: HttpRequest, loan_id: UUID, key: IdempotencyKey, body: CoverIn) -> object:
    """One certificate, one loan."""
    told = body.model_dump(exclude={"insured"})
    asked = NewCertificate(**told, insured=body.insured.money("insured"))
    return keep_cover(call_from(request, key), loan_id=loan_id, asked=asked)


@router.get("/loans/{uuid:loan_id}/needed", response={200: BeforePayoutOut, **REFUSALS}, summary="What is needed")
def needed(request: HttpRequest, loan_id: UUID) -> object:
    """What a loan still needs before money is paid out; the borrower reads their own."""
    return before_payout(actor_from(request), loan_id)


@router.post(
    "/covers/{uuid:certificate_id}/paper",
    response={200: CoverDone, **REFUSALS, 413: REFUSALS[422]},
    summary="Keep the paper of a certificate",
)
def cover_paper(request: HttpRequest, certificate_id: UUID, key: IdempotencyKey, file: File[UploadedFile]) -> object:
    """PDF, JPEG, PNG or plain text of at most 5 MB; kept encrypted."""
    content = file.read(MOST_FILE_BYTES + 1)
    call = call_from(request, key)
    return add_cover_paper(call, certificate_id=certificate_id, name=file.name or "file", content=content)


@router.post("/covers/{uuid:certificate_id}/withdraw", response={200: CoverDone, **REFUSALS}, summary="Withdraw it")
def withdraw_cover(request: HttpRequest, certificate_id: UUID, key: IdempotencyKey, body: CoverWithdrawIn) -> object:
    """It does not count any more, with a reason."""
    return withdraw_certificate(call_from(request, key), certificate_id=certificate_id, reason=body.reason)
