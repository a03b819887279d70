"""What happened to a party in this room, newest first: for its timeline. For flows: no rights are looked at."""

from uuid import UUID

from puhui.foundation.casework.models import Case
from puhui.foundation.evidence.facade import newest_before
from puhui.kernel.moments import Moment, Place


def moments_of(party_id: UUID, *, before: Place | None, most: int) -> list[Moment]:
    """Cases about the party that were opened."""
    rows = Case.objects.filter(party_id=party_id)
    return [
        Moment(at=row.opened_at, id=row.id, what="case", about=row.id, detail=row.kind)
        for row in newest_before(rows, at="opened_at", before=before, most=most)
    ]
