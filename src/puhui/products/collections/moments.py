"""What happened to a party in this room, newest first: for its timeline. For flows: no rights are looked at."""

from uuid import UUID

from puhui.foundation.evidence.facade import newest_before
from puhui.kernel.moments import Moment, Place
from puhui.products.collections.models import ContactAttempt


def moments_of(party_id: UUID, *, before: Place | None, most: int) -> list[Moment]:
    """Attempts to contact the party about a debt."""
    rows = ContactAttempt.objects.filter(party_id=party_id)
    return [
        Moment(at=row.at, id=row.id, what="contact", about=row.loan_id or party_id, detail=row.outcome)
        for row in newest_before(rows, at="at", before=before, most=most)
    ]
