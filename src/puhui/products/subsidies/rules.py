"""What is true of subsidies: which share the state pays, who is entitled, and how a line is parted among payers."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Protocol

from puhui.finmath.cents import split_by_weights
from puhui.finmath.subsidies import InterestShare, weights_of
from puhui.kernel.dates import add_months


class Terms(Protocol):
    """What the rules ask of a scheme."""

    @property
    def basis(self) -> str: ...  # noqa: D102
    @property
    def share_pct(self) -> Decimal: ...  # noqa: D102
    @property
    def points(self) -> Decimal: ...  # noqa: D102
    @property
    def above_lpr_points(self) -> Decimal: ...  # noqa: D102
    @property
    def most_months(self) -> int: ...  # noqa: D102


def state_points(scheme: Terms, *, rate_pct: Decimal, lpr_pct: Decimal) -> Decimal:
    """How many points of the rate the state pays."""
    if scheme.basis == "share":
        return rate_pct * scheme.share_pct / 100
    if scheme.basis == "points":
        return min(scheme.points, rate_pct)
    return max(Decimal(0), rate_pct - max(Decimal(0), lpr_pct + scheme.above_lpr_points))


def interest_share(
    scheme: Terms,
    *,
    rate_pct: Decimal,
    lpr_pct: Decimal,
    principal_minor: int,
    principal_most_minor: int,
    most_minor: int,
    from_on: date,
) -> InterestShare:
    """The state's share of a loan's interest; of a loan above the most, on the principal that is within it."""
    within = min(Decimal(1), Decimal(principal_most_minor) / principal_minor)
    points = state_points(scheme, rate_pct=rate_pct, lpr_pct=lpr_pct)
    state, whole = weights_of(points, rate_pct, subsidised_share=within)
    return InterestShare(
        state_weight=state,
        whole_weight=whole,
        most_minor=most_minor,
        until=add_months(from_on, scheme.most_months),
    )


def payer_parts(state_minor: int, payers: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The state's part by who pays it: parts that add up to it, those of nothing left out."""
    listed = list(payers)
    parts = split_by_weights(state_minor, [weight for _, weight in listed])
    return {code: part for (code, _), part in zip(listed, parts, strict=True) if part}
