"""Irregular: principal on the days and in the amounts of a plan, for incomes that come in seasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from puhui.finmath.cents import split_by_weights
from puhui.finmath.loans.methods.base import RepaymentMethod

if TYPE_CHECKING:
    from puhui.finmath.loans.events import Effect
    from puhui.finmath.loans.fold import LoanFold


class Irregular(RepaymentMethod):
    """The plan stands in the fold; its weights are scaled when more is lent or less is left to repay.

    Scaling begins from the same weights each time, so that two changes on one day are as good as one.
    """

    def arrange(self, fold: LoanFold) -> None:
        """The agreed plan; lines of an extension begin with nothing."""
        agreed = [amount for _, amount in fold.terms.principal_plan]
        fold.plan = (fold.plan or agreed) + [0] * (len(fold.rows) - len(fold.plan or agreed))
        fold.weights = (fold.weights or agreed) + [0] * (len(fold.rows) - len(fold.weights or agreed))

    def replan(self, fold: LoanFold) -> None:
        """What is left to repay, in the proportions of the plan."""
        rest = fold.weights[fold.open_index :]
        if rest and not fold.is_past_term:
            due = fold.future_principal + fold.rows[fold.open_index].paid_principal
            fold.plan[fold.open_index :] = split_by_weights(due, rest if any(rest) else [1] * len(rest))

    def principal_part(self, fold: LoanFold, index: int, interest: int) -> int:
        """What the plan says."""
        del interest
        return fold.plan[index]

    def principal_prepaid(self, fold: LoanFold, amount: int, effect: Effect) -> None:
        """All later parts are lower, or the last ones fall away."""
        if effect != "shorten_term":
            self.replan(fold)
            return
        fold.shortened = True
        for index in range(len(fold.plan) - 1, fold.open_index - 1, -1):
            cut = min(amount, fold.plan[index])
            fold.plan[index] -= cut
            amount -= cut
        fold.weights = list(fold.plan)
