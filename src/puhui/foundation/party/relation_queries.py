"""What can be asked of relations and groups; an actor's rights are filtered in the same statement."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from puhui.foundation.access.facade import unseal
from puhui.foundation.evidence.facade import written_once
from puhui.foundation.party.contracts import PartyKind
from puhui.foundation.party.models import Party, PartyGroup, PartyRelation, RelationStep
from puhui.foundation.party.queries import READING, parties_within_reach, shown_name
from puhui.foundation.party.relation_contracts import (
    GroupKind,
    GroupLine,
    Member,
    RelationKind,
    RelationLine,
    RelationState,
    Standing,
)
from puhui.foundation.party.relation_rules import is_household_debtor, state_of
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound

OVER = (RelationState.DECLINED, RelationState.ENDED)
MOST_LINES = 500


def live() -> QuerySet[PartyRelation]:
    """The relations that count: agreed to by whom they need, and not over."""
    steps = RelationStep.objects.filter(relation=OuterRef("id"))
    return PartyRelation.objects.filter(
        Exists(steps.filter(kind=RelationState.CONFIRMED)), ~Exists(steps.filter(kind__in=OVER))
    )


def open_relations() -> QuerySet[PartyRelation]:
    """The relations that count, and those that wait for an answer."""
    return PartyRelation.objects.filter(~Exists(RelationStep.objects.filter(relation=OuterRef("id"), kind__in=OVER)))


def household_of(party_id: UUID) -> UUID | None:
    """The household in which a person lives. For flows: no rights are looked at."""
    return households_of([party_id]).get(party_id)


def households_of(party_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The same for many persons, in one query."""
    return {person: group for person, group in _homes(party_ids) if group}


@written_once
def _homes(party_ids: Collection[UUID]) -> QuerySet[PartyRelation, Any]:
    held = live().filter(kind=RelationKind.HOUSEHOLD_MEMBER, subject_id__in=party_ids)
    return held.values_list("subject_id", "group_id")


def members_of(group_id: UUID) -> tuple[Member, ...]:
    """Who is in a group, the head first. For flows: no rights are looked at."""
    rows = live().filter(group_id=group_id).order_by("id").values_list("subject_id", "standing")
    members = [Member(party_id, Standing(standing)) for party_id, standing in rows]
    return tuple(sorted(members, key=lambda member: member.standing != Standing.HEAD))


def debtors_of_household(group_id: UUID) -> tuple[UUID, ...]:
    """The adults who answer for a household's debts, the head first. For flows: no rights are looked at."""
    return tuple(member.party_id for member in members_of(group_id) if is_household_debtor(member.standing))


def related_to(party_id: UUID, *, kind: RelationKind) -> tuple[UUID, ...]:
    """The other parties of live relations of a kind that begin at a party: its contact persons, its guardians."""
    rows = live().filter(subject_id=party_id, kind=kind, other__isnull=False).order_by("id")
    return tuple(other for other in rows.values_list("other_id", flat=True) if other)


def registration_of(party_id: UUID) -> tuple[str, bool]:
    """The first two places of an organisation's code, which say who registered what (empty for a person, and where no
    code is known), and whether it keeps the register of a cooperative. For flows: no rights are looked at.
    """
    return next(((unseal(sealed)[:2] if sealed else "", leads) for sealed, leads in _registered(party_id)), ("", False))


@written_once
def _registered(party_id: UUID) -> QuerySet[Party, Any]:
    led = PartyGroup.objects.filter(organisation_id=OuterRef("id"), kind=GroupKind.COOPERATIVE)
    rows = Party.objects.filter(id=party_id, kind=PartyKind.ORGANISATION)
    return rows.values_list("identifier_sealed", Exists(led))


def groups_joined(party_id: UUID, *, kind: RelationKind) -> tuple[UUID, ...]:
    """The groups in which a party is in this way. For flows: no rights are looked at."""
    rows = live().filter(subject_id=party_id, kind=kind, group__isnull=False).order_by("id")
    return tuple(group for group in rows.values_list("group_id", flat=True) if group)


def relations_of(actor: Actor, *, party_id: UUID) -> list[RelationLine]:
    """The relations of a party that are not over, those that wait included; `NotFound` beyond the actor's reach."""
    if not parties_within_reach(actor).filter(id=party_id).exists():
        raise NotFound("party", where="party_id")
    rows = open_relations().filter(Q(subject_id=party_id) | Q(other_id=party_id)).order_by("id")[:MOST_LINES]
    return _lines(actor, list(rows))


def relations_page(
    actor: Actor, *, kind: RelationKind, before: UUID | None = None, most: int = 50
) -> list[RelationLine]:
    """Relations of a kind that are not over, newest first, those that wait included. Staff only."""
    actor.require(*READING, verb="list relations")
    found = open_relations().filter(kind=kind)
    if before:
        found = found.filter(id__lt=before)
    return _lines(actor, list(found.order_by("-id")[: min(most, MOST_LINES)]))


def relations_asked(actor: Actor) -> list[RelationLine]:
    """What waits for the customer's own agreement."""
    if actor.party_id is None or not actor.is_customer:
        return []
    asked = open_relations().filter(waits_for=actor.party_id).exclude(id__in=live().values("id"))
    return _lines(actor, list(asked.order_by("id")[:MOST_LINES]))


def group_members(actor: Actor, *, group_id: UUID) -> list[RelationLine]:
    """The members of a group, for staff, and for a customer who is one of them."""
    _require_group(actor, group_id)
    rows = open_relations().filter(group_id=group_id).order_by("id")[:MOST_LINES]
    return _lines(actor, list(rows))


def group_line(actor: Actor, *, group_id: UUID) -> GroupLine:
    """One group; `NotFound` for a customer who is not in it."""
    _require_group(actor, group_id)
    return _group_lines([PartyGroup.objects.get(id=group_id)])[0]


def groups_page(
    actor: Actor,
    *,
    kind: GroupKind | str = "",
    within: UUID | None = None,
    before: UUID | None = None,
    most: int = 50,
) -> list[GroupLine]:
    """Groups, newest first. Staff only."""
    actor.require(*READING, verb="list groups")
    found = PartyGroup.objects.order_by("-id")
    if kind:
        found = found.filter(kind=kind)
    if within:
        found = found.filter(within_id=within)
    if before:
        found = found.filter(id__lt=before)
    return _group_lines(list(found[: min(most, MOST_LINES)]))


def _require_group(actor: Actor, group_id: UUID) -> None:
    found = PartyGroup.objects.filter(id=group_id)
    if not actor.reads_all:
        mine = open_relations().filter(subject_id=actor.party_id) if actor.is_customer else PartyRelation.objects.none()
        found = found.filter(id__in=mine.values("group_id"))
    if not found.exists():
        raise NotFound("group", where="group_id")


def _lines(actor: Actor, rows: list[PartyRelation]) -> list[RelationLine]:
    """Who may see a relation may see who is in it: persons other than themselves masked."""
    wanted = {party_id for row in rows for party_id in (row.subject_id, row.other_id) if party_id}
    names = {party.id: shown_name(actor, party) for party in Party.objects.filter(id__in=wanted)}
    steps: dict[UUID, set[str]] = defaultdict(set)
    for relation_id, kind in RelationStep.objects.filter(relation__in=rows).values_list("relation_id", "kind"):
        steps[relation_id].add(kind)
    return [_line(row, names, state_of(frozenset(steps[row.id]))) for row in rows]


def _line(row: PartyRelation, names: Mapping[UUID, str], state: RelationState) -> RelationLine:
    return RelationLine(
        id=row.id,
        kind=RelationKind(row.kind),
        subject_id=row.subject_id,
        subject_name=names.get(row.subject_id, ""),
        other_id=row.other_id,
        other_name=names.get(row.other_id, "") if row.other_id else "",
        group_id=row.group_id,
        standing=Standing(row.standing),
        since_on=row.since_on,
        evidence=row.evidence,
        state=state,
        waits_for=row.waits_for if state == RelationState.ASKED else None,
    )


def _group_lines(rows: list[PartyGroup]) -> list[GroupLine]:
    counted = live().filter(group__in=rows).order_by().values("group_id").annotate(n=Count("id"))
    members = {found["group_id"]: found["n"] for found in counted}
    return [
        GroupLine(
            id=row.id,
            kind=GroupKind(row.kind),
            code=row.code,
            name=row.name,
            region=row.region,
            organisation_id=row.organisation_id,
            within_id=row.within_id,
            members=members.get(row.id, 0),
        )
        for row in rows
    ]
