"""The interest of dues: of those that fall due on a day, and of those that were paid; for many loans at once."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from puhui.products.lending.models import LoanPosition
from puhui.products.lending.queries.replays import chunks, loans_by_id, states_of
from puhui.products.lending.rules.positions import days_between


class InterestOfDue(NamedTuple):
    """One due's interest and what of it is paid; `is_late`: an earlier due was unpaid when it was looked at."""

    due_on: date
    interest_minor: int
    paid_minor: int
    is_late: bool


class LoanLife(NamedTuple):
    """Whether a loan runs, and how late it is."""

    is_open: bool
    days_past_due: int


def due_on_day(loan_ids: Collection[UUID], *, on: date) -> set[UUID]:
    """Which of these running loans have a due on the day; from the kept positions, without a replay."""
    return {
        id_
        for rows in _positions(loan_ids)
        for id_ in rows.filter(is_open=True, next_due_on=on).values_list("loan_id", flat=True)
    }


def moved_since(loan_ids: Collection[UUID], *, on: date) -> set[UUID]:
    """Which of these loans passed a due date or were booked on since a day: only they can have paid a due."""
    return {
        id_ for rows in _positions(loan_ids) for id_ in rows.filter(as_of__gte=on).values_list("loan_id", flat=True)
    }


def loan_lives(loan_ids: Collection[UUID], *, on: date) -> dict[UUID, LoanLife]:
    """How these loans stand on a day, from the kept positions; those that were never paid out are left out."""
    return {
        loan_id: LoanLife(is_open, days_between(oldest, on))
        for rows in _positions(loan_ids)
        for loan_id, is_open, oldest in rows.values_list("loan_id", "is_open", "oldest_unpaid_due_on")
    }


def due_interest(loan_ids: Collection[UUID], *, on: date) -> dict[UUID, tuple[InterestOfDue, ...]]:
    """The dues of these loans up to a day, replayed; a few statements for any number of loans."""
    loans = loans_by_id(sorted(loan_ids))
    paid_out = [loan for loan in loans.values() if loan.disbursed_on is not None and loan.disbursed_on <= on]
    return {
        loan_id: tuple(
            InterestOfDue(line.due_date, line.interest, line.paid_interest, state.days_past_due > 0)
            for line in state.instalments
            if line.due_date <= on
        )
        for loan_id, (_, state) in states_of(paid_out, as_of=on).items()
    }


def _positions(loan_ids: Collection[UUID]) -> Iterator[QuerySet[LoanPosition]]:
    return (LoanPosition.objects.filter(loan_id__in=chunk) for chunk in chunks(sorted(loan_ids)))
