"""What happened to a party in this room, newest first: for its timeline. For flows: no rights are looked at."""

from uuid import UUID

from puhui.foundation.consent.models import Consent
from puhui.foundation.evidence.facade import newest_before
from puhui.kernel.moments import Moment, Place


def moments_of(party_id: UUID, *, before: Place | None, most: int) -> list[Moment]:
    """Consents that the party gave."""
    rows = Consent.objects.filter(party_id=party_id)
    return [
        Moment(at=row.given_at, id=row.id, what="consent", about=party_id, detail=row.purpose)
        for row in newest_before(rows, at="given_at", before=before, most=most)
    ]
