"""What is lent by place: running loans summed by a column that says where a borrower is; and who borrows."""

from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Avg, Count, Sum

from puhui.products.lending.models import Loan, LoanPosition


class LentInPlace(NamedTuple):
    """Running loans of one product in one place; the rate is the mean over loans, in percent a year."""

    place: str
    product_code: str
    loans: int
    outstanding_minor: int
    mean_rate_pct: Any


def lent_by_place(place: Any, *, currency: str = "CNY") -> list[LentInPlace]:
    """By place and product; one statement. `place`: an expression over `borrower_id`."""
    rows = LoanPosition.objects.filter(is_open=True, currency=currency).annotate(place=place)
    told = rows.values_list("place", "product_code").annotate(
        Count("loan_id"), Sum("principal_minor"), Avg("loan__annual_rate_pct")
    )
    return [LentInPlace(at or "", *row) for at, *row in told.order_by("place", "product_code")]


class RunningBorrower(NamedTuple):
    """Who has running loans, what they owe of principal in fen, and whether they never had another loan with us."""

    borrower_id: UUID
    loans: int
    outstanding_minor: int
    is_first_time: bool


def running_borrowers(*, after: UUID | None, most: int, currency: str = "CNY") -> list[RunningBorrower]:
    """The next borrowers in the order of their ids, two statements for any number. For counts of flows: no rights."""
    rows = LoanPosition.objects.filter(is_open=True, currency=currency)
    if after:
        rows = rows.filter(borrower_id__gt=after)
    told = rows.values_list("borrower_id").annotate(Count("loan_id"), Sum("principal_minor")).order_by("borrower_id")
    found = list(told[:most])
    ever = Loan.objects.filter(borrower_id__in=[one[0] for one in found]).values_list("borrower_id")
    loans_ever = dict(ever.annotate(Count("id")).order_by())
    return [RunningBorrower(who, loans, int(owed), loans_ever[who] == 1) for who, loans, owed in found]
