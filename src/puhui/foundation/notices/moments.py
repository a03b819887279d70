"""What happened to a party in this room, newest first: for its timeline. For flows: no rights are looked at."""

from uuid import UUID

from puhui.foundation.evidence.facade import newest_before
from puhui.foundation.notices.models import Notice
from puhui.kernel.moments import Moment, Place


def moments_of(party_id: UUID, *, before: Place | None, most: int) -> list[Moment]:
    """Notices to the party, without their words; codes are left out."""
    rows = Notice.objects.filter(party_id=party_id, in_app=True)
    return [
        Moment(at=row.created_at, id=row.id, what="notice", about=party_id, detail=row.kind)
        for row in newest_before(rows, at="created_at", before=before, most=most)
    ]
