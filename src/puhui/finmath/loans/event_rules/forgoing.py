"""How what is owed leaves without being paid: waived, made principal, written off, sold."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from puhui.finmath.loans.fold import LoanFold

Way = Literal["waived", "capitalised", "written_off", "sold"]


@contextmanager
def forgone(fold: LoanFold, way: Way, tally: list[int]) -> Iterator[None]:
    """What is met inside is no money: it counts as `way`, and the lines of the schedule say so."""
    before = tuple(tally)
    fold.forgoing = True
    try:
        yield
    finally:
        fold.forgoing = False
    sums = fold.ways.setdefault(way, [0] * 5)
    for component in range(5):
        sums[component] += tally[component] - before[component]
