"""In which order money meets what is owed: policy data, one order for each state that a loan can be in."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

Component = Literal["fees", "penalty", "compound", "interest", "principal"]
Walk = Literal["charges_first", "by_instalment", "by_component"]
Surplus = Literal["next_dues", "lower_instalment", "shorten_term", "hold"]
COMPONENTS: Final[tuple[Component, ...]] = ("principal", "interest", "fees", "penalty", "compound")
"""The components by their number: the place in an amount by component."""
CHARGES: Final = frozenset({"fees", "penalty", "compound"})
NON_PERFORMING_DAYS: Final = 90
"""From so many days past due on a loan is paid in the order for `non_performing`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayingOrder:
    """An order of all components, and how they are walked.

    `by_instalment`: the oldest instalment first, all its components. `by_component`: one component over all instalments
    before the next one. `charges_first`: fees, default interest and compound interest each over all instalments, then
    interest and principal instalment by instalment. Default and compound interest belong to no instalment: by
    instalment, they are met with the oldest.
    """

    order: tuple[Component, ...]
    walk: Walk

    @property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Numbers of components: each group is walked over all instalments before the next one begins."""
        return _groups(self.order, self.walk)


@lru_cache(maxsize=256)
def _groups(order: tuple[Component, ...], walk: Walk) -> tuple[tuple[int, ...], ...]:
    numbers = [COMPONENTS.index(name) for name in order]
    if walk == "by_instalment":
        return (tuple(numbers),)
    if walk == "by_component":
        return tuple((number,) for number in numbers)
    charges = tuple((COMPONENTS.index(name),) for name in order if name in CHARGES)
    return (*charges, tuple(COMPONENTS.index(name) for name in order if name not in CHARGES))


CIVIL_CODE_ORDER: Final = PayingOrder(
    order=("fees", "penalty", "compound", "interest", "principal"), walk="charges_first"
)
"""Costs, interest, debt: article 561 of the Civil Code of China."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationPolicy:
    """The orders of a product, by the state of the loan at the start of the day on which money comes in.

    `overdue`: something that fell due before that day is unpaid. `non_performing`: for 90 days or more. `surplus` is
    where money beyond the dues goes when the payer says nothing else.
    """

    id: str = "civil-code-561"
    normal: PayingOrder = CIVIL_CODE_ORDER
    overdue: PayingOrder = CIVIL_CODE_ORDER
    non_performing: PayingOrder = CIVIL_CODE_ORDER
    surplus: Surplus = "next_dues"

    def order_at(self, days_past_due: int) -> PayingOrder:
        """The order for a loan that is so many days past due."""
        if days_past_due >= NON_PERFORMING_DAYS:
            return self.non_performing
        return self.overdue if days_past_due > 0 else self.normal


CIVIL_CODE_561: Final = AllocationPolicy()
WAIVING_GROUPS: Final = ((2,), (3,), (4,), (1,))
"""What a waiver gives up first: fees, default interest, compound interest, interest; never principal."""
