"""Lives the loans of an arm through months, with and without a shock: who defaults, what is lost, earned and left.

Each firm has one draw of luck for its whole life, the same in every arm and under every shock: what differs between two
runs is the policy or the shock, never the dice. A closed book: nobody borrows anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from puhui.kernel.texts import Text
from puhui.risk.lab.rules.decided import Floats, Portfolio
from puhui.risk.lab.rules.economics import Assumptions, Book, month_hazard

INDUSTRIES = ("A", "C", "E", "F", "G", "I")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shock:
    """A shock as assumed: what it adds to the log-odds of default in a month at its height, and for how long.

    `log_odds` by exposure: `all`, a group such as `rural`, or `industry:F`. After `peak_months` it fades evenly over
    `fade_months`. `funding_add_pct` is added to the funding rate while it lasts; `lgd_multiplier` to what is lost.
    """

    id: str
    version: int
    hash: str
    name: Text
    story: Text
    start_month: int
    peak_months: int
    fade_months: int
    log_odds: Mapping[str, Decimal]
    funding_add_pct: Decimal
    lgd_multiplier: Decimal

    def strength(self, month: int) -> float:
        """0 to 1 in a month, the first being 1."""
        into = month - self.start_month
        if into < 0:
            return 0.0
        if into < self.peak_months:
            return 1.0
        return max(0.0, 1 - (into - self.peak_months + 1) / (self.fade_months + 1))


@dataclass(frozen=True, slots=True)
class Life:
    """What a run through the months is given: the luck of every firm of the portfolio, and the assumptions."""

    months: int
    luck: Floats
    given: Assumptions


def luck_of(*, size: int, seed: int) -> Floats:
    """One draw a firm in [0, 1), the same for the same seed."""
    return np.random.Generator(np.random.PCG64(seed)).random(size)


def exposure_of(portfolio: Portfolio, *, shock: Shock) -> Floats:
    """What the shock adds to the log-odds of every firm at its height."""
    added = np.zeros(portfolio.size)
    for name, weight in shock.log_odds.items():
        kind, _, code = name.partition(":")
        if name == "all":
            added += float(weight)
        elif kind == "industry":
            added += float(weight) * (portfolio.industry == INDUSTRIES.index(code))
        elif kind in portfolio.groups:
            added += float(weight) * portfolio.groups[kind]
    return added


def live(book: Book, *, pd_year: Floats, life: Life, shock: Shock | None, exposure: Floats | None) -> dict[str, Any]:
    """The months of a book: loans that default, amounts lost and earned, and the share still standing.

    `pd_year` and `exposure` are of the loans of the book; a default falls in the first month in which the hazard that
    has gathered exceeds the firm's draw, -ln(1 - luck).
    """
    base = month_hazard(pd_year)
    fate = -np.log1p(-life.luck[book.rows])
    gathered, standing = np.zeros(len(book.rows)), np.ones(len(book.rows), dtype=np.bool_)
    lgd, funding = float(life.given.lgd_pct) / 100, float(life.given.funding_rate_pct)
    months = []
    for month in range(1, life.months + 1):
        strength = shock.strength(month) if shock else 0.0
        gathered += -np.log1p(-_shifted(base, strength, exposure))
        owed = book.balance(month - 1)
        falls = standing & (gathered > fate) & (owed > 0)
        add = strength * float(shock.funding_add_pct) if shock else 0.0
        lost_share = min(1.0, lgd * (1 + strength * (float(shock.lgd_multiplier) - 1) if shock else 1))
        earned = (owed * (book.month_rate - (funding + add) / 1200))[standing].sum()
        standing &= ~falls
        months.append(
            {
                "month": month,
                "defaults": int(falls.sum()),
                "loss_minor": round(float(owed[falls].sum()) * lost_share),
                "margin_minor": round(float(earned)),
                "standing_ppm": round(1_000_000 * float(standing.mean())) if len(standing) else 1_000_000,
            }
        )
    return {"months": months, **_totals(months, len(book.rows))}


def _shifted(hazard: Floats, strength: float, exposure: Floats | None) -> Floats:
    if exposure is None or strength == 0:
        return hazard
    odds = hazard / (1 - hazard) * np.exp(strength * exposure)
    return np.minimum(odds / (1 + odds), 1 - 1e-12)


def _totals(months: list[dict[str, Any]], loans: int) -> dict[str, Any]:
    totals = {name: sum(month[name] for month in months) for name in ("defaults", "loss_minor", "margin_minor")}
    return {"loans": loans, **totals, "result_minor": totals["margin_minor"] - totals["loss_minor"]}
