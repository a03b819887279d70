"""A price as a base and named parts that add up to it, kept between a floor and a cap."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from puhui.kernel.texts import Text

BOUND = Text(en="Discounts and surcharges are limited in sum", zh="优惠与加点合计限额")
ROUNDED = Text(en="Rounded in your favour", zh="向有利于借款人的方向取整")
FLOOR = Text(en="Raised to the lowest rate that is possible", zh="调整至最低可行利率")
NAMELESS = Text(en="", zh="")
CAP = Text(en="Kept within the highest rate that is allowed", zh="控制在利率上限以内")


@dataclass(frozen=True, slots=True)
class PricePart:
    """One named part of a rate in points of percent a year; below zero: a discount. `lost_when`: how it is lost."""

    code: str
    name: Text
    points: Decimal
    lost_when: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceBounds:
    """How far parts may move a rate in sum, the step of rates, and the floor and cap, all in percent."""

    most_down: Decimal
    most_up: Decimal
    step: Decimal
    floor: Decimal
    cap: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTerms:
    """What an agreed rate was made of, so that it can be made again without what was lost later.

    `points`: the parts by code, in points; `kept`: those of them that are lost when what they hang on ends. `policy`
    names the file that says so (id@version); a rate rises `notice_days` after the borrower was told, or later.
    """

    base_pct: Decimal
    points: tuple[tuple[str, Decimal], ...]
    kept: tuple[str, ...]
    bounds: PriceBounds
    policy: str
    notice_days: int

    def rate(self, *, lost: Collection[str] = ()) -> Decimal:
        """The rate without the parts that were lost, by the very rule that made it: within floor and cap."""
        left = [PricePart(code, NAMELESS, points) for code, points in self.points if code not in lost]
        return rate_of(self.base_pct, composed(self.base_pct, left, self.bounds))


def rate_after_loss(
    terms: PriceTerms, *, lost: Collection[str], now_pct: Decimal, moved_pct: Decimal, cap_pct: Decimal
) -> Decimal:
    """The rate, in percent, that a loan bears once these parts are lost.

    `now_pct`: what it bears; `moved_pct`: by how much earlier losses have raised it. It never rises above `cap_pct`;
    what comes back lowers it by what its loss had raised, and by no more.
    """
    change = terms.rate(lost=lost) - terms.rate() - moved_pct
    return now_pct + (change if change <= 0 else max(min(change, cap_pct - now_pct), Decimal(0)))


def composed(base: Decimal, parts: Sequence[PricePart], bounds: PriceBounds) -> tuple[PricePart, ...]:
    """The parts that, with the base, add up to the rate: those given, then what the bounds make of them.

    In this order: the sum is limited, the rate is rounded down to the step, then floor and cap hold. A floor above the
    cap has no price: `ValueError`.
    """
    if bounds.floor > bounds.cap:
        raise ValueError("the floor lies above the cap")
    made, rate = list(parts), base
    total = sum((part.points for part in parts), Decimal(0))
    limited = max(-bounds.most_down, min(bounds.most_up, total))
    if limited != total:
        made.append(PricePart("bound", BOUND, limited - total))
    rate += limited
    rounded = (rate / bounds.step).to_integral_value(ROUND_FLOOR) * bounds.step
    if rounded != rate:
        made.append(PricePart("rounding", ROUNDED, rounded - rate))
    if rounded < bounds.floor:
        made.append(PricePart("floor", FLOOR, bounds.floor - rounded))
    elif rounded > bounds.cap:
        made.append(PricePart("cap", CAP, bounds.cap - rounded))
    return tuple(made)


def rate_of(base: Decimal, parts: Sequence[PricePart]) -> Decimal:
    """The rate: the base and all parts."""
    return base + sum((part.points for part in parts), Decimal(0))
