"""Who stands or falls together: the people behind a firm, their families, the firms behind which these are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from puhui.foundation.evidence.facade import written_once
from puhui.foundation.party.models import PartyRelation, PartyRole
from puhui.foundation.party.relation_contracts import RelationKind
from puhui.foundation.party.relation_queries import live
from puhui.foundation.party.relation_rules import is_household_debtor

Links = Mapping[UUID, Collection[UUID]]
Bond = tuple[str, UUID, UUID | None, UUID | None]


@dataclass(frozen=True, slots=True)
class Connected:
    """Of one party: those with whom it stands or falls, and who answers for its household's debts."""

    group: frozenset[UUID]
    debtors: tuple[UUID, ...]


def group_of(party_id: UUID) -> frozenset[UUID]:
    """The party with those it stands or falls with, as `connected_with` says. For flows: no rights are looked at."""
    return groups_of([party_id])[party_id]


def groups_of(party_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """The same of many. For flows: no rights are looked at."""
    return {party_id: one.group for party_id, one in connected_with(party_ids).items()}


def debtors_with(party_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Each party with the adults of its household, who answer for each other's household debts; itself alone without
    one, or where it does not answer itself. Two queries for any number of parties. For flows: no rights.
    """
    return _debtors(party_ids, adults=_adults(_homes(_bonds(party_ids), within=party_ids)))


def connected_with(party_ids: Collection[UUID]) -> dict[UUID, Connected]:
    """Those with whom each party stands or falls, in five queries for any number of parties.

    The people behind it, their spouses, the adults of their households, the organisations behind which all of these
    are, and what controls or is controlled by one of them. Joint-liability groups are not: they answer, each in turn,
    as guarantors do. For flows: no rights are looked at.
    """
    found = {party_id: {party_id} for party_id in party_ids}
    _join(found, _links(_people_behind(_all(found))))
    bonds = _bonds(_all(found))
    adults = _adults(_homes(bonds, within=_all(found)))
    spouses = [(a, b) for kind, a, b, _ in bonds if kind == RelationKind.SPOUSE and b]
    _join(found, _links([*_both_ways(spouses), *((one, adult) for one in adults for adult in adults[one])]))
    _join(found, _links(_firms_of(_all(found))))
    _join(found, _links(_both_ways(_control(_all(found)))))
    debtors = _debtors(party_ids, adults=adults)
    return {party_id: Connected(frozenset(group), debtors[party_id]) for party_id, group in found.items()}


@written_once
def _people_behind(firm_ids: Collection[UUID]) -> QuerySet[PartyRole, Any]:
    return PartyRole.objects.filter(ended_at=None, organisation_id__in=firm_ids).values_list(
        "organisation_id", "person_id"
    )


@written_once
def _firms_of(person_ids: Collection[UUID]) -> QuerySet[PartyRole, Any]:
    return PartyRole.objects.filter(ended_at=None, person_id__in=person_ids).values_list("person_id", "organisation_id")


@written_once
def _bonds(party_ids: Collection[UUID]) -> QuerySet[PartyRelation, Any]:
    """The marriages of these parties, and the households in which they live."""
    one_of_them = Q(subject_id__in=party_ids) | Q(other_id__in=party_ids)
    held = live().filter(one_of_them, kind__in=(RelationKind.SPOUSE, RelationKind.HOUSEHOLD_MEMBER))
    return held.values_list("kind", "subject_id", "other_id", "group_id")


@written_once
def _members(household_ids: Collection[UUID]) -> QuerySet[PartyRelation, Any]:
    held = live().filter(kind=RelationKind.HOUSEHOLD_MEMBER, group_id__in=household_ids)
    return held.order_by("id").values_list("subject_id", "group_id", "standing")


@written_once
def _control(party_ids: Collection[UUID]) -> QuerySet[PartyRelation, Any]:
    one_of_them = Q(subject_id__in=party_ids) | Q(other_id__in=party_ids)
    held = live().filter(one_of_them, kind=RelationKind.CONTROL, other__isnull=False)
    return held.values_list("subject_id", "other_id")


def _homes(bonds: Iterable[Bond], *, within: Collection[UUID]) -> dict[UUID, UUID]:
    lives_in = [(one, home) for kind, one, _, home in bonds if kind == RelationKind.HOUSEHOLD_MEMBER]
    return {one: home for one, home in lives_in if home and one in within}


def _adults(homes: Mapping[UUID, UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """By who lives in a household: its adults, in the order in which they were put on record."""
    adults: dict[UUID, list[UUID]] = defaultdict(list)
    for person, home, standing in _members(set(homes.values())):
        if is_household_debtor(standing):
            adults[home].append(person)
    return {one: tuple(adults[home]) for one, home in homes.items()}


def _debtors(party_ids: Iterable[UUID], *, adults: Mapping[UUID, tuple[UUID, ...]]) -> dict[UUID, tuple[UUID, ...]]:
    together = {party_id: adults.get(party_id, ()) for party_id in party_ids}
    return {party_id: found if party_id in found else (party_id,) for party_id, found in together.items()}


def _all(found: Mapping[UUID, set[UUID]]) -> set[UUID]:
    return {member for group in found.values() for member in group}


def _join(found: dict[UUID, set[UUID]], links: Links) -> None:
    """Each group takes in what its members are linked to."""
    for group in found.values():
        group.update(*(links[member] for member in tuple(group) if member in links))


def _both_ways(pairs: Iterable[tuple[UUID, UUID]]) -> list[tuple[UUID, UUID]]:
    return [pair for a, b in pairs for pair in ((a, b), (b, a))]


def _links(pairs: Iterable[tuple[UUID, UUID]]) -> Links:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for one, another in pairs:
        found[one].add(another)
    return found
