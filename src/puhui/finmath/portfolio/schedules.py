"""Schedules of many loans: equal to `replay(terms, [], as_of=disbursement)` of each, to the minor unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from puhui.finmath.loans.engine import replay
from puhui.finmath.portfolio.block import Block, block_of
from puhui.finmath.portfolio.columns import METHODS, TermColumns
from puhui.finmath.portfolio.exact import EXACT_BELOW, Ints, Truths
from puhui.finmath.portfolio.levels import levels_of, principal_part
from puhui.finmath.portfolio.shapes import Shapes, shapes_of

_BLOCK: Final = 4096  # loans at once: columns of this length stay in the cache of a core


@dataclass(frozen=True, slots=True)
class Schedules:
    """Instalments of all loans, one after the other: those of loan i stand from `offsets[i]` to `offsets[i + 1]`.

    Money in minor units, due days as ordinals; `balance` is the principal that has not fallen due after the line.
    `by_engine` are the loans whose schedule comes from the one-loan engine.
    """

    offsets: Ints
    due: Ints
    principal: Ints
    interest: Ints
    fees: Ints
    balance: Ints
    by_engine: Ints

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def total(self) -> Ints:
        """What each line asks for."""
        return self.principal + self.interest + self.fees


class Lines(NamedTuple):
    """The lines of a block, one row an instalment, one column a loan; and the loans that could not be told."""

    principal: Ints
    interest: Ints
    fees: Ints
    balance: Ints
    undecided: Truths


class Batch(NamedTuple):
    """Loans of one kind: their places, their block and their calendars."""

    rows: Ints
    block: Block
    shapes: Shapes


def schedules(columns: TermColumns) -> Schedules:
    """The schedules as planned on the first day of each loan."""
    offsets = np.concatenate([[0], np.cumsum(columns.n)])
    due, principal, interest, fees, balance = np.zeros((5, int(offsets[-1])), dtype=np.int64)
    made = Schedules(offsets, due, principal, interest, fees, balance, np.zeros(0, dtype=np.int64))
    engine = [np.array(sorted(columns.alone), dtype=np.int64)]
    for batch in batches(columns):
        lines = lines_of(batch.block)
        places = offsets[batch.rows][:, None] + np.arange(batch.block.n)
        made.due[places] = batch.shapes.due.T[batch.block.of]
        made.principal[places], made.interest[places] = lines.principal.T, lines.interest.T
        made.fees[places], made.balance[places] = lines.fees.T, lines.balance.T
        engine.append(batch.rows[lines.undecided])
    by_engine = np.sort(np.concatenate(engine))
    for place in by_engine.tolist():
        _one_by_one(columns, made, place)
    return replace(made, by_engine=by_engine)


def batches(columns: TermColumns) -> Iterator[Batch]:
    """The loans that are reckoned as arrays, in batches of one method, number of instalments and way of rounding."""
    kinds = ((columns.n << 8) + (columns.method << 2) + (columns.half_even << 1)) + columns.even_last
    if columns.alone:
        kinds[list(columns.alone)] = -1
    order = np.argsort(kinds, kind="stable")
    bounds = np.flatnonzero(np.diff(kinds[order])) + 1
    for rows in np.split(order, bounds):
        if not len(rows) or kinds[rows[0]] < 0:
            continue
        shapes, method = shapes_of(columns, rows), METHODS[columns.method[rows[0]]]
        for begin in range(0, len(rows), _BLOCK):
            part = rows[begin : begin + _BLOCK]
            block = block_of(columns, part, shapes, shapes.of[begin : begin + _BLOCK], method=method)
            yield Batch(part, block, shapes)


def lines_of(block: Block) -> Lines:
    """All lines of a block."""
    level, undecided = levels_of(block)
    undecided = undecided | (block.largest_interest() >= EXACT_BELOW)
    shape = (block.n, len(block.principal))
    fees = np.broadcast_to(block.fee_each, shape)
    if block.method == "bullet":
        return _bullet(block, undecided)
    principal, interest, balances = (np.empty(shape, dtype=np.int64) for _ in range(3))
    rate, balance = block.rate_ratio, block.principal
    deferred = np.zeros(shape[1], dtype=np.int64)
    deferring = bool(block.interest_grace.any())
    for period in range(block.n):
        earned = block.interest(_base(block, balance), period, rate)
        part = principal_part(block, period, level, earned, balance)
        if deferring:
            waits = period < block.interest_grace
            earned, deferred = np.where(waits, 0, earned + deferred), np.where(waits, deferred + earned, 0)
        balance = balance - part
        principal[period], interest[period], balances[period] = part, earned, balance
    return Lines(principal, interest, fees, balances, undecided)


def _base(block: Block, balance: Ints) -> Ints:
    """What interest is counted on: of flat loans the amount lent, as long as anything of it is owed."""
    return np.where(balance > 0, block.principal, 0) if block.method == "flat" else balance


def _bullet(block: Block, undecided: Truths) -> Lines:
    """One line that asks for all: the whole term is one period."""
    shape = (block.n, len(block.principal))
    principal, interest, fees, balance = (np.zeros(shape, dtype=np.int64) for _ in range(4))
    whole = block.as_one_period()
    principal[-1], fees[-1] = block.principal, block.fee_each
    interest[-1] = whole.interest(block.principal, 0, block.rate_ratio)
    balance[:-1] = block.principal
    return Lines(principal, interest, fees, balance, undecided)


def _one_by_one(columns: TermColumns, made: Schedules, place: int) -> None:
    """The lines of one loan, from the one-loan engine."""
    terms = columns.terms_of(place)
    lines = replay(terms, (), as_of=terms.disbursement_date).instalments
    begin, end = int(made.offsets[place]), int(made.offsets[place + 1])
    made.due[begin:end] = [line.due_date.toordinal() for line in lines]
    made.principal[begin:end] = [line.principal for line in lines]
    made.interest[begin:end] = [line.interest for line in lines]
    made.fees[begin:end] = [line.fees for line in lines]
    made.balance[begin:end] = [line.balance for line in lines]
