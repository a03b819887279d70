"""Graduated: level instalments that grow by a fixed percentage every so many instalments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from puhui.finmath.loans.methods.base import repaying_rows
from puhui.finmath.loans.methods.equal_instalment import ONE, EqualInstalment, factors_after
from puhui.finmath.rounding import round_to_multiple

if TYPE_CHECKING:
    from puhui.finmath.loans.fold import LoanFold

_HUNDRED_PERCENT: Final = 10**6  # percents have up to 4 decimals


class Graduated(EqualInstalment):
    """The first instalment to come is solved; each later one is it times its growth, rounded, and stands in `plan`."""

    def replan(self, fold: LoanFold) -> None:
        """Solves the instalments to come, which keep the steps of the first day."""
        rows = repaying_rows(fold)
        if not rows:
            return
        weights = self._weights(fold, rows)
        first = self._solve(fold, rows[0], factors_after(fold, rows), weights)
        multiple, mode = fold.terms.instalment_multiple_minor, fold.terms.rounding
        grown = {
            weight: round_to_multiple(first * weight, ONE, multiple=multiple, mode=mode) for weight in set(weights)
        }
        fold.plan = [0] * len(fold.rows)
        for index, weight in zip(rows, weights, strict=True):
            fold.plan[index] = grown[weight]

    def level_of(self, fold: LoanFold, index: int) -> int:
        """The instalment of that line."""
        return fold.plan[index] if index < len(fold.plan) else 0

    def _weights(self, fold: LoanFold, rows: list[int]) -> list[int]:
        """What each is of the first to come; one step more every `growth_every` instalments that repay principal."""
        grown = _HUNDRED_PERCENT + int(fold.terms.growth_pct.scaleb(4))
        skipped, every = fold.terms.principal_grace + len(fold.prefix), fold.terms.growth_every
        steps = [max(index - skipped, 0) // every for index in rows]
        powers = {
            step: ONE * grown ** (step - steps[0]) // _HUNDRED_PERCENT ** (step - steps[0]) for step in set(steps)
        }
        return [powers[step] for step in steps]
