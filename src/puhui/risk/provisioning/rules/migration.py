"""Monthly migration between bands of days past due: matrices, how they are estimated, and what follows for default.

A band is 0, 1-30, 31-60 or 61-90 days past due; `default` (over 90 days) and `closed` are final. Exact Decimals.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

BANDS: Final = (0, 1, 31, 61)  # lower bounds of the bands that move
STATES: Final = ("0", "1", "31", "61", "default", "closed")
DEFAULT: Final = 4
CLOSED: Final = 5
ZERO, ONE = Decimal(0), Decimal(1)
Row = tuple[Decimal, ...]
Matrix = tuple[Row, ...]  # one row a moving band, one column a state


class Moves(NamedTuple):
    """How many loans moved from which state to which within a month, all months together."""

    counts: Mapping[tuple[int, int], int]
    months: int


class Estimate(NamedTuple):
    """A migration matrix, and where it comes from."""

    matrix: Matrix
    source: str
    months: int
    moves: int


def state_of(days_past_due: int) -> int:
    """The state of an open loan that is so many days past due."""
    return next((n for n in (3, 2, 1) if days_past_due >= BANDS[n]), 0) if days_past_due <= 90 else DEFAULT


def is_matrix(rows: Sequence[Sequence[Decimal]]) -> bool:
    """Whether each row gives a share to every state, none below zero, and the shares add up to one."""
    return len(rows) == len(BANDS) and all(
        len(row) == len(STATES) and min(row) >= 0 and sum(row) == ONE for row in rows
    )


def estimated(moves: Moves, *, preset: Matrix, months_least: int, moves_least: int, smoothing: int) -> Estimate:
    """The book's own matrix, mixed with the preset: a row with n moves weighs n / (n + smoothing).

    A book that is younger than `months_least`, or a row with fewer moves than `moves_least`, says nothing: the preset
    holds, and `source` tells it ("preset", "mixed" or "book").
    """
    totals = [sum(moves.counts.get((band, to), 0) for to in range(len(STATES))) for band in range(len(BANDS))]
    known = [moves.months >= months_least and total >= moves_least for total in totals]
    rows = tuple(
        _mixed(preset[band], [moves.counts.get((band, to), 0) for to in range(len(STATES))], smoothing)
        if known[band]
        else preset[band]
        for band in range(len(BANDS))
    )
    source = "preset" if not any(known) else "book" if all(known) and not smoothing else "mixed"
    return Estimate(rows, source, moves.months, sum(totals))


def default_curve(matrix: Matrix, *, months: int) -> tuple[Row, ...]:
    """For each band the probability of default within 1, 2, .. `months` months.

    A worse band never has the smaller one: where the matrix says so, the better band's is taken (isotonic floor).
    """
    curves: list[list[Decimal]] = [[] for _ in BANDS]
    reached = [ZERO] * len(BANDS)
    for _ in range(months):
        reached = [row[DEFAULT] + sum((row[to] * reached[to] for to in range(len(BANDS))), ZERO) for row in matrix]
        floor = ZERO
        for band, value in enumerate(reached):
            floor = max(floor, value)
            curves[band].append(min(floor, ONE))
    return tuple(tuple(curve) for curve in curves)


def _mixed(preset: Row, counts: Sequence[int], smoothing: int) -> Row:
    """(counts + smoothing x preset) / (n + smoothing), with the rounding residue in the largest share."""
    total = sum(counts) + smoothing
    shares = [(count + smoothing * share) / total for count, share in zip(counts, preset, strict=True)]
    shares = [share.quantize(Decimal("1e-12")) for share in shares]
    largest = shares.index(max(shares))
    shares[largest] += ONE - sum(shares)
    return tuple(shares)
