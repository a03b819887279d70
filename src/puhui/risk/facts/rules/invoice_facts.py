"""Facts about a firm from its invoices: exact, from complete calendar months up to a day, unknown where unknown.

A month counts when it is over at the end of the day `as_of`; an invoice of a later or an unfinished month is never
used, so that a fact does not depend on the hour of the import and a trend is not bent by half a month.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from puhui.kernel.dates import last_complete_month
from puhui.risk.facts.rules.invoice_definitions import FACTS, FactDefinition, Unit
from puhui.risk.facts.rules.series import bounded, correlation, ratio, stored, trend, volatility

__all__ = ["FACTS", "Fact", "FactDefinition", "InvoiceSummaryLike", "MonthLine", "Unit", "facts_from_invoices"]

YEAR = 12
LEAST_MONTHS_OF_A_SERIES = 6

MonthLine = tuple[str, int, str, int, int, int, int, int, int]
"""side "in" or "out", month number (kernel.dates), counterparty, count and net amount and tax of the invoices that are
not void, count of void ones, count and amount (below zero) of red ones."""


class InvoiceSummaryLike(Protocol):
    """Invoices by side, month and counterparty; `months` is how far back the lines go."""

    @property
    def as_of(self) -> date: ...  # noqa: D102
    @property
    def months(self) -> int: ...  # noqa: D102
    @property
    def lines(self) -> Sequence[MonthLine]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Fact:
    """One measured value, with what it takes to judge it. `None` is unknown, which is a value of its own."""

    name: str
    value: Decimal | int | None
    unit: Unit
    window_months: int
    source: str
    as_of: date


@dataclass(slots=True)
class _Side:
    """Sales or purchases as series: index 0 is the oldest month, -1 the last complete one."""

    amounts: list[int]
    positive: list[int]
    negative: list[int]
    counts: list[int]
    voids: list[int]
    earlier_half: dict[str, int] = field(default_factory=dict)
    later_half: dict[str, int] = field(default_factory=dict)

    @classmethod
    def empty(cls, months: int) -> "_Side":
        amounts, positive, negative, counts, voids = ([0] * months for _ in range(5))
        return cls(amounts, positive, negative, counts, voids)

    def year(self, series: list[int]) -> int:
        """The sum over the last 12 months."""
        return sum(series[-YEAR:])

    def partners(self) -> list[int]:
        """Net amounts of the last 12 months by partner, the positive ones, largest first."""
        sums = dict(self.earlier_half)
        for partner, amount in self.later_half.items():
            sums[partner] = sums.get(partner, 0) + amount
        return sorted((amount for amount in sums.values() if amount > 0), reverse=True)

    def stable_partners(self) -> int:
        """Positive net amounts of the partners seen in both half years."""
        both = self.earlier_half.keys() & self.later_half.keys()
        return sum(max(self.earlier_half[p] + self.later_half[p], 0) for p in both)


def facts_from_invoices(summary: InvoiceSummaryLike) -> dict[str, Fact]:
    """Every fact of `FACTS`, by name."""
    months = max(summary.months, 2 * YEAR)
    sales, purchases, observed = _series(summary.lines, last=last_complete_month(summary.as_of), months=months)
    values = _values(sales, purchases, observed=observed) if observed else {"months_observed": 0}
    return {
        name: Fact(name, stored(values.get(name)), d.unit, d.window_months, d.source, summary.as_of)
        for name, d in FACTS.items()
    }


def _values(sales: _Side, purchases: _Side, *, observed: int) -> dict[str, Fraction | int | None]:
    return {
        "months_observed": observed,
        **_activity(sales, observed=observed),
        **_turnover(sales, observed=observed),
        **_margins(sales, purchases),
        **_corrections(sales, purchases),
        **_partner_facts(sales, observed=observed, who="buyer"),
        **_partner_facts(purchases, observed=observed, who="supplier"),
    }


def _series(lines: Iterable[MonthLine], *, last: int, months: int) -> tuple[_Side, _Side, int]:
    sales, purchases = _Side.empty(months), _Side.empty(months)
    first, half, oldest = last - months + 1, months - YEAR // 2, months
    for side, month, partner, count, amount, _tax, voids, _reds, red_amount in lines:
        place = month - first
        if not 0 <= place < months:
            continue
        oldest = min(oldest, place)
        of = sales if side == "out" else purchases
        of.amounts[place] += amount
        of.positive[place] += amount - red_amount
        of.negative[place] -= red_amount
        of.counts[place] += count
        of.voids[place] += voids
        if count and place >= months - YEAR:
            sums = of.later_half if place >= half else of.earlier_half
            sums[partner] = sums.get(partner, 0) + amount
    return sales, purchases, months - oldest


def _activity(sales: _Side, *, observed: int) -> dict[str, Fraction | int | None]:
    sold = [amount > 0 for amount in sales.positive]
    window = sold[-min(observed, YEAR) :]
    longest = run = 0
    for had_sales in window:
        run = 0 if had_sales else run + 1
        longest = max(longest, run)
    return {
        "active_months_12m": sum(sold[-YEAR:]),
        "sales_invoices_12m": sales.year(sales.counts),
        "longest_gap_12m": longest,
        "months_since_last_sale": sold[::-1].index(True) if any(sold) else None,
    }


def _turnover(sales: _Side, *, observed: int) -> dict[str, Fraction | int | None]:
    series = sales.amounts[-min(observed, YEAR) :] if observed >= LEAST_MONTHS_OF_A_SERIES else []
    year, quarter = sales.year(sales.amounts), sum(sales.amounts[-3:])
    before = sales.amounts[-2 * YEAR : -YEAR]
    two_years = observed >= 2 * YEAR
    return {
        "turnover_12m": year,
        "turnover_3m": quarter,
        "turnover_growth_12m": bounded(ratio(year - sum(before), sum(before))) if two_years else None,
        "turnover_recent_ratio": bounded(ratio(quarter * len(series), 3 * year)) if series else None,
        "turnover_trend_12m": trend(series),
        "turnover_volatility_12m": volatility(series),
        "seasonality_24m": correlation(sales.amounts[-YEAR:], before) if two_years else None,
    }


def _margins(sales: _Side, purchases: _Side) -> dict[str, Fraction | int | None]:
    sold, bought = sales.year(sales.amounts), purchases.year(purchases.amounts)
    sold_ever, bought_ever = sum(sales.amounts), sum(purchases.amounts)
    return {
        "purchases_12m": bought,
        "gross_margin_12m": bounded(ratio(sold - bought, sold)),
        "gross_margin_36m": bounded(ratio(sold_ever - bought_ever, sold_ever)),
    }


def _corrections(sales: _Side, purchases: _Side) -> dict[str, Fraction | int | None]:
    voids = sales.year(sales.voids)
    return {
        "void_share_12m": ratio(voids, voids + sales.year(sales.counts)),
        "negative_share_12m": bounded(ratio(sales.year(sales.negative), sales.year(sales.positive))),
        "purchase_negative_share_12m": bounded(
            ratio(purchases.year(purchases.negative), purchases.year(purchases.positive))
        ),
    }


def _partner_facts(side: _Side, *, observed: int, who: str) -> dict[str, Fraction | int | None]:
    partners = side.partners()
    whole = sum(partners)
    return {
        f"{who}s_12m": len(partners),
        f"{who}_top1_share_12m": ratio(partners[0], whole) if partners else None,
        f"{who}_hhi_12m": ratio(sum(amount * amount for amount in partners), whole * whole),
        f"{who}_stability_12m": ratio(side.stable_partners(), whole) if observed >= YEAR else None,
    }
