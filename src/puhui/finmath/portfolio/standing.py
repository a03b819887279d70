"""What loans stand at on a day, the first dues of each met in full on their days and the others not at all.

Equal to `replay` of each loan with these payments as of that day. Everything that runs as agreed, and everything that
stopped paying, is of this kind; `met.dues_met` tells from the payments whether a loan is.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date

import numpy as np

from puhui.finmath.loans.engine import replay
from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.state import LoanState
from puhui.finmath.loans.terms import LoanTerms
from puhui.finmath.portfolio.columns import TermColumns
from puhui.finmath.portfolio.exact import Ints, Truths
from puhui.finmath.portfolio.lateness import Lateness, lateness_of
from puhui.finmath.portfolio.moments import moment_of
from puhui.finmath.portfolio.schedules import Batch, batches
from puhui.finmath.portfolio.walk import Walk, walked


@dataclass(frozen=True, slots=True)
class Standing:
    """One place a loan. Money in minor units, days as ordinals and 0 for none.

    `principal` to `compound` are owed, interest to the day; `overdue_*` fell due before the day and is unpaid, `due_*`
    contains what falls due on it; `next_*` is the next line that asks for something. `by_engine` are the loans that the
    one-loan engine reckoned.
    """

    on: int
    principal: Ints
    interest: Ints
    fees: Ints
    penalty: Ints
    compound: Ints
    overdue_principal: Ints
    overdue_interest: Ints
    overdue_fees: Ints
    due_principal: Ints
    due_interest: Ints
    due_fees: Ints
    settled_principal: Ints
    settled_interest: Ints
    settled_fees: Ints
    oldest_due: Ints
    oldest_principal_due: Ints
    oldest_interest_due: Ints
    next_due: Ints
    next_principal: Ints
    next_interest: Ints
    next_fees: Ints
    maturity: Ints
    closed: Ints
    by_engine: Ints

    @property
    def interest_earned(self) -> Ints:
        """All interest from the first day on."""
        return self.settled_interest + self.interest

    @property
    def days_past_due(self) -> Ints:
        """The age of the oldest unpaid due."""
        return np.where(self.oldest_due > 0, self.on - self.oldest_due, 0)

    @property
    def is_closed(self) -> Truths:
        """Nothing is owed, and nothing more will be paid out."""
        closed: Truths = np.equal(self.closed, 1)
        return closed


COLUMNS = tuple(field.name for field in fields(Standing) if field.name not in ("on", "by_engine"))


class StandingRows:
    """The columns of a standing while batches are read into them."""

    def __init__(self, columns: TermColumns, today: int) -> None:
        if len(columns) and int(columns.start.max()) > today:
            raise ValueError("every loan was paid out by the day that is asked for")
        self._terms, self._today = columns, today
        self.columns: dict[str, Ints] = {name: np.zeros(len(columns), dtype=np.int64) for name in COLUMNS}

    def read(self, batch: Batch, walk: Walk, late: Lateness) -> None:
        """Takes in a batch."""
        for name, values in _read(batch, walk, late, self._today).items():
            self.columns[name][batch.rows] = values

    def finished(self, met: Ints, by_engine: Ints) -> Standing:
        """The standing, after the one-loan engine was asked for what is missing."""
        for place in by_engine.tolist():
            state = state_of(self._terms.terms_of(place), int(met[place]), date.fromordinal(self._today))
            for name, value in zip(COLUMNS, columns_of_state(state), strict=True):
                self.columns[name][place] = value
        return Standing(on=self._today, by_engine=by_engine, **self.columns)


def standing(columns: TermColumns, met: Ints, *, on: date) -> Standing:
    """Stands of loans that were paid out by `on`; `met` counts the lines of each that were met on their days.

    Lines that ask for nothing are met whatever `met` says; lines that fall due after `on` are not.
    """
    rows = StandingRows(columns, on.toordinal())
    engine = [np.array(sorted(columns.alone), dtype=np.int64)]
    for batch in batches(columns):
        walk, late = walk_batch(batch, columns, met, on.toordinal())
        rows.read(batch, walk, late)
        engine.append(batch.rows[walk.undecided])
    return rows.finished(met, np.sort(np.concatenate(engine)))


def walk_batch(batch: Batch, columns: TermColumns, met: Ints, today: int) -> tuple[Walk, Lateness]:
    """The walk of a batch to a day, and the lines that are late."""
    is_bullet = batch.block.method == "bullet"
    block = batch.block.as_one_period() if is_bullet else batch.block
    lines_met = met[batch.rows] // batch.block.n if is_bullet else met[batch.rows]
    walk = walked(block, moment_of(batch.shapes, on=today, as_one_period=is_bullet), lines_met)
    due = batch.shapes.due[-1:] if is_bullet else batch.shapes.due
    late = lateness_of(columns, batch.rows, walk, due.take(block.of, axis=1))
    compounds = columns.compound[batch.rows] & (walk.is_fallen & ~walk.is_met).any(axis=0)
    return replace(walk, undecided=walk.undecided | late.is_too_large(today) | compounds), late


def _read(batch: Batch, walk: Walk, late: Lateness, today: int) -> dict[str, Ints]:
    """The columns of a block."""
    fallen, unmet = walk.is_fallen, walk.is_fallen & ~walk.is_met
    due, before = late.due, late.due < today
    last = fallen[-1]
    interest = walk.interest.copy()
    interest[-1] += np.where(last, walk.accrued, 0)  # after the term it is asked for at once, with the last line
    asks = (walk.principal + interest + walk.fees) > 0
    overdue = unmet & before
    first_late, first_next = overdue & asks, ~walk.is_met & (due >= today) & asks
    accruing = np.where(last, 0, walk.accrued + walk.deferred)
    upcoming = _first_of(first_next)
    owed_interest, owed_fees, penalty = _sum(interest, unmet) + accruing, _sum(walk.fees, unmet), late.penalty(today)
    return {
        "principal": walk.owed,
        "interest": owed_interest,
        "fees": owed_fees,
        "penalty": penalty,
        "compound": np.zeros_like(walk.owed),
        "overdue_principal": _sum(walk.principal, overdue),
        "overdue_interest": _sum(interest, overdue),
        "overdue_fees": _sum(walk.fees, overdue),
        "due_principal": _sum(walk.principal, unmet),
        "due_interest": _sum(interest, unmet),
        "due_fees": _sum(walk.fees, unmet),
        "settled_principal": _sum(walk.principal, walk.is_met),
        "settled_interest": _sum(walk.interest, walk.is_met),
        "settled_fees": _sum(walk.fees, walk.is_met),
        "oldest_due": _sum(due, _first_of(first_late)),
        "oldest_principal_due": _sum(due, _first_of(overdue & (walk.principal > 0))),
        "oldest_interest_due": _sum(due, _first_of(overdue & (interest > 0))),
        "next_due": _sum(due, upcoming),
        "next_principal": _sum(walk.principal, upcoming),
        "next_interest": _sum(interest, upcoming),
        "next_fees": _sum(walk.fees, upcoming),
        "maturity": batch.shapes.due[-1].take(batch.block.of),
        "closed": (walk.owed + owed_interest + owed_fees + penalty == 0).astype(np.int64),
    }


def _sum(amounts: Ints, chosen: Truths) -> Ints:
    total: Ints = np.where(chosen, amounts, 0).sum(axis=0)
    return total


def _first_of(chosen: Truths) -> Truths:
    """The first line of each loan that was chosen."""
    first: Truths = chosen & (np.cumsum(chosen, axis=0) == 1)
    return first


def met_events(terms: LoanTerms, met: int, on: date) -> list[LoanEvent]:
    """The payments of a loan whose first `met` lines were met on their days, as far as they fell due by `on`."""
    lines = replay(terms, (), as_of=terms.disbursement_date).instalments[:met]
    return [
        LoanEvent(f"{line.n:08d}", line.due_date, "payment", line.total)
        for line in lines
        if line.total and line.due_date <= on
    ]


def state_of(terms: LoanTerms, met: int, on: date) -> LoanState:
    """The same of one loan, from the one-loan engine."""
    return replay(terms, met_events(terms, met, on), as_of=on)


def columns_of_state(state: LoanState) -> tuple[int, ...]:
    """The columns of one loan, by its replay."""
    next_on, next_parts = state.next_due or (None, None)
    return (
        *state.outstanding,
        *state.overdue[:3],
        *state.due_now[:3],
        *state.settled[:3],
        _ordinal(state.oldest_unpaid_due),
        _ordinal(state.oldest_unpaid_principal_due),
        _ordinal(state.oldest_unpaid_interest_due),
        _ordinal(next_on),
        *(next_parts[:3] if next_parts else (0, 0, 0)),
        _ordinal(state.maturity_on),
        int(state.is_closed),
    )


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
