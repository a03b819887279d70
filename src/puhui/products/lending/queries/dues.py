"""What is due: to be collected by mandate, to be reminded of before, to be told of after."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from puhui.kernel.money import Money
from puhui.products.lending.contracts import LoanDue
from puhui.products.lending.models import LoanPosition, Mandate
from puhui.products.lending.queries.replays import loans_by_id, states_of
from puhui.products.lending.rules.groups import bucket_range, runs
from puhui.products.lending.rules.positions import days_between


def dues_to_collect(*, groups: Sequence[int], on: date, retry_days: Collection[int]) -> list[LoanDue]:
    """What mandates collect on a day: dues of that day, and arrears that reached one of the ages in `retry_days`."""
    ages = Q(oldest_unpaid_due_on__in=[on - timedelta(days=days) for days in retry_days])
    standing = Mandate.objects.filter(loan_id=OuterRef("loan_id"), revoked_at=None)
    rows = open_in(groups).filter(Q(next_due_on=on) | ages).filter(Exists(standing))
    loans = loans_by_id(list(rows.values_list("loan_id", flat=True)))
    found = [
        LoanDue(
            loan_id=loan.id,
            borrower_id=loan.borrower_id,
            amount=Money(state.due_now.total, loan.currency),
            due_on=on,
            days_past_due=state.days_past_due,
        )
        for loan, state in states_of(loans.values(), as_of=on).values()
        if state.due_now.total
    ]
    return sorted(found, key=lambda due: due.loan_id)


def dues_coming(*, groups: Sequence[int], due_on: date) -> list[LoanDue]:
    """What falls due on a coming day, as far as is known today."""
    rows = open_in(groups).filter(next_due_on=due_on, next_due_minor__gt=0).order_by("loan_id")
    return [
        LoanDue(
            loan_id=row.loan_id,
            borrower_id=row.borrower_id,
            amount=Money(row.next_due_minor, row.currency),
            due_on=due_on,
            days_past_due=0,
        )
        for row in _light(rows)
    ]


def arrears_of_age(*, groups: Sequence[int], on: date, days: Collection[int]) -> list[LoanDue]:
    """Arrears whose oldest due is so many days old on a day; without default interest, which grows."""
    since = [on - timedelta(days=age) for age in days]
    rows = open_in(groups).filter(oldest_unpaid_due_on__in=since, overdue_minor__gt=0).order_by("loan_id")
    return [
        LoanDue(
            loan_id=row.loan_id,
            borrower_id=row.borrower_id,
            amount=Money(row.overdue_minor, row.currency),
            due_on=row.oldest_unpaid_due_on or on,
            days_past_due=days_between(row.oldest_unpaid_due_on, on),
        )
        for row in _light(rows)
    ]


def open_loans() -> int:
    """How many loans run."""
    return LoanPosition.objects.filter(is_open=True).count()


def open_in(groups: Sequence[int]) -> QuerySet[LoanPosition]:
    """The open positions of these groups."""
    return in_groups(groups).filter(is_open=True)


def in_groups(groups: Sequence[int]) -> QuerySet[LoanPosition]:
    """The positions of these groups, open and closed."""
    return LoanPosition.objects.filter(buckets_of(groups))


def buckets_of(groups: Sequence[int]) -> Q:
    """Rows whose bucket is of one of these groups."""
    within = Q(pk__in=[])
    for first, last in runs(sorted(set(groups))):
        within |= Q(bucket__range=(bucket_range(first)[0], bucket_range(last)[1]))
    return within


def _light(rows: QuerySet[LoanPosition]) -> QuerySet[LoanPosition]:
    return rows.only("loan_id", "borrower_id", "currency", "next_due_minor", "overdue_minor", "oldest_unpaid_due_on")
