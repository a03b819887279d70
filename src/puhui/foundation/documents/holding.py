"""Legal holds, set and lifted by two people; the erasure of files whose time is over, which a hold stops."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from puhui.foundation.documents.contracts import (
    HoldFourEyes,
    HoldNotMovable,
    HoldTaken,
    HoldView,
    KeptFile,
    PartyHeld,
)
from puhui.foundation.documents.models import LegalHold, StoredFile
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import normal_text, require_party
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.ids import new_id

HOLDING = (Role.COMPLIANCE, Role.RISK_OFFICER)
MOST = 200


@use_case("documents.ask_hold", answers=UUID)
def ask_hold(call: Call, *, party_id: UUID, reason: str) -> UUID:
    """Asks that nothing of a party be erased; it holds from this moment on, and a second person confirms it."""
    call.actor.require(*HOLDING, verb="set a legal hold")
    require_party(call.actor, party_id=party_id)
    if LegalHold.objects.filter(party_id=party_id, lifted_at=None).exists():
        raise HoldTaken(where="party_id")
    why = normal_text(reason, where="reason", most=200, least=4)
    return LegalHold.objects.create(
        id=new_id(), party_id=party_id, reason=why, asked_by=call.actor.id, asked_at=call.at
    ).id


@use_case("documents.decide_hold", answers=UUID, subject="hold_id")
def decide_hold(call: Call, *, hold_id: UUID, agree: bool) -> UUID:
    """Confirms a hold, or not: never by the one who asked."""
    row = _locked(call, hold_id)
    if row.set_at is not None:
        raise HoldNotMovable(where="hold_id")
    if row.asked_by == call.actor.id:
        raise HoldFourEyes(where="hold_id")
    if agree:
        row.set_by, row.set_at = call.actor.id, call.at
    else:
        row.lifted_by, row.lifted_at = call.actor.id, call.at
    row.save()
    return row.id


@use_case("documents.lift_hold", answers=UUID, subject="hold_id")
def lift_hold(call: Call, *, hold_id: UUID) -> UUID:
    """Asks to lift a hold; the same by a second person lifts it."""
    row = _locked(call, hold_id)
    if row.set_at is None:
        raise HoldNotMovable(where="hold_id")
    if row.lift_asked_by is None:
        row.lift_asked_by = call.actor.id
    elif row.lift_asked_by == call.actor.id:
        raise HoldFourEyes(where="hold_id")
    else:
        row.lifted_by, row.lifted_at = call.actor.id, call.at
    row.save()
    return row.id


def held_among(party_ids: Collection[UUID]) -> frozenset[UUID]:
    """The parties of whom nothing may be erased: a hold stands or waits. For flows: no rights are looked at."""
    rows = LegalHold.objects.filter(party_id__in=party_ids, lifted_at=None)
    return frozenset(rows.values_list("party_id", flat=True))


def require_not_held(party_id: UUID) -> None:
    """Refuses to erase anything of a party that is held. For flows."""
    if held_among([party_id]):
        raise PartyHeld(where="party_id")


def holds_page(actor: Actor, *, standing: bool = True, before: UUID | None = None, most: int = 50) -> list[HoldView]:
    """Holds, newest first; those that stand or wait, or all."""
    actor.require(*HOLDING, Role.AUDITOR, verb="look at legal holds")
    found = LegalHold.objects.order_by("-id")
    found = found.filter(lifted_at=None) if standing else found
    found = found.filter(id__lt=before) if before else found
    return [
        HoldView(r.id, r.party_id, r.reason, r.asked_by, r.asked_at, r.set_at, r.lift_asked_by, r.lifted_at)
        for r in found[: min(most, MOST)]
    ]


def kept_files(*, kind: str, stored_before: datetime, after: UUID | None = None, most: int = MOST) -> list[KeptFile]:
    """Files of a kind, stored before an instant, in the order of their ids; not those of parties that are held.

    For flows: no rights are looked at.
    """
    held = LegalHold.objects.filter(lifted_at=None).values("party_id")
    found = StoredFile.objects.filter(kind=kind, erased_at=None, stored_at__lt=stored_before).exclude(party_id__in=held)
    found = found.filter(id__gt=after) if after else found
    return _cards(found.order_by("id")[:most])


def kept_of(party_id: UUID) -> list[KeptFile]:
    """The files of a party that are still kept, newest first. For flows: no rights are looked at."""
    return _cards(StoredFile.objects.filter(party_id=party_id, erased_at=None).order_by("-id")[:MOST])


def erase_files(call: Call, *, file_ids: Collection[UUID]) -> int:
    """Deletes the content of files; what they were (name, size, hash) stays. A hold that came meanwhile wins."""
    call.actor.require(Role.SYSTEM, verb="erase files")
    held = LegalHold.objects.filter(lifted_at=None).values("party_id")
    rows = StoredFile.objects.filter(Q(id__in=list(file_ids)), erased_at=None).exclude(party_id__in=held)
    return rows.update(sealed_content=b"", erased_at=call.at)


def _cards(rows: object) -> list[KeptFile]:
    columns = ("id", "party_id", "name", "kind", "stored_at")
    return [KeptFile(*row) for row in rows.values_list(*columns)]  # type: ignore[attr-defined]


def _locked(call: Call, hold_id: UUID) -> LegalHold:
    call.actor.require(*HOLDING, verb="decide on a legal hold")
    row = LegalHold.objects.select_for_update(of=("self",)).filter(id=hold_id, lifted_at=None).first()
    if row is None:
        raise NotFound("legal hold", where="hold_id")
    return row
