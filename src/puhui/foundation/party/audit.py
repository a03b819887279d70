"""What an audit of fairness reads of owners: sex, birth date and place, never to decide, only to count groups."""

from collections.abc import Collection, Iterator
from uuid import UUID

from puhui.foundation.access.facade import unseal
from puhui.foundation.party.contracts import AuditTraits, PartyKind, PartyRoleKind
from puhui.foundation.party.models import Party, PartyRole
from puhui.foundation.party.rules import birth_date_in, sex_in
from puhui.kernel.actors import Actor, Role

TOGETHER = 400


def audit_traits(actor: Actor, *, party_ids: Collection[UUID]) -> dict[UUID, AuditTraits]:
    """The traits of persons, and of firms by their owner or else their legal representative; two statements for some
    hundreds. For the system's audit of fairness alone: what it gives is counted, and kept nowhere by person.
    """
    actor.require(Role.SYSTEM, verb="read protected attributes")
    ids, found = list(party_ids), {}
    for start in range(0, len(ids), TOGETHER):
        found.update(dict(_traits(ids[start : start + TOGETHER])))
    return found


def _traits(party_ids: Collection[UUID]) -> Iterator[tuple[UUID, AuditTraits]]:
    parties = Party.objects.filter(id__in=party_ids).values_list("id", "kind", "region", "identifier_sealed")
    people = _people_behind(party_ids)
    for party_id, kind, region, sealed in parties:
        number = unseal(sealed if kind == PartyKind.PERSON else people.get(party_id, ""))
        yield party_id, AuditTraits(sex_in(number), birth_date_in(number), region, kind == PartyKind.PERSON)


def _people_behind(party_ids: Collection[UUID]) -> dict[UUID, str]:
    """The sealed numbers of the people behind firms: the first owner, else the legal representative."""
    roles = PartyRole.objects.filter(organisation_id__in=party_ids, ended_at=None).order_by("id")
    found: dict[UUID, tuple[bool, str]] = {}
    for firm_id, role, sealed in roles.values_list("organisation_id", "role", "person__identifier_sealed"):
        is_owner = role == PartyRoleKind.OWNER
        if firm_id not in found or (is_owner and not found[firm_id][0]):
            found[firm_id] = (is_owner, sealed)
    return {firm_id: sealed for firm_id, (_, sealed) in found.items()}
