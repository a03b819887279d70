"""A party's phone number: where a message goes, given another one, and when that was."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from puhui.foundation.access.facade import blind_index, close_customer_users, seal, sealing_key, unseal
from puhui.foundation.party.contracts import PartyKind, PhoneTaken
from puhui.foundation.party.models import ContactPoint, Party, PartyRelation, PartyRole
from puhui.foundation.party.rules import normal_phone
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.texts import Text


def move_phone(call: Call, *, party_id: UUID, phone: str, may_free: bool = False) -> str:
    """Gives a person another phone number, and answers the one before. A part of a flow, which has proven the new one.

    Refuses the number that they have, and one that belongs to somebody else. `may_free`: a number with which somebody
    signed in and never said who they are is taken from that empty account, which nobody enters any more.
    """
    number = normal_phone(phone)
    point = require_other_phone(party_id=party_id, phone=number, may_free=may_free)
    index, before = blind_index("phone", number), unseal(point.value_sealed)
    if may_free:
        _free(index)
    point.value_sealed, point.value_index, point.sealed_with = seal(number), index, sealing_key()
    point.created_at = call.at
    point.save(update_fields=["value_sealed", "value_index", "sealed_with", "created_at"])
    return before


def require_other_phone(*, party_id: UUID, phone: str, may_free: bool = False) -> ContactPoint:
    """Locks the number that a person has; refuses the same one again, and one that belongs to somebody else.

    `may_free`: one of an empty account is not refused.
    """
    point = ContactPoint.objects.select_for_update().filter(party_id=party_id, kind="phone").first()
    if point is None:
        raise NotFound("party", where="party_id")
    index = blind_index("phone", normal_phone(phone))
    if index == point.value_index:
        raise InvalidInput("phone", Text(en="this is the number that you have", zh="与现用手机号相同"))
    holder = ContactPoint.objects.filter(kind="phone", value_index=index).values_list("party_id", flat=True).first()
    if holder is not None and not (may_free and _is_empty(holder)):
        raise PhoneTaken(where="phone")
    return point


def _is_empty(party_id: UUID) -> bool:
    """True for a person who signed in once and never said who they are, acts for nobody and is related to nobody."""
    nameless = Party.objects.filter(id=party_id, kind=PartyKind.PERSON, identifier_sealed="", name_sealed="")
    related = PartyRelation.objects.filter(Q(subject_id=party_id) | Q(other_id=party_id))
    acts = PartyRole.objects.filter(person_id=party_id)
    return nameless.exists() and not related.exists() and not acts.exists()


def _free(index: str) -> None:
    for point in ContactPoint.objects.select_for_update().filter(kind="phone", value_index=index):
        close_customer_users([point.party_id])
        point.delete()


def phone_changed_at(party_id: UUID) -> datetime | None:
    """When the party last changed its phone number; None when it has the one that it came with."""
    points = ContactPoint.objects.filter(kind="phone", party_id=party_id, created_at__gt=F("party__created_at"))
    return points.values_list("created_at", flat=True).first()


def phone_of(party_id: UUID) -> str:
    """Where a message to the party goes: its own phone, or that of who acts for it; empty when there is none.

    For delivery only: no rights are looked at.
    """
    acting = PartyRole.objects.filter(organisation_id=party_id, ended_at=None).order_by("id").values("person_id")[:1]
    points = ContactPoint.objects.filter(kind="phone")
    own = points.filter(party_id=party_id).first() or points.filter(party_id__in=acting).first()
    return unseal(own.value_sealed) if own else ""
