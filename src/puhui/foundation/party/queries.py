"""What can be asked of party; an actor's rights are filtered in the same statement."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from puhui.foundation.access.facade import blind_index, unseal
from puhui.foundation.evidence.facade import written_once
from puhui.foundation.party.contracts import (
    FirmTraits,
    Identity,
    NotIdentified,
    PartyCard,
    PartyKind,
    PartyLine,
    PartyRoleKind,
    PersonalField,
    RoleLine,
    TagLine,
    UnmaskingLine,
)
from puhui.foundation.party.models import ContactPoint, Erasure, Party, PartyRole, PersonalDataAccess, RiskTag
from puhui.foundation.party.rules import (
    LONGEST_ORGANISATION_NAME,
    birth_date_in,
    masked_name,
    masked_phone,
    masked_resident_id,
    name_for_index,
    normal_phone,
    normal_text,
    normal_uscc,
)
from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.errors import NotFound

MOST_LINES = 500
READING = (*STAFF_ROLES, Role.SYSTEM)


def parties_within_reach(actor: Actor) -> QuerySet[Party]:
    """The parties that the actor may know of: everyone for staff; for a customer, the person they are and the
    organisations they act for; for an agent, the same of the customer who allowed it; nobody for a visitor.
    """
    if actor.reads_all:
        return Party.objects.all()
    if actor.party_id is None or not actor.roles & {Role.CUSTOMER, Role.AGENT}:
        return Party.objects.none()
    # A union, not an OR: by an OR PostgreSQL walks every row of the table that is filtered by these ids.
    own = Party.objects.filter(id=actor.party_id).values("id")
    acts_for = PartyRole.objects.filter(person_id=actor.party_id, ended_at=None).values("organisation_id")
    return Party.objects.filter(id__in=own.union(acts_for, all=True))


def party_ids_for(actor: Actor) -> QuerySet[Party, UUID]:
    """The ids of `parties_within_reach`, to stand in a filter: `Loan.objects.filter(borrower_id__in=...)`."""
    return parties_within_reach(actor).values_list("id", flat=True)


def parties_of(actor: Actor) -> list[UUID]:
    """The person that signed in and the organisations they act for, oldest first; empty for staff."""
    return list(party_ids_for(actor).order_by("id")) if actor.is_customer else []


def firm_traits(party_ids: Collection[UUID]) -> dict[UUID, FirmTraits]:
    """What decisions ask of many firms; no names. For flows: no rights are looked at."""
    known = party_traits(party_ids)
    return {party_id: one for party_id, one in known.items() if one.kind == PartyKind.ORGANISATION}


def party_traits(party_ids: Collection[UUID]) -> dict[UUID, FirmTraits]:
    """The same of persons and firms; one query. For flows: no rights are looked at."""
    return {party_id: FirmTraits(*traits) for party_id, *traits in _traits(party_ids)}


@written_once
def _traits(party_ids: Collection[UUID]) -> QuerySet[Party, Any]:
    return Party.objects.filter(id__in=party_ids).values_list("id", "kind", "industry", "region", "founded_on")


def representatives_at(asked: Iterable[tuple[UUID, datetime]]) -> list[UUID | None]:
    """Who represented each firm before the law at an instant; one query. For flows: no rights are looked at."""
    questions = list(asked)
    held: dict[UUID, list[PartyRole]] = {}
    of_firms = PartyRole.objects.filter(organisation_id__in={firm for firm, _ in questions})
    for role in of_firms.filter(role=PartyRoleKind.LEGAL_REPRESENTATIVE).order_by("since_at"):
        held.setdefault(role.organisation_id, []).append(role)
    return [
        next(
            (r.person_id for r in held.get(firm, ()) if r.since_at <= at and (r.ended_at is None or r.ended_at > at)),
            None,
        )
        for firm, at in questions
    ]


def traits_seen(actor: Actor, *, party_id: UUID) -> FirmTraits:
    """What decisions ask of a party; refuses as `NotFound` when the actor may not know of it."""
    if not actor.reads_all:
        require_party(actor, party_id=party_id)
    known = party_traits([party_id]).get(party_id)
    if known is None:
        raise NotFound("party", where="party_id")
    return known


def require_party(actor: Actor, *, party_id: UUID) -> None:
    """Refuses as `NotFound` when the actor may not know of the party."""
    if not within_reach(actor, party_id=party_id):
        raise NotFound("party", where="party_id")


def require_person(actor: Actor, *, party_id: UUID) -> None:
    """Refuses what is no person, a person whom the actor may not know of, and one who has not said who they are."""
    found = parties_within_reach(actor).filter(id=party_id, kind=PartyKind.PERSON).first()
    if found is None:
        raise NotFound("person", where="party_id")
    if found.identifier_index is None:
        raise NotIdentified(where="party_id")


def within_reach(actor: Actor, *, party_id: UUID) -> bool:
    """Whether the actor may know of the party."""
    if actor.reads_all:
        return bool(_on_record(party_id))
    return parties_within_reach(actor).filter(id=party_id).exists()


@written_once
def _on_record(party_id: UUID) -> QuerySet[Party, UUID]:
    return Party.objects.filter(id=party_id).values_list("id", flat=True)


def person_by_phone(phone: str) -> UUID | None:
    """The person with this phone number. For flows: no rights are looked at."""
    index = blind_index("phone", normal_phone(phone))
    return ContactPoint.objects.filter(kind="phone", value_index=index).values_list("party_id", flat=True).first()


def organisation_by_uscc(uscc: str) -> UUID | None:
    """The organisation with this code. For flows: no rights are looked at."""
    index = blind_index("uscc", normal_uscc(uscc))
    found = Party.objects.filter(kind=PartyKind.ORGANISATION, identifier_index=index)
    return found.values_list("id", flat=True).first()


def language_of(party_id: UUID) -> str:
    """The language that the party, or who acts for it, has chosen."""
    acting = PartyRole.objects.filter(organisation_id=party_id, ended_at=None).order_by("id").values("person_id")[:1]
    chosen = Party.objects.filter(id__in=acting).values_list("language", flat=True).first()
    own = Party.objects.filter(id=party_id).values_list("language", flat=True).first()
    return chosen or own or "zh-hans"


def text_size_of(party_id: UUID) -> str:
    """How large the person wants to read; nothing where they never chose."""
    return Party.objects.filter(id=party_id).values_list("text_size", flat=True).first() or ""


def identity_of(party_id: UUID) -> Identity:
    """The full name and number, to be printed in the party's own contract. Never for a screen of staff."""
    party = Party.objects.filter(id=party_id).first()
    if party is None:
        raise NotFound("party", where="party_id")
    return _identity(party)


def called(party_id: UUID) -> str:
    """How a party is called in a message: an organisation in full, a person masked, for the phone may lie about."""
    party = Party.objects.filter(id=party_id).first()
    if party is None:
        raise NotFound("party", where="party_id")
    name = unseal(party.name_sealed)
    return name if party.kind == PartyKind.ORGANISATION else masked_name(name)


def years_old(party_id: UUID, *, on: date) -> int | None:
    """Whole years of a person on a day; None for who is no person, or has not said who they are.

    For duties that the law ties to age (who may sign, what protects the old): never an input of a decision or a model.
    """
    party = Party.objects.filter(id=party_id, kind=PartyKind.PERSON).first()
    born = birth_date_in(unseal(party.identifier_sealed)) if party else None
    return None if born is None else on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def identities_of(party_ids: Collection[UUID]) -> dict[UUID, Identity]:
    """The same for many organisations, whose numbers are public. For other rooms: no rights are looked at."""
    found = Party.objects.filter(id__in=list(party_ids), kind=PartyKind.ORGANISATION)
    return {party.id: _identity(party) for party in found}


def _identity(party: Party) -> Identity:
    return Identity(unseal(party.name_sealed), unseal(party.identifier_sealed), PartyKind(party.kind))


def party_names(actor: Actor, *, party_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names to show in lists: organisations in full, persons masked unless it is the actor."""
    found = parties_within_reach(actor).filter(id__in=list(party_ids))
    return {party.id: shown_name(actor, party) for party in found}


def party_card(actor: Actor, *, party_id: UUID) -> PartyCard:
    """One party, masked as `PartyCard` says; `NotFound` when the actor may not know of it."""
    party = parties_within_reach(actor).filter(id=party_id).first()
    if party is None:
        raise NotFound("party", where="party_id")
    line = lines_of(actor, [party])[0]
    return PartyCard(
        party_id=party.id,
        kind=line.kind,
        name=line.name,
        identifier=line.identifier,
        phone=line.phone,
        language=party.language,
        region=party.region,
        industry=party.industry,
        founded_on=party.founded_on,
        roles=_role_lines(actor, party),
        tags=tags_of(party.id) if actor.reads_all else (),
        is_identified=party.identifier_index is not None,
        created_at=party.created_at,
    )


def legal_representatives(party_id: UUID) -> list[UUID]:
    """Who represents an organisation before the law, longest first. For other rooms: no rights are looked at."""
    return _representatives(party_id)


@written_once
def _representatives(party_id: UUID) -> QuerySet[PartyRole, UUID]:
    roles = PartyRole.objects.filter(organisation_id=party_id, role=PartyRoleKind.LEGAL_REPRESENTATIVE, ended_at=None)
    return roles.order_by("id").values_list("person_id", flat=True)


def organisations_of(actor: Actor) -> list[PartyLine]:
    """The organisations a customer acts for, oldest first."""
    return lines_of(actor, list(_ordered_organisations(actor))) if actor.is_customer else []


def _ordered_organisations(actor: Actor) -> QuerySet[Party]:
    return parties_within_reach(actor).filter(kind=PartyKind.ORGANISATION).order_by("id")


def search_parties(actor: Actor, *, phone: str = "", uscc: str = "", name: str = "", most: int = 50) -> list[PartyLine]:
    """Parties by exact phone number, code or name (through the blind index); at least one must be given. Staff only."""
    actor.require(*READING, verb="search parties")
    found = Party.objects.all() if phone or uscc or name else Party.objects.none()
    if phone:
        index = blind_index("phone", normal_phone(phone))
        found = found.filter(id__in=ContactPoint.objects.filter(kind="phone", value_index=index).values("party_id"))
    if uscc:
        found = found.filter(kind=PartyKind.ORGANISATION, identifier_index=blind_index("uscc", normal_uscc(uscc)))
    if name:
        text = normal_text(name, most=LONGEST_ORGANISATION_NAME, where="name")
        found = found.filter(name_index=blind_index("name", name_for_index(text)))
    return lines_of(actor, list(found.order_by("id")[: min(most, MOST_LINES)]))


def list_parties(
    actor: Actor, *, kind: PartyKind | str = "", before: UUID | None = None, most: int = 50
) -> list[PartyLine]:
    """Parties, newest first, masked. Staff only."""
    actor.require(*READING, verb="list parties")
    found = Party.objects.order_by("-id")
    if kind:
        found = found.filter(kind=kind)
    if before:
        found = found.filter(id__lt=before)
    return lines_of(actor, list(found[: min(most, MOST_LINES)]))


def tags_of(party_id: UUID) -> tuple[TagLine, ...]:
    """The risk tags that are on. For decisions and staff: no rights are looked at."""
    on = RiskTag.objects.filter(party_id=party_id, cleared_at=None).order_by("tag")
    return tuple(TagLine(t.tag, t.reason, t.tagged_at) for t in on)


def tags_of_many(party_ids: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """The risk tags that are on, by party; parties without one are left out. For flows: no rights are looked at."""
    found: dict[UUID, set[str]] = {}
    for party_id, tag in RiskTag.objects.filter(party_id__in=list(party_ids), cleared_at=None).values_list(
        "party_id", "tag"
    ):
        found.setdefault(party_id, set()).add(tag)
    return {party_id: frozenset(tags) for party_id, tags in found.items()}


def parties_tagged(tags: Collection[str]) -> dict[UUID, frozenset[str]]:
    """Every party that bears one of these risk tags now, with those of them that it bears. For flows."""
    found: dict[UUID, set[str]] = {}
    on = RiskTag.objects.filter(tag__in=list(tags), cleared_at=None)
    for party_id, tag in on.values_list("party_id", "tag"):
        found.setdefault(party_id, set()).add(tag)
    return {party_id: frozenset(borne) for party_id, borne in found.items()}


def region_of(party_id: UUID) -> str:
    """Where a party lives or trades; empty where that is not known. For flows: no rights are looked at."""
    return next((one.region for one in party_traits([party_id]).values()), "")


def party_regions(*, after: UUID | None = None, most: int = 1000) -> list[tuple[UUID, str]]:
    """Parties that have a region, in the order of their ids. For flows: no rights are looked at."""
    found = Party.objects.exclude(region="").order_by("id")
    if after:
        found = found.filter(id__gt=after)
    return list(found.values_list("id", "region")[:most])


def unmaskings_of(actor: Actor, *, party_id: UUID, most: int = 100) -> list[UnmaskingLine]:
    """Who unmasked what of a party, newest first: for those who watch over it, and for the customer themselves."""
    require_party(actor, party_id=party_id)
    if not actor.is_customer:
        actor.require(Role.COMPLIANCE, Role.AUDITOR, Role.ADMINISTRATOR, verb="read the log of unmaskings")
    kept = PersonalDataAccess.objects.filter(party_id=party_id).order_by("-id")[: min(most, MOST_LINES)]
    return [UnmaskingLine(a.at, a.actor_id, PersonalField(a.field), a.purpose) for a in kept]


def erasure_of(actor: Actor) -> date | None:
    """Until when the law keeps who the customer is, when they asked to be forgotten; None when they did not."""
    asked = Erasure.objects.filter(party_id=actor.party_id, done_at=None) if actor.party_id else Erasure.objects.none()
    return asked.values_list("keep_until", flat=True).first()


def is_self(actor: Actor, party: Party) -> bool:
    """Whether the party is the customer who asks; a helper beside them sees the same masks as staff."""
    return actor.is_customer and party.id == actor.party_id


def shown_name(actor: Actor, party: Party) -> str:
    """The name in full for an organisation and for the person themselves, masked for everybody else."""
    name = unseal(party.name_sealed)
    return name if party.kind == PartyKind.ORGANISATION or is_self(actor, party) else masked_name(name)


def lines_of(actor: Actor, parties: list[Party]) -> list[PartyLine]:
    """Parties as their reader may see them, in two queries for any number."""
    points = ContactPoint.objects.filter(kind="phone", party_id__in=[party.id for party in parties])
    phones = {point.party_id: unseal(point.value_sealed) for point in points}
    return [_line(actor, party, phones.get(party.id, "")) for party in parties]


def _line(actor: Actor, party: Party, phone: str) -> PartyLine:
    number = unseal(party.identifier_sealed)
    is_person = party.kind == PartyKind.PERSON
    return PartyLine(
        party_id=party.id,
        kind=PartyKind(party.kind),
        name=shown_name(actor, party),
        identifier=masked_resident_id(number) if is_person else number,
        phone=phone if is_self(actor, party) else masked_phone(phone),
        created_at=party.created_at,
    )


def _role_lines(actor: Actor, party: Party) -> tuple[RoleLine, ...]:
    """The roles of a person, or in an organisation; the other side is masked like everything else."""
    held = PartyRole.objects.filter(Q(person=party) | Q(organisation=party), ended_at=None).select_related(
        "person", "organisation"
    )
    return tuple(
        RoleLine(other.id, shown_name(actor, other), PartyRoleKind(role.role))
        for role in held.order_by("id")
        for other in [role.organisation if role.person_id == party.id else role.person]
    )
