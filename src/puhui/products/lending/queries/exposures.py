"""What grading and provisioning ask of the book: loans to look at, and sums of all of it by cell."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from puhui.products.lending.contracts import Exposure, WatchedLoan
from puhui.products.lending.models import LoanPosition
from puhui.products.lending.queries.dues import open_in
from puhui.products.lending.queries.positions import standing_position
from puhui.products.lending.rules.bands import days_band, months_band
from puhui.products.lending.rules.groups import group_of
from puhui.products.lending.rules.positions import days_between

_WATCHED = Q(oldest_unpaid_due_on__isnull=False) | Q(grade__gt=1) | Q(stage__gt=1) | Q(is_restructured=True)

_SEEN = (
    "borrower_id",
    "product_code",
    "currency",
    "principal_minor",
    "overdue_minor",
    "oldest_unpaid_principal_on",
    "oldest_unpaid_interest_on",
    "maturity_on",
    "next_due_on",
    "is_restructured",
    "grade",
    "stage",
    "is_non_accrual",
    "loan__disbursed_on",
)


def loans_at_age(*, groups: Sequence[int], on: date, ages: Collection[int]) -> list[WatchedLoan]:
    """Open loans of which principal or interest comes to one of these ages, in days, at the start of `on`."""
    since = [on - timedelta(days=age) for age in ages]
    comes = Q(oldest_unpaid_principal_on__in=since) | Q(oldest_unpaid_interest_on__in=since)
    return watched_rows(open_in(groups).filter(comes, oldest_unpaid_due_on__isnull=False), on)


def watched_loans(*, groups: Sequence[int], on: date) -> list[WatchedLoan]:
    """Every open loan that is late, restructured, graded other than normal or in another stage than the first."""
    return watched_rows(open_in(groups).filter(_WATCHED), on)


def exposures(*, groups: Sequence[int], on: date) -> list[Exposure]:
    """The open loans of these groups, which are accrued to `on`, summed by cell; one statement."""
    sums: dict[tuple[int, str, str, int, int, int, int, bool], list[int]] = {}
    for row in open_in(groups).iterator(chunk_size=2000):
        stands = standing_position(row, on=on)
        key = (
            group_of(row.bucket),
            row.product_code,
            row.currency,
            row.grade,
            row.stage,
            days_band(row.oldest_unpaid_due_on, on),
            months_band(row.maturity_on, on),
            row.is_non_accrual,
        )
        cell = sums.setdefault(key, [0, 0, 0, 0])
        interest, penalty = stands.interest - stands.interest_settled, stands.penalty - stands.penalty_settled
        for place, amount in enumerate((1, stands.principal, interest, penalty)):
            cell[place] += amount
    return [_exposure(key, cell) for key, cell in sorted(sums.items())]


def _exposure(key: tuple[int, str, str, int, int, int, int, bool], cell: list[int]) -> Exposure:
    group, product, currency, grade, stage, days, months, non_accrual = key
    return Exposure(
        group=group,
        product_code=product,
        currency=currency,
        grade=grade,
        stage=stage,
        days_band=days,
        months_band=months,
        is_non_accrual=non_accrual,
        loans=cell[0],
        principal_minor=cell[1],
        interest_minor=cell[2],
        penalty_minor=cell[3],
    )


def watched_rows(rows: QuerySet[LoanPosition], on: date) -> list[WatchedLoan]:
    """Positions as grading sees them, in the order of their loans."""
    return [
        WatchedLoan(
            loan_id=loan_id,
            borrower_id=borrower_id,
            product_code=product_code,
            currency=currency,
            principal_minor=principal,
            overdue_minor=overdue,
            principal_age=days_between(principal_on, on),
            interest_age=days_between(interest_on, on),
            maturity_on=maturity_on,
            next_due_on=next_due_on,
            paid_out_on=paid_out_on,
            is_restructured=is_restructured,
            grade=grade,
            stage=stage,
            is_non_accrual=is_non_accrual,
        )
        for (
            loan_id,
            borrower_id,
            product_code,
            currency,
            principal,
            overdue,
            principal_on,
            interest_on,
            maturity_on,
            next_due_on,
            is_restructured,
            grade,
            stage,
            is_non_accrual,
            paid_out_on,
        ) in rows.order_by("loan_id").values_list("loan_id", *_SEEN)
    ]
