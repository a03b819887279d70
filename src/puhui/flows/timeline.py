"""What happened to a customer over all rooms, newest first: one stream, paged by a cursor, bounded on every page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from puhui.foundation.access.facade import may_enter
from puhui.foundation.casework.facade import moments_of as moments_of_cases
from puhui.foundation.consent.facade import moments_of as moments_of_consents
from puhui.foundation.documents.facade import moments_of as moments_of_files
from puhui.foundation.notices.facade import moments_of as moments_of_notices
from puhui.foundation.party.facade import moments_of as moments_of_managers
from puhui.foundation.party.facade import require_party
from puhui.kernel.actors import STAFF_ROLES, Actor
from puhui.kernel.moments import Moment, Place
from puhui.products.collections.facade import moments_of as moments_of_contacts
from puhui.products.lending.facade import moments_of as moments_of_loans
from puhui.products.origination.facade import moments_of as moments_of_applications

MOST: Final = 100
ROOMS: Final[Mapping[str, Callable[..., list[Moment]]]] = {
    "origination": moments_of_applications,
    "lending": moments_of_loans,
    "collections": moments_of_contacts,
    "casework": moments_of_cases,
    "consent": moments_of_consents,
    "documents": moments_of_files,
    "notices": moments_of_notices,
    "party": moments_of_managers,
}


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of the stream; `next` is where the following one begins."""

    moments: tuple[Moment, ...]
    next: Place | None


def timeline_of(actor: Actor, *, party_id: UUID, before: Place | None = None, most: int = 50) -> Timeline:
    """What the actor may know of: only of rooms that their roles may look up."""
    actor.require(*STAFF_ROLES, verb="read the timeline of a customer")
    require_party(actor, party_id=party_id)
    size = max(1, min(most, MOST))
    told = [
        moment
        for room, moments_of in ROOMS.items()
        if may_enter(actor.roles, room)
        for moment in moments_of(party_id, before=before, most=size + 1)
    ]
    ordered = sorted(told, key=lambda one: (one.at, one.id), reverse=True)
    shown = tuple(ordered[:size])
    return Timeline(shown, Place(shown[-1].at, shown[-1].id) if len(ordered) > size else None)
