"""Which due days move, and where to, when a borrower chooses another day of the month for their dues. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from puhui.kernel.dates import add_months, month_number, month_start

PAYMENT_DAY: Final = "payment_day"
"""The reason that marks a change of calendar as a choice of the day of payment."""


def moves_to_day(
    dues: Sequence[tuple[date, date]], *, day: int, after: date, earliest: date, most_days: int
) -> dict[date, date]:
    """Where the due days after `after` go, by their own day: to the nearest such day of a month (31: the last).

    `dues`: each instalment's own due day, and the day on which it falls due now, in order. A due day stays where it is
    when it or the new day lies before `earliest`, further than `most_days`, or not after the due before.
    """
    moves: dict[date, date] = {}
    last = date.min
    for own, now in dues:
        wanted = _nearest(own, day=day)
        fits = min(own, now, wanted) >= earliest and abs((wanted - own).days) <= most_days and wanted > last
        last = wanted if fits else now
        if min(own, last) > after and (fits or last != own):
            moves[own] = last
    return moves


def _nearest(own: date, *, day: int) -> date:
    """The later one of two that lie as near."""
    month = month_start(month_number(own))
    around = [add_months(month, step, anchor_day=day) for step in (-1, 0, 1)]
    return min(around, key=lambda found: (abs((found - own).days), own > found))
