"""Chooses price and limit of every firm: the largest expected margin that the budget buys.

A loan of one yuan for a year at rate r, interest paid monthly and principal at the end, to a firm with default
probability p, is expected to bring

    m(r) = (1 - p) r + p (r x 5.5/12 - LGD)

since a firm that fails does so in any month alike and has paid 5.5 of 12 months' interest on average. A share c(r) of
customers leaves at the rate. The budget is shared by its shadow price s (a Lagrange multiplier): each firm gets the
rate that maximises (1 - c(r)) (m(r) - s), and a firm for which no rate brings more than nothing gets no offer; s is the
least price at which the expected payout fits the budget (bisection). Margins grow with the amount, so the amount is
the largest that the firm's limit allows. This is the fractional knapsack: firms in falling order of value per yuan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from puhui.kernel.errors import InvalidInput
from puhui.risk.modelling.facade import read_table

PAID_BEFORE_DEFAULT = 5.5 / 12
LOWEST_RATE, HIGHEST_RATE = 0.04, 0.15
RATINGS = ("A", "B", "C")
NO_RATING = "D"


@dataclass(frozen=True, slots=True)
class ChurnTable:
    """The share of customers that leave, by rating, at each yearly rate."""

    rates: tuple[float, ...]
    shares: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A firm that may get an offer, as the plan sees it."""

    firm_id: str
    score: int
    pd: float
    rating: str
    limit_minor: int


@dataclass(frozen=True, slots=True)
class Choice:
    """The price chosen for a firm: its rate, how likely it stays, and what a yuan lent to it is expected to bring."""

    firm_id: str
    score: int
    rate: float
    stays: float
    margin: float
    limit_minor: int


def read_churn(path: Path) -> ChurnTable:
    """annual_rate, churn_A, churn_B, churn_C: shares between 0 and 1, rates between 4 % and 15 %."""
    table = read_table(path)
    for name in ("annual_rate", *(f"churn_{r}" for r in RATINGS)):
        if name not in table.column_names:
            raise InvalidInput("churn", f"the column {name} is missing")
    rows = [row for row in table.to_pylist() if LOWEST_RATE <= row["annual_rate"] <= HIGHEST_RATE]
    shares = {rating: tuple(float(row[f"churn_{rating}"]) for row in rows) for rating in RATINGS}
    if not rows or any(not 0 <= share <= 1 for column in shares.values() for share in column):
        raise InvalidInput("churn", "rates from 0.04 to 0.15 with shares from 0 to 1 are needed")
    return ChurnTable(tuple(float(row["annual_rate"]) for row in rows), shares)


def margin_of(rate: float, *, pd: float, lgd: float) -> float:
    """What a yuan lent at the rate is expected to bring within the year."""
    return (1 - pd) * rate + pd * (rate * PAID_BEFORE_DEFAULT - lgd)


def choose(
    candidates: Sequence[Candidate], *, churn: ChurnTable, budget_minor: int, lgd: float
) -> tuple[list[Choice], float]:
    """The offers to make, the most valuable first, and the shadow price of the budget."""
    low, high = 0.0, HIGHEST_RATE
    if _expected_payout(_chosen(candidates, churn, 0.0, lgd)) > budget_minor:
        for _ in range(40):
            middle = (low + high) / 2
            too_much = _expected_payout(_chosen(candidates, churn, middle, lgd)) > budget_minor
            low, high = (middle, high) if too_much else (low, middle)
        shadow = high
    else:
        shadow = 0.0
    chosen = _chosen(candidates, churn, shadow, lgd)
    return sorted(chosen, key=lambda c: (-c.margin, c.firm_id)), shadow


def best_rate(*, pd: float, rating: str, churn: ChurnTable, shadow: float, lgd: float) -> tuple[float, float] | None:
    """The rate with the largest expected value over the shadow price, and the share that stays; None when none pays."""
    if rating not in churn.shares:
        return None
    options = zip(churn.rates, churn.shares[rating], strict=True)
    value, rate, stays = max(
        ((1 - leaves) * (margin_of(rate, pd=pd, lgd=lgd) - shadow), rate, 1 - leaves) for rate, leaves in options
    )
    return (rate, stays) if value > 0 else None


def rating_cuts(rated: Sequence[tuple[int, str]]) -> dict[str, int]:
    """The least score of A, B and C, so that the scores of the rated firms give each rating as often as the staff did.

    The rating is no feature of the score; it is only what the churn table is told by.
    """
    scores = sorted((score for score, _ in rated), reverse=True)
    cuts, above = {}, 0
    for rating in RATINGS:
        above += sum(1 for _, given in rated if given == rating)
        cuts[rating] = scores[min(above, len(scores)) - 1] if above else 10**6
    return cuts


def rating_of(score: int, *, cuts: Mapping[str, int]) -> str:
    """The rating that the score stands for; D is not lent to."""
    return next((rating for rating in RATINGS if score >= cuts[rating]), NO_RATING)


def limit_of(turnover_minor: int | Decimal | None, *, share_pct: int, most_minor: int, step_minor: int) -> int:
    """The share of a year's turnover, at most the firm limit, in whole steps."""
    if turnover_minor is None or turnover_minor <= 0:
        return 0
    return int(min(Decimal(most_minor), Decimal(turnover_minor) * share_pct / 100)) // step_minor * step_minor


def _chosen(candidates: Sequence[Candidate], churn: ChurnTable, shadow: float, lgd: float) -> list[Choice]:
    found = []
    for c in candidates:
        best = best_rate(pd=c.pd, rating=c.rating, churn=churn, shadow=shadow, lgd=lgd)
        if best and c.limit_minor:
            rate, stays = best
            found.append(Choice(c.firm_id, c.score, rate, stays, margin_of(rate, pd=c.pd, lgd=lgd), c.limit_minor))
    return found


def _expected_payout(chosen: Sequence[Choice]) -> float:
    return sum(choice.stays * choice.limit_minor for choice in chosen)
