"""Seals again what an older key sealed."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from puhui.foundation.access.facade import resealed, sealing_key
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.models import ContactPoint, Party, PhoneProposed
from puhui.kernel.actors import Call, Role

M = TypeVar("M", bound=Model)


@use_case("party.reencrypt_batch", answers=int)
def reencrypt_batch(call: Call, *, most: int = 500) -> int:
    """Seals up to `most` rows of each table with the first key; answers how many. Repeat until it answers 0.

    Safe to stop at any moment, and to run beside ordinary work: each row is locked while it changes.
    """
    call.actor.require(Role.ADMINISTRATOR, Role.SYSTEM, verb="rotate keys")
    parties = _waiting(Party.objects.all(), most=most)
    for party in parties:
        party.name_sealed = resealed(party.name_sealed)
        party.identifier_sealed = resealed(party.identifier_sealed)
        party.sealed_with = sealing_key()
    Party.objects.bulk_update(parties, ["name_sealed", "identifier_sealed", "sealed_with"], batch_size=200)
    points = _waiting(ContactPoint.objects.all(), most=most)
    for point in points:
        point.value_sealed = resealed(point.value_sealed)
        point.sealed_with = sealing_key()
    ContactPoint.objects.bulk_update(points, ["value_sealed", "sealed_with"], batch_size=200)
    proposed = _waiting(PhoneProposed.objects.exclude(phone_sealed=""), most=most)
    for one in proposed:
        one.phone_sealed = resealed(one.phone_sealed)
        one.sealed_with = sealing_key()
    PhoneProposed.objects.bulk_update(proposed, ["phone_sealed", "sealed_with"], batch_size=200)
    return len(parties) + len(points) + len(proposed)


def _waiting(rows: QuerySet[M], *, most: int) -> list[M]:
    waiting = rows.exclude(sealed_with=sealing_key()).order_by("id")
    return list(waiting.select_for_update()[:most])
