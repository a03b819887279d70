"""Flat: interest on the amount lent for the whole term, whatever the schedule has repaid; equal principal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from puhui.finmath.loans.methods.equal_principal import EqualPrincipal

if TYPE_CHECKING:
    from puhui.finmath.loans.events import Effect
    from puhui.finmath.loans.fold import LoanFold


class Flat(EqualPrincipal):
    """Interest does not fall as the schedule repays; what is repaid beyond it saves interest from that day."""

    bears_on_balance = False

    def interest_base(self, fold: LoanFold) -> int:
        """The amount lent, less what was prepaid; after the term, what is still owed."""
        return super().interest_base(fold) if fold.is_past_term else fold.flat_base

    def principal_prepaid(self, fold: LoanFold, amount: int, effect: Effect) -> None:
        """The base of the interest is lower from that day on."""
        fold.flat_base -= amount
        super().principal_prepaid(fold, amount, effect)
