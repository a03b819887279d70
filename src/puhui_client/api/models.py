"""Operations: models.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict
from uuid import UUID

from puhui_client.transport import Group, part


class ApprovalIn(TypedDict):
    """Whether the second person agrees, and from which day on; preset today."""

    agree: bool
    effective_from: NotRequired[str | None]
    reason: str


class MaturedOut(TypedDict):
    """Loans by what a model would have said; bad: ever non-performing so far."""

    would: str
    loans: int
    bad: int


class ModelDetailOut(TypedDict):
    """A package with its card, files by SHA-256, history and shadow."""

    id: str
    model_id: str
    version: str
    kind: str
    hash: str
    state: str
    purpose: str
    registered_by_name: str
    registered_at: str
    decided_by_name: str
    effective_from: str | None
    roles: list[RoleOut]
    segment: str
    limits: str
    inputs: list[str]
    files: dict[str, str]
    card: dict[str, Any]
    shadow: ShadowOut
    history: list[dict[str, Any]]


class ModelMovedOut(TypedDict):
    """A package after an act."""

    package_id: str
    state: str


class ModelOut(TypedDict):
    """A registered package."""

    id: str
    model_id: str
    version: str
    kind: str
    hash: str
    state: str
    purpose: str
    registered_by_name: str
    registered_at: str
    decided_by_name: str
    effective_from: str | None
    roles: list[RoleOut]


class ModelsAgreeIn(TypedDict):
    """Whether the second person agrees."""

    agree: bool
    reason: str


class ModelsReasonIn(TypedDict):
    """Why."""

    reason: str


class ModelsRoleIn(TypedDict):
    """A role for a slot, the scorecard id that policies ask for. `share_pct` is for a split only."""

    slot: str
    role: str
    share_pct: NotRequired[str]
    effective_from: NotRequired[str | None]
    reason: str


class PackageIn(TypedDict):
    """A package: its files in base64 by name, manifest.json among them."""

    files: dict[str, Any]
    purpose: str
    segment: NotRequired[str]
    limits: NotRequired[str]
    reason: str


class ModelOutPage(TypedDict):
    """One page of ModelOutPage."""

    items: list[ModelOut]
    next: NotRequired[str | None]


class RoleMovedOut(TypedDict):
    """A role after an act."""

    role_id: str
    state: str


class RoleOut(TypedDict):
    """A role that a model holds, held or is proposed for."""

    role_id: str
    model: str
    slot: str
    role: str
    share_pct: str | None
    effective_from: str
    until: str | None
    state: str
    reason: str
    proposed_by_name: str
    decided_by_name: str


class Roles(TypedDict):
    """The roles of a slot, newest first."""

    slot: str
    roles: list[RoleOut]


class ShadowOut(TypedDict):
    """What a model would have decided where it did not; `moves` counts "decided -> would have been"."""

    decisions: int
    agree: int
    approved: int
    would_approve: int
    mean_pd: str | None
    pd_within_months: dict[str, str]
    moves: dict[str, int]


class ModelsOperations(Group):
    """Operations: models."""

    def list_models(self, *, limit: int | None = None, after: str | None = None) -> ModelOutPage:
        """Registered models. Newest first; for risk, compliance, auditors and administrators. Scope `lab:read`."""
        answer: ModelOutPage = self._transport.call("GET", "/api/v1/models", query={"limit": limit, "after": after})
        return answer

    def register(self, body: PackageIn, *, idempotency_key: str = "") -> ModelMovedOut:
        """Register a model package. A draft, which decides nothing until another person approves it; a changed byte is refused. Scope `lab:write`."""
        answer: ModelMovedOut = self._transport.call("POST", "/api/v1/models", body=body, key=idempotency_key)
        return answer

    def read_slot(self, slot: str) -> Roles:
        """Who decides in a slot. Every role proposed or given there, newest first. Scope `lab:read`."""
        answer: Roles = self._transport.call("GET", f"/api/v1/models/slots/{part(slot)}")
        return answer

    def read_model(self, package_id: UUID | str) -> ModelDetailOut:
        """A model with its card. With its history and what it would have decided on the live stream. Scope `lab:read`."""
        answer: ModelDetailOut = self._transport.call("GET", f"/api/v1/models/{part(package_id)}")
        return answer

    def read_shadow(self, package_id: UUID | str) -> ShadowOut:
        """A model beside the running one. Counts over all decisions that it was scored on and did not make. Scope `lab:read`."""
        answer: ShadowOut = self._transport.call("GET", f"/api/v1/models/{part(package_id)}/shadow")
        return answer

    def read_matured(self, package_id: UUID | str) -> list[MaturedOut]:
        """How the loans turned out. Loans paid out on decisions that it was scored on, by what it would have said. Scope `lab:read`."""
        answer: list[MaturedOut] = self._transport.call("GET", f"/api/v1/models/{part(package_id)}/loans")
        return answer

    def approve(self, package_id: UUID | str, body: ApprovalIn, *, idempotency_key: str = "") -> ModelMovedOut:
        """Approve or decline. Never by the one who registered it. Scope `lab:write`."""
        answer: ModelMovedOut = self._transport.call(
            "POST", f"/api/v1/models/{part(package_id)}/decision", body=body, key=idempotency_key
        )
        return answer

    def assign(self, package_id: UUID | str, body: ModelsRoleIn, *, idempotency_key: str = "") -> RoleMovedOut:
        """Propose a role. Another person must agree before it holds. Scope `lab:write`."""
        answer: RoleMovedOut = self._transport.call(
            "POST", f"/api/v1/models/{part(package_id)}/roles", body=body, key=idempotency_key
        )
        return answer

    def agree_to_role(self, role_id: UUID | str, body: ModelsAgreeIn, *, idempotency_key: str = "") -> RoleMovedOut:
        """Agree to a role. Or decline it; never by the one who proposed it. Scope `lab:write`."""
        answer: RoleMovedOut = self._transport.call(
            "POST", f"/api/v1/models/roles/{part(role_id)}/decision", body=body, key=idempotency_key
        )
        return answer

    def end(self, role_id: UUID | str, body: ModelsReasonIn, *, idempotency_key: str = "") -> RoleMovedOut:
        """End a role today. Without a champion the slot falls back to the one before it, in the end to the shipped scorecard. Scope `lab:write`."""
        answer: RoleMovedOut = self._transport.call(
            "POST", f"/api/v1/models/roles/{part(role_id)}/end", body=body, key=idempotency_key
        )
        return answer

    def retire(self, package_id: UUID | str, body: ModelsReasonIn, *, idempotency_key: str = "") -> ModelMovedOut:
        """Retire a model. For good; it holds no role any more. Scope `lab:write`."""
        answer: ModelMovedOut = self._transport.call(
            "POST", f"/api/v1/models/{part(package_id)}/retire", body=body, key=idempotency_key
        )
        return answer
