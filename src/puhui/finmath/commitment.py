"""The commitment fee of a limit: a yearly share of what is not drawn, by the day, cut at the end of each month."""

from datetime import date, timedelta
from decimal import Decimal

from puhui.kernel.dates import add_months
from puhui.kernel.money import round_minor

YEAR_DAYS = 365


def fee_of(units: int, *, yearly_pct: Decimal) -> int:
    """What undrawn money of `units` (minor units times days) costs, in minor units, half up: units x pct / 36500."""
    return round_minor(Decimal(units) * yearly_pct / (100 * YEAR_DAYS))


def charge_days(begins: date, ends: date) -> list[tuple[date, date]]:
    """The periods of a limit from its first day to its last (both count): first day, and the day after the last.

    Each month is a period of its own; the first and the last may be broken ones.
    """
    periods = []
    first, over = begins, ends + timedelta(days=1)
    while first < over:
        following = min(add_months(first.replace(day=1), 1), over)
        periods.append((first, following))
        first = following
    return periods


def undrawn_fees(undrawn_minor: int, *, yearly_pct: Decimal, begins: date, ends: date) -> list[int]:
    """What each period costs when the same amount stays undrawn all the time, in minor units."""
    return [
        fee_of(undrawn_minor * (until - first).days, yearly_pct=yearly_pct)
        for first, until in charge_days(begins, ends)
    ]
