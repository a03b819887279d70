"""What happened to a party in this room, newest first: for its timeline. For flows: no rights are looked at."""

from uuid import UUID

from puhui.foundation.evidence.facade import newest_before
from puhui.kernel.moments import Moment, Place
from puhui.kernel.money import Money
from puhui.products.origination.models import Application, Contract


def moments_of(party_id: UUID, *, before: Place | None, most: int) -> list[Moment]:
    """Applications that were started, and contracts that were signed."""
    started = newest_before(Application.objects.filter(firm_id=party_id), at="started_at", before=before, most=most)
    signed = Contract.objects.filter(application__firm_id=party_id, signed_at__isnull=False)
    return [
        Moment(
            at=row.started_at,
            id=row.id,
            what="application",
            about=row.id,
            detail=row.state,
            amount=Money(row.amount_minor, row.currency),
        )
        for row in started
    ] + [
        Moment(at=row.signed_at, id=row.id, what="contract", about=row.application_id, detail=row.number)
        for row in newest_before(signed, at="signed_at", before=before, most=most)
        if row.signed_at
    ]
