"""The level of instalments: what each repays, solved for many loans at once.

The one-loan engine solves the level of equal instalments in whole numbers of thirty digits. Here it is solved in floats
whose error is bounded; where the bound reaches over the middle between two multiples, the loan is `undecided`.
"""

from typing import Final, NamedTuple

import numpy as np

from puhui.finmath.portfolio.block import Block
from puhui.finmath.portfolio.exact import Ints, Truths, rounded_ratios

_UNIT_ROUNDING: Final = 2.0**-53


class Levels(NamedTuple):
    """The level of each loan, and whether it could not be told for certain."""

    level: Ints
    undecided: Truths


def levels_of(block: Block) -> Levels:
    """What each line before the last repays, or comes to, by the method; nothing where there is no such level."""
    certain = np.zeros(len(block.principal), dtype=np.bool_)
    if block.method in ("equal_principal", "flat"):
        return Levels(equal_parts(block), certain)
    if block.method != "equal_instalment" or block.n == 1:
        return Levels(np.zeros(len(block.principal), dtype=np.int64), certain)
    solved = level_instalments(block)
    return Levels(evened(block, solved.level), solved.undecided) if block.even_last else solved


def principal_part(block: Block, period: int, level: Ints, earned: Ints, balance: Ints) -> Ints:
    """The principal that a line asks for, of `balance` that has not fallen due; the last one asks for all of it."""
    if period == block.n - 1:
        return balance
    asked = level  # nothing, where the method has no level
    if block.method == "equal_instalment":
        asked = level - earned
    elif block.method == "irregular":
        asked = block.plan[period]
    part = np.clip(asked, 0, balance)
    return np.where(period < block.principal_grace, 0, part) if block.is_graced else part


def equal_parts(block: Block) -> Ints:
    """The principal in equal parts over the instalments that repay principal, rounded to the multiple."""
    parts = (block.n - block.principal_grace) * block.multiple
    return rounded_ratios(block.principal, parts, half_even=block.half_even) * block.multiple


def level_instalments(block: Block) -> Levels:
    """L = (owed at the first due day) / (1 + sum of discounts from there), rounded to the multiple.

    Errors, in units of 2**-53: a factor has at most 3, so each step of the discount adds at most 6, each sum 1 more,
    and the quotient and its numerator 8: below 8n + 16 in all. Without interest the level is the equal part, exactly.
    """
    repaying = block.principal_grace
    rate = block.rate_ratio
    discount = annuity = np.ones(len(rate))
    first_factor = rate * block.ratio[0].take(block.of)
    graced = bool(repaying.any())
    for period in range(1, block.n):
        factor = rate * block.ratio[period].take(block.of)
        if graced:
            first_factor = np.where(repaying == period, factor, first_factor)
            factor = np.where(period > repaying, factor, np.inf)
            discount = np.where(period == repaying, 1.0, discount / (1.0 + factor))
            annuity = np.where(period > repaying, annuity + discount, 1.0)
        else:
            discount = discount / (1.0 + factor)
            annuity = annuity + discount
    exact = block.principal * (1.0 + first_factor) / annuity / block.multiple
    nearest = np.rint(exact)
    room = 0.5 - np.abs(exact - nearest)
    bears_interest = block.rate > 0
    undecided = bears_interest & (room <= exact * ((8 * block.n + 16) * _UNIT_ROUNDING))
    solved = np.where(undecided, 0.0, nearest).astype(np.int64) * block.multiple
    return Levels(np.where(bears_interest, solved, equal_parts(block)), undecided)


def evened(block: Block, level: Ints) -> Ints:
    """Moves levels by the last instalment's gap over n while the gap is above floor(n/2) and shrinks."""
    level = level.copy()
    count = block.n - block.principal_grace
    gap = last_totals(block, level) - level
    moving = np.flatnonzero(np.abs(gap) > count // 2)
    while len(moving):
        part, old, wide = block.only(moving), level[moving], gap[moving]
        step = rounded_ratios(np.abs(wide), count[moving] * part.multiple, half_even=block.half_even) * part.multiple
        moved = old + np.where(wide > 0, step, -step)
        narrow = last_totals(part, moved) - moved
        shrinks = np.abs(narrow) < np.abs(wide)
        kept = moving[shrinks]
        level[kept], gap[kept] = moved[shrinks], narrow[shrinks]
        moving = kept[np.abs(gap[kept]) > count[kept] // 2]
    return level


def last_totals(block: Block, level: Ints) -> Ints:
    """What the last instalments would come to with these levels."""
    rate, balance = block.rate_ratio, block.principal.copy()
    for period in range(block.n - 1):
        part = np.clip(level - block.interest(balance, period, rate), 0, balance)
        balance -= np.where(period >= block.principal_grace, part, 0)
    return balance + block.interest(balance, block.n - 1, rate)
