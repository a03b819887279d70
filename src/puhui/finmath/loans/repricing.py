"""A rate that follows a benchmark: published rate plus basis points, looked up anew on repricing days.

On a repricing day the rate is the benchmark in force that day (the last one published on or before it) plus the spread.
Between repricing days a new publication changes nothing. (PBOC announcement 2019-15: LPR plus basis points; parties
agree on the repricing day, commonly each 1 January or the day of the year on which the loan was made.)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Final, Literal

from puhui.finmath.loans.check import check_rate
from puhui.finmath.loans.events import LoanEvent
from puhui.kernel.dates import add_months
from puhui.kernel.errors import InvalidInput

RepricingRule = Literal["anniversary", "new_year"] | int
"""Each day of the year on which the loan was made, each 1 January, or every so many months from the first day."""
MOST_MONTHS: Final = 120
MOST_QUOTES: Final = 1000
MOST_SPREAD_BPS: Final = 10_000
_BPS_IN_PCT: Final = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkRate:
    """A benchmark's history, pairs of the day from which a rate holds and the rate in percent; and what is added."""

    benchmark: tuple[tuple[date, Decimal], ...]
    spread_bps: int
    reprice: RepricingRule

    def on(self, day: date) -> Decimal:
        """The rate that a repricing on the day gives, in percent per year."""
        known = [pct for since, pct in self.benchmark if since <= day]
        if not known:
            raise InvalidInput("rate.benchmark", f"no rate of the benchmark is known on {day}")
        rate = known[-1] + Decimal(self.spread_bps) / _BPS_IN_PCT
        check_rate(rate, where="rate.spread_bps")
        return rate


def check_benchmark(rate: BenchmarkRate) -> None:
    """Refuses a history out of order, and rates that no loan can have."""
    days = [since for since, _ in rate.benchmark]
    if not days or days != sorted(set(days)):
        raise InvalidInput("rate.benchmark", "is a list of [day, percent] in the order of days, each day once")
    if abs(rate.spread_bps) > MOST_SPREAD_BPS:
        raise InvalidInput("rate.spread_bps", f"lies between {-MOST_SPREAD_BPS} and {MOST_SPREAD_BPS}")
    if isinstance(rate.reprice, int) and not 1 <= rate.reprice <= MOST_MONTHS:
        raise InvalidInput("rate.reprice.months", f"lies between 1 and {MOST_MONTHS}")


def rate_changes(rate: BenchmarkRate, *, start: date) -> list[LoanEvent]:
    """The changes of a loan that began on `start`, as far as the benchmark is known, as events of the loan engine.

    A change that was agreed by hand for the same day comes after them, and so prevails.
    """
    changes: list[LoanEvent] = []
    now, last = rate.on(start), rate.benchmark[-1][0]
    for day in repricing_days(rate.reprice, start=start):
        fresh = rate.on(day)
        if fresh != now:
            changes.append(LoanEvent(f"!{day.isoformat()}", day, "rate_change", annual_rate_pct=fresh))
            now = fresh
        if day >= last:
            break
    return changes


def repricing_days(rule: RepricingRule, *, start: date) -> Iterator[date]:
    """The repricing days after the first day of the loan, one after the other; month ends keep the anchor day."""
    if rule == "new_year":
        yield from (date(year, 1, 1) for year in count(start.year + 1))
    months = rule if isinstance(rule, int) else 12
    yield from (add_months(start, number * months) for number in count(1))


def next_repricing(rule: RepricingRule, *, start: date, after: date) -> date:
    """The first repricing day later than `after`."""
    return next(day for day in repricing_days(rule, start=start) if day > after)


def followed(agreed_pct: Decimal, *, then_pct: Decimal, now_pct: Decimal, lowest: Decimal, highest: Decimal) -> Decimal:
    """The rate of a repricing day, in percent: it keeps its distance to the benchmark as on the day it was agreed.

    `then_pct` and `now_pct` are the benchmark on those two days; the rate stays between `lowest` and `highest`.
    """
    return min(max(agreed_pct + now_pct - then_pct, lowest), highest)
