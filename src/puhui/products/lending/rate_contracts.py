"""What crosses the wall about rates that follow a benchmark."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from puhui.finmath.loans.repricing import RepricingRule
from puhui.finmath.pricing import PriceTerms
from puhui.kernel.texts import Text

_WHEN: Final = {
    "anniversary": Text(en="set anew each year on the day of payout", zh="每年放款日对应日重定价"),
    "new_year": Text(en="set anew each 1 January", zh="每年1月1日重定价"),
    "months": Text(en="set anew every {months} months", zh="每 {months} 个月重定价"),
}
Quotes = tuple[tuple[date, Decimal], ...]
"""A benchmark's history: from which day on, how many percent; in the order of days."""
Benchmarks = Mapping[str, Quotes]
"""Histories by name, such as "cn/1Y"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateBasis:
    """What a loan's rate follows, as its contract says: benchmark plus basis points, between two bounds in percent."""

    benchmark: str
    spread_bps: Decimal
    reprice: RepricingRule
    lowest_pct: Decimal
    highest_pct: Decimal

    @property
    def text(self) -> Text:
        """The rule in words."""
        points = format((self.spread_bps / 100).normalize(), "+f")
        name = f"LPR {self.benchmark.rpartition('/')[2]}"
        when = _WHEN["months" if isinstance(self.reprice, int) else self.reprice].filled(months=self.reprice)
        return Text(en=f"{name} {points} percentage points, {when.en}", zh=f"{name} {points} 个百分点，{when.zh}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repriced:
    """A loan whose rate is another one from a day on, because its benchmark is. Percent a year."""

    loan_id: UUID
    borrower_id: UUID
    bucket: int
    on: date
    annual_rate_pct: Decimal
    benchmark_pct: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanPriceView:
    """What the rate of a loan was made of, which discounts are lost, and when the rate follows (None: it does).

    `spared`: whose condition fails, and which stay granted since their loss was undone.
    """

    loan_id: UUID
    borrower_id: UUID
    bucket: int
    terms: PriceTerms
    lost: tuple[str, ...]
    spared: tuple[str, ...]
    applies_on: date | None
    looked_on: date | None
