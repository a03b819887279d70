"""Finds what is wrong with a decision table before it decides anything: overlaps and gaps.

An ordered input is cut at every end that its tests name: between two neighbouring cuts, and on each cut, all tests
answer the same, so one sample of each stands for all. A text input has the values that are named and one more.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from puhui.risk.decisioning.rules.tables import Column, DecisionTable, Row
from puhui.risk.decisioning.rules.unary_tests import UnaryTest

SOMETHING_ELSE = "(any other)"


def overlaps(table: DecisionTable) -> list[tuple[str, str]]:
    """Pairs of rows that can match at once; for a table with the hit policy "unique" there must be none."""
    rows = table.rows
    return [
        (first.id, second.id)
        for place, first in enumerate(rows)
        for second in rows[place + 1 :]
        if all(_meet(a, b, c) for a, b, c in zip(first.tests, second.tests, table.inputs, strict=True))
    ]


def clashes(table: DecisionTable) -> list[tuple[str, str]]:
    """Overlaps that the hit policy forbids: all of "unique", and of "any" those that say different things."""
    if table.hit_policy not in {"unique", "any"}:
        return []
    said = {row.id: row.then for row in table.rows}
    found = overlaps(table)
    return found if table.hit_policy == "unique" else [(a, b) for a, b in found if said[a] != said[b]]


def _meet(first: UnaryTest, second: UnaryTest, column: Column) -> bool:
    return any(first.holds(value) and second.holds(value) for value in samples((first, second), column))


def gaps(table: DecisionTable, *, most: int = 10) -> list[dict[str, Any]]:
    """Inputs that no row matches, one sample each; at most `most` of them."""
    found: list[dict[str, Any]] = []
    for gap in _uncovered(table, table.rows, 0, {}, set()):
        found.append(gap)
        if len(found) == most:
            break
    return found


def _uncovered(
    table: DecisionTable,
    rows: Sequence[Row],
    place: int,
    so_far: dict[str, Any],
    covered: set[tuple[int, frozenset[str]]],
) -> Iterator[dict[str, Any]]:
    """Goes through the inputs one by one; a set of rows that covers the rest once covers it always."""
    if not rows:
        yield dict(so_far)
        return
    key = (place, frozenset(row.id for row in rows))
    if place == len(table.inputs) or key in covered:
        return
    column, whole = table.inputs[place], True
    for value in samples([row.tests[place] for row in table.rows], column):
        left = [row for row in rows if row.tests[place].holds(value)]
        for gap in _uncovered(table, left, place + 1, {**so_far, column.name: value}, covered):
            whole = False
            yield gap
    if whole:
        covered.add(key)


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
