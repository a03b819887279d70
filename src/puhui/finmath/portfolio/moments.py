"""Where each shape of loan stands on a day: which line is open, and which share of a year its interest has run for."""

from typing import NamedTuple

import numpy as np

from puhui.finmath.portfolio.exact import Ints
from puhui.finmath.portfolio.shapes import Shapes


class Moment(NamedTuple):
    """One place a shape. `fallen` lines fell due by the day; `begun` of `whole` (0 after the term) over `parts` ran."""

    fallen: Ints
    begun: Ints
    whole: Ints
    parts: Ints


def moment_of(shapes: Shapes, *, on: int, as_one_period: bool) -> Moment:
    """The moment of each shape. As one period: the interest of the whole term is that of the last line."""
    known = shapes.known.get((on, as_one_period))
    if not isinstance(known, Moment):
        known = shapes.known[on, as_one_period] = _moment(shapes, on, as_one_period)
    return known


def _moment(shapes: Shapes, on: int, as_one_period: bool) -> Moment:
    fallen = (shapes.due <= on).sum(axis=0)
    rows = []
    for calendar, open_line in zip(shapes.calendars, fallen.tolist(), strict=True):
        past_term = open_line == calendar.n
        first = 0 if as_one_period and not past_term else open_line
        begun, parts = calendar.elapsed(first, on, on)[0]
        whole = 0
        if not past_term:
            end = calendar.n if as_one_period else open_line + 1
            whole, _ = calendar.whole(first, end, within=calendar.place_of(on, since=first))
        rows.append((begun, whole, parts))
    begun, whole, parts = np.array(rows, dtype=np.int64).T
    return Moment((fallen // shapes.due.shape[0]) if as_one_period else fallen, begun, whole, parts)
