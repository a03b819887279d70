"""Farms by the API: the household, its plots, what is stated of it, its season, and who signs beside."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from puhui.flows.farm.household_signs import request_household_code, sign_beside
from puhui.flows.farm.register_farmer import register_farmer
from puhui.flows.farm.seasons import draw_part
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, MoneyOut, Strict, TextOut
from puhui.products.farms.facade import (
    NewPlot,
    Origin,
    Tenure,
    TrancheState,
    add_plot,
    facts_stated,
    give_up_plot,
    plots_of,
    season_of,
    state_fact,
    tranches_of,
    verify_plot,
)
from puhui.products.lending.facade import loan

router = Router()
Code = Annotated[str, Field(max_length=40)]
Area = Annotated[Decimal, Field(gt=0, le=100_000, max_digits=9, decimal_places=2)]


class FarmerIn(Strict):
    """Who the farmer is, and in which village they live."""

    name: Annotated[str, Field(max_length=80)]
    resident_id: Annotated[str, Field(max_length=30)]
    village_id: UUID
    since_on: date | None = None


class FarmerOut(Schema):
    """The person and their household."""

    household_id: UUID
    party_id: UUID


class PlotIn(Strict):
    """A plot that is worked: `code` of the register of contracted land where there is one."""

    name: Annotated[str, Field(max_length=80)]
    area_mu: Area
    crop: Code
    tenure: Tenure = Tenure.CONTRACTED
    code: Code = ""
    certificate: Code = ""
    right_until: date | None = None


class PlotMade(Schema):
    """The plot's id."""

    plot_id: UUID


class PlotOut(Schema):
    """A plot, and who said so."""

    id: UUID
    name: str
    code: str
    area_mu: Decimal
    crop: str
    tenure: Tenure
    certificate: str
    right_until: date | None
    origin: Origin


class VerifyIn(Strict):
    """Whether the plot was found in the register; else somebody looked at it."""

    from_register: bool = False


class FactIn(Strict):
    """What is said of the farm; staff name what they looked at."""

    name: Code
    value: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
    evidence: Annotated[str, Field(max_length=200)] = ""


class FactOut(Schema):
    """One statement."""

    name: str
    value: Decimal
    origin: Origin
    evidence: str
    on: date


class Stated(Schema):
    """Of whom."""

    party_id: UUID


class WindowOut(Schema):
    """A step of the crop's year."""

    stage: str
    name: TextOut
    opens_on: date
    closes_on: date
    share_pct: int


class SeasonOut(Schema):
    """A crop's next year in a place."""

    crop: str
    name: TextOut
    windows: list[WindowOut]
    harvest_ends_on: date
    due_on: date


class PartOut(Schema):
    """One part of a seasonal loan."""

    id: UUID
    n: int
    stage: str
    amount: MoneyOut
    opens_on: date
    closes_on: date
    state: TrancheState


class PartAskedOut(Schema):
    """The bank is asked to pay it."""

    loan_id: UUID
    tranche_id: UUID
    amount: MoneyOut


class CodeIn(Strict):
    """The code that reached the signer's own phone."""

    code: Annotated[str, Field(max_length=12)]


class CodeSent(Schema):
    """A code was sent."""

    contract_id: UUID


class SignedOut(Schema):
    """So many adults are still to sign."""

    contract_id: UUID
    missing: int


@router.post("/farmers", response={201: FarmerOut, **REFUSALS}, summary="Come on record as a farmer")
def create_farmer(request: HttpRequest, key: IdempotencyKey, body: FarmerIn) -> object:
    """The person, their household and their village."""
    return Status(201, register_farmer(call_from(request, key), **body.model_dump()))


@router.get("/seasons/{crop}", response={200: SeasonOut, **REFUSALS}, summary="A crop's year in a region")
def read_season(request: HttpRequest, crop: str, region: str = "") -> object:
    """The windows in which money is paid, the harvest, and the day when a loan is due."""
    actor_from(request)
    return season_of(crop[:40], region=region[:20], on=business_date())


@router.get("/{uuid:party_id}/plots", response={200: list[PlotOut], **REFUSALS}, summary="Plots that a party works")
def list_plots(request: HttpRequest, party_id: UUID) -> object:
    """Oldest first; empty for a party that is not yours to see."""
    return plots_of(actor_from(request), party_id=party_id)


@router.post("/{uuid:party_id}/plots", response={201: PlotMade, **REFUSALS}, summary="Add a plot")
def create_plot(request: HttpRequest, party_id: UUID, key: IdempotencyKey, body: PlotIn) -> object:
    """A right that has ended, and a plot that another works, are refused."""
    plot = NewPlot(party_id=party_id, **body.model_dump())
    return Status(201, {"plot_id": add_plot(call_from(request, key), plot=plot)})


@router.post("/plots/{uuid:plot_id}/verify", response={200: PlotMade, **REFUSALS}, summary="A plot was looked at")
def verify(request: HttpRequest, plot_id: UUID, key: IdempotencyKey, body: VerifyIn) -> object:
    """By staff."""
    call = call_from(request, key)
    return {"plot_id": verify_plot(call, plot_id=plot_id, from_register=body.from_register)}


@router.delete("/plots/{uuid:plot_id}", response={200: PlotMade, **REFUSALS}, summary="Give up a plot")
def delete_plot(request: HttpRequest, plot_id: UUID, key: IdempotencyKey) -> object:
    """Another household may then bring it on record."""
    return {"plot_id": give_up_plot(call_from(request, key), plot_id=plot_id)}


@router.get("/{uuid:party_id}/facts", response={200: list[FactOut], **REFUSALS}, summary="What is stated of a farm")
def list_facts(request: HttpRequest, party_id: UUID) -> object:
    """Newest first, with who said so."""
    return facts_stated(actor_from(request), party_id=party_id)


@router.post("/{uuid:party_id}/facts", response={201: Stated, **REFUSALS}, summary="State a fact of a farm")
def create_fact(request: HttpRequest, party_id: UUID, key: IdempotencyKey, body: FactIn) -> object:
    """By the farmer, or by staff who looked."""
    return Status(201, {"party_id": state_fact(call_from(request, key), party_id=party_id, **body.model_dump())})


@router.get("/loans/{uuid:loan_id}/parts", response={200: list[PartOut], **REFUSALS}, summary="Parts of a loan")
def list_parts(request: HttpRequest, loan_id: UUID) -> object:
    """In the order of the season."""
    loan(actor_from(request), loan_id)
    return tranches_of(loan_id)


@router.post("/parts/{uuid:tranche_id}/draw", response={200: PartAskedOut, **REFUSALS}, summary="Ask for a part")
def draw(request: HttpRequest, tranche_id: UUID, key: IdempotencyKey) -> object:
    """Inside of its window, once."""
    return draw_part(call_from(request, key), tranche_id=tranche_id)


@router.post("/contracts/{uuid:contract_id}/code", response={200: CodeSent, **REFUSALS}, summary="Code to sign beside")
def send_code(request: HttpRequest, contract_id: UUID, key: IdempotencyKey) -> object:
    """To the phone of an adult of the borrower's household."""
    return {"contract_id": request_household_code(call_from(request, key), contract_id=contract_id)}


@router.post("/contracts/{uuid:contract_id}/sign", response={200: SignedOut, **REFUSALS}, summary="Sign beside")
def sign(request: HttpRequest, contract_id: UUID, key: IdempotencyKey, body: CodeIn) -> object:
    """An adult of the household answers beside the borrower."""
    return sign_beside(call_from(request, key), contract_id=contract_id, code=body.code)
