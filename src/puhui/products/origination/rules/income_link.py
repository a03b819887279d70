"""What lowering instalments to a share of income can cost at most: told on the cost sheet before anything is signed.

Lowering means a longer loan. It costs most when it is done on the first day and to the full length, so that is shown:
the longest loan whose instalment is still the part of the planned one that is due anyway.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from puhui.finmath.all_in_cost import schedule_of
from puhui.finmath.loans.terms import LoanTerms

MOST_MONTHS = 360


@dataclass(frozen=True, slots=True)
class WorstCase:
    """The longest that the loan may become, the lowest instalment then, and all that is paid then."""

    months: int
    instalment_minor: int
    total_minor: int


def worst_case(terms: LoanTerms, *, least_due_pct: Decimal) -> WorstCase:
    """The longest loan with the same principal and rate whose instalment is not below `least_due_pct` of the planned.

    The instalment falls with every month that is added, so the length is found by halving.
    """
    planned = _first(terms, terms.n)
    low, high = terms.n, MOST_MONTHS
    while low < high:
        middle = (low + high + 1) // 2
        if _first(terms, middle) * 100 >= least_due_pct * planned:
            low = middle
        else:
            high = middle - 1
    lines = schedule_of(replace(terms, n=low))
    return WorstCase(low, lines[0].total, sum(line.total for line in lines))


def _first(terms: LoanTerms, n: int) -> int:
    return schedule_of(replace(terms, n=n))[0].total
