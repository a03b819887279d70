"""Equal principal: the same principal with every instalment, and the interest on what was still owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from puhui.finmath.loans.methods.base import RepaymentMethod, equal_part

if TYPE_CHECKING:
    from puhui.finmath.loans.fold import LoanFold


class EqualPrincipal(RepaymentMethod):
    """Principal in equal parts."""

    def replan(self, fold: LoanFold) -> None:
        """What is not yet due, in equal parts."""
        fold.level = equal_part(fold)

    def principal_part(self, fold: LoanFold, index: int, interest: int) -> int:
        """One part."""
        del index, interest
        return fold.level
