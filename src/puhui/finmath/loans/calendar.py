"""The due days of a loan, and the periods that they bound, as ordinals."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate, islice, pairwise

from puhui.finmath.calendars import moved_days
from puhui.finmath.day_count import Period
from puhui.finmath.loans.terms import FirstPeriod, LoanTerms
from puhui.kernel.dates import PeriodUnit, add_months, add_periods, month_number, month_start


@lru_cache(maxsize=8192)
def regular_periods(start: date, first_due: date | None, *, every: int, unit: PeriodUnit, n: int) -> tuple[Period, ...]:
    """The first `n` periods from the day of disbursement on.

    Month ends keep the anchor day: that of the disbursement, or of a first due date that was agreed apart from it.
    """
    natural = add_periods(start, 1, every=every, unit=unit)
    origin, offset = (start, 1) if first_due in (None, natural) else (first_due or natural, 0)
    dues = [add_periods(origin, index + offset, every=every, unit=unit) for index in range(n)]
    return _bounded(start, dues, anchor_day=origin.day)


@lru_cache(maxsize=4096)
def settlement_periods(
    start: date, first_due: date | None, *, day: int, months: tuple[int, ...], first: FirstPeriod, n: int
) -> tuple[Period, ...]:
    """The first `n` periods up to settlement days: day `day` (31: the end) of each of `months`.

    The first due day is `first_due`; else the first settlement day after `start`, or, when a long first period is
    wanted and that one would be broken, the second.
    """
    if first_due is not None:
        dues = list(islice(_settlement_days(first_due, day, months), n))
    else:
        found = list(islice(_settlement_days(start, day, months), n + 2))
        if found[0] == start:  # a whole first period, of months that end on settlement days
            return _bounded(start, found[1 : n + 1], anchor_day=day, first_anchor=day)
        dues = found[first == "long" :]
    return _bounded(start, dues[:n], anchor_day=day)


def periods_of(terms: LoanTerms, *, more: int = 0) -> tuple[Period, ...]:
    """The periods of a loan, and `more` of them after its agreed term, each with the day it falls due on."""
    natural = natural_periods(terms, more=more)
    return _moved(natural, terms.moved_dues, terms.shift_interest) if terms.moved_dues else natural


def natural_periods(terms: LoanTerms, *, more: int = 0) -> tuple[Period, ...]:
    """The periods before any due day is moved."""
    start, first_due = terms.disbursement_date, terms.first_due_date
    if terms.principal_plan:
        planned = _bounded(start, [day for day, _ in terms.principal_plan], anchor_day=0)
        last = terms.principal_plan[-1][0]
        return planned + regular_periods(last, None, every=terms.every, unit=terms.unit, n=more)
    if terms.settlement_day:
        day, months, first = terms.settlement_day, terms.settlement_months, terms.first_period
        return settlement_periods(start, first_due, day=day, months=months, first=first, n=terms.n + more)
    return regular_periods(start, first_due, every=terms.every, unit=terms.unit, n=terms.n + more)


def resolved_moves(terms: LoanTerms) -> tuple[tuple[date, date], ...]:
    """Which due days the holiday calendar of the terms moves, and where to: what `moved_dues` keeps."""
    days = [date.fromordinal(period.end) for period in natural_periods(terms)]
    return moved_days(days, shift=terms.due_shift, calendar=terms.calendar, after=terms.disbursement_date)


def is_settlement_day(day: date, settlement_day: int, months: tuple[int, ...]) -> bool:
    """True for a day on which a settlement falls."""
    return next(_settlement_days(day, settlement_day, months)) == day


def _bounded(start: date, dues: Sequence[date], *, anchor_day: int, first_anchor: int = 0) -> tuple[Period, ...]:
    """Periods between days; months are counted from `anchor_day` on, or (0) from the day a period begins on."""
    days = [start, *dues]
    anchors = [first_anchor or start.day, *(anchor_day or day.day for day in dues)]
    ends = [day.toordinal() for day in days]
    return tuple(Period(*bounds) for bounds in zip(ends, ends[1:], anchors, ends[1:], strict=False))


def _settlement_days(since: date, day: int, months: tuple[int, ...]) -> Iterator[date]:
    """Every settlement day from `since` on."""
    month = month_number(since)
    while True:
        if not months or month % 12 + 1 in months:
            found = add_months(month_start(month), 0, anchor_day=day)
            if found >= since:
                yield found
        month += 1


@lru_cache(maxsize=4096)
def _moved(
    natural: tuple[Period, ...], moves: tuple[tuple[date, date], ...], shift_interest: bool
) -> tuple[Period, ...]:
    """The periods with moved due days; bounded by these days where interest moves with them.

    Days after the agreed term are as they come, but none lies before the last one that was moved.
    """
    places = {day.toordinal(): working.toordinal() for day, working in moves}
    dues = list(accumulate((places.get(period.end, period.end) for period in natural), max))
    if not shift_interest:
        return tuple(period._replace(due=due) for period, due in zip(natural, dues, strict=True))
    starts = [natural[0].start, *dues]
    return tuple(
        Period(start, due, period.anchor_day if start == period.start else date.fromordinal(start).day, due)
        for period, (start, due) in zip(natural, pairwise(starts), strict=True)
    )
