"""From fine values to few bins: neighbours that hardly differ become one; a direction is kept where one is meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST_BINS = 10
ALIKE = 0.1  # twice the log-likelihood that pooling two neighbours may cost
BENT = 0.5  # the same for a whole turn of the curve: the curve is smooth already, so a turn that costs more is believed


@dataclass(slots=True)
class Block:
    """Neighbouring cells that share a value."""

    cells: list[int]
    weight: float
    value: float
    rows: float

    def with_next(self, other: "Block") -> "Block":
        """Both as one, at their weighted mean."""
        weight = self.weight + other.weight
        value = (self.weight * self.value + other.weight * other.value) / weight
        return Block(self.cells + other.cells, weight, value, self.rows + other.rows)

    def gap(self, other: "Block") -> float:
        """Twice the log-likelihood (quadratic) that is lost when both become one."""
        return self.weight * other.weight / (self.weight + other.weight) * (self.value - other.value) ** 2


def coarse_blocks(values: Floats, *, weights: Floats, rows: Floats, least: float, sign: int) -> tuple[list[Block], str]:
    """Blocks of ordered cells and the shape of the risk over them. `sign` +1: more is better, -1: worse, 0: as seen.

    `least` is the number of rows that a bin must have. Cells without a weight join a neighbour.
    """
    fine = [
        Block([place], max(float(w), 1e-9), float(v), float(r))
        for place, (v, w, r) in enumerate(zip(values, weights, rows, strict=True))
    ]
    if sign:
        return _merged(_one_way(fine, rising=sign > 0), least=least), "falling" if sign > 0 else "rising"
    for rising, shape in ((True, "falling"), (False, "rising")):
        straight = _one_way(fine, rising=rising)
        if _cost(fine, straight) < BENT:
            return _merged(straight, least=least), shape
    return _merged(fine, least=least), "free"


def _one_way(blocks: Sequence[Block], *, rising: bool) -> list[Block]:
    """Pooled until the value only rises, or only falls (pool adjacent violators)."""
    kept: list[Block] = []
    for block in blocks:
        kept.append(block)
        while len(kept) > 1 and (kept[-2].value > kept[-1].value) == rising and kept[-2].value != kept[-1].value:
            kept[-2:] = [kept[-2].with_next(kept[-1])]
    return kept


def one_way_values(values: Floats, *, weights: Floats, rising: bool) -> Floats:
    """The values nearest to these that only rise, or only fall."""
    blocks = _one_way(
        [Block([i], max(float(w), 1e-9), float(v), 0.0) for i, (v, w) in enumerate(zip(values, weights, strict=True))],
        rising=rising,
    )
    return np.concatenate([np.full(len(block.cells), block.value) for block in blocks])


def _cost(fine: Sequence[Block], pooled: Sequence[Block]) -> float:
    shared = {cell: block.value for block in pooled for cell in block.cells}
    return sum(block.weight * (block.value - shared[block.cells[0]]) ** 2 for block in fine)


def _merged(blocks: Sequence[Block], *, least: float) -> list[Block]:
    """The small ones first, then the pair that differs least, until those left are few and differ."""
    left = list(blocks)
    while len(left) > 1:
        gaps = [a.gap(b) for a, b in pairwise(left)]
        small = next((place for place, block in enumerate(left) if block.rows < least), None)
        at = int(np.argmin(gaps))
        if small is not None:
            at = min((p for p in (small - 1, small) if 0 <= p < len(gaps)), key=gaps.__getitem__)
        elif gaps[at] >= ALIKE and len(left) <= MOST_BINS:
            break
        left[at : at + 2] = [left[at].with_next(left[at + 1])]
    return left
