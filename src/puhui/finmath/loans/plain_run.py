"""Instalments to come that nothing has touched: all that `LoanFold` does for them, in one loop.

A schedule is mostly made of them. tests/laws/test_plain_run.py proves that the loop changes nothing but the time taken.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from math import gcd, lcm
from typing import TYPE_CHECKING, Final, NamedTuple

from puhui.finmath.day_count import DayCount, Period

if TYPE_CHECKING:
    from puhui.finmath.loans.fold import LoanFold

RATE_ONE: Final = 10**10
"""A rate of 100 % per year: percents have up to 8 decimals."""


class Timetable(NamedTuple):
    """What a run needs of the periods of many loans, worked out once: when each falls due, and its share of a year.

    Shares are in lowest terms, which are quicker to divide by; equal ones are one object.
    """

    falls: tuple[int, ...]
    shares: tuple[tuple[int, int], ...]
    sums: tuple[int, ...]
    """The shares of all periods before each, in parts of a year that `parts` counts."""
    parts: int


@lru_cache(maxsize=4096)
def timetable(periods: tuple[Period, ...], count: DayCount) -> Timetable:
    """The timetable of these periods, nothing being free of interest."""
    known: dict[tuple[int, int], tuple[int, int]] = {}
    shares = []
    for period in periods:
        share, parts = count.share(period, period.end), count.denominator(period)
        common = gcd(share, parts)
        lowest = share // common, parts // common
        shares.append(known.setdefault(lowest, lowest))
    parts = lcm(*(part for _, part in shares))
    sums = accumulate((share * (parts // part) for share, part in shares), initial=0)
    return Timetable(tuple(min(period.end, period.due) for period in periods), tuple(shares), tuple(sums), parts)


def lowest_rate(rate: int) -> tuple[int, int]:
    """A yearly rate in 1/RATE_ONE as a ratio in lowest terms."""
    common = gcd(rate, RATE_ONE)
    return rate // common, RATE_ONE // common


def run_plain(fold: LoanFold, until: int) -> bool:
    """Lets instalments fall due up to the day `until`, as long as nothing has touched them; false when there are none.

    For a fold that is projecting, so that all is met on its day. The last instalment is left to the fold.
    """
    if not _is_at_a_beginning(fold):
        return not fold.method.rounds_each_period and _run_over_done(fold, until)
    falls, shares, *_ = fold.timetable
    first, last = fold.period_index, len(fold.rows) - 1
    last = min(last, bisect_right(falls, until), *(index for index in fold.resting | fold.deferring if index >= first))
    rate, one = lowest_rate(fold.rate)
    method, half_up, balance = fold.method, fold.terms.rounding == "half_up", fold.balance
    on_balance, base_of, part_of = method.bears_on_balance, method.interest_base, method.principal_part
    index = first
    for row, (share, parts) in zip(fold.rows[first:last], shares[first:last], strict=True):
        if row.is_done or row.paid_principal or row.paid_interest or row.extra:
            break
        interest = 0
        if balance:
            scale = parts * one
            interest, rest = divmod((balance if on_balance else base_of(fold)) * rate * share, scale)
            rest += rest
            if rest > scale or (rest == scale and (half_up or interest & 1)):
                interest += 1
        part = min(part_of(fold, index, interest), balance)
        row.principal, row.interest, row.is_done = part, interest, True
        row.balance = fold.balance = balance = balance - part
        index += 1
    if index == first:
        return False
    fold.open_index = index
    fold.pass_over(index)
    return True


def _run_over_done(fold: LoanFold, until: int) -> bool:
    """Passes over lines of a loan that is one long period: interest goes on, and they ask for nothing."""
    falls, _, sums, parts = fold.timetable
    first, last = fold.period_index, len(fold.rows) - 1
    last = min(last, bisect_right(falls, until))
    start = fold.periods[first].start
    if first >= last or fold.cursor != start or fold.free_until > start:
        return False
    if not all(row.is_done for row in fold.rows[first:last]):
        return False
    fold.accrue_years(sums[last] - sums[first], parts)
    for row in fold.rows[first:last]:
        row.balance = fold.future_principal
    fold.pass_over(last)
    return True


def _is_at_a_beginning(fold: LoanFold) -> bool:
    """True at the start of a period that carries nothing over from before, of a loan that goes on to its last line."""
    start = fold.periods[fold.period_index].start
    return (
        fold.method.rounds_each_period
        and fold.cursor <= start
        and fold.free_until <= start
        and fold.open_index == fold.period_index
        and not (fold.accrued or fold.carried or fold.deferred or fold.shortened)
    )
