"""The due days of a loan, and the periods that they bound, as ordinals."""

from datetime import date
from functools import lru_cache
from itertools import pairwise

from puhui.finmath.day_count import Period
from puhui.finmath.loans.terms import LoanTerms
from puhui.kernel.dates import PeriodUnit, add_periods


@lru_cache(maxsize=16384)
def regular_periods(start: date, first_due: date | None, *, every: int, unit: PeriodUnit, n: int) -> tuple[Period, ...]:
    """The first `n` periods from the day of disbursement on.

    Month ends keep the anchor day: that of the disbursement, or of a first due date that was agreed apart from it.
    """
    natural = add_periods(start, 1, every=every, unit=unit)
    origin, offset = (start, 1) if first_due in (None, natural) else (first_due or natural, 0)
    dues = [add_periods(origin, index + offset, every=every, unit=unit) for index in range(n)]
    days = [start.toordinal(), *(day.toordinal() for day in dues)]
    anchors = (start.day, *([origin.day] * n))
    return tuple(Period(*bounds) for bounds in zip(days, days[1:], anchors, strict=False))


def planned_periods(terms: LoanTerms) -> tuple[Period, ...]:
    """The periods of an irregular loan: from each day of its plan to the next."""
    days = [terms.disbursement_date, *(day for day, _ in terms.principal_plan)]
    return tuple(Period(before.toordinal(), after.toordinal(), before.day) for before, after in pairwise(days))


def periods_of(terms: LoanTerms, *, more: int = 0) -> tuple[Period, ...]:
    """The periods of a loan, and `more` of them after its agreed term."""
    if terms.principal_plan:
        planned = planned_periods(terms)
        last = date.fromordinal(planned[-1].end)
        return planned + regular_periods(last, None, every=terms.every, unit=terms.unit, n=more)
    return regular_periods(
        terms.disbursement_date, terms.first_due_date, every=terms.every, unit=terms.unit, n=terms.n + more
    )
