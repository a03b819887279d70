"""What grading asks of single loans, and what estimates of default ask of whole months."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from puhui.kernel.dates import add_periods
from puhui.products.lending.contracts import ProductMonth, WatchedLoan
from puhui.products.lending.models import Loan, LoanPosition
from puhui.products.lending.queries.exposures import watched_rows
from puhui.products.lending.queries.replays import chunks, loans_by_id, terms_of


def loans_now(*, loan_ids: Collection[UUID], on: date) -> list[WatchedLoan]:
    """Those of these loans that are open, at the start of a day to which they are accrued."""
    return [
        loan
        for chunk in chunks(list(loan_ids))
        for loan in watched_rows(LoanPosition.objects.filter(is_open=True, loan_id__in=chunk), on)
    ]


def loans_of_borrowers(*, borrower_ids: Collection[UUID], least: int, on: date) -> list[WatchedLoan]:
    """All open loans of these borrowers, as far as a borrower has at least so many."""
    found: list[WatchedLoan] = []
    for chunk in chunks(list(borrower_ids)):
        open_ = LoanPosition.objects.filter(is_open=True, loan__borrower_id__in=chunk)
        several = [
            row["loan__borrower_id"]
            for row in open_.values("loan__borrower_id")
            .annotate(loans=Count("loan"))
            .filter(loans__gte=least)
            .order_by()
        ]
        if several:
            found += watched_rows(open_.filter(loan__borrower_id__in=several), on)
    return found


def periods_end(*, since: Mapping[UUID, date], periods: int) -> dict[UUID, date]:
    """For each loan the day on which so many of its repayment periods have passed since a day."""
    if periods < 1:
        return {}
    ends: dict[UUID, date] = {}
    for loan_id, loan in loans_by_id(list(since)).items():
        terms = terms_of(loan)
        ends[loan_id] = add_periods(since[loan_id], periods, every=terms.every, unit=terms.unit)
    return ends


def loans_paid_out_on(day: date) -> dict[UUID, UUID]:
    """The loans that were paid out on a day, each with its borrower."""
    return dict(Loan.objects.filter(disbursed_on=day).values_list("id", "borrower_id"))


def paid_out_by_month(*, since: date, product_code: str | None = None, loan_ids: Any = None) -> dict[date, int]:
    """How many loans were paid out in each month from a day on, by the first day of the month.

    `loan_ids`: of these alone, a query or a collection.
    """
    loans = Loan.objects.filter(disbursed_on__gte=since)
    if loan_ids is not None:
        loans = loans.filter(id__in=loan_ids)
    if product_code:
        loans = loans.filter(product_code=product_code)
    months = loans.annotate(month=TruncMonth("disbursed_on")).values_list("month").annotate(Count("id"))
    return dict(months.order_by("month"))


def product_months(*, first: date, last: date) -> dict[str, ProductMonth]:
    """For each product the loans that were there before a month, open at its end or closed within it."""
    before = Loan.objects.filter(disbursed_on__lt=first)
    open_ = LoanPosition.objects.filter(is_open=True, loan__disbursed_on__lt=first)
    sums = open_.values_list("product_code").annotate(Count("loan"), Sum("principal_minor")).order_by()
    opened = {product: (loans, principal) for product, loans, principal in sums}
    closed = dict(
        before.filter(closed_on__range=(first, last)).values_list("product_code").annotate(Count("id")).order_by()
    )
    return {
        product: ProductMonth(*opened.get(product, (0, 0)), closed.get(product, 0))
        for product in sorted(opened.keys() | closed.keys())
    }
