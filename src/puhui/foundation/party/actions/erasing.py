"""Forgets who a person was: their name, number and phone go; ids stay, which tell nobody anything."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from puhui.foundation.party.contracts import PartyKind
from puhui.foundation.party.erasure_models import Erasure
from puhui.foundation.party.models import ContactPoint, Party, PartyRole, PhoneProposed
from puhui.foundation.party.phone_models import WAITING
from puhui.kernel.actors import Call


def keep_erasure(call: Call, *, party_id: UUID, keep_until: date) -> UUID:
    """Keeps that a person asked to be forgotten, and until when the law keeps who they were. A part of a flow."""
    waiting = Erasure.objects.filter(party_id=party_id, done_at=None).first()
    if waiting is None:
        return Erasure.objects.create(party_id=party_id, asked_at=call.at, keep_until=keep_until).id
    Erasure.objects.filter(id=waiting.id).update(keep_until=keep_until)
    return waiting.id


def erasures_due(*, on: date, most: int = 500) -> list[UUID]:
    """Persons whose time is over, the longest waiting first. For flows: no rights are looked at."""
    due = Erasure.objects.filter(done_at=None, keep_until__lte=on).order_by("keep_until", "id")
    return list(due.values_list("party_id", flat=True)[:most])


def erase_identities(*, party_ids: Collection[UUID], at: datetime) -> int:
    """Forgets who these persons were; how many. A part of a flow, which has looked at what the law keeps."""
    people = list(party_ids)
    ContactPoint.objects.filter(party_id__in=people).delete()
    PhoneProposed.objects.filter(party_id__in=people, state__in=WAITING).update(state="replaced")
    PhoneProposed.objects.filter(party_id__in=people).update(phone_sealed="", phone_index="", phone_masked="")
    PartyRole.objects.filter(person_id__in=people, ended_at=None).update(ended_at=at)
    Erasure.objects.filter(party_id__in=people, done_at=None).update(done_at=at)
    return Party.objects.filter(id__in=people, kind=PartyKind.PERSON).update(
        name_sealed="", name_index="", identifier_sealed="", identifier_index=None, region="", industry=""
    )
