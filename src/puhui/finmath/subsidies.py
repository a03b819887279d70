"""A part of the interest that the state pays: every due split exactly between state and borrower, within a cap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from puhui.finmath.cents import split_by_weights
from puhui.kernel.texts import Text

_GRAIN = 10**8  # rates have at most eight decimals, so that weights are whole numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestShare:
    """The state's share of interest as `state_weight` of `whole_weight`, up to a sum and a day."""

    state_weight: int
    whole_weight: int
    most_minor: int
    until: date

    def __post_init__(self) -> None:
        if not 0 <= self.state_weight <= self.whole_weight or self.whole_weight <= 0 or self.most_minor < 0:
            raise ValueError("0 <= state_weight <= whole_weight, whole_weight above zero, most_minor not below zero")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidyQuote:
    """What a cost sheet says of a subsidy: whose, what share, and on what it hangs. `is_net`: paid into each due.

    `giver`: "state", or "shop" for interest that a shop pays for its customers.
    """

    scheme: str
    version: int
    name: Text
    condition: Text
    is_net: bool
    share: InterestShare
    giver: str = "state"


@dataclass(frozen=True, slots=True)
class DueSplit:
    """One due's interest: what the state pays and what the borrower pays."""

    state_minor: int
    borrower_minor: int


def weights_of(state_pct: Decimal, rate_pct: Decimal, *, subsidised_share: Decimal = Decimal(1)) -> tuple[int, int]:
    """The weights of `state_pct` points out of a rate, on a share of the principal; never more than all of it."""
    if rate_pct <= 0:
        return 0, 1
    part = max(Decimal(0), min(state_pct, rate_pct)) * min(max(subsidised_share, Decimal(0)), Decimal(1))
    return int(part * _GRAIN), int(rate_pct * _GRAIN)


def split_due(interest_minor: int, share: InterestShare, *, on: date, used_minor: int) -> DueSplit:
    """The due's interest in two parts that add up to it, by largest remainder; the state within what is left to it."""
    if interest_minor <= 0 or on > share.until:
        return DueSplit(0, max(interest_minor, 0))
    rest = share.whole_weight - share.state_weight
    state, _ = split_by_weights(interest_minor, [share.state_weight, rest])
    state = min(state, max(0, share.most_minor - used_minor))
    return DueSplit(state, interest_minor - state)


def split_run(dues: Sequence[tuple[date, int]], share: InterestShare) -> list[DueSplit]:
    """Every due of a run that goes to plan, in order."""
    used, found = 0, []
    for on, interest in dues:
        found.append(split_due(interest, share, on=on, used_minor=used))
        used += found[-1].state_minor
    return found
