"""Accrual tables of many loans: what each will have earned by the start of each coming day until something falls due.

Equal to `accrual_table` of each loan, the first dues of which were met on their days and the others not at all. A day
close rolls its loans with it: `stands_and_tables(columns, met, on=day, most_days=62)` gives what the position of each
loan says and its table, where `met` comes from `met.dues_met(schedules(columns), ...)`; loans with `met` below zero had
other events, and are replayed one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from puhui.finmath.loans.accrual import accrual_table
from puhui.finmath.loans.plain_run import RATE_ONE
from puhui.finmath.portfolio.columns import TermColumns
from puhui.finmath.portfolio.exact import EXACT_BELOW, Ints, Truths, rounded
from puhui.finmath.portfolio.lateness import Lateness
from puhui.finmath.portfolio.schedules import Batch, batches
from puhui.finmath.portfolio.shapes import Shapes
from puhui.finmath.portfolio.standing import Standing, StandingRows, met_events, walk_batch
from puhui.finmath.portfolio.walk import Walk


@dataclass(frozen=True, slots=True)
class AccrualTables:
    """One row a loan and one column a day from `first` on, up to `until[i]`; what stands after it means nothing.

    Interest earned since the first day of the loan, and default with compound interest, in minor units; days as
    ordinals.
    """

    first: int
    until: Ints
    interest: Ints
    penalty: Ints

    def days(self, place: int) -> int:
        """How many days the table of a loan has."""
        return int(self.until[place]) - self.first + 1


class _Days(NamedTuple):
    """One column a shape: on each coming day, the share of a year since the interest of the open line began."""

    begun: Ints
    parts: Ints
    last: Ints


def stands_and_tables(columns: TermColumns, met: Ints, *, on: date, most_days: int) -> tuple[Standing, AccrualTables]:
    """`standing` and the tables from that day on, at the cost of one walk."""
    today, size = on.toordinal(), len(columns)
    rows = StandingRows(columns, today)
    shape = (size, most_days + 1)
    tables = AccrualTables(today, np.zeros(size, dtype=np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.int64))
    engine = [np.array(sorted(columns.alone), dtype=np.int64)]
    for batch in batches(columns):
        walk, late = walk_batch(batch, columns, met, today)
        rows.read(batch, walk, late)
        unsure = _fill(tables, batch, walk, late, columns=columns)
        tables.interest[batch.rows] += rows.columns["settled_interest"][batch.rows][:, None]
        tables.interest[batch.rows] += (rows.columns["interest"][batch.rows] - walk.accrued)[:, None]
        engine.append(batch.rows[walk.undecided | unsure])
    by_engine = np.sort(np.concatenate(engine))
    for place in by_engine.tolist():
        terms = columns.terms_of(place)
        events = met_events(terms, int(met[place]), on)
        table = accrual_table(terms, events, as_of=on, most_days=most_days)
        tables.until[place] = table.until.toordinal()
        tables.interest[place, : len(table.interest)] = table.interest
        compound = table.compound or (0,) * len(table.penalty)
        tables.penalty[place, : len(table.penalty)] = np.add(table.penalty, compound)
    return rows.finished(met, by_engine), tables


def _fill(tables: AccrualTables, batch: Batch, walk: Walk, late: Lateness, *, columns: TermColumns) -> Truths:
    """Fills in until when, default interest, and the interest of the open line alone; true where one is unsure."""
    block, today, most = batch.block, tables.first, tables.interest.shape[1] - 1
    days = _days(batch, today=today, most=most)
    of, has_ended = block.of, walk.is_fallen[-1] & (walk.owed == 0)
    stops = _asks_today(batch, walk, late, today) | has_ended
    until = np.where(stops, today, days.last.take(of))
    tables.until[batch.rows] = until
    rate = block.rate_ratio
    unsure = np.zeros(len(rate), dtype=np.bool_)
    for day in range(int(until.max()) - today + 1):
        begun, parts = days.begun[day].take(of), days.parts[day].take(of)
        guess = walk.accrual_base * (rate * (begun / parts))
        numerators = walk.accrual_base * (block.rate * begun)
        tables.interest[batch.rows, day] = rounded(numerators, guess, RATE_ONE * parts, half_even=block.half_even)
        tables.penalty[batch.rows, day] = late.penalty(today + day)
        unsure |= guess >= EXACT_BELOW
    return unsure | late.is_too_large(int(until.max()))


def _asks_today(batch: Batch, walk: Walk, late: Lateness, today: int) -> Truths:
    """True where a line that falls due on the very day still asks for something."""
    asks = (walk.principal + walk.interest + walk.fees) > 0
    open_today: Truths = ((late.due == today) & ~walk.is_met & asks).any(axis=0)
    return open_today


def _days(batch: Batch, *, today: int, most: int) -> _Days:
    """Up to the next due day of each shape, or `most` days."""
    known = batch.shapes.known.get((today, most))
    if not isinstance(known, _Days):
        is_bullet = batch.block.method == "bullet"
        known = batch.shapes.known[today, most] = _coming_days(batch.shapes, today, most, is_bullet=is_bullet)
    return known


def _coming_days(shapes: Shapes, today: int, most: int, *, is_bullet: bool) -> _Days:
    size = len(shapes.calendars)
    begun, parts = np.zeros((most + 1, size), np.int64), np.ones((most + 1, size), np.int64)
    last = np.full(size, today + most)
    for place, calendar in enumerate(shapes.calendars):
        coming = [day for day in calendar.dues() if day > today]
        if coming:
            last[place] = min(coming[0], today + most)
        first = 0 if is_bullet and coming else calendar.n - len(coming)
        days = calendar.elapsed(first, today, int(last[place]))
        begun[: len(days), place], parts[: len(days), place] = zip(*days, strict=True)
    return _Days(begun, parts, last)
