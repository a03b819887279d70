"""What is true of prices: which parts apply, and between which bounds a rate is kept."""

from collections.abc import Iterable
from decimal import Decimal

UNBOUNDED = Decimal(1000)


def floor_of(*, product_lowest: Decimal, cost_parts: Iterable[Decimal | None], is_subsidised: bool) -> Decimal:
    """The lowest rate: the product's, and what the money and the risk cost; a subsidised loan may go below its cost."""
    cost = sum((part for part in cost_parts if part is not None), Decimal(0))
    return product_lowest if is_subsidised else max(product_lowest, cost)


def cap_of(*, product_highest: Decimal, local: Decimal | None) -> Decimal:
    """The highest rate: the product's, and that of the place where it is lower."""
    return min(product_highest, UNBOUNDED if local is None else local)
