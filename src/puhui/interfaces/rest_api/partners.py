"""Partners, their programs, and what customers share with them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from puhui.conduct.partners.facade import (
    EVENTS,
    PartnerState,
    add_client,
    clients_of,
    decide_partner,
    end_client,
    end_sharing,
    end_subscription,
    messages_page,
    partner,
    partners_page,
    propose_partner,
    rotate_secret,
    secret_of_subscription,
    share_with_partner,
    sharings_of,
    subscribe,
    subscriptions_of,
    suspend_partner,
    tell_again,
)
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, Page, Strict, TextOut

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


class EventOut(Schema):
    """A kind of event; `needs`: what a customer must share before a partner is told of it."""

    kind: str
    text: TextOut
    needs: str
    message_schema: dict[str, Any]


class SubscriptionIn(Strict):
    """Where a program listens (https) and to which kinds of events."""

    address: Annotated[str, Field(max_length=500)]
    kinds: Annotated[list[Annotated[str, Field(max_length=40)]], Field(min_length=1, max_length=40)]


class SubscriptionMade(Schema):
    """Its id, and the secret that signs its messages."""

    subscription_id: UUID
    secret: str


class SigningSecret(Schema):
    """The secret that signs messages."""

    secret: str


class SubscriptionOut(Schema):
    """Where a program listens."""

    id: UUID
    address: str
    kinds: list[str]
    made_at: datetime
    ended_at: datetime | None


class ToldOut(Schema):
    """A message to a program, and whether it took it."""

    id: UUID
    subscription_id: UUID
    kind: str
    subject_id: UUID
    body: dict[str, Any]
    told_at: datetime
    delivered_at: datetime | None
    attempts: int
    last_error: str


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


@router.get("/events", response={200: list[EventOut], **REFUSALS}, summary="Events that programs can listen to")
def list_events(request: HttpRequest) -> object:
    """Each with the JSON Schema of its message."""
    actor_from(request)
    return [
        {"kind": one.code, "text": one.text, "needs": one.needs, "message_schema": one.schema}
        for one in EVENTS.values()
    ]


@router.get(
    "/{uuid:partner_id}/subscriptions", response={200: list[SubscriptionOut], **REFUSALS}, summary="Where it listens"
)
def list_subscriptions(request: HttpRequest, partner_id: UUID) -> object:
    """Newest first, the ended ones too."""
    return subscriptions_of(actor_from(request), partner_id)


@router.post(
    "/{uuid:partner_id}/subscriptions", response={201: SubscriptionMade, **REFUSALS}, summary="Listen to events"
)
def create_subscription(request: HttpRequest, partner_id: UUID, key: IdempotencyKey, body: SubscriptionIn) -> object:
    """By the partner's own programs and people, or by the administrator.

    Each message carries `Puhui-Signature: t=SECONDS,v1=HEX`, where HEX is HMAC-SHA256 of `SECONDS.BODY` with the
    secret. It is tried again until it is answered with a status from 200 to 299; the same `id` may come twice.
    """
    call = call_from(request, key)
    made = subscribe(call, partner_id=partner_id, address=body.address, kinds=body.kinds)
    return Status(201, {"subscription_id": made, "secret": secret_of_subscription(call.actor, made)})


@router.get(
    "/subscriptions/{uuid:subscription_id}/secret", response={200: SigningSecret, **REFUSALS}, summary="What signs"
)
def read_secret(request: HttpRequest, subscription_id: UUID) -> object:
    """For the partner's own people and programs, and the administrator."""
    return {"secret": secret_of_subscription(actor_from(request), subscription_id)}


@router.post("/subscriptions/{uuid:subscription_id}/end", response={204: None, **REFUSALS}, summary="Listen no more")
def stop_subscription(request: HttpRequest, subscription_id: UUID, key: IdempotencyKey) -> object:
    """Nothing goes there any more, not even what waits."""
    end_subscription(call_from(request, key), subscription_id=subscription_id)
    return Status(204, None)


@router.get("/{uuid:partner_id}/messages", response={200: Page[ToldOut], **REFUSALS}, summary="What it was told")
def list_messages(request: HttpRequest, partner_id: UUID, limit: Limit, after: After) -> object:
    """Newest first, with what became of each."""
    found = messages_page(actor_from(request), party_id=partner_id, before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.post("/messages/{uuid:message_id}/again", response={204: None, **REFUSALS}, summary="Tell a program again")
def again(request: HttpRequest, message_id: UUID, key: IdempotencyKey) -> object:
    """The same message with the same id goes out once more."""
    tell_again(call_from(request, key), message_id=message_id)
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
