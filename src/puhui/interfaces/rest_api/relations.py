"""Relations between parties, and groups of them, by the API. Equal in power to the pages."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from puhui.foundation.party.facade import (
    GroupKind,
    NewRelation,
    RelationKind,
    RelationState,
    Standing,
    confirm_relation,
    decline_relation,
    end_relation,
    group_line,
    group_members,
    groups_page,
    make_group,
    record_relation,
    relations_asked,
    relations_of,
)
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, Page, Strict

router = Router()
groups = Router()
Evidence = Annotated[str, Field(max_length=200)]


class GroupIn(Strict):
    """A group: `organisation_id` for a registered cooperative, `within_id` for the village of a household."""

    kind: GroupKind
    code: Annotated[str, Field(max_length=40)] = ""
    name: Annotated[str, Field(max_length=100)] = ""
    region: Annotated[str, Field(max_length=40)] = ""
    organisation_id: UUID | None = None
    within_id: UUID | None = None


class GroupMade(Schema):
    """The group's id."""

    group_id: UUID


class GroupOut(Schema):
    """A group, and how many are in it."""

    id: UUID
    kind: GroupKind
    code: str
    name: str
    region: str
    organisation_id: UUID | None
    within_id: UUID | None
    members: int


class RelationIn(Strict):
    """Of whom, to whom or in which group, since when, on which evidence."""

    kind: RelationKind
    subject_id: UUID
    other_id: UUID | None = None
    group_id: UUID | None = None
    standing: Standing = Standing.MEMBER
    since_on: date
    evidence: Evidence


class EvidenceIn(Strict):
    """The paper on which staff act; the person who is asked needs none."""

    evidence: Evidence = ""


class RelationMovedOut(Schema):
    """A relation after an act."""

    relation_id: UUID
    state: RelationState


class RelationOut(Schema):
    """A relation; persons other than yourself are masked."""

    id: UUID
    kind: RelationKind
    subject_id: UUID
    subject_name: str
    other_id: UUID | None
    other_name: str
    group_id: UUID | None
    standing: Standing
    since_on: date
    evidence: str
    state: RelationState
    waits_for: UUID | None


@groups.get("", response={200: Page[GroupOut], **REFUSALS}, summary="Groups of parties")
def list_groups(
    request: HttpRequest, after: After, limit: Limit, kind: GroupKind | None = None, within: UUID | None = None
) -> object:
    """Newest first; for staff."""
    rows = groups_page(actor_from(request), kind=kind or "", within=within, before=after, most=limit)
    return {"items": rows, "next": rows[-1].id if len(rows) == limit else None}


@groups.post("", response={201: GroupMade, **REFUSALS}, summary="Make a group")
def create_group(request: HttpRequest, key: IdempotencyKey, body: GroupIn) -> object:
    """A village, a cooperative, a household, a joint-liability group."""
    return Status(201, {"group_id": make_group(call_from(request, key), **body.model_dump())})


@groups.get("/{uuid:group_id}", response={200: GroupOut, **REFUSALS}, summary="One group")
def read_group(request: HttpRequest, group_id: UUID) -> object:
    """For staff, and for who is in it."""
    return group_line(actor_from(request), group_id=group_id)


@groups.get("/{uuid:group_id}/members", response={200: list[RelationOut], **REFUSALS}, summary="Members of a group")
def list_members(request: HttpRequest, group_id: UUID) -> object:
    """Those who wait to agree included."""
    return group_members(actor_from(request), group_id=group_id)


@router.get("", response={200: list[RelationOut], **REFUSALS}, summary="Relations of a party")
def list_relations(request: HttpRequest, party_id: UUID | None = None) -> object:
    """Without a party: what waits for your own agreement."""
    actor = actor_from(request)
    return relations_of(actor, party_id=party_id) if party_id else relations_asked(actor)


@router.post("", response={201: RelationMovedOut, **REFUSALS}, summary="Record a relation")
def create_relation(request: HttpRequest, key: IdempotencyKey, body: RelationIn) -> object:
    """It counts at once, or when the person whom it binds has agreed."""
    moved = record_relation(call_from(request, key), relation=NewRelation(**body.model_dump()))
    return Status(201, moved)


@router.post("/{uuid:relation_id}/confirm", response={200: RelationMovedOut, **REFUSALS}, summary="Agree to it")
def confirm(request: HttpRequest, relation_id: UUID, key: IdempotencyKey, body: EvidenceIn) -> object:
    """By the person who is asked, or by a second colleague with the signed paper."""
    return confirm_relation(call_from(request, key), relation_id=relation_id, evidence=body.evidence)


@router.post("/{uuid:relation_id}/decline", response={200: RelationMovedOut, **REFUSALS}, summary="Decline it")
def decline(request: HttpRequest, relation_id: UUID, key: IdempotencyKey) -> object:
    """It never counted."""
    return decline_relation(call_from(request, key), relation_id=relation_id)


@router.post("/{uuid:relation_id}/end", response={200: RelationMovedOut, **REFUSALS}, summary="End it")
def end(request: HttpRequest, relation_id: UUID, key: IdempotencyKey, body: EvidenceIn) -> object:
    """By staff, on evidence."""
    return end_relation(call_from(request, key), relation_id=relation_id, evidence=body.evidence)
