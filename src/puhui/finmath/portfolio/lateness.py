"""Default interest of lines that fell due and were not met."""

from dataclasses import dataclass

import numpy as np

from puhui.finmath.loans.fold import _MULTIPLE_ONE, _PENALTY_DAYS
from puhui.finmath.loans.plain_run import RATE_ONE
from puhui.finmath.portfolio.columns import DAY_COUNTS, TermColumns
from puhui.finmath.portfolio.exact import Ints, Truths, rounded
from puhui.finmath.portfolio.walk import Walk

_DAYS = np.array([_PENALTY_DAYS[name] for name in DAY_COUNTS], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Lateness:
    """Principal that is late, a row a line and a column a loan, and the day from which it costs default interest."""

    due: Ints
    principal: Ints
    since: Ints
    rate: Ints
    penalty_rate: Ints
    parts: Ints
    half_even: bool

    def penalty(self, day: int) -> Ints:
        """Default interest by the start of a day: late principal x rate x what is added x days, rounded once."""
        made = np.zeros(len(self.rate), dtype=np.int64)
        places = np.flatnonzero((self.penalty_rate > 0) & self.principal.any(axis=0))
        if len(places):
            days = np.maximum(day - self.since[:, places], 0)
            principal, rate, added = self.principal[:, places], self.rate[places], self.penalty_rate[places]
            numerators = (principal * days).sum(axis=0) * (rate * added)
            guess = (principal.astype(np.float64) * days).sum(axis=0) * (rate / self.parts[places] * added)
            made[places] = rounded(numerators, guess, self.parts[places], half_even=self.half_even)
        return made

    def is_too_large(self, day: int) -> Truths:
        """True where `penalty` could be wrong: its guess has a rounding a line, and eight more, of 2**-53 each."""
        days = np.maximum(day - self.since, 0)
        guess = (self.principal.astype(np.float64) * days).sum(axis=0) * (self.rate / self.parts * self.penalty_rate)
        found: Truths = np.greater_equal(guess * (len(self.due) + 8), 2.0**52)
        return found


def lateness_of(columns: TermColumns, rows: Ints, walk: Walk, due: Ints) -> Lateness:
    """The late lines of a block that was walked to a day. `due` has one row a line and one column a loan."""
    return Lateness(
        due=due,
        principal=np.where(walk.is_fallen & ~walk.is_met, walk.principal, 0),
        since=due + columns.grace_days[rows],
        rate=columns.rate[rows],
        penalty_rate=columns.penalty_rate[rows],
        parts=RATE_ONE * _MULTIPLE_ONE * _DAYS[columns.day_count[rows]],
        half_even=bool(columns.half_even[rows[0]]),
    )
