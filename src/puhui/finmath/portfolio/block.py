"""A block of loans of one method and number of instalments, as the arrays that schedules are reckoned with."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from puhui.finmath.loans.plain_run import RATE_ONE
from puhui.finmath.loans.terms import Method
from puhui.finmath.portfolio.columns import TermColumns
from puhui.finmath.portfolio.exact import Floats, Ints, Truths, rounded_products
from puhui.finmath.portfolio.shapes import Shapes


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One place a loan; `of` picks its shape. `share` over `parts` is `ratio`: a row a period, a column a shape."""

    method: Method
    n: int
    half_even: bool
    even_last: bool
    principal: Ints
    rate: Ints
    multiple: Ints
    principal_grace: Ints
    interest_grace: Ints
    fee_each: Ints
    plan: Ints
    of: Ints
    share: Ints
    parts: Ints
    ratio: Floats
    scale: Ints
    """What interest is counted in parts of: the rate's parts times those of the loan's day count."""

    @property
    def rate_ratio(self) -> Floats:
        """The rate as a float, 1.0 being 100 % a year."""
        return self.rate / RATE_ONE

    @property
    def is_graced(self) -> bool:
        """True when some of the loans begin with instalments that repay no principal."""
        return bool(self.principal_grace.any())

    def interest(self, base: Ints, period: int, rate_ratio: Floats) -> Ints:
        """The interest of a whole period on `base`, rounded once."""
        factors = self.rate * self.share[period].take(self.of)
        guess = rate_ratio * self.ratio[period].take(self.of)
        return rounded_products(base, factors, guess, self.scale, half_even=self.half_even)

    def as_one_period(self) -> Block:
        """The same loans with the whole term as one period: a bullet."""
        share = self.share.sum(axis=0, keepdims=True)
        return replace(self, method="interest_only", n=1, share=share, ratio=share / self.parts)

    def largest_interest(self) -> Floats:
        """More than any interest of these loans: of the whole term as one period."""
        whole: Floats = self.ratio.sum(axis=0).take(self.of)
        return self.principal * self.rate_ratio * whole

    def only(self, chosen: Ints | Truths) -> Block:
        """Some of the loans."""
        names = ("principal", "rate", "multiple", "principal_grace", "interest_grace", "fee_each", "of", "scale")
        return replace(self, plan=self.plan[:, chosen], **{name: getattr(self, name)[chosen] for name in names})


def block_of(columns: TermColumns, rows: Ints, shapes: Shapes, of: Ints, *, method: Method) -> Block:
    """The block of these rows, which are alike in method, number of instalments, rounding and `even_last`."""
    first = int(rows[0])
    return Block(
        method=method,
        n=int(columns.n[first]),
        half_even=bool(columns.half_even[first]),
        even_last=bool(columns.even_last[first]),
        principal=columns.principal[rows],
        rate=columns.rate[rows],
        multiple=columns.multiple[rows],
        principal_grace=columns.principal_grace[rows],
        interest_grace=columns.interest_grace[rows],
        fee_each=columns.fee_each[rows],
        plan=_plan(columns, rows, method),
        of=of,
        share=shapes.share,
        parts=shapes.parts,
        ratio=shapes.share / shapes.parts,
        scale=RATE_ONE * shapes.parts[of],
    )


def _plan(columns: TermColumns, rows: Ints, method: Method) -> Ints:
    """The amounts of irregular plans, one row an instalment."""
    if method != "irregular":
        return np.zeros((0, len(rows)), dtype=np.int64)
    plans = [[minor for _, minor in columns.own_calendar[row].principal_plan] for row in rows.tolist()]
    return np.array(plans, dtype=np.int64).T
