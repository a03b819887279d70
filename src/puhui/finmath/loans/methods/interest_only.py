"""Interest only: interest with every instalment, the principal with the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from puhui.finmath.loans.methods.base import RepaymentMethod

if TYPE_CHECKING:
    from puhui.finmath.loans.fold import LoanFold


class InterestOnly(RepaymentMethod):
    """No principal before the last instalment."""

    def principal_part(self, fold: LoanFold, index: int, interest: int) -> int:
        """Nothing."""
        del fold, index, interest
        return 0
