"""Vintage curves: of the loans paid out in a month, how many had become non-performing by each month on the book."""

from collections.abc import Iterable, Mapping
from datetime import date

from puhui.kernel.dates import month_number, month_start
from puhui.risk.provisioning.contracts import VintagePoint


def vintage_curves(
    paid_out: Mapping[date, int], first_defaults: Iterable[tuple[date, date]], *, on: date
) -> list[VintagePoint]:
    """Cumulative points by vintage. `paid_out`: loans by the first day of their month; `first_defaults`: for each loan
    that was ever non-performing the day it was paid out and the day it became so."""
    reached: dict[tuple[int, int], int] = {}
    for paid_on, default_on in first_defaults:
        vintage = month_number(paid_on)
        key = vintage, max(month_number(default_on) - vintage, 0)
        reached[key] = reached.get(key, 0) + 1
    points: list[VintagePoint] = []
    for first_day, loans in sorted(paid_out.items()):
        vintage, so_far = month_number(first_day), 0
        for month in range(month_number(on) - vintage + 1):
            so_far += reached.get((vintage, month), 0)
            points.append(
                VintagePoint(vintage=month_start(vintage), months_on_book=month, loans=loans, non_performing=so_far)
            )
    return points
