"""Loans that were paid out to borrowers, running or ended: for what-if runs over the past."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from puhui.products.lending.models import Loan
from puhui.products.lending.queries.replays import chunks


@dataclass(frozen=True, slots=True)
class LentLoan:
    """A loan that was paid out; `closed_on` is None while it runs."""

    loan_id: UUID
    borrower_id: UUID
    disbursed_on: date
    closed_on: date | None


def lent_to(borrower_ids: Collection[UUID]) -> list[LentLoan]:
    """Every loan that was paid out to these borrowers."""
    found: list[LentLoan] = []
    for some in chunks(list(borrower_ids)):
        rows = Loan.objects.filter(borrower_id__in=some, disbursed_on__isnull=False)
        found += [
            LentLoan(row.id, row.borrower_id, row.disbursed_on, row.closed_on) for row in rows if row.disbursed_on
        ]
    return found
