"""The order in which money meets what is due, as a file says it."""

from pydantic import model_validator

from puhui.finmath.loans.allocation import COMPONENTS, AllocationPolicy, Component, PayingOrder, Surplus, Walk
from puhui.foundation.catalogue.schema.base import Data, Dated


class OrderOfPayment(Data):
    """All components in the order in which money meets them, and how they are walked."""

    order: tuple[Component, ...]
    walk: Walk

    @model_validator(mode="after")
    def _complete(self) -> "OrderOfPayment":
        if sorted(self.order) != sorted(COMPONENTS):
            raise ValueError(f"order names each of {', '.join(COMPONENTS)} once")
        return self

    @property
    def as_terms(self) -> PayingOrder:
        """As the loan engine takes it."""
        return PayingOrder(order=self.order, walk=self.walk)


class AllocationFile(Dated):
    """The order of payment for each state of a loan, and where a surplus goes."""

    surplus: Surplus
    normal: OrderOfPayment
    overdue: OrderOfPayment
    non_performing: OrderOfPayment

    @property
    def as_terms(self) -> AllocationPolicy:
        """As the terms of a loan carry it."""
        return AllocationPolicy(
            id=self.id,
            surplus=self.surplus,
            normal=self.normal.as_terms,
            overdue=self.overdue.as_terms,
            non_performing=self.non_performing.as_terms,
        )
