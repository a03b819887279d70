"""Leases by the API: equipment chosen, accepted, read, taken back, sold. The rents are those of the loan."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import AwareDatetime, Field

from puhui.flows.lease_equipment.accept_delivery import accept_delivery
from puhui.flows.lease_equipment.ask import ask_for_lease
from puhui.flows.lease_equipment.choose import choose_equipment
from puhui.flows.lease_equipment.early_return import agree_guarantee, early_return
from puhui.flows.lease_equipment.end import sell_equipment, take_equipment_back
from puhui.flows.lease_equipment.use import record_reading
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, MoneyIn, MoneyOut, Page, Strict
from puhui.products.leasing.facade import LeaseState, LeaseStep, NewEquipment, lease, leases_page, readings

router = Router()
Note = Annotated[str, Field(max_length=200)]


class ThingIn(Strict):
    """A thing that is let, as its seller describes it."""

    kind: Annotated[str, Field(max_length=60)]
    maker: Annotated[str, Field(max_length=80)]
    model: Annotated[str, Field(max_length=80)]
    serial: Annotated[str, Field(max_length=60)]
    price: MoneyIn
    insured_until: date | None = None


class EquipmentIn(ThingIn):
    """What is to be let; the payee of the application sells it."""

    application_id: UUID


class LeaseIn(ThingIn):
    """A lease asked for in one act: the application, who sells, and the thing. The most of its price is financed."""

    firm_id: UUID
    product_code: Annotated[str, Field(max_length=60)] = "equipment-lease"
    term_months: Annotated[int, Field(ge=1, le=360)]
    purpose: Annotated[str, Field(max_length=60)]
    payee_id: UUID


class LeaseAskedOut(Schema):
    """The application: submitted, offered and signed as every other one."""

    application_id: UUID


class ResidualGuaranteeIn(Strict):
    """Where the paper is that the supplier signed; the supplier's own people need none."""

    evidence: Note = ""


class EarlyReturnOut(Schema):
    """What giving the thing back comes to today: `pay_off` less `worth`, and what is above goes to the lessee.

    `worth` falls from `first_worth` by equal parts a month to the residual at the end of the term.
    """

    pay_off: MoneyOut
    worth: MoneyOut
    to_pay: MoneyOut
    to_lessee: MoneyOut
    months: int
    term_months: int
    first_worth: MoneyOut
    from_on: date


class SerialIn(Strict):
    """The number on the plate of what was delivered."""

    serial: Annotated[str, Field(max_length=60)]


class ReadingIn(Strict):
    """What a meter says, in its own unit, and who or what read it."""

    meter: Annotated[str, Field(max_length=30)]
    value: Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=3)]
    read_at: AwareDatetime
    source: Annotated[str, Field(max_length=40)]


class BackIn(Strict):
    """Why it comes back, and whether both agree."""

    note: Note = ""
    by_agreement: bool


class SaleIn(Strict):
    """What it was sold for."""

    amount: MoneyIn
    note: Note = ""


class LeaseLineOut(Schema):
    """A leased thing; `down_payment` goes from lessee to supplier, `residual` is in the last rent."""

    id: UUID
    lessee_id: UUID
    supplier_id: UUID
    application_id: UUID
    loan_id: UUID | None
    kind: str
    maker: str
    model: str
    serial: str
    price: MoneyOut
    down_payment: MoneyOut
    financed: MoneyOut
    residual: MoneyOut
    insured_until: date | None
    state: LeaseState
    accepted_on: date | None
    guaranteed: MoneyOut
    """What the supplier makes good of the residual."""


class LeaseEventOut(Schema):
    """One thing that happened."""

    n: int
    step: LeaseStep
    on: date
    amount: MoneyOut | None
    note: str
    by_name: str
    at: datetime


class ReadingOut(Schema):
    """One reading."""

    meter: str
    value: Decimal
    read_at: datetime
    source: str


class LeaseOut(Schema):
    """A leased thing with its life, and the last reading of each meter."""

    line: LeaseLineOut
    events: list[LeaseEventOut]
    meters: list[ReadingOut]


class MovedOut(Schema):
    """Where a step has led."""

    lease_id: UUID
    state: LeaseState


class KeptOut(Schema):
    """A reading that is kept."""

    lease_id: UUID
    reading_id: UUID


@router.get("", response={200: Page[LeaseLineOut], **REFUSALS}, summary="Leased things")
def list_leases(
    request: HttpRequest,
    limit: Limit,
    after: After,
    lessee_id: Annotated[UUID | None, Query(None)],
    state: Annotated[LeaseState | None, Query(None)],
) -> object:
    """Newest first; customers see what they lease."""
    found = leases_page(
        actor_from(request), lessee_id=lessee_id, state=state.value if state else "", before=after, most=limit
    )
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.post("", response={201: MovedOut, **REFUSALS}, summary="Choose equipment")
def choose(request: HttpRequest, key: IdempotencyKey, body: EquipmentIn) -> object:
    """Before the application is submitted; another choice takes the place of the first."""
    chosen = choose_equipment(call_from(request, key), application_id=body.application_id, new=_equipment(body))
    return Status(201, chosen)


@router.post("/applications", response={201: LeaseAskedOut, **REFUSALS}, summary="Ask for a lease")
def ask(request: HttpRequest, key: IdempotencyKey, body: LeaseIn) -> object:
    """Application and equipment in one act; what the page does."""
    asked = ask_for_lease(
        call_from(request, key),
        firm_id=body.firm_id,
        product_code=body.product_code,
        new=_equipment(body),
        term_months=body.term_months,
        purpose=body.purpose,
        payee_id=body.payee_id,
    )
    return Status(201, asked)


@router.get("/{uuid:lease_id}/early-return", response={200: EarlyReturnOut, **REFUSALS}, summary="Giving it back today")
def read_early_return(request: HttpRequest, lease_id: UUID) -> object:
    """The published price; `409` where the lease has none."""
    return early_return(actor_from(request), lease_id)


@router.post("/{uuid:lease_id}/guarantee", response={200: MovedOut, **REFUSALS}, summary="Guarantee the residual")
def guarantee(request: HttpRequest, lease_id: UUID, key: IdempotencyKey, body: ResidualGuaranteeIn) -> object:
    """By the supplier's own people, or by operations on its paper; before delivery, once."""
    return agree_guarantee(call_from(request, key), lease_id=lease_id, evidence=body.evidence)


def _equipment(body: EquipmentIn | LeaseIn) -> NewEquipment:
    return NewEquipment(
        kind=body.kind,
        maker=body.maker,
        model=body.model,
        serial=body.serial,
        price=body.price.money("price"),
        insured_until=body.insured_until,
    )


@router.get("/{uuid:lease_id}", response={200: LeaseOut, **REFUSALS}, summary="One leased thing")
def read_lease(request: HttpRequest, lease_id: UUID) -> object:
    """With what happened to it, and its meters."""
    return lease(actor_from(request), lease_id)


@router.post("/{uuid:lease_id}/accept", response={200: MovedOut, **REFUSALS}, summary="Accept delivery")
def accept(request: HttpRequest, lease_id: UUID, key: IdempotencyKey, body: SerialIn) -> object:
    """By the lessee; the supplier is paid."""
    return accept_delivery(call_from(request, key), lease_id=lease_id, serial=body.serial)


@router.get("/{uuid:lease_id}/readings/{meter}", response={200: list[ReadingOut], **REFUSALS}, summary="A meter")
def read_meter(request: HttpRequest, lease_id: UUID, meter: str, limit: Limit) -> object:
    """Newest first."""
    return readings(actor_from(request), lease_id, meter=meter, most=limit)


@router.post("/{uuid:lease_id}/readings", response={201: KeptOut, **REFUSALS}, summary="Record a reading")
def record(request: HttpRequest, lease_id: UUID, key: IdempotencyKey, body: ReadingIn) -> object:
    """Of a thing in use; a meter never runs back."""
    asked = body.model_dump()
    return Status(201, record_reading(call_from(request, key), lease_id=lease_id, **asked))


@router.post("/{uuid:lease_id}/back", response={200: MovedOut, **REFUSALS}, summary="Take equipment back")
def take_back(request: HttpRequest, lease_id: UUID, key: IdempotencyKey, body: BackIn) -> object:
    """By operations; what is owed stays owed until it is sold."""
    return take_equipment_back(
        call_from(request, key), lease_id=lease_id, note=body.note, by_agreement=body.by_agreement
    )


@router.post("/{uuid:lease_id}/sale", response={200: MovedOut, **REFUSALS}, summary="Note a sale")
def sell(request: HttpRequest, lease_id: UUID, key: IdempotencyKey, body: SaleIn) -> object:
    """By operations; what is above the debt is the lessee's."""
    amount = body.amount.money()
    return sell_equipment(call_from(request, key), lease_id=lease_id, amount=amount, note=body.note)
