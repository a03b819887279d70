"""Loans of a block walked to a day: the first dues met in full on their days, the others not at all.

Overdue principal goes on bearing interest at the contract's rate; what is not yet due is drawn as if everything were
met from that day on, as the one-loan engine draws it (`engine._project`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from puhui.finmath.loans.plain_run import RATE_ONE
from puhui.finmath.portfolio.block import Block
from puhui.finmath.portfolio.exact import EXACT_BELOW, Ints, Truths, rounded
from puhui.finmath.portfolio.levels import levels_of, principal_part
from puhui.finmath.portfolio.moments import Moment


class OpenLine(NamedTuple):
    """The moment as it concerns each loan of a block."""

    fallen: Ints
    begun: Ints
    whole: Ints
    parts: Ints

    @property
    def scale(self) -> Ints:
        """What interest is counted in parts of."""
        return RATE_ONE * self.parts


@dataclass(frozen=True, slots=True)
class Walk:
    """One row a line and one column a loan, but for the amounts that are one a loan."""

    principal: Ints
    interest: Ints
    fees: Ints
    is_fallen: Truths
    is_met: Truths
    owed: Ints
    """Principal not repaid on the day."""
    deferred: Ints
    """Interest of fallen lines that no line has asked for yet."""
    accrual_base: Ints
    accrued: Ints
    """Interest of the open line so far; after the term, of overdue principal since the last due day."""
    undecided: Truths


def walked(block: Block, moment: Moment, met: Ints) -> Walk:
    """Walks a block; a bullet comes as one period."""
    open_line = OpenLine(*(part.take(block.of) for part in moment))
    level, undecided = levels_of(block)
    shape = (block.n, len(block.principal))
    lines = np.arange(block.n)[:, None]
    is_fallen = lines < open_line.fallen
    is_met = is_fallen & (lines < met)
    principal, interest = np.empty(shape, dtype=np.int64), np.empty(shape, dtype=np.int64)
    future, late = block.principal, np.zeros(shape[1], dtype=np.int64)
    deferred, standing, waiting = late, future, late
    closed_early = np.zeros(shape[1], dtype=np.bool_)
    rate = block.rate_ratio
    for period in range(block.n):
        earned = _earned(block, open_line, period, future=future, late=late)
        part = principal_part(block, period, level, earned, future)
        waits = (period < block.interest_grace) & (period < block.n - 1)
        interest[period], principal[period] = np.where(waits, 0, earned + deferred), part
        deferred = np.where(waits, deferred + earned, 0)
        future = future - part
        fallen = is_fallen[period]
        late = late + np.where(fallen & ~is_met[period], part, 0)
        standing, waiting = np.where(fallen, future, standing), np.where(fallen, deferred, waiting)
        closed_early |= is_met[period] & (future == 0) & (late == 0) & (period < block.n - 1)
    owed = standing + late
    base = _bearing(block, owed, past_term=open_line.fallen == block.n)
    guess = base * (rate * (open_line.begun / open_line.parts))
    accrued = rounded(base * (block.rate * open_line.begun), guess, open_line.scale, half_even=block.half_even)
    undecided = undecided | closed_early | (block.largest_interest() >= EXACT_BELOW) | (guess >= EXACT_BELOW)
    fees = np.broadcast_to(block.fee_each, shape)
    return Walk(principal, interest, fees, is_fallen, is_met, owed, waiting, base, accrued, undecided)


def _bearing(block: Block, owed: Ints, *, past_term: Truths | bool = False) -> Ints:
    """What interest is counted on: of flat loans the amount lent, as long as anything of it is owed."""
    if block.method != "flat":
        return owed
    return np.where((owed > 0) & ~np.asarray(past_term), block.principal, owed)


def _earned(block: Block, line: OpenLine, period: int, *, future: Ints, late: Ints) -> Ints:
    """The interest of a period: overdue principal bears it up to the day, and is taken as met then."""
    rate = block.rate_ratio
    base = _bearing(block, np.where(period < line.fallen, future + late, future))
    earned = block.interest(base, period, rate)
    split = np.flatnonzero((line.fallen == period) & (late > 0))
    if len(split):
        part = block.only(split)
        before, after = _bearing(part, (future + late)[split]), base[split]
        begun, whole, parts = line.begun[split], line.whole[split], line.parts[split]
        numerators = part.rate * (before * begun + after * (whole - begun))
        guess = rate[split] * (before * (begun / parts) + after * ((whole - begun) / parts))
        earned[split] = rounded(numerators, guess, line.scale[split], half_even=block.half_even)
    return earned
