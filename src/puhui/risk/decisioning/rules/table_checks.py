"""Finds what is wrong with a decision table before it decides anything: overlaps and gaps.

An ordered input is cut at every end that its tests name: between two neighbouring cuts, and on each cut, all tests
answer the same, so one sample of each stands for all. A text input has the values that are named and one more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from puhui.risk.decisioning.contracts import PolicyInvalid
from puhui.risk.decisioning.rules.fault_words import words_of
from puhui.risk.decisioning.rules.tables import Column, DecisionTable, Row
from puhui.risk.decisioning.rules.unary_tests import UnaryTest

SOMETHING_ELSE = "(any other)"
MOST_STEPS = 200_000


def overlaps(table: DecisionTable) -> list[tuple[str, str]]:
    """Pairs of rows that can match at once; for a table with the hit policy "unique" there must be none."""
    masks = [_masks([row.tests[place] for row in table.rows], column) for place, column in enumerate(table.inputs)]
    rows = table.rows
    return [
        (first.id, rows[later].id)
        for place, first in enumerate(rows)
        for later in range(place + 1, len(rows))
        if all(column[place] & column[later] for column in masks)
    ]


def _masks(tests: Sequence[UnaryTest], column: Column) -> list[int]:
    """For each test the parts of the column that it holds, as bits: a thousand rows are compared in a second."""
    parts = samples(tests, column)
    known: dict[UnaryTest, int] = {}
    for test in tests:
        if test not in known:
            known[test] = sum(1 << place for place, value in enumerate(parts) if test.holds(value))
    return [known[test] for test in tests]


def clashes(table: DecisionTable) -> list[tuple[str, str]]:
    """Overlaps that the hit policy forbids: all of "unique", and of "any" those that say different things."""
    if table.hit_policy not in {"unique", "any"}:
        return []
    said = {row.id: row.then for row in table.rows}
    found = overlaps(table)
    return found if table.hit_policy == "unique" else [(a, b) for a, b in found if said[a] != said[b]]


def gaps(table: DecisionTable, *, most: int = 10) -> list[dict[str, Any]]:
    """Inputs that no row matches, one sample each; at most `most` of them."""
    found: list[dict[str, Any]] = []
    for gap in _uncovered(table, table.rows, 0, {}, _Covered()):
        found.append(gap)
        if len(found) == most:
            break
    return found


@dataclass(slots=True)
class _Covered:
    """The sets of rows that are known to cover the rest of the columns, and how much was looked at."""

    sets: set[tuple[int, frozenset[str]]] = field(default_factory=set)
    steps: int = 0

    def step(self, table: str) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise PolicyInvalid(table, words_of("too_many"))


def _uncovered(
    table: DecisionTable,
    rows: Sequence[Row],
    place: int,
    so_far: dict[str, Any],
    covered: "_Covered",
) -> Iterator[dict[str, Any]]:
    """Goes through the inputs one by one; a set of rows that covers the rest once covers it always."""
    if not rows:
        yield dict(so_far)
        return
    key = (place, frozenset(row.id for row in rows))
    if place == len(table.inputs) or key in covered.sets:
        return
    column, whole = table.inputs[place], True
    for value in samples([row.tests[place] for row in table.rows], column):
        covered.step(table.name)
        left = [row for row in rows if row.tests[place].holds(value)]
        for gap in _uncovered(table, left, place + 1, {**so_far, column.name: value}, covered):
            whole = False
            yield gap
    if whole:
        covered.sets.add(key)


def samples(tests: Sequence[UnaryTest], column: Column) -> list[Any]:
    """One value for every part of the input on which all tests answer alike, within what can come at all."""
    if column.values:
        known: list[Any] = list(column.values)
    elif column.kind == "boolean":
        known = [False, True]
    elif column.kind == "text":
        known = [*sorted({v for test in tests for v in test.values}), SOMETHING_ELSE]
    else:
        bounds = [*tests, column.span] if column.span else list(tests)
        known = [v for v in _ordered_samples(bounds, column) if column.span is None or column.span.holds(v)]
    return known if column.required else [*known, None]


def _ordered_samples(tests: Sequence[UnaryTest], column: Column) -> list[Any]:
    cuts = sorted({end for test in tests for i in test.intervals for end in (i.low, i.high) if end is not None})
    one: Any = timedelta(days=1) if column.kind == "date" else Decimal(1)
    if not cuts:
        return [date(2026, 1, 1) if column.kind == "date" else Decimal(0)]
    points: list[Any] = [cuts[0] - one, cuts[0]]
    for low, high in pairwise(cuts):
        between = low + (high - low) / 2
        points += [between, high] if low < between < high else [high]
    return [*points, cuts[-1] + one]
