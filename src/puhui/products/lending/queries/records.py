"""How borrowers repaid here: which loans they had, whose record changed on a day, and what was booked since."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from puhui.products.lending.models import Loan, LoanEvent, LoanPosition
from puhui.products.lending.queries.lent import LentLoan, lent_to
from puhui.products.lending.repayment_contracts import EventBooked

AGES = (1, 31, 61, 91, 181)
"""Days past due at which a record is looked at again although nothing happened: the bands of lateness begin there."""


def lent_by_borrower(borrower_ids: Collection[UUID]) -> dict[UUID, list[LentLoan]]:
    """The loans that were paid out to each of these borrowers; an empty list where there was none."""
    found: dict[UUID, list[LentLoan]] = {borrower_id: [] for borrower_id in borrower_ids}
    for loan in lent_to(borrower_ids):
        found[loan.borrower_id].append(loan)
    return found


def borrowers_changed(*, on: date, after: UUID | None = None, most: int = 500) -> Sequence[UUID]:
    """Borrowers with an event booked on a day, or whose lateness reached another band by its end; by their ids."""
    booked = LoanEvent.objects.filter(booked_on=on).values("loan_id")
    late = LoanPosition.objects.filter(
        is_open=True, oldest_unpaid_due_on__in=[on + timedelta(days=1 - days) for days in AGES]
    ).values("loan_id")
    rows = Loan.objects.filter(Q(id__in=booked) | Q(id__in=late), disbursed_on__isnull=False)
    if after is not None:
        rows = rows.filter(borrower_id__gt=after)
    return list(rows.order_by("borrower_id").values_list("borrower_id", flat=True).distinct()[:most])


def events_booked(*, since: date) -> Iterator[EventBooked]:
    """What was booked from a day on, in the order of booking days and loans; read in pieces."""
    rows = LoanEvent.objects.filter(booked_on__gte=since).order_by("booked_on", "loan_id", "n")
    for row in rows.values_list("loan_id", "id", "kind", "booked_on").iterator(chunk_size=2000):
        yield EventBooked(*row)
