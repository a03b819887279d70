"""A party's phone number: where a message goes, given another one, and when that was."""

from datetime import datetime
from uuid import UUID

from django.db.models import F

from puhui.foundation.access.facade import blind_index, seal, sealing_key, unseal
from puhui.foundation.party.contracts import PhoneTaken
from puhui.foundation.party.models import ContactPoint, PartyRole
from puhui.foundation.party.rules import normal_phone
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.texts import Text


def move_phone(call: Call, *, party_id: UUID, phone: str) -> str:
    """Gives a person another phone number, and answers the one before. A part of a flow, which has proven both.

    Refuses the number that they have, and one that belongs to somebody else.
    """
    number = normal_phone(phone)
    point = ContactPoint.objects.select_for_update().filter(party_id=party_id, kind="phone").first()
    if point is None:
        raise NotFound("party", where="party_id")
    index, before = blind_index("phone", number), unseal(point.value_sealed)
    if index == point.value_index:
        raise InvalidInput("phone", Text(en="this is the number that you have", zh="与现用手机号相同"))
    if ContactPoint.objects.filter(kind="phone", value_index=index).exists():
        raise PhoneTaken(where="phone")
    point.value_sealed, point.value_index, point.sealed_with = seal(number), index, sealing_key()
    point.created_at = call.at
    point.save(update_fields=["value_sealed", "value_index", "sealed_with", "created_at"])
    return before


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
