"""How much a guarantor can answer for, and how much a share of a debt comes to."""

from collections.abc import Collection, Mapping
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from puhui.products.collateral.guarantee_contracts import Means

Edges = Mapping[UUID, Collection[UUID]]


def capacity_minor(
    means: Means, *, assets_pct: int, income_years: int, owed_here_minor: int, guaranteed_minor: int
) -> int:
    """What a guarantor can still answer for, in minor units: never below nothing.

    A part of what they own and some years of what they earn, less what they owe anywhere and what they guarantee.
    """
    carries = means.assets_minor * assets_pct // 100 + means.income_minor * income_years
    return max(carries - means.debts_minor - owed_here_minor - guaranteed_minor, 0)


def guaranteed_part(owed_minor: int, *, share_pct: Decimal, most_minor: int) -> int:
    """The share of a debt that is answered for, half up to the minor unit, and never more than the most."""
    share = int((owed_minor * share_pct / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return min(share, most_minor)


def answers_for(start: UUID, target: UUID, *, edges: Edges, depth: int) -> bool:
    """True when `start` answers for `target`, directly or through at most `depth` guarantees, one after another.

    `edges`: for each party those whose debts they guarantee.
    """
    reached, now = {start}, {start}
    for _ in range(depth):
        now = {borrower for party in now for borrower in edges.get(party, ())} - reached
        if target in now:
            return True
        reached |= now
    return False
