"""Loans that were paid out to borrowers, running or ended: for what-if runs over the past."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from puhui.foundation.evidence.facade import written_once
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
        found += [LentLoan(*row) for row in _paid_out(some)]
    return found


@written_once
def _paid_out(borrower_ids: Collection[UUID]) -> QuerySet[Loan, Any]:
    rows = Loan.objects.filter(borrower_id__in=borrower_ids, disbursed_on__isnull=False)
    return rows.values_list("id", "borrower_id", "disbursed_on", "closed_on")
