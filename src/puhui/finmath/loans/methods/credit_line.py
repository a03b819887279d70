"""Credit line: drawn and repaid on any day under a limit, interest by the day, principal with the last due day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from puhui.finmath.loans.methods.interest_only import InterestOnly
from puhui.kernel.errors import InvalidInput

if TYPE_CHECKING:
    from puhui.finmath.loans.fold import LoanFold


class CreditLine(InterestOnly):
    """The principal of the terms is the limit; events draw, and what is repaid can be drawn again."""

    repays_any_day = True

    def check_draw(self, fold: LoanFold, amount: int) -> None:
        """Refuses what would lie above the limit."""
        if fold.balance + amount > fold.terms.principal_minor:
            raise InvalidInput("disbursement", "no more is drawn than the limit of the credit line")
