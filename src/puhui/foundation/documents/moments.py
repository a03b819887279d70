"""What happened to a party in this room, newest first: for its timeline. For flows: no rights are looked at."""

from uuid import UUID

from puhui.foundation.documents.models import StoredFile
from puhui.foundation.evidence.facade import newest_before
from puhui.kernel.moments import Moment, Place


def moments_of(party_id: UUID, *, before: Place | None, most: int) -> list[Moment]:
    """Files of the party that were kept."""
    rows = StoredFile.objects.filter(party_id=party_id).defer("sealed_content")
    return [
        Moment(at=row.stored_at, id=row.id, what="file", about=party_id, detail=row.name)
        for row in newest_before(rows, at="stored_at", before=before, most=most)
    ]
