"""Firms, the consents they gave, and the invoices they brought."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from puhui.flows.bring_bank_statement import bring_bank_statement
from puhui.flows.give_consent import give_consent
from puhui.flows.move_firm import confirm_move, move_firm
from puhui.flows.register_firm import register_firm
from puhui.flows.upload_invoices import upload_invoices
from puhui.foundation.consent.facade import consents_of, withdraw_consent
from puhui.foundation.documents.facade import FileContent, import_report
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import parties_of, party_card, require_party
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, MoneyOut, Strict, TextOut

router = Router()
Short = Annotated[str, Field(max_length=200)]


class FirmIn(Strict):
    """A firm and who represents it."""

    firm_name: Short
    uscc: Annotated[str, Field(max_length=30)]
    representative_name: Short
    resident_id: Annotated[str, Field(max_length=30)]
    region: Short = ""
    industry: Short = ""
    founded_on: date | None = None


class FirmMade(Schema):
    """The firm's id."""

    firm_id: UUID


class PartyOut(Schema):
    """A party; personal fields are masked except for the customer themselves."""

    party_id: UUID
    kind: str
    name: str
    identifier: str
    phone: str
    region: str
    industry: str
    founded_on: date | None
    is_identified: bool


class ConsentIn(Strict):
    """A consent for a purpose; without `scope` and `until`, over all and for the longest time that the text names."""

    purpose: Annotated[str, Field(max_length=60)]
    scope: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=20)] = []
    until: date | None = None
    text_version: Annotated[int | None, Field(ge=1, le=10**6)] = None


class ConsentMade(Schema):
    """The consent and its last day."""

    consent_id: UUID
    until: date


class ConsentOut(Schema):
    """One consent."""

    consent_id: UUID
    purpose: str
    title: TextOut
    scope: list[str]
    until: date
    given_at: datetime
    withdrawn_at: datetime | None


class Withdrawn(Schema):
    """The consent that holds no longer."""

    consent_id: UUID


class RefusedOut(Schema):
    """A row that was not taken."""

    line_no: int
    field: str
    reason: str


class ImportOut(Schema):
    """What became of a file: rows read = new + known + refused."""

    batch_id: UUID
    rows_read: int
    rows_new: int
    rows_known: int
    rows_refused: int
    refused_by_reason: dict[str, int]
    refused: list[RefusedOut]


class StatementBroughtOut(Schema):
    """What is known of the account now, in whole months; amounts are those of all months together."""

    account_tail: str
    from_on: date
    to_on: date
    months: int
    money_in: MoneyOut
    money_out: MoneyOut
    replaced: bool


@router.get("", response={200: list[PartyOut], **REFUSALS}, summary="Yourself and the firms you act for")
def list_own(request: HttpRequest) -> object:
    """Empty for staff, who look up one party by its id."""
    actor = actor_from(request)
    return [party_card(actor, party_id=party_id) for party_id in parties_of(actor)[:50]]


@router.post("", response={201: FirmMade, **REFUSALS}, summary="Register a firm")
def create_firm(request: HttpRequest, key: IdempotencyKey, body: FirmIn) -> object:
    """The signed-in customer says who they are and which firm they represent."""
    return Status(201, register_firm(call_from(request, key), **body.model_dump()))


@router.get("/{uuid:party_id}", response={200: PartyOut, **REFUSALS}, summary="One party")
def read_party(request: HttpRequest, party_id: UUID) -> object:
    """Masked for staff."""
    return party_card(actor_from(request), party_id=party_id)


@router.get("/{uuid:party_id}/consents", response={200: list[ConsentOut], **REFUSALS}, summary="Consents given")
def list_consents(request: HttpRequest, party_id: UUID) -> object:
    """Newest first, withdrawn ones included."""
    actor = actor_from(request)
    require_party(actor, party_id=party_id)
    return consents_of(actor, party_id=party_id)


@router.post("/{uuid:party_id}/consents", response={201: ConsentMade, **REFUSALS}, summary="Give a consent")
def create_consent(request: HttpRequest, party_id: UUID, key: IdempotencyKey, body: ConsentIn) -> object:
    """Purpose-bound, with an end, withdrawable."""
    given = give_consent(
        call_from(request, key),
        party_id=party_id,
        purpose=body.purpose,
        scope=tuple(body.scope),
        until=body.until,
        text_version=body.text_version,
    )
    return Status(201, given)


@router.delete(
    "/{uuid:party_id}/consents/{uuid:consent_id}", response={200: Withdrawn, **REFUSALS}, summary="Withdraw a consent"
)
def delete_consent(request: HttpRequest, party_id: UUID, consent_id: UUID, key: IdempotencyKey) -> object:
    """From now on no data is read under it."""
    require_party(actor_from(request), party_id=party_id)
    return {"consent_id": withdraw_consent(call_from(request, key), consent_id=consent_id)}


@router.post("/{uuid:party_id}/invoices", response={200: ImportOut, **REFUSALS}, summary="Upload VAT invoices")
def create_invoices(request: HttpRequest, party_id: UUID, key: IdempotencyKey, file: File[UploadedFile]) -> object:
    """CSV or Parquet; every refused row is listed with its line and reason; safe to send twice."""
    name = file.name or "invoices.csv"
    return upload_invoices(
        call_from(request, key),
        firm_id=party_id,
        name=name,
        file=FileContent.of_bytes(file.read()),
        file_format="parquet" if name.lower().endswith(".parquet") else "csv",
    )


@router.get(
    "/{uuid:party_id}/invoices/{uuid:batch_id}", response={200: ImportOut, **REFUSALS}, summary="What became of a file"
)
def read_import(request: HttpRequest, party_id: UUID, batch_id: UUID) -> object:
    """The report of one import."""
    actor = actor_from(request)
    require_party(actor, party_id=party_id)
    return import_report(actor, batch_id=batch_id)


@router.post(
    "/{uuid:party_id}/bank-statements",
    response={200: StatementBroughtOut, **REFUSALS},
    summary="Bring a bank statement",
)
def create_bank_statement(  # noqa: PLR0917 - the parts of a form
    request: HttpRequest,
    party_id: UUID,
    key: IdempotencyKey,
    file: File[UploadedFile],
    form: Annotated[str, Form("camt.053", alias="format", max_length=40)] = "camt.053",
    account: Annotated[str, Form("", max_length=40)] = "",
) -> object:
    """camt.053, or CSV in one of the formats of `policies/statement_formats`; only sums by month are kept."""
    found = bring_bank_statement(
        call_from(request, key), firm_id=party_id, content=file.read(), form=form, account=account
    )
    return {
        **{name: getattr(found, name) for name in ("account_tail", "from_on", "to_on", "months", "replaced")},
        "money_in": MoneyOut.of(found.in_minor),
        "money_out": MoneyOut.of(found.out_minor),
    }


class PlaceIn(Strict):
    """Where the firm is, by code or name of a region; what shows it, where another place was known before."""

    region: Annotated[str, Field(min_length=1, max_length=80)]
    evidence: Annotated[str, Field(max_length=300)] = ""


class PlaceOut(Schema):
    """Where the firm was (empty: unknown) and where it is, by codes; `waits_for`: what is looked at first."""

    firm_id: UUID
    before: str
    region: str
    waits_for: UUID | None = None


class MoveDecision(Strict):
    """Whether the new place counts from now on; a refusal says why."""

    agree: bool
    reason: Annotated[str, Field(max_length=300)] = ""


@router.put("/{uuid:party_id}/place", response={200: PlaceOut, **REFUSALS}, summary="Say where a firm is")
def put_place(request: HttpRequest, party_id: UUID, key: IdempotencyKey, body: PlaceIn) -> object:
    """What is signed already stays as it is signed."""
    return move_firm(
        call_from(request, key), firm_id=party_id, region=body.region, on=business_date(), evidence=body.evidence
    )


@router.post("/moves/{uuid:move_id}/decision", response={200: PlaceOut, **REFUSALS}, summary="Decide on a firm's move")
def decide_on_move(request: HttpRequest, move_id: UUID, key: IdempotencyKey, body: MoveDecision) -> object:
    """Staff who did not state it."""
    return confirm_move(call_from(request, key), move_id=move_id, agree=body.agree, reason=body.reason)
