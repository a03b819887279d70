"""What collections ask of lending: who became late, who is no longer late, what was paid on a promise. For flows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from puhui.kernel.money import Money
from puhui.products.lending.contracts import LoanDue, LoanState
from puhui.products.lending.models import Loan, LoanEvent, LoanPosition
from puhui.products.lending.queries.replays import chunks
from puhui.products.lending.rules.groups import bucket_range
from puhui.products.lending.rules.positions import days_between

Loans = Collection[UUID] | QuerySet[LoanPosition, UUID]
MONEY_IN = ("payment", "pay_off", "recovery")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidWindow:
    """Money for a loan that was recorded after an instant and counts up to a day; `name` gives the answer its place."""

    name: UUID
    loan_id: UUID
    after: datetime
    through: date


def spans_of(groups: Sequence[int]) -> list[tuple[int, int]]:
    """The ranges of buckets of these groups, neighbours joined."""
    spans: list[tuple[int, int]] = []
    for group in sorted(set(groups)):
        low, high = bucket_range(group)
        if spans and spans[-1][1] == low - 1:
            spans[-1] = (spans[-1][0], high)
        else:
            spans.append((low, high))
    return spans


def late_loans(
    *, groups: Sequence[int], on: date, least_days: int, among: Loans | None = None, without: Loans | None = None
) -> list[LoanDue]:
    """Loans late for at least so many days on a day; only `among` these, or all `without` these."""
    rows = _within(LoanPosition.objects.filter(is_open=True, overdue_minor__gt=0), groups)
    rows = rows.filter(oldest_unpaid_due_on__lte=on - timedelta(days=least_days))
    if among is not None:
        rows = rows.filter(loan_id__in=among)
    if without is not None:
        rows = rows.exclude(loan_id__in=without)
    wanted = rows.only("loan_id", "borrower_id", "currency", "overdue_minor", "oldest_unpaid_due_on")
    return [
        LoanDue(
            loan_id=row.loan_id,
            borrower_id=row.borrower_id,
            amount=Money(row.overdue_minor, row.currency),
            due_on=row.oldest_unpaid_due_on or on,
            days_past_due=days_between(row.oldest_unpaid_due_on, on),
        )
        for row in wanted.order_by("loan_id")
    ]


def no_longer_late(*, among: Loans, on: date) -> list[UUID]:
    """Those of these loans that owe nothing late on a day, or run no more."""
    late = Q(is_open=True, oldest_unpaid_due_on__lt=on, overdue_minor__gt=0)
    rows = LoanPosition.objects.filter(loan_id__in=among).exclude(late).order_by("loan_id")
    return list(rows.values_list("loan_id", flat=True))


def paid_in(windows: Iterable[PaidWindow]) -> dict[UUID, int]:
    """What came in for each window, in minor units, without payments that were taken back."""
    asked = list(windows)
    money: dict[UUID, list[LoanEvent]] = defaultdict(list)
    undone: set[UUID | None] = set()
    for some in chunks(sorted({window.loan_id for window in asked})):
        rows = LoanEvent.objects.filter(loan_id__in=some)
        undone.update(rows.filter(kind="reversal").values_list("of_id", flat=True))
        for event in rows.filter(kind__in=MONEY_IN):
            money[event.loan_id].append(event)
    return {
        window.name: sum(
            event.amount_minor
            for event in money[window.loan_id]
            if event.id not in undone and event.recorded_at > window.after and event.on <= window.through
        )
        for window in asked
    }


def _within(rows: QuerySet[LoanPosition], groups: Sequence[int]) -> QuerySet[LoanPosition]:
    within = Q()
    for span in spans_of(groups):
        within |= Q(bucket__range=span)
    return rows.filter(within)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningLoan:
    """A running loan of a borrower: since when, and what is lent."""

    loan_id: UUID
    borrower_id: UUID
    disbursed_on: date
    principal: Money


def running_loans_of(borrower_ids: Sequence[UUID]) -> list[RunningLoan]:
    """The running loans of these borrowers, in the order of their ids."""
    found: list[RunningLoan] = []
    for some in chunks(list(borrower_ids)):
        rows = Loan.objects.filter(borrower_id__in=some, state=LoanState.ACTIVE, disbursed_on__isnull=False)
        principal = dict(
            LoanPosition.objects.filter(loan_id__in=rows.values("id")).values_list("loan_id", "principal_minor")
        )
        found += [
            RunningLoan(
                loan_id=row.id,
                borrower_id=row.borrower_id,
                disbursed_on=row.disbursed_on or row.opened_on,
                principal=Money(principal.get(row.id, 0), row.currency),
            )
            for row in rows
        ]
    return sorted(found, key=lambda loan: loan.loan_id)
