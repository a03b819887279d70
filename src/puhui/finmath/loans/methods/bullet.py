"""Bullet: principal and all interest at the end, as one period; the lines before ask for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from puhui.finmath.loans.methods.interest_only import InterestOnly

if TYPE_CHECKING:
    from puhui.finmath.loans.fold import LoanFold


class Bullet(InterestOnly):
    """The last line is open from the first day on."""

    rounds_each_period = False

    def arrange(self, fold: LoanFold) -> None:
        """Lines before the last ask for nothing; one that was the last before an extension hands over."""
        last = fold.rows[-1]
        for row in fold.rows[:-1]:
            if not row.is_done:
                row.fees = row.charged
                if not row.is_blank:
                    row.hand_over_to(last)
                row.is_done = True
        fold.open_index = len(fold.rows) - 1
