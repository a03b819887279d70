"""Collateral by the API: the register, values, ranked pledges, releases. Equal in power to the pages."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from puhui.flows.secure_loan.pledge import confirm_release, pledge_asset, release_pledge
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, MoneyIn, MoneyOut, Page, Strict
from puhui.products.collateral.facade import (
    AssetState,
    DocumentIn,
    NewAsset,
    NewValuation,
    PledgeState,
    ReleaseState,
    add_document,
    asset,
    assets_page,
    perfect_pledge,
    register_asset,
    registry_records,
    releases,
    value_asset,
)

router = Router()
Code = Annotated[str, Field(max_length=40)]
MOST_EXPORTED = 10_000


class DocumentBody(Strict):
    """A paper about a thing."""

    kind: Code
    reference: Annotated[str, Field(max_length=200)]
    sha256: Annotated[str, Field(pattern="^([0-9a-f]{64})?$")] = ""

    @property
    def document(self) -> DocumentIn:
        """As the room takes it."""
        return DocumentIn(kind=self.kind, reference=self.reference, sha256=self.sha256)


class AssetIn(Strict):
    """A thing: whose, what, and the numbers by which it is told apart, such as `{"vin": "..."}`; of a herd all of them,
    one after the other.
    """

    owner_id: UUID
    kind: Code
    description: Annotated[str, Field(max_length=500)]
    identifiers: Annotated[dict[str, Annotated[str, Field(max_length=10_000)]], Field(max_length=5)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "CNY"
    right_until: date | None = None
    area_mu: Annotated[Decimal | None, Field(gt=0, le=1_000_000, max_digits=12, decimal_places=2)] = None
    documents: Annotated[list[DocumentBody], Field(max_length=50)] = []


class ValuationIn(Strict):
    """What it is worth, by whom, how, when, and until when that holds; land by the mu, or as a whole."""

    value: MoneyIn | None = None
    per_mu: MoneyIn | None = None
    method: Code
    valuer: Annotated[str, Field(max_length=120)]
    valued_on: date
    valid_until: date


class PledgeIn(Strict):
    """For which loan, up to which amount, in which rank; `is_beyond_value` says that more is secured than is left."""

    loan_id: UUID
    secured: MoneyIn
    rank: Annotated[int | None, Field(ge=1, le=1000)] = None
    is_beyond_value: bool = False


class PerfectIn(Strict):
    """The number at the registry, and since when it holds."""

    registration: Annotated[str, Field(max_length=60)]
    on: date


class ReleaseIn(Strict):
    """What the pledge keeps (nothing: it ends), why, what takes its place, and whether a second person is asked."""

    keeps: MoneyIn | None = None
    reason: Annotated[str, Field(max_length=500)]
    replaced_by: UUID | None = None
    is_exception: bool = False


class AgreeIn(Strict):
    """Yes or no."""

    agree: bool


class AssetLineOut(Schema):
    """A thing: its value, what may be lent against it today, and what is free of that."""

    id: UUID
    owner_id: UUID
    kind: str
    description: str
    state: AssetState
    value: MoneyOut | None
    valued_on: date | None
    valid_until: date | None
    right_until: date | None
    lendable: MoneyOut
    free: MoneyOut


class ValuationOut(Schema):
    """One value of its history."""

    id: UUID
    value: MoneyOut
    method: str
    valuer: str
    valued_on: date
    valid_until: date
    by_name: str
    per_mu: MoneyOut | None = None


class PledgeOut(Schema):
    """A pledge, and what it is given of the value today."""

    id: UUID
    asset_id: UUID
    kind: str
    description: str
    debt_id: UUID
    rank: int
    secured: MoneyOut
    given: MoneyOut
    state: PledgeState
    is_beyond_value: bool
    created_on: date
    perfected_on: date | None
    registration: str
    released_on: date | None


class DocumentOut(Schema):
    """A paper about a thing."""

    kind: str
    reference: str
    sha256: str


class AssetOut(Schema):
    """Everything about one thing."""

    line: AssetLineOut
    identifiers: list[tuple[str, str]]
    area_mu: Decimal | None
    documents: list[DocumentOut]
    valuations: list[ValuationOut]
    pledges: list[PledgeOut]
    registered_by: str
    registered_at: datetime


class AssetDone(Schema):
    """The thing after an act."""

    asset_id: UUID
    state: AssetState


class PledgeDone(Schema):
    """The pledge after an act."""

    pledge_id: UUID
    state: PledgeState
    rank: int
    secured: MoneyOut


class ReleaseDone(Schema):
    """The release after an act; `proposed` waits for a second person."""

    release_id: UUID
    pledge_id: UUID
    state: ReleaseState


class ReleaseOut(Schema):
    """A release that was asked for."""

    id: UUID
    pledge_id: UUID
    debt_id: UUID
    asset_id: UUID
    from_secured: MoneyOut
    to_secured: MoneyOut
    reason: str
    owed: MoneyOut
    cover_after: MoneyOut
    state: ReleaseState
    proposed_by_name: str
    decided_by_name: str
    proposed_on: date


class RegistryOut(Schema):
    """A live pledge in the form of a notice to the unified registry, as we read it."""

    registration_type: str
    filing_reference: str
    secured_party_role: str
    debtor_id: UUID
    owner_id: UUID
    asset_class: str
    asset_kind: str
    description: str
    identifiers: str
    secured_amount: str
    currency: str
    rank: int
    debt_reference: str
    created_on: date
    term_months: int
    expires_on: date


@router.get("/assets", response={200: Page[AssetLineOut], **REFUSALS}, summary="Things in the register, newest first")
def list_assets(
    request: HttpRequest,
    limit: Limit,
    after: After,
    *,
    owner_id: Annotated[UUID | None, Query(None)] = None,
    kind: Annotated[str, Query("", max_length=40)] = "",
) -> object:
    """Staff see all, owners their own."""
    found = assets_page(actor_from(request), owner_id=owner_id, kind=kind, before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.post("/assets", response={200: AssetDone, **REFUSALS}, summary="Register a thing")
def new_asset(request: HttpRequest, key: IdempotencyKey, body: AssetIn) -> object:
    """Refused when it is in the register already, or when the right has ended."""
    told = NewAsset(
        owner_id=body.owner_id,
        kind=body.kind,
        description=body.description,
        identifiers=tuple(body.identifiers.items()),
        currency=body.currency,
        right_until=body.right_until,
        area_mu=body.area_mu,
        documents=tuple(one.document for one in body.documents),
    )
    return register_asset(call_from(request, key), asset=told)


@router.get("/assets/{uuid:asset_id}", response={200: AssetOut, **REFUSALS}, summary="One thing")
def read_asset(request: HttpRequest, asset_id: UUID) -> object:
    """With its values, papers and pledges."""
    return asset(actor_from(request), asset_id)


@router.post("/assets/{uuid:asset_id}/documents", response={200: AssetDone, **REFUSALS}, summary="Add a paper")
def new_document(request: HttpRequest, asset_id: UUID, key: IdempotencyKey, body: DocumentBody) -> object:
    """Papers are never changed."""
    return add_document(call_from(request, key), asset_id=asset_id, document=body.document)


@router.post("/assets/{uuid:asset_id}/valuations", response={200: AssetDone, **REFUSALS}, summary="Value a thing")
def new_valuation(request: HttpRequest, asset_id: UUID, key: IdempotencyKey, body: ValuationIn) -> object:
    """The newest value counts; the history stays."""
    told = NewValuation(
        value=body.value.money("value") if body.value else None,
        per_mu=body.per_mu.money("per_mu") if body.per_mu else None,
        method=body.method,
        valuer=body.valuer,
        valued_on=body.valued_on,
        valid_until=body.valid_until,
    )
    return value_asset(call_from(request, key), asset_id=asset_id, valuation=told)


@router.post("/assets/{uuid:asset_id}/pledges", response={200: PledgeDone, **REFUSALS}, summary="Pledge it for a loan")
def new_pledge(request: HttpRequest, asset_id: UUID, key: IdempotencyKey, body: PledgeIn) -> object:
    """A further pledge names its rank; one beyond the value says so."""
    return pledge_asset(
        call_from(request, key),
        asset_id=asset_id,
        loan_id=body.loan_id,
        secured=body.secured.money("secured"),
        rank=body.rank,
        is_beyond_value=body.is_beyond_value,
    )


@router.post(
    "/pledges/{uuid:pledge_id}/perfect", response={200: PledgeDone, **REFUSALS}, summary="Note its registration"
)
def perfect(request: HttpRequest, pledge_id: UUID, key: IdempotencyKey, body: PerfectIn) -> object:
    """From now on it counts."""
    return perfect_pledge(call_from(request, key), pledge_id=pledge_id, registration=body.registration, on=body.on)


@router.post("/pledges/{uuid:pledge_id}/release", response={200: ReleaseDone, **REFUSALS}, summary="Release it")
def release(request: HttpRequest, pledge_id: UUID, key: IdempotencyKey, body: ReleaseIn) -> object:
    """Refused while too little would be left, unless a second person is asked."""
    return release_pledge(
        call_from(request, key),
        pledge_id=pledge_id,
        keeps=body.keeps.money("keeps") if body.keeps else None,
        reason=body.reason,
        replaced_by=body.replaced_by,
        is_exception=body.is_exception,
    )


@router.get("/releases", response={200: Page[ReleaseOut], **REFUSALS}, summary="Releases, newest first")
def list_releases(
    request: HttpRequest, limit: Limit, after: After, *, state: Annotated[ReleaseState | None, Query(None)] = None
) -> object:
    """Staff only."""
    found = releases(actor_from(request), state=state.value if state else "", before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.post("/releases/{uuid:release_id}/decision", response={200: ReleaseDone, **REFUSALS}, summary="Agree or not")
def decide(request: HttpRequest, release_id: UUID, key: IdempotencyKey, body: AgreeIn) -> object:
    """Never by who proposed it."""
    return confirm_release(call_from(request, key), release_id=release_id, agree=body.agree)


@router.get("/registry", response={200: list[RegistryOut], **REFUSALS}, summary="Live pledges for the registry")
def export(request: HttpRequest) -> object:
    """As we read what the unified registry asks for; the command exports any number, here at most 10,000."""
    return [one for _, one in zip(range(MOST_EXPORTED), registry_records(actor_from(request)), strict=False)]
