"""The loans behind a figure of a dashboard, with what they come to; and sums that dashboards share out by product."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import READING_ROLES, Actor
from puhui.kernel.errors import InvalidInput
from puhui.products.lending.contracts import LoanLine
from puhui.products.lending.models import Loan, LoanPosition, PortfolioDay
from puhui.products.lending.queries.loans import loan_line
from puhui.products.lending.rules.bands import DAYS_BANDS

MOST, MOST_DAYS = 200, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class LoansAsked:
    """Which running loans: of a class, of bands of days past due from one to before another, of a product, in places.

    `place` is an expression over `borrower_id`; `among`: ids of the borrowers, as a query or a collection; so are
    `managed` and `unmanaged`, of those who are asked for and of those who are left out.
    """

    grade: int | None = None
    from_days: int | None = None
    below_days: int | None = None
    product_code: str = ""
    place: Any = None
    places: Collection[str] | None = None
    among: Any = None
    managed: Any = None
    unmanaged: Any = None
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class LoansSum:
    """What the loans behind a figure come to now."""

    loans: int
    borrowers: int
    principal_minor: int


@dataclass(frozen=True, slots=True)
class ProductDays:
    """The principal of a product summed over the closed business dates of a period, and how many dates these were."""

    product_code: str
    principal_minor: int
    days: int


def asked_loans(actor: Actor, asked: LoansAsked, *, after: UUID | None = None, most: int = 50) -> list[LoanLine]:
    """These running loans in the order of their ids; two queries."""
    rows = _running(actor, asked).order_by("loan_id")
    if after:
        rows = rows.filter(loan_id__gt=after)
    found = list(rows.select_related("loan")[: max(1, min(most, MOST))])
    today = business_date()
    return [loan_line(row.loan, row, today) for row in found]


def asked_sum(actor: Actor, asked: LoansAsked) -> LoansSum:
    """How many there are, and what they owe of principal; one query over the running loans that are asked for."""
    told = _running(actor, asked).aggregate(
        loans=Count("loan_id"), borrowers=Count("borrower_id", distinct=True), principal=Sum("principal_minor")
    )
    return LoansSum(told["loans"], told["borrowers"], int(told["principal"] or 0))


def principal_days(actor: Actor, *, since: date, until: date, currency: str = "CNY") -> list[ProductDays]:
    """For each product its principal of every close of a period together, from the pictures of the days; one query."""
    actor.require(*READING_ROLES, verb="read the portfolio")
    if not 0 <= (until - since).days < MOST_DAYS:
        raise InvalidInput("from", f"a period of 1 to {MOST_DAYS} days")
    rows = PortfolioDay.objects.filter(business_date__range=(since, until), currency=currency)
    sums = rows.values_list("product_code").annotate(Sum("principal_minor"), Count("business_date", distinct=True))
    return [ProductDays(code, int(principal), days) for code, principal, days in sums.order_by("product_code")]


def last_pictured(actor: Actor, *, until: date | None = None) -> date | None:
    """The last business date of which a picture of the book was kept, up to a day."""
    actor.require(*READING_ROLES, verb="read the portfolio")
    rows = PortfolioDay.objects.order_by("-business_date")
    if until:
        rows = rows.filter(business_date__lte=until)
    return rows.values_list("business_date", flat=True).first()


def paid_out_column(loan_id: str) -> Exists:
    """Whether the loan that a column names was paid out. For sums of flows: no rights are looked at."""
    return Exists(Loan.objects.filter(id=OuterRef(loan_id), disbursed_on__isnull=False))


def _running(actor: Actor, asked: LoansAsked) -> QuerySet[LoanPosition]:
    actor.require(*READING_ROLES, verb="read the portfolio")
    rows = LoanPosition.objects.filter(is_open=True, currency=asked.currency)
    if asked.product_code:
        rows = rows.filter(product_code=asked.product_code)
    if asked.grade is not None:
        rows = rows.filter(grade=asked.grade)
    rows = _late(rows, asked)
    if asked.places is not None:
        rows = rows.annotate(at=asked.place).filter(at__in=list(asked.places))
    for borrowers in (asked.among, asked.managed):
        if borrowers is not None:
            rows = rows.filter(borrower_id__in=borrowers)
    return rows if asked.unmanaged is None else rows.exclude(borrower_id__in=asked.unmanaged)


def _late(rows: QuerySet[LoanPosition], asked: LoansAsked) -> QuerySet[LoanPosition]:
    """By days past due at the start of the open business date, as the picture of the day before reckons them."""
    for bound in (asked.from_days, asked.below_days):
        if bound is not None and bound not in DAYS_BANDS:
            raise InvalidInput("band", f"one of {', '.join(map(str, DAYS_BANDS))}")
    today = business_date()
    if asked.from_days:
        rows = rows.filter(oldest_unpaid_due_on__lte=today - timedelta(days=asked.from_days))
    if asked.below_days:
        since = today - timedelta(days=asked.below_days)
        rows = rows.filter(Q(oldest_unpaid_due_on__isnull=True) | Q(oldest_unpaid_due_on__gt=since))
    return rows
