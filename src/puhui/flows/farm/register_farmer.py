"""A farmer without a firm comes on record: the person, their village, and the household whose head they are."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from puhui.foundation.access.facade import Sealed, sealed
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import (
    GroupKind,
    NewRelation,
    RelationKind,
    Standing,
    complete_person,
    group_line,
    home_date,
    household_of,
    new_group,
    new_relation,
    place_person,
)
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.errors import Forbidden, InvalidInput


@dataclass(frozen=True, slots=True)
class FarmerRegistered:
    """The household of the person."""

    household_id: UUID
    party_id: UUID


def register_farmer(
    call: Call, *, name: str, resident_id: str, village_id: UUID, since_on: date | None = None
) -> FarmerRegistered:
    """Who they are, in which village they live, and their household; the same again changes nothing.

    The person does it, or a helper whom they allowed; name and number are sealed before anything is kept.
    """
    return _register(
        call,
        name=sealed(name, where="name"),
        resident_id=sealed(resident_id, where="resident_id"),
        village_id=village_id,
        since_on=since_on,
    )


@use_case("farm.register_farmer", answers=FarmerRegistered, subject="party_id")
def _register(
    call: Call, *, name: Sealed, resident_id: Sealed, village_id: UUID, since_on: date | None
) -> FarmerRegistered:
    call.actor.require(Role.CUSTOMER, Role.AGENT, verb="register a farmer")
    person_id = call.actor.party_id
    if person_id is None:
        raise Forbidden("register a farmer")
    village = group_line(SYSTEM, group_id=village_id)
    if village.kind != GroupKind.VILLAGE:
        raise InvalidInput("village_id", "a village is needed")
    complete_person(call, party_id=person_id, name=name.opened(), resident_id=resident_id.opened())
    home = household_of(person_id)
    if home is None:
        home = _settle(call, person_id, village_id, since_on=since_on or home_date(call.at))
        place_person(call, party_id=person_id, region=village.region)
    return FarmerRegistered(home, person_id)


def _settle(call: Call, person_id: UUID, village_id: UUID, *, since_on: date) -> UUID:
    """A household of its own in the village, with the person as its head: they say so of themselves."""
    home = new_group(call, kind=GroupKind.HOUSEHOLD, within_id=village_id)
    for kind, group_id, standing in (
        (RelationKind.HOUSEHOLD_MEMBER, home, Standing.HEAD),
        (RelationKind.VILLAGE_RESIDENT, village_id, Standing.MEMBER),
    ):
        told = NewRelation(
            kind=kind,
            subject_id=person_id,
            group_id=group_id,
            standing=standing,
            since_on=since_on,
            evidence="stated by the person",
        )
        new_relation(call, asked=told)
    return home
