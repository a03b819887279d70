"""Bands: days past due and months to maturity, each named by its lower bound."""

from bisect import bisect_right
from datetime import date

DAYS_BANDS = (0, 1, 31, 61, 91, 181, 271, 361)
MONTHS_BANDS = (0, 3, 6, 12, 24, 36, 60)
MONTH_DAYS = 30.4375  # a mean month: bands need no calendar


def days_band(oldest_unpaid_on: date | None, on: date) -> int:
    """The band of days past due at the start of `on`."""
    days = max((on - oldest_unpaid_on).days, 0) if oldest_unpaid_on else 0
    return DAYS_BANDS[bisect_right(DAYS_BANDS, days) - 1]


def months_band(maturity_on: date | None, on: date) -> int:
    """The band of months to maturity; past it, the first."""
    months = max((maturity_on - on).days, 0) / MONTH_DAYS if maturity_on else 0
    return MONTHS_BANDS[bisect_right(MONTHS_BANDS, months) - 1]
