"""What a loan will have earned by the start of each coming day, as long as nothing happens to it.

Equal to replaying the loan as of each of these days (tests/laws/test_accrual_tables.py), at the cost of one walk.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from puhui.finmath.loans.engine import _project, _Step, _steps, _walk, replay
from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.fold import LoanFold
from puhui.finmath.loans.methods import METHODS
from puhui.finmath.loans.reading import StandingAmounts, read_state, standing_amounts
from puhui.finmath.loans.state import LoanState
from puhui.finmath.loans.terms import LoanTerms


class AccrualTable(NamedTuple):
    """What was earned since the first day, one amount a day from `first` to `until`, by component.

    `compound` is empty where no compound interest is charged.
    """

    first: date
    until: date
    interest: tuple[int, ...]
    penalty: tuple[int, ...]
    compound: tuple[int, ...] = ()


def accrual_table(terms: LoanTerms, events: Sequence[LoanEvent], *, as_of: date, most_days: int) -> AccrualTable:
    """The table from `as_of` to the next day on which something falls due or an agreed change begins.

    That day is still in the table: what falls due changes what is earned from the day after on. A due of `as_of`
    itself that is met already changes nothing more, and is passed over.
    """
    fold, steps = _walked(terms, events, as_of=as_of)
    return _table(fold, steps, standing_amounts(fold, as_of.toordinal()), as_of=as_of, most_days=most_days)


def replay_with_table(
    terms: LoanTerms, events: Sequence[LoanEvent], *, as_of: date, most_days: int
) -> tuple[LoanState, AccrualTable]:
    """What `replay` and `accrual_table` say, at the cost of one of them where no principal is overdue."""
    fold, steps = _walked(terms, events, as_of=as_of)
    if fold.unpaid_principal or fold.is_past_term or terms.moved_dues:
        return (
            replay(terms, events, as_of=as_of),
            _table(fold, steps, standing_amounts(fold, as_of.toordinal()), as_of=as_of, most_days=most_days),
        )
    standing = standing_amounts(fold, as_of.toordinal())
    table = _table(fold, steps, standing, as_of=as_of, most_days=most_days)
    _project(fold, [step for step in steps if step[0] > as_of.toordinal() and step[3].is_foreseeable])
    return read_state(fold, standing, as_of=as_of), table


def _walked(terms: LoanTerms, events: Sequence[LoanEvent], *, as_of: date) -> tuple[LoanFold, list[_Step]]:
    """The loan after the events and dues of `as_of`, and all its steps."""
    fold = LoanFold(terms, METHODS[terms.method])
    today = as_of.toordinal()
    steps = _steps(terms, events, as_of=as_of)
    _walk(fold, [step for step in steps if step[0] <= today])
    fold.advance(today, with_dues=True)
    return fold, steps


def _table(
    fold: LoanFold, steps: Sequence[_Step], standing: StandingAmounts, *, as_of: date, most_days: int
) -> AccrualTable:
    today = as_of.toordinal()
    until = _next_change(fold, [step[0] for step in steps], today=today, most_days=most_days)
    interest, penalty = [standing.settled.interest + standing.outstanding.interest], [standing.penalty_earned]
    compound = [standing.compound_earned]
    collected = interest[0] - fold.accrued_minor()
    for day in range(today + 1, until + 1):
        fold.advance(day, with_dues=False)
        if fold.is_past_term:
            standing = standing_amounts(fold, day)
            interest.append(standing.settled.interest + standing.outstanding.interest)
        else:
            interest.append(collected + fold.accrued_minor())
        penalty.append(fold.penalty_earned() if fold.unpaid_principal else penalty[0])
        if fold.terms.compound_interest:
            compound.append(fold.compound_earned())
    if fold.terms.moved_dues and until > today:  # a due day that moved forward earns what its natural day would
        fold.advance(until, with_dues=True)
        standing = standing_amounts(fold, until)
        interest[-1] = standing.settled.interest + standing.outstanding.interest
    return AccrualTable(
        as_of, date.fromordinal(until), tuple(interest), tuple(penalty), tuple(compound) if any(compound) else ()
    )


def _next_change(fold: LoanFold, event_days: list[int], *, today: int, most_days: int) -> int:
    bears_compound = fold.terms.compound_interest and fold.owed_rows()
    if not fold.balance and fold.is_past_term and not bears_compound:
        return today
    met_today = any(row.due == today and row.is_met for row in fold.rows)
    ends = [row.due for row in fold.rows] + [period.end for period in fold.periods[: len(fold.rows)]]
    dues = [end for end in ends if end > today or (end == today and not met_today)]
    changes = [day for day in event_days if day > today]
    return min([*dues, *changes, today + most_days])
