"""Partners, their programs, and what customers share with them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from puhui.conduct.partners.facade import (
    PartnerState,
    add_client,
    clients_of,
    decide_partner,
    end_client,
    end_sharing,
    partner,
    partners_page,
    propose_partner,
    rotate_secret,
    share_with_partner,
    sharings_of,
    suspend_partner,
)
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, Page, Strict

router = Router()
Scopes = Annotated[list[Annotated[str, Field(max_length=40)]], Field(min_length=1, max_length=60)]


class PartnerIn(Strict):
    """Which organisation shall be a partner, with which scopes, and what speaks for it."""

    party_id: UUID
    scopes: Scopes
    reason: Annotated[str, Field(min_length=1, max_length=200)]


class PartnerDecisionIn(Strict):
    """Whether a partner is let in."""

    agree: bool


class PartnerMovedOut(Schema):
    """A partner after an act."""

    partner_id: UUID
    state: str


class PartnerOut(Schema):
    """A partner: `state` is proposed, active, declined or suspended."""

    id: UUID
    name: str
    state: str
    scopes: list[str]
    reason: str
    proposed_at: datetime


class ClientIn(Strict):
    """A program of a partner."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    scopes: Scopes


class RotateIn(Strict):
    """For how many days the secrets before the new one go on working."""

    overlap_days: Annotated[int, Field(ge=0, le=30)] = 7


class SecretOut(Schema):
    """The secret, shown this once; `ends_at`: until when those before it work."""

    client_id: UUID
    secret: str
    ends_at: datetime | None


class SecretTimes(Schema):
    """From when until when a secret works."""

    made_at: datetime
    ends_at: datetime | None


class ClientOut(Schema):
    """A program of a partner, without its secrets."""

    id: UUID
    partner_id: UUID
    name: str
    scopes: list[str]
    made_at: datetime
    ended_at: datetime | None
    secrets: list[SecretTimes]


class SharingIn(Strict):
    """What a customer lets a partner read, for how many days."""

    party_id: UUID
    partner_id: UUID
    scopes: Scopes
    days: Annotated[int, Field(ge=1, le=366)] = 180


class SharingMade(Schema):
    """The id under which it can be ended."""

    sharing_id: UUID


class SharingOut(Schema):
    """What a customer shares with a partner."""

    id: UUID
    party_id: UUID
    partner_id: UUID
    partner_name: str
    scopes: list[str]
    given_at: datetime
    until: datetime
    ended_at: datetime | None


@router.get("", response={200: Page[PartnerOut], **REFUSALS}, summary="The register of partners, newest first")
def list_partners(request: HttpRequest, limit: Limit, after: After, state: PartnerState | None = None) -> object:
    """For staff."""
    found = partners_page(actor_from(request), state=state or "", before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.post("", response={201: PartnerMovedOut, **REFUSALS}, summary="Propose a partner")
def create_partner(request: HttpRequest, key: IdempotencyKey, body: PartnerIn) -> object:
    """A second person lets it in."""
    call = call_from(request, key)
    return Status(201, propose_partner(call, party_id=body.party_id, scopes=body.scopes, reason=body.reason))


@router.get("/sharings", response={200: list[SharingOut], **REFUSALS}, summary="What customers share with partners")
def list_sharings(request: HttpRequest, party_id: UUID | None = None) -> object:
    """For the customer, for the partner's programs, and for staff."""
    return sharings_of(actor_from(request), party_id=party_id)


@router.post("/sharings", response={201: SharingMade, **REFUSALS}, summary="Share with a partner")
def create_sharing(request: HttpRequest, key: IdempotencyKey, body: SharingIn) -> object:
    """By the customer; the partner may read what the scopes name, with the header `Puhui-On-Behalf-Of: PARTY_ID`."""
    made = share_with_partner(call_from(request, key), **body.model_dump())
    return Status(201, {"sharing_id": made})


@router.post("/sharings/{uuid:sharing_id}/end", response={204: None, **REFUSALS}, summary="End what is shared")
def stop_sharing(request: HttpRequest, sharing_id: UUID, key: IdempotencyKey) -> object:
    """By the customer, at once."""
    end_sharing(call_from(request, key), sharing_id=sharing_id)
    return Status(204, None)


@router.get("/{uuid:partner_id}", response={200: PartnerOut, **REFUSALS}, summary="One partner")
def read_partner(request: HttpRequest, partner_id: UUID) -> object:
    """For staff, and for its own people and programs."""
    return partner(actor_from(request), partner_id)


@router.post("/{uuid:partner_id}/decide", response={200: PartnerMovedOut, **REFUSALS}, summary="Let a partner in")
def decide(request: HttpRequest, partner_id: UUID, key: IdempotencyKey, body: PartnerDecisionIn) -> object:
    """Never by the one who proposed."""
    return decide_partner(call_from(request, key), partner_id=partner_id, agree=body.agree)


@router.post("/{uuid:partner_id}/suspend", response={200: PartnerMovedOut, **REFUSALS}, summary="Suspend a partner")
def suspend(request: HttpRequest, partner_id: UUID, key: IdempotencyKey) -> object:
    """None of its programs comes in from now on."""
    return suspend_partner(call_from(request, key), partner_id=partner_id)


@router.get("/{uuid:partner_id}/clients", response={200: list[ClientOut], **REFUSALS}, summary="Its programs")
def list_clients(request: HttpRequest, partner_id: UUID) -> object:
    """Without their secrets."""
    return clients_of(actor_from(request), partner_id)


@router.post("/{uuid:partner_id}/clients", response={201: SecretOut, **REFUSALS}, summary="Make a program")
def create_client(request: HttpRequest, partner_id: UUID, key: IdempotencyKey, body: ClientIn) -> object:
    """Its secret is shown this once."""
    made = add_client(call_from(request, key), partner_id=partner_id, name=body.name, scopes=body.scopes)
    return Status(201, made)


@router.post("/clients/{uuid:client_id}/rotate", response={200: SecretOut, **REFUSALS}, summary="Change a secret")
def rotate(request: HttpRequest, client_id: UUID, key: IdempotencyKey, body: RotateIn) -> object:
    """The new one is shown this once; those before it work for some days more."""
    return rotate_secret(call_from(request, key), client_id=client_id, overlap_days=body.overlap_days)


@router.post("/clients/{uuid:client_id}/end", response={204: None, **REFUSALS}, summary="End a program")
def stop_client(request: HttpRequest, client_id: UUID, key: IdempotencyKey) -> object:
    """At once, with its secrets and tokens."""
    end_client(call_from(request, key), client_id=client_id)
    return Status(204, None)
