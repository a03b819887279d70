"""What happened to a party in this room, newest first: for its timeline. For flows: no rights are looked at."""

from uuid import UUID

from puhui.foundation.evidence.facade import newest_before
from puhui.kernel.moments import Moment, Place
from puhui.kernel.money import Money
from puhui.products.lending.models import LoanEvent


def moments_of(party_id: UUID, *, before: Place | None, most: int) -> list[Moment]:
    """What happened to the loans of a party."""
    rows = LoanEvent.objects.filter(loan__borrower_id=party_id).select_related("loan")
    return [
        Moment(
            at=row.recorded_at,
            id=row.id,
            what="loan_event",
            about=row.loan_id,
            detail=row.kind,
            amount=Money(row.amount_minor, row.loan.currency) if row.amount_minor else None,
        )
        for row in newest_before(rows, at="recorded_at", before=before, most=most)
    ]
