"""When a loan's outcome is looked at, and what had been said of it by then."""

from datetime import date, timedelta
from decimal import Decimal

from puhui.finmath.default_curves import curve_of_year
from puhui.kernel.dates import add_months


def days_maturing(on: date, *, months: int) -> list[date]:
    """The days of payout whose loans are so many months old on a day: none, one, or several at a month's end."""
    first = add_months(on, -months)
    days = [first + timedelta(days=more) for more in range(4)]
    return [day for day in days if add_months(day, months) == on]


def pd_within(pd_year: Decimal, *, months: int) -> Decimal:
    """The probability of default within so many months, from that within a year, by the curve that prices use too."""
    return curve_of_year(pd_year, months=months).lifetime
