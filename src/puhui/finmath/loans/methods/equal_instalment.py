"""Equal instalment: one level amount, interest first and the rest principal, solved on the loan's own day count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from puhui.finmath.loans.methods.base import RepaymentMethod, balloon, principal_to_plan, repaying_rows
from puhui.finmath.loans.plain_run import RATE_ONE, lowest_rate
from puhui.finmath.rounding import round_ratio, round_to_multiple

if TYPE_CHECKING:
    from puhui.finmath.loans.fold import LoanFold
    from puhui.finmath.loans.rows import Row

ONE: Final = 10**30  # present values are fixed-point numbers of this scale
Factors = list[tuple[int, int]]


class EqualInstalment(RepaymentMethod):
    """The level instalment makes the present value of what is to come equal to what is owed."""

    def replan(self, fold: LoanFold) -> None:
        """Solves the level instalment over the instalments that repay principal."""
        rows = repaying_rows(fold)
        if rows:
            factors = factors_after(fold, rows)
            level = self._solve(fold, rows[0], factors)
            fold.level = self._even(fold, rows[0], factors, level) if fold.terms.even_last else level

    def level_of(self, fold: LoanFold, index: int) -> int:
        """What instalment `index` comes to, interest and principal."""
        del index
        return fold.level

    def principal_part(self, fold: LoanFold, index: int, interest: int) -> int:
        """What the interest leaves of the level instalment; never less than nothing."""
        part = self.level_of(fold, index) - interest
        return part if part > 0 else 0

    def interest_part(self, fold: LoanFold, row: Row, interest: int) -> int:
        """An instalment that was met ahead stays level: interest that no longer fits goes to the next one."""
        if not row.paid_principal:
            return interest
        return min(interest, max(self.level_of(fold, row.n - 1) - row.paid_principal, 0))

    def _solve(self, fold: LoanFold, first: int, factors: Factors, weights: Sequence[int] = ()) -> int:
        """L = (owed at the first due day - balloon discounted) / (sum of discounts from there): the annuity.

        The discounts are the loan's own, period by period. Graduated instalments have a weight each.
        """
        interest, scale = _interest_to(fold, first)
        value = principal_to_plan(fold) * ONE + interest * ONE // scale
        discounts = _discounts(factors)
        if weights:
            annuity = sum(discount * weight // ONE for discount, weight in zip(discounts, weights, strict=True))
        else:
            annuity = sum(discounts)
        value -= min(balloon(fold) * discounts[-1], value)
        terms = fold.terms
        return round_to_multiple(value, annuity, multiple=terms.instalment_multiple_minor, mode=terms.rounding)

    def _even(self, fold: LoanFold, first: int, factors: Factors, level: int) -> int:
        """Moves the level by the last instalment's gap over n while the gap is above floor(n/2) and shrinks."""
        count, multiple = len(factors) + 1, fold.terms.instalment_multiple_minor
        gap = _last_total(fold, first, factors, level) - level
        while abs(gap) > count // 2:
            step = round_to_multiple(abs(gap), count, multiple=multiple, mode=fold.terms.rounding)
            moved = level + (step if gap > 0 else -step)
            moved_gap = _last_total(fold, first, factors, moved) - moved
            if abs(moved_gap) >= abs(gap):
                break
            level, gap = moved, moved_gap
        return level


def factors_after(fold: LoanFold, rows: list[int]) -> Factors:
    """The interest of a whole period on one unit, as a ratio, for each of these instalments but the first."""
    rate, one = lowest_rate(fold.rate)
    free, periods, shares = fold.free_until, fold.periods, fold.timetable.shares
    known, factor = (0, 0), (0, 1)
    factors = []
    for index in rows[1:]:
        share = shares[index] if not free or free <= periods[index].start else fold.year_share(index)
        if share is not known:
            known, factor = share, (rate * share[0], one * share[1])
        factors.append(factor)
    return factors


def _discounts(factors: Factors) -> list[int]:
    """The value at the due day of the first instalment of one unit paid with each, times ONE."""
    discount = ONE
    discounts = [discount]
    for numerator, denominator in factors:
        discount = discount * denominator // (denominator + numerator)
        discounts.append(discount)
    return discounts


def _factor(fold: LoanFold, index: int) -> tuple[int, int]:
    """The interest of a whole period on one unit, as a ratio."""
    share, parts = fold.year_share(index)
    return fold.rate * share, RATE_ONE * parts


def _interest_to(fold: LoanFold, first: int) -> tuple[int, int]:
    """The interest that instalment `first` will collect, not rounded: so far, and from today to its due day.

    When instalments without principal come before it, they collect theirs, and only its own period counts.
    """
    principal = fold.future_principal
    if first != fold.open_index:
        numerator, denominator = _factor(fold, first)
        return principal * numerator, denominator
    total, scale = fold.accrual_ratio()
    for index in range(fold.period_index, first + 1):
        share, parts = fold.year_share(index, since=fold.cursor if index == fold.period_index else 0)
        numerator, denominator = principal * fold.rate * share, RATE_ONE * parts
        if denominator == scale:
            total += numerator
        else:
            total, scale = total * denominator + numerator * scale, scale * denominator
    return total, scale


def _last_total(fold: LoanFold, first: int, factors: Factors, level: int) -> int:
    """What the last instalment would come to with that level, without a balloon."""
    mode = fold.terms.rounding
    balance = principal_to_plan(fold)
    interest = round_ratio(*_interest_to(fold, first), mode=mode)
    for numerator, denominator in factors:
        if level > interest:
            balance -= min(level - interest, balance)
        interest = round_ratio(balance * numerator, denominator, mode=mode)
    return balance - balloon(fold) + interest
