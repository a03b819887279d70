"""Operations: partners.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

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
