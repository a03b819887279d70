"""The running loans summed by borrower and cell, for counts that ask who looks after whom."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from puhui.products.lending.models import Loan
from puhui.products.lending.queries.sums import banded, day_sql, grown_sql, summed, within
from puhui.products.lending.rules.bands import DAYS_BANDS


class BorrowerCell(NamedTuple):
    """The running loans of one borrower in one cell; amounts in minor units. `earned_minor`: as income on the day."""

    borrower_id: UUID
    product_code: str
    currency: str
    grade: int
    stage: int
    days_band: int
    loans: int
    principal_minor: int
    earned_minor: int


def borrower_cells(*, groups: Sequence[int], day: date) -> Iterator[BorrowerCell]:
    """The open loans of these groups at the end of a business date, to which they are accrued; one statement.

    What a loan earned on the day is told only of those whose table reaches back to its start. For counts of flows:
    no rights are looked at.
    """
    on = day + timedelta(days=1)
    days = [(f"<= {day_sql(on - timedelta(days=band))}", band) for band in reversed(DAYS_BANDS) if band]
    grown = " + ".join(grown_sql(table, day, on) for table in ("interest_table", "penalty_table"))
    earned = f"CASE WHEN is_non_accrual OR table_from > {day_sql(day)} THEN 0 ELSE {grown} END"
    rows = summed(
        keys=("borrower_id", "product_code", "currency", "grade", "stage", banded("oldest_unpaid_due_on", days)),
        sums=("principal_minor", earned),
        where=f"is_open AND {within(groups)}",
    )
    for borrower_id, *rest in rows:
        yield BorrowerCell(UUID(str(borrower_id)), *rest)


def loan_ids_of(borrower_ids: Any = None, *, but: Any = None) -> "QuerySet[Loan, UUID]":
    """The ids of the loans of some borrowers (None: of all) without those of others, to ask other tables with.

    For sums of flows: no rights are looked at.
    """
    rows = Loan.objects.all() if borrower_ids is None else Loan.objects.filter(borrower_id__in=borrower_ids)
    return (rows if but is None else rows.exclude(borrower_id__in=but)).values_list("id", flat=True)
