"""What a loan takes from its borrower each month, for telling whether another one can be carried."""

from datetime import date
from decimal import Decimal
from math import ceil

from puhui.kernel.money import round_minor

TWELVE_HUNDRED = Decimal(1200)
DAYS_OF_A_MONTH = Decimal(365) / 12


def months_left(maturity_on: date | None, *, on: date) -> int:
    """Months to maturity, begun ones whole; at least one, also of a loan that should be over."""
    if maturity_on is None or maturity_on <= on:
        return 1
    return ceil((maturity_on - on).days / DAYS_OF_A_MONTH)


def monthly_due_minor(principal_minor: int, *, annual_rate_pct: Decimal, months: int) -> int:
    """An even part of the principal with a month's interest, in minor units, half up.

    Principal that falls due at the end is spread over the months: it must be earned by then all the same.
    """
    return round_minor(Decimal(principal_minor) / months + principal_minor * annual_rate_pct / TWELVE_HUNDRED)
