"""Registers persons and completes what is known of them."""

from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from puhui.foundation.access.facade import VISITOR, Sealed, blind_index, seal, sealed, sealing_key, unseal
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.contracts import TEXT_SIZES, AlreadyIdentified, IdentityTaken, PartyKind
from puhui.foundation.party.models import ContactPoint, Party
from puhui.foundation.party.rules import (
    LONGEST_PERSON_NAME,
    home_date,
    name_for_index,
    normal_phone,
    normal_resident_id,
    normal_text,
)
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import bucket_of, new_id
from puhui.kernel.texts import LANGUAGES

REGISTERING = (Role.RELATIONSHIP_MANAGER, Role.OPERATIONS, Role.SYSTEM)


def register_person(call: Call, *, phone: str, name: str = "", resident_id: str = "", language: str = "") -> UUID:
    """The person with this phone number, made when new; name and number, when given, complete the person."""
    return _register_person(
        call,
        phone=sealed(phone, where="phone"),
        name=sealed(name, where="name"),
        resident_id=sealed(resident_id, where="resident_id"),
        language=language,
    )


@use_case("party.register_person", answers=UUID)
def _register_person(call: Call, *, phone: Sealed, name: Sealed, resident_id: Sealed, language: str) -> UUID:
    if call.actor != VISITOR:
        call.actor.require(*REGISTERING, verb="register a person")
    party_id = _person_with_phone(call, normal_phone(phone.opened()), language or LANGUAGES[0])
    if name.opened() or resident_id.opened():
        _complete(call, party_id=party_id, name=name.opened(), resident_id=resident_id.opened())
    return party_id


def complete_person(call: Call, *, party_id: UUID, name: str, resident_id: str) -> UUID:
    """Adds the name and the resident identity number of a person, once; the same again changes nothing."""
    return _complete_person(
        call,
        party_id=party_id,
        name=sealed(name, where="name"),
        resident_id=sealed(resident_id, where="resident_id"),
    )


@use_case("party.complete_person", answers=UUID, subject="party_id")
def _complete_person(call: Call, *, party_id: UUID, name: Sealed, resident_id: Sealed) -> UUID:
    _require_self_or_staff(call.actor, party_id, verb="complete a person")
    _complete(call, party_id=party_id, name=name.opened(), resident_id=resident_id.opened())
    return party_id


@use_case("party.choose_language", answers=UUID, subject="party_id")
def choose_language(call: Call, *, party_id: UUID, language: str) -> UUID:
    """Sets the language in which messages to a person are written."""
    _require_self_or_staff(call.actor, party_id, verb="choose a language")
    if not Party.objects.filter(id=party_id).update(language=_checked_language(language)):
        raise NotFound("party", where="party_id")
    return party_id


@use_case("party.choose_text_size", answers=UUID, subject="party_id")
def choose_text_size(call: Call, *, party_id: UUID, text_size: str) -> UUID:
    """Keeps how large a person wants to read, so that every phone they sign in on shows it so."""
    _require_self_or_staff(call.actor, party_id, verb="choose a text size")
    if text_size not in TEXT_SIZES:
        raise InvalidInput("text_size", f"one of {', '.join(TEXT_SIZES)} is needed")
    if not Party.objects.filter(id=party_id, kind=PartyKind.PERSON).update(text_size=text_size):
        raise NotFound("party", where="party_id")
    return party_id


def place_person(call: Call, *, party_id: UUID, region: str) -> None:
    """Where a person lives, by the code of their village's region. A part of a flow, which has looked at the rights."""
    where = normal_text(region, most=40, least=0, where="region")
    Party.objects.filter(id=party_id, kind=PartyKind.PERSON, region="").update(region=where)


def _require_self_or_staff(actor: Actor, party_id: UUID, *, verb: str) -> None:
    """A customer reaches only themselves; another person's id is not found."""
    actor.require(*REGISTERING, Role.CUSTOMER, Role.AGENT, verb=verb)
    if not actor.reads_all and actor.party_id != party_id:
        raise NotFound("party", where="party_id")


def _checked_language(language: str) -> str:
    known = dict(settings.LANGUAGES)
    if language not in known:
        raise InvalidInput("language", f"one of {', '.join(known)} is needed")
    return language


def _person_with_phone(call: Call, phone: str, language: str) -> UUID:
    """Two first visits at once make one person: the unique index on the phone decides whose insert stays."""
    points = ContactPoint.objects.filter(kind="phone", value_index=blind_index("phone", phone))
    known = points.values_list("party_id", flat=True).first()
    if known:
        return known
    party_id = new_id()
    Party.objects.create(
        id=party_id,
        bucket=bucket_of(party_id),
        kind=PartyKind.PERSON,
        sealed_with=sealing_key(),
        language=_checked_language(language),
        created_at=call.at,
    )
    point = ContactPoint(
        party_id=party_id,
        kind="phone",
        value_sealed=seal(phone),
        value_index=blind_index("phone", phone),
        sealed_with=sealing_key(),
        created_at=call.at,
    )
    ContactPoint.objects.bulk_create([point], ignore_conflicts=True)
    kept = points.values_list("party_id", flat=True).get()
    if kept != party_id:
        Party.objects.filter(id=party_id).delete()
    return kept


def _complete(call: Call, *, party_id: UUID, name: str, resident_id: str) -> None:
    clean = normal_text(name, most=LONGEST_PERSON_NAME, least=2, where="name")
    number = normal_resident_id(resident_id, on=home_date(call.at))
    index = blind_index("resident_id", number)
    party = Party.objects.select_for_update().filter(id=party_id, kind=PartyKind.PERSON).first()
    if party is None:
        raise NotFound("party", where="party_id")
    if party.identifier_index is not None:
        if party.identifier_index != index or name_for_index(unseal(party.name_sealed)) != name_for_index(clean):
            raise AlreadyIdentified(where="resident_id")
        return
    party.name_sealed, party.name_index = seal(clean), blind_index("name", name_for_index(clean))
    party.identifier_sealed, party.identifier_index = seal(number), index
    party.sealed_with = sealing_key()
    try:
        with transaction.atomic():
            party.save(
                update_fields=["name_sealed", "name_index", "identifier_sealed", "identifier_index", "sealed_with"]
            )
    except IntegrityError:
        raise IdentityTaken(where="resident_id") from None
