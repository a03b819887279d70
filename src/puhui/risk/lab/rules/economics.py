"""What loans earn, lose and bind, month by month: balances by the formulas of their methods.

Level instalment (annuity) after k of n payments: P ((1+i)^n - (1+i)^k) / ((1+i)^n - 1), i the rate of a month;
equal principal: P (1 - k/n); interest only and bullet: P until the last. Estimates in floats: nothing here is booked.
"""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from puhui.risk.lab.rules.decided import METHODS, Decided, Flags, Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What a run takes as given. Percent a year, percent of the claim, minor units; `hash` is of the file."""

    name: str
    hash: str
    lgd_pct: Decimal
    funding_rate_pct: Decimal
    cost_per_loan_minor: int
    risk_weight_pct: Decimal
    capital_ratio_pct: Decimal


@dataclass(frozen=True, slots=True)
class Book:
    """The loans of the approved, in columns; `rows` are their places in the portfolio."""

    rows: np.ndarray[tuple[int], np.dtype[np.int64]]
    amount: Floats
    month_rate: Floats
    term: Floats
    method: np.ndarray[tuple[int], np.dtype[np.int8]]

    def balance(self, paid: int) -> Floats:
        """What is owed after so many payments, 0 from the last on."""
        with np.errstate(all="ignore"):
            growth = 1 + self.month_rate
            whole = growth**self.term
            level = self.amount * np.where(
                self.month_rate > 0, (whole - growth**paid) / (whole - 1), 1 - paid / self.term
            )
        straight = self.amount * (1 - paid / self.term)
        kinds = [self.method == METHODS.index("equal_instalment"), self.method == METHODS.index("equal_principal")]
        return np.where(paid < self.term, np.select(kinds, [level, straight], self.amount), 0.0)


def book_of(decided: Decided, *, among: Flags | None = None) -> Book:
    """The loans that an arm's approvals would make, each of the first offer."""
    taken = decided.approved & (decided.amount > 0)
    rows = np.flatnonzero(taken if among is None else taken & among)
    return Book(
        rows,
        decided.amount[rows],
        decided.rate_pct[rows] / 1200,
        decided.term[rows].astype(np.float64),
        decided.method[rows],
    )


def month_hazard(pd_year: Floats) -> Floats:
    """The chance of default in a month that makes a year's: 1 - (1 - pd)^(1/12)."""
    return 1 - (1 - np.clip(pd_year, 0, 1 - 1e-12)) ** (1 / 12)


def expected(book: Book, pd_year: Floats, *, given: Assumptions) -> dict[str, int]:
    """Loss and margin that are expected over the life of the loans, and the capital they bind at the start."""
    hazard, alive = month_hazard(pd_year), np.ones(len(book.rows))
    funding, lgd = float(given.funding_rate_pct) / 1200, float(given.lgd_pct) / 100
    margin = loss = 0.0
    for month in range(int(book.term.max(initial=0))):
        owed = alive * book.balance(month)
        margin += float((owed * (book.month_rate - funding)).sum())
        loss += float((owed * hazard).sum()) * lgd
        alive = alive * (1 - hazard)
    costs = given.cost_per_loan_minor * len(book.rows)
    weight = float(given.risk_weight_pct * given.capital_ratio_pct) / 10_000
    return {
        "margin_minor": round(margin),
        "expected_loss_minor": round(loss),
        "cost_minor": costs,
        "profit_minor": round(margin - loss) - costs,
        "capital_minor": round(float(book.amount.sum()) * weight),
    }
