"""A new plan for a loan that runs: the running period ends today, and what is owed is repaid on new terms."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

from puhui.finmath.loans.check import WITH_BALLOON
from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.fold import LoanFold, scaled_rate
from puhui.finmath.loans.methods import METHODS
from puhui.finmath.loans.rows import Row
from puhui.finmath.loans.terms import Method
from puhui.kernel.dates import LATEST
from puhui.kernel.errors import InvalidInput


def end_running_period(fold: LoanFold) -> None:
    """Interest to this day is rounded and asked for today, with a line of its own; later lines fall away.

    Lines that were met ahead stay, dated today; fees charged and interest set aside for later lines are due today.
    """
    fold.book_late_interest()
    today, done = fold.cursor, fold.rows[: fold.open_index]
    if not fold.is_past_term:
        done.append(_line_of_today(fold))
    for row in done[_fallen_due(fold, done) :]:
        row.due = min(row.due, today)
    fold.rows = sorted((row for row in done if row.due < today or not row.is_empty), key=_due)
    fold.open_index = len(fold.rows)
    fold.first_unpaid = fold.late_booked = 0
    fold.clear_accrual()


def start_plan(fold: LoanFold, event: LoanEvent, *, count: int, first_due: date | None, balloon: int = 0) -> None:
    """`count` instalments from today on, by the method and at the rate that the event names, else as before."""
    if event.annual_rate_pct is not None:
        fold.annual_rate_pct, fold.rate = event.annual_rate_pct, scaled_rate(event.annual_rate_pct)
    name = cast(Method, event.method) if event.method else fold.terms.method
    terms = replace(
        fold.terms,
        disbursement_date=date.fromordinal(fold.cursor),
        first_due_date=first_due,
        n=count,
        method=name,
        principal_plan=(),
        disbursements=(),
        principal_grace=0,
        interest_grace=0,
        growth_every=fold.terms.growth_every if name == "graduated" else 12,
        growth_pct=fold.terms.growth_pct if name == "graduated" else Decimal(0),
        balloon_minor=balloon if name in WITH_BALLOON else 0,
        moved_dues=event.moved_dues or fold.terms.moved_dues,
    )
    try:
        fold.begin_plan(terms, METHODS[name], done=fold.rows)
    except (ValueError, OverflowError):
        raise InvalidInput("n", f"the last due date lies after {LATEST}") from None


def next_due_days(fold: LoanFold) -> list[int]:
    """The natural due days after today of the lines to come."""
    ends = [fold.periods[index].end for index in range(fold.open_index, len(fold.rows))]
    return [end for end in ends if end > fold.cursor]


def _line_of_today(fold: LoanFold) -> Row:
    row, later = fold.rows[fold.open_index], fold.rows[fold.open_index + 1 :]
    charged = row.charged_unpaid + sum(line.charged_unpaid for line in later)
    row.interest = max(fold.accrued_minor() + fold.deferred + fold.set_aside, row.paid_interest)
    row.principal, row.is_done, row.balance = row.paid_principal, True, fold.future_principal
    row.fees = row.charged = row.paid_fees + charged
    row.due = fold.cursor
    row.extra = fold.set_aside = 0
    return row


def _fallen_due(fold: LoanFold, done: list[Row]) -> int:
    """How many of these lines fell due: the others were met ahead."""
    return min(fold.period_index, len(done))


def _due(row: Row) -> int:
    return row.due
