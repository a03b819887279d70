"""Day counts against shares worked out by hand."""

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from puhui.finmath.day_count import Period, day_count_of

YEAR_ROWS: list[tuple[str, str, str, str, Fraction]] = [
    ("ACT/360", "month", "2024-01-01", "2024-02-01", Fraction(31, 360)),
    ("ACT/365", "month", "2024-02-01", "2024-03-01", Fraction(29, 365)),  # 29 February is a 366th day
    ("ACT/365", "year", "2024-01-01", "2025-01-01", Fraction(366, 365)),
    ("ACT/ACT", "month", "2023-12-12", "2024-01-12", Fraction(19, 365) + Fraction(12, 366)),
    ("ACT/ACT", "year", "2023-07-01", "2024-07-01", Fraction(183, 365) + Fraction(183, 366)),
    ("ACT/ACT", "year", "2024-01-01", "2025-01-01", Fraction(365, 366) + Fraction(1, 365)),
    ("30/360", "month", "2026-01-31", "2026-02-28", Fraction(1, 12)),  # month ends do not move interest
    ("30/360", "month", "2026-02-28", "2026-03-31", Fraction(1, 12)),
    ("30/360", "quarter", "2025-11-30", "2026-02-28", Fraction(1, 4)),
    ("30/360", "month", "2024-01-01", "2024-02-18", Fraction(1, 12) + Fraction(17, 29) / 12),
    ("30/360", "month", "2024-01-01", "2024-01-20", Fraction(19, 31) / 12),
    ("30/360", "week", "2024-01-01", "2024-01-08", Fraction(7, 360)),
    ("30/360", "day", "2024-02-15", "2024-03-01", Fraction(15, 360)),
    ("period", "month", "2024-01-01", "2024-02-18", Fraction(1, 12)),
    ("period", "week", "2024-01-01", "2024-01-08", Fraction(1, 52)),
]
ANCHORS = {"2026-02-28": 31}


def share_of(name: Any, unit: Any, start: str, end: str) -> Fraction:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    period = Period(first.toordinal(), last.toordinal(), ANCHORS.get(start, first.day))
    count = day_count_of(name, every=1, unit=unit)
    return Fraction(count.share(period, period.end), count.denominator(period))


@pytest.mark.parametrize(("name", "unit", "start", "end", "share"), YEAR_ROWS)
def test_the_share_of_a_year_is_exact(name: str, unit: str, start: str, end: str, share: Fraction) -> None:
    assert share_of(name, unit, start, end) == share


@pytest.mark.parametrize("name", ["30/360", "ACT/360", "ACT/365", "ACT/ACT", "period"])
def test_shares_of_the_days_of_a_period_rise_from_nothing_and_are_even_inside_a_month(name: Any) -> None:
    period = Period(date(2024, 2, 1).toordinal(), date(2024, 3, 1).toordinal(), 1)
    count = day_count_of(name, every=1, unit="month")
    shares = [count.share(period, day) for day in range(period.start, period.end + 1)]
    assert shares[0] == 0
    assert len({after - before for before, after in pairwise(shares)}) == 1
