"""Models by the API: register a package, approve it by a second program, give it a role, compare challengers."""

from base64 import b64decode
from binascii import Error as NotBase64
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from puhui.flows.compare_models import matured_loans
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.model_words import line_document, role_document, shadow_document, share_in_bps, view_document
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, Page, Strict
from puhui.kernel.errors import InvalidInput
from puhui.risk.decisioning.facade import (
    decide_model,
    decide_role,
    end_role,
    model_view,
    models_list,
    propose_role,
    register_model,
    retire_model,
    roles_of_slot,
    shadow_summary,
)

router = Router()
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,60}$")]
Reason = Annotated[str, Field(min_length=3, max_length=500, description="Kept in the model's history")]


class RoleOut(Schema):
    """A role that a model holds, held or is proposed for."""

    role_id: UUID
    model: str
    slot: str
    role: str
    share_pct: str | None
    effective_from: date
    until: date | None
    state: str
    reason: str
    proposed_by_name: str
    decided_by_name: str


class ModelOut(Schema):
    """A registered package."""

    id: UUID
    model_id: str
    version: str
    kind: str
    hash: str
    state: str
    purpose: str
    registered_by_name: str
    registered_at: str
    decided_by_name: str
    effective_from: date | None
    roles: list[RoleOut]


class ShadowOut(Schema):
    """What a model would have decided where it did not; `moves` counts "decided -> would have been"."""

    decisions: int
    agree: int
    approved: int
    would_approve: int
    mean_pd: str | None
    pd_within_months: dict[str, str]
    moves: dict[str, int]


class MaturedOut(Schema):
    """Loans by what a model would have said; bad: ever non-performing so far."""

    would: str
    loans: int
    bad: int


class ModelDetailOut(ModelOut):
    """A package with its card, files by SHA-256, history and shadow."""

    segment: str
    limits: str
    inputs: list[str]
    files: dict[str, str]
    card: dict[str, Any]
    shadow: ShadowOut
    history: list[dict[str, Any]]


class Roles(Schema):
    """The roles of a slot, newest first."""

    slot: str
    roles: list[RoleOut]


class PackageIn(Strict):
    """A package: its files in base64 by name, manifest.json among them."""

    files: Annotated[dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,80}$")], str], Field(max_length=40)]
    purpose: Annotated[str, Field(min_length=3, max_length=200)]
    segment: Annotated[str, Field(max_length=200)] = ""
    limits: Annotated[str, Field(max_length=1000)] = ""
    reason: Reason


class ApprovalIn(Strict):
    """Whether the second person agrees, and from which day on; preset today."""

    agree: bool
    effective_from: date | None = None
    reason: Reason


class RoleIn(Strict):
    """A role for a slot, the scorecard id that policies ask for. `share_pct` is for a split only."""

    slot: Name
    role: Annotated[str, Field(pattern="^(champion|split|shadow)$")]
    share_pct: Annotated[str, Field(max_length=6)] = "0"
    effective_from: date | None = None
    reason: Reason


class AgreeIn(Strict):
    """Whether the second person agrees."""

    agree: bool
    reason: Reason


class ReasonIn(Strict):
    """Why."""

    reason: Reason


class ModelMovedOut(Schema):
    """A package after an act."""

    package_id: UUID
    state: str


class RoleMovedOut(Schema):
    """A role after an act."""

    role_id: UUID
    state: str


@router.get("", response={200: Page[ModelOut], **REFUSALS}, summary="Registered models")
def list_models(request: HttpRequest, limit: Limit, after: After) -> object:
    """Newest first; for risk, compliance, auditors and administrators."""
    found = models_list(actor_from(request), after=after, most=limit)
    return {"items": [line_document(one) for one in found], "next": found[-1].id if len(found) == limit else None}


@router.post("", response={200: ModelMovedOut, **REFUSALS}, summary="Register a model package")
def register(request: HttpRequest, key: IdempotencyKey, body: PackageIn) -> object:
    """A draft, which decides nothing until another person approves it; a changed byte is refused."""
    files = {name: _bytes(name, text) for name, text in body.files.items()}
    told = {"purpose": body.purpose, "segment": body.segment, "limits": body.limits, "reason": body.reason}
    return register_model(call_from(request, key), files=files, **told)


@router.get("/slots/{slot}", response={200: Roles, **REFUSALS}, summary="Who decides in a slot")
def read_slot(request: HttpRequest, slot: str) -> object:
    """Every role proposed or given there, newest first."""
    return {"slot": slot, "roles": [role_document(role) for role in roles_of_slot(actor_from(request), slot)]}


@router.get("/{uuid:package_id}", response={200: ModelDetailOut, **REFUSALS}, summary="A model with its card")
def read_model(request: HttpRequest, package_id: UUID) -> object:
    """With its history and what it would have decided on the live stream."""
    actor = actor_from(request)
    return view_document(model_view(actor, package_id), shadow_summary(actor, package_id))


@router.get(
    "/{uuid:package_id}/shadow", response={200: ShadowOut, **REFUSALS}, summary="A model beside the running one"
)
def read_shadow(request: HttpRequest, package_id: UUID) -> object:
    """Counts over all decisions that it was scored on and did not make."""
    return shadow_document(shadow_summary(actor_from(request), package_id))


@router.get(
    "/{uuid:package_id}/loans", response={200: list[MaturedOut], **REFUSALS}, summary="How the loans turned out"
)
def read_matured(request: HttpRequest, package_id: UUID) -> object:
    """Loans paid out on decisions that it was scored on, by what it would have said."""
    return matured_loans(actor_from(request), package_id=package_id, on=business_date())


@router.post("/{uuid:package_id}/decision", response={200: ModelMovedOut, **REFUSALS}, summary="Approve or decline")
def approve(request: HttpRequest, package_id: UUID, key: IdempotencyKey, body: ApprovalIn) -> object:
    """Never by the one who registered it."""
    return decide_model(
        call_from(request, key),
        package_id=package_id,
        agree=body.agree,
        effective_from=body.effective_from,
        reason=body.reason,
    )


@router.post("/{uuid:package_id}/roles", response={200: RoleMovedOut, **REFUSALS}, summary="Propose a role")
def assign(request: HttpRequest, package_id: UUID, key: IdempotencyKey, body: RoleIn) -> object:
    """Another person must agree before it holds."""
    return propose_role(
        call_from(request, key),
        package_id=package_id,
        slot=body.slot,
        role=body.role,
        share_bps=share_in_bps(body.share_pct),
        effective_from=body.effective_from,
        reason=body.reason,
    )


@router.post("/roles/{uuid:role_id}/decision", response={200: RoleMovedOut, **REFUSALS}, summary="Agree to a role")
def agree_to_role(request: HttpRequest, role_id: UUID, key: IdempotencyKey, body: AgreeIn) -> object:
    """Or decline it; never by the one who proposed it."""
    return decide_role(call_from(request, key), role_id=role_id, agree=body.agree, reason=body.reason)


@router.post("/roles/{uuid:role_id}/end", response={200: RoleMovedOut, **REFUSALS}, summary="End a role today")
def end(request: HttpRequest, role_id: UUID, key: IdempotencyKey, body: ReasonIn) -> object:
    """Without a champion the slot falls back to the one before it, in the end to the shipped scorecard."""
    return end_role(call_from(request, key), role_id=role_id, reason=body.reason)


@router.post("/{uuid:package_id}/retire", response={200: ModelMovedOut, **REFUSALS}, summary="Retire a model")
def retire(request: HttpRequest, package_id: UUID, key: IdempotencyKey, body: ReasonIn) -> object:
    """For good; it holds no role any more."""
    return retire_model(call_from(request, key), package_id=package_id, reason=body.reason)


def _bytes(name: str, text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (NotBase64, ValueError):
        raise InvalidInput(f"files.{name}", "base64 is needed") from None
