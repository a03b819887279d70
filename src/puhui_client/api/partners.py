"""Operations: partners.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import TextOut
from puhui_client.transport import Group, part


class ClientIn(TypedDict):
    """A program of a partner."""

    name: str
    scopes: list[str]


class ClientOut(TypedDict):
    """A program of a partner, without its secrets."""

    id: str
    partner_id: str
    name: str
    scopes: list[str]
    made_at: str
    ended_at: str | None
    secrets: list[SecretTimes]


class PartnerOutPage(TypedDict):
    """One page of PartnerOutPage."""

    items: list[PartnerOut]
    next: NotRequired[str | None]


class ToldOutPage(TypedDict):
    """One page of ToldOutPage."""

    items: list[ToldOut]
    next: NotRequired[str | None]


class PartnerDecisionIn(TypedDict):
    """Whether a partner is let in."""

    agree: bool


class PartnerIn(TypedDict):
    """Which organisation shall be a partner, with which scopes, and what speaks for it."""

    party_id: str
    scopes: list[str]
    reason: str


class PartnerMovedOut(TypedDict):
    """A partner after an act."""

    partner_id: str
    state: str


class PartnerOut(TypedDict):
    """A partner: `state` is proposed, active, declined or suspended."""

    id: str
    name: str
    state: str
    scopes: list[str]
    reason: str
    proposed_at: str


PartnerState: TypeAlias = 'Literal["proposed", "active", "declined", "suspended"]'


class PartnersEventOut(TypedDict):
    """A kind of event; `needs`: what a customer must share before a partner is told of it."""

    kind: str
    text: TextOut
    needs: str
    message_schema: dict[str, Any]


class RotateIn(TypedDict):
    """For how many days the secrets before the new one go on working."""

    overlap_days: NotRequired[int]


class SecretOut(TypedDict):
    """The secret, shown this once; `ends_at`: until when those before it work."""

    client_id: str
    secret: str
    ends_at: str | None


class SecretTimes(TypedDict):
    """From when until when a secret works."""

    made_at: str
    ends_at: str | None


class SharingIn(TypedDict):
    """What a customer lets a partner read, for how many days."""

    party_id: str
    partner_id: str
    scopes: list[str]
    days: NotRequired[int]


class SharingMade(TypedDict):
    """The id under which it can be ended."""

    sharing_id: str


class SharingOut(TypedDict):
    """What a customer shares with a partner."""

    id: str
    party_id: str
    partner_id: str
    partner_name: str
    scopes: list[str]
    given_at: str
    until: str
    ended_at: str | None


class SigningSecret(TypedDict):
    """The secret that signs messages."""

    secret: str


class SubscriptionIn(TypedDict):
    """Where a program listens (https) and to which kinds of events."""

    address: str
    kinds: list[str]


class SubscriptionMade(TypedDict):
    """Its id, and the secret that signs its messages."""

    subscription_id: str
    secret: str


class SubscriptionOut(TypedDict):
    """Where a program listens."""

    id: str
    address: str
    kinds: list[str]
    made_at: str
    ended_at: str | None


class ToldOut(TypedDict):
    """A message to a program, and whether it took it."""

    id: str
    subscription_id: str
    kind: str
    subject_id: str
    body: dict[str, Any]
    told_at: str
    delivered_at: str | None
    attempts: int
    last_error: str


class PartnersOperations(Group):
    """Operations: partners."""

    def list_partners(
        self, *, limit: int | None = None, after: str | None = None, state: PartnerState | None = None
    ) -> PartnerOutPage:
        """The register of partners, newest first. For staff. Scope `partners:read`."""
        answer: PartnerOutPage = self._transport.call(
            "GET", "/api/v1/partners", query={"limit": limit, "after": after, "state": state}
        )
        return answer

    def create_partner(self, body: PartnerIn, *, idempotency_key: str = "") -> PartnerMovedOut:
        """Propose a partner. A second person lets it in. Scope `partners:write`."""
        answer: PartnerMovedOut = self._transport.call("POST", "/api/v1/partners", body=body, key=idempotency_key)
        return answer

    def list_sharings(self, *, party_id: str | None = None) -> list[SharingOut]:
        """What customers share with partners. For the customer, for the partner's programs, and for staff. Scope `partners:read`."""
        answer: list[SharingOut] = self._transport.call(
            "GET", "/api/v1/partners/sharings", query={"party_id": party_id}
        )
        return answer

    def create_sharing(self, body: SharingIn, *, idempotency_key: str = "") -> SharingMade:
        """Share with a partner. By the customer; the partner may read what the scopes name, with the header `Puhui-On-Behalf-Of: PARTY_ID`. Scope `partners:write`."""
        answer: SharingMade = self._transport.call("POST", "/api/v1/partners/sharings", body=body, key=idempotency_key)
        return answer

    def stop_sharing(self, sharing_id: UUID | str, *, idempotency_key: str = "") -> None:
        """End what is shared. By the customer, at once. Scope `partners:write`."""
        self._transport.call("POST", f"/api/v1/partners/sharings/{part(sharing_id)}/end", key=idempotency_key)

    def list_events(self) -> list[PartnersEventOut]:
        """Events that programs can listen to. Each with the JSON Schema of its message. Scope `partners:read`."""
        answer: list[PartnersEventOut] = self._transport.call("GET", "/api/v1/partners/events")
        return answer

    def list_subscriptions(self, partner_id: UUID | str) -> list[SubscriptionOut]:
        """Where it listens. Newest first, the ended ones too. Scope `partners:read`."""
        answer: list[SubscriptionOut] = self._transport.call(
            "GET", f"/api/v1/partners/{part(partner_id)}/subscriptions"
        )
        return answer

    def create_subscription(
        self, partner_id: UUID | str, body: SubscriptionIn, *, idempotency_key: str = ""
    ) -> SubscriptionMade:
        """Listen to events. By the partner's own programs and people, or by the administrator. Each message carries `Puhui-Signature: t=SECONDS,v1=HEX`, where HEX is HMAC-SHA256 of `SECONDS.BODY` with the secret. It is tried again until it is answered with a status from 200 to 299; the same `id` may come twice. Scope `partners:write`."""
        answer: SubscriptionMade = self._transport.call(
            "POST", f"/api/v1/partners/{part(partner_id)}/subscriptions", body=body, key=idempotency_key
        )
        return answer

    def read_secret(self, subscription_id: UUID | str) -> SigningSecret:
        """What signs. For the partner's own people and programs, and the administrator. Scope `partners:read`."""
        answer: SigningSecret = self._transport.call(
            "GET", f"/api/v1/partners/subscriptions/{part(subscription_id)}/secret"
        )
        return answer

    def stop_subscription(self, subscription_id: UUID | str, *, idempotency_key: str = "") -> None:
        """Listen no more. Nothing goes there any more, not even what waits. Scope `partners:write`."""
        self._transport.call("POST", f"/api/v1/partners/subscriptions/{part(subscription_id)}/end", key=idempotency_key)

    def list_messages(
        self, partner_id: UUID | str, *, limit: int | None = None, after: str | None = None
    ) -> ToldOutPage:
        """What it was told. Newest first, with what became of each. Scope `partners:read`."""
        answer: ToldOutPage = self._transport.call(
            "GET", f"/api/v1/partners/{part(partner_id)}/messages", query={"limit": limit, "after": after}
        )
        return answer

    def again(self, message_id: UUID | str, *, idempotency_key: str = "") -> None:
        """Tell a program again. The same message with the same id goes out once more. Scope `partners:write`."""
        self._transport.call("POST", f"/api/v1/partners/messages/{part(message_id)}/again", key=idempotency_key)

    def read_partner(self, partner_id: UUID | str) -> PartnerOut:
        """One partner. For staff, and for its own people and programs. Scope `partners:read`."""
        answer: PartnerOut = self._transport.call("GET", f"/api/v1/partners/{part(partner_id)}")
        return answer

    def decide(self, partner_id: UUID | str, body: PartnerDecisionIn, *, idempotency_key: str = "") -> PartnerMovedOut:
        """Let a partner in. Never by the one who proposed. Scope `partners:write`."""
        answer: PartnerMovedOut = self._transport.call(
            "POST", f"/api/v1/partners/{part(partner_id)}/decide", body=body, key=idempotency_key
        )
        return answer

    def suspend(self, partner_id: UUID | str, *, idempotency_key: str = "") -> PartnerMovedOut:
        """Suspend a partner. None of its programs comes in from now on. Scope `partners:write`."""
        answer: PartnerMovedOut = self._transport.call(
            "POST", f"/api/v1/partners/{part(partner_id)}/suspend", key=idempotency_key
        )
        return answer

    def list_clients(self, partner_id: UUID | str) -> list[ClientOut]:
        """Its programs. Without their secrets. Scope `partners:read`."""
        answer: list[ClientOut] = self._transport.call("GET", f"/api/v1/partners/{part(partner_id)}/clients")
        return answer

    def create_client(self, partner_id: UUID | str, body: ClientIn, *, idempotency_key: str = "") -> SecretOut:
        """Make a program. Its secret is shown this once. Scope `partners:write`."""
        answer: SecretOut = self._transport.call(
            "POST", f"/api/v1/partners/{part(partner_id)}/clients", body=body, key=idempotency_key
        )
        return answer

    def rotate(self, client_id: UUID | str, body: RotateIn, *, idempotency_key: str = "") -> SecretOut:
        """Change a secret. The new one is shown this once; those before it work for some days more. Scope `partners:write`."""
        answer: SecretOut = self._transport.call(
            "POST", f"/api/v1/partners/clients/{part(client_id)}/rotate", body=body, key=idempotency_key
        )
        return answer

    def stop_client(self, client_id: UUID | str, *, idempotency_key: str = "") -> None:
        """End a program. At once, with its secrets and tokens. Scope `partners:write`."""
        self._transport.call("POST", f"/api/v1/partners/clients/{part(client_id)}/end", key=idempotency_key)
