"""Registers organisations and who acts for them."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from puhui.foundation.access.facade import blind_index, seal, sealing_key
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.contracts import PartyKind, PartyRoleKind, RoleTaken
from puhui.foundation.party.models import Party, PartyRole
from puhui.foundation.party.rules import (
    LONGEST_ORGANISATION_NAME,
    checked_founding,
    home_date,
    name_for_index,
    normal_text,
    normal_uscc,
)
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import bucket_of, new_id

REGISTERING = (Role.CUSTOMER, Role.RELATIONSHIP_MANAGER, Role.OPERATIONS, Role.SYSTEM)


@use_case("party.register_organisation", answers=UUID)
def register_organisation(
    call: Call, *, name: str, uscc: str, region: str = "", industry: str = "", founded_on: date | None = None
) -> UUID:
    """The organisation with this code, made when new; one that is known stays as it is."""
    call.actor.require(*REGISTERING, verb="register an organisation")
    clean = normal_text(name, most=LONGEST_ORGANISATION_NAME, least=2, where="name")
    number = normal_uscc(uscc)
    party_id = new_id()
    party = Party(
        id=party_id,
        bucket=bucket_of(party_id),
        kind=PartyKind.ORGANISATION,
        name_sealed=seal(clean),
        name_index=blind_index("name", name_for_index(clean)),
        identifier_sealed=seal(number),
        identifier_index=blind_index("uscc", number),
        sealed_with=sealing_key(),
        region=normal_text(region, most=40, least=0, where="region"),
        industry=normal_text(industry, most=80, least=0, where="industry"),
        founded_on=checked_founding(founded_on, today=home_date(call.at)),
        created_at=call.at,
    )
    Party.objects.bulk_create([party], ignore_conflicts=True)
    return Party.objects.values_list("id", flat=True).get(
        kind=PartyKind.ORGANISATION, identifier_index=party.identifier_index
    )


def move_organisation(*, party_id: UUID, region: str) -> str:
    """Where an organisation is from now on; answers where it was. A part of a flow, which has looked at the rights."""
    where = normal_text(region, most=40, least=1, where="region")
    party = Party.objects.select_for_update().filter(id=party_id, kind=PartyKind.ORGANISATION).first()
    if party is None:
        raise NotFound("party", where="party_id")
    before = party.region
    Party.objects.filter(id=party_id).update(region=where)
    return before


def register_organisations(call: Call, *, organisations: Mapping[str, str]) -> dict[str, UUID]:
    """The organisations with these codes (code to name), made when new, in a few statements for any number of them.

    Called by flows that bring in a book; codes and names are checked before.
    """
    numbers = {normal_uscc(uscc): name for uscc, name in organisations.items()}
    indexes = {blind_index("uscc", number): number for number in numbers}
    rows = []
    for index, number in indexes.items():
        clean = normal_text(numbers[number], most=LONGEST_ORGANISATION_NAME, least=2, where="name")
        party_id = new_id()
        rows.append(
            Party(
                id=party_id,
                bucket=bucket_of(party_id),
                kind=PartyKind.ORGANISATION,
                name_sealed=seal(clean),
                name_index=blind_index("name", name_for_index(clean)),
                identifier_sealed=seal(number),
                identifier_index=index,
                sealed_with=sealing_key(),
                created_at=call.at,
            )
        )
    Party.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)
    kept = Party.objects.filter(kind=PartyKind.ORGANISATION, identifier_index__in=list(indexes))
    return {indexes[str(index)]: party_id for index, party_id in kept.values_list("identifier_index", "id")}


@use_case("party.add_role", answers=UUID, subject="organisation_id")
def add_role(call: Call, *, person_id: UUID, organisation_id: UUID, role: PartyRoleKind | str) -> UUID:
    """Lets a person act for an organisation; the same again changes nothing. Answers the organisation's id.

    A customer connects only themselves, and only to an organisation that nobody else acts for.
    """
    call.actor.require(*REGISTERING, verb="connect a person to an organisation")
    if call.actor.is_customer and call.actor.party_id != person_id:
        raise NotFound("party", where="person_id")
    kind = _checked_role(role)
    _lock_organisation(organisation_id)
    if not Party.objects.filter(id=person_id, kind=PartyKind.PERSON).exists():
        raise NotFound("party", where="person_id")
    held = PartyRole.objects.filter(organisation_id=organisation_id, ended_at=None)
    others = held.exclude(person_id=person_id)
    if others.filter(role=PartyRoleKind.LEGAL_REPRESENTATIVE).exists() and kind == PartyRoleKind.LEGAL_REPRESENTATIVE:
        raise RoleTaken(where="role")
    if call.actor.is_customer and others.exists():
        raise RoleTaken(where="role")
    if not held.filter(person_id=person_id, role=kind).exists():
        PartyRole.objects.create(person_id=person_id, organisation_id=organisation_id, role=kind, since_at=call.at)
    return organisation_id


@use_case("party.end_role", answers=UUID, subject="organisation_id")
def end_role(call: Call, *, person_id: UUID, organisation_id: UUID, role: PartyRoleKind | str) -> UUID:
    """A person stops acting for an organisation: staff correct what is wrong or out of date."""
    call.actor.require(Role.RELATIONSHIP_MANAGER, Role.OPERATIONS, Role.SYSTEM, verb="end a role")
    held = PartyRole.objects.filter(
        person_id=person_id, organisation_id=organisation_id, role=_checked_role(role), ended_at=None
    )
    if not held.update(ended_at=call.at):
        raise NotFound("role", where="role")
    return organisation_id


def _checked_role(role: PartyRoleKind | str) -> PartyRoleKind:
    try:
        return PartyRoleKind(role)
    except ValueError:
        raise InvalidInput("role", "owner or legal_representative is needed") from None


def _lock_organisation(organisation_id: UUID) -> None:
    """Two who claim the same organisation come one after the other."""
    organisations = Party.objects.select_for_update().filter(id=organisation_id, kind=PartyKind.ORGANISATION)
    if organisations.first() is None:
        raise NotFound("party", where="organisation_id")
