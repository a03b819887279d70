"""Counts of one day, small enough to be kept for ever: what was decided, by bin, by group, by price.

A tally is a table of counts: a key (parts joined by `|`) and a few whole numbers. Tallies of days add up.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from puhui.risk.monitoring.contracts import DayOfDecisions, Decided, Matured, Segment

Counts = dict[str, list[int]]
SCORE, OUTCOME, FACT, GROUP, PRICE, PROXY, REVIEW, MATURED = (
    "score", "outcome", "fact", "group", "price", "proxy", "review", "matured",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TallyKey:
    """What is counted, and for whom."""

    segment: Segment
    kind: str
    subject: str = ""


class _Book:
    """Tallies while they are made."""

    def __init__(self) -> None:
        self.pages: dict[TallyKey, Counts] = defaultdict(dict)

    def add(self, key: TallyKey, entry: str, *numbers: int) -> None:
        kept = self.pages[key].setdefault(entry, [0] * len(numbers))
        for place, number in enumerate(numbers):
            kept[place] += number


def tallies_of(day: DayOfDecisions) -> dict[TallyKey, Counts]:
    """The counts of a day."""
    book = _Book()
    for one in day.decided:
        _count_decision(book, one)
        _count_groups(book, one)
    for review in day.reviewed:
        book.add(TallyKey(review.segment, REVIEW), f"{review.machine}|{review.people}", 1)
    for loan in day.matured:
        _count_matured(book, loan)
    return dict(book.pages)


def added(counts: Iterable[Mapping[str, Sequence[int]]]) -> Counts:
    """Several tallies as one."""
    total: Counts = {}
    for one in counts:
        for entry, numbers in one.items():
            kept = total.setdefault(entry, [0] * len(numbers))
            for place, number in enumerate(numbers):
                kept[place] += number
    return total


def rows_in(counts: Mapping[str, Sequence[int]]) -> int:
    """How many rows a tally holds."""
    return sum(numbers[0] for numbers in counts.values())


def _count_decision(book: _Book, one: Decided) -> None:
    book.add(TallyKey(one.segment, SCORE), str(one.score), 1)
    book.add(TallyKey(one.segment, OUTCOME), one.outcome, 1)
    for fact, bin_id in one.bins.items():
        book.add(TallyKey(one.segment, FACT, fact), bin_id, 1)


def _count_groups(book: _Book, one: Decided) -> None:
    for attribute, group in one.groups.items():
        book.add(TallyKey(one.segment, GROUP, attribute), f"{group}|{one.outcome}", 1)
        if one.rate_bps is not None:
            price = TallyKey(one.segment, PRICE, attribute)
            book.add(price, f"{group}|{one.band}", 1, one.rate_bps, one.rate_bps**2)
        for fact, bin_id in one.bins.items():
            book.add(TallyKey(one.segment, PROXY, attribute), f"{fact}|{bin_id}|{group}", 1)


def _count_matured(book: _Book, loan: Matured) -> None:
    numbers = (1, int(loan.is_bad), int(loan.pd * 1_000_000))
    kind = f"{MATURED}_{loan.months}m"
    book.add(TallyKey(loan.segment, kind), loan.band, *numbers)
    for attribute, group in loan.groups.items():
        book.add(TallyKey(loan.segment, kind, attribute), group, *numbers)
