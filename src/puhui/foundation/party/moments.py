"""What happened to a party in this room, newest first: for its timeline. For flows: no rights are looked at."""

from uuid import UUID

from puhui.foundation.evidence.facade import newest_before
from puhui.foundation.party.models import PartyManager
from puhui.kernel.moments import Moment, Place


def moments_of(party_id: UUID, *, before: Place | None, most: int) -> list[Moment]:
    """Who has looked after the party."""
    rows = PartyManager.objects.filter(party_id=party_id)
    return [
        Moment(at=row.since_at, id=row.id, what="manager", about=party_id, detail=row.manager_name)
        for row in newest_before(rows, at="since_at", before=before, most=most)
    ]
