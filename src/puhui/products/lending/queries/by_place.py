"""What is lent by place: running loans and their borrowers, summed by a column that says where a borrower is."""

from typing import Any, NamedTuple

from django.db.models import Avg, Count, Exists, OuterRef, Sum

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


def borrowers_by_place(place: Any, *, currency: str = "CNY") -> dict[str, tuple[int, int]]:
    """Borrowers with a running loan, and those of them who never had another one with us; by place, two statements."""
    rows = LoanPosition.objects.filter(is_open=True, currency=currency).annotate(place=place)
    other = Loan.objects.filter(borrower_id=OuterRef("borrower_id")).exclude(id=OuterRef("loan_id"))
    own = rows.values_list("place").annotate(n=Count("borrower_id", distinct=True)).order_by()
    first = rows.annotate(has_other=Exists(other)).filter(has_other=False).values_list("place")
    firsts = dict(first.annotate(n=Count("borrower_id", distinct=True)).order_by())
    return {at or "": (n, firsts.get(at, 0)) for at, n in own}
