"""What grading and provisioning ask of the book: loans to look at, and sums of all of it by cell."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from math import ceil
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from puhui.products.lending.contracts import Exposure, WatchedLoan
from puhui.products.lending.models import WATCHED, LoanPosition
from puhui.products.lending.queries.dues import open_in
from puhui.products.lending.queries.replays import chunks
from puhui.products.lending.queries.sums import GROUP_KEY, banded, day_sql, owed_sql, summed, within
from puhui.products.lending.rules.bands import DAYS_BANDS, MONTH_DAYS, MONTHS_BANDS
from puhui.products.lending.rules.positions import days_between

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
    return watched_rows(open_in(groups).filter(WATCHED), on)


def exposures(*, groups: Sequence[int], on: date) -> list[Exposure]:
    """The open loans of these groups, which are accrued to `on`, summed by cell; one statement."""
    return [_exposure(row) for row in _summed(on=on, where=f"is_open AND {within(groups)}")]


def loan_exposures(*, loan_ids: Collection[UUID], on: date) -> dict[UUID, Exposure]:
    """Those of these loans that are open, which are accrued to `on`, each with its cell; a statement for hundreds."""
    found: dict[UUID, Exposure] = {}
    for chunk in chunks(list(loan_ids)):
        named = ", ".join(f"'{one.hex if connection.vendor == 'sqlite' else one}'" for one in chunk)
        rows = _summed(on=on, where=f"is_open AND loan_id IN ({named})", first=("loan_id",))
        found |= {UUID(str(loan_id)): _exposure(tuple(row)) for loan_id, *row in rows}
    return found


def _summed(*, on: date, where: str, first: tuple[str, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Positions summed by cell; `first`: keys before those of the cell."""
    days = [(f"<= {day_sql(on - timedelta(days=band))}", band) for band in reversed(DAYS_BANDS) if band]
    months = [
        (f">= {day_sql(on + timedelta(days=ceil(band * MONTH_DAYS)))}", band) for band in reversed(MONTHS_BANDS) if band
    ]
    return summed(
        keys=(
            *first,
            GROUP_KEY,
            "product_code",
            "currency",
            "grade",
            "stage",
            banded("oldest_unpaid_due_on", days),
            banded("maturity_on", months),
            "is_non_accrual",
        ),
        sums=(
            "principal_minor",
            owed_sql("interest_table", "interest_settled_minor", on),
            owed_sql("penalty_table", "penalty_settled_minor", on),
        ),
        where=where,
    )


def _exposure(row: tuple[Any, ...]) -> Exposure:
    group, product, currency, grade, stage, days, months, non_accrual, loans, principal, interest, penalty = row
    return Exposure(
        group=group,
        product_code=product,
        currency=currency,
        grade=grade,
        stage=stage,
        days_band=days,
        months_band=months,
        is_non_accrual=bool(non_accrual),
        loans=loans,
        principal_minor=principal,
        interest_minor=interest,
        penalty_minor=penalty,
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
