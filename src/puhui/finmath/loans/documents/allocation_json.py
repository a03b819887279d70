"""The allocation of the terms from JSON and back: an order for each state of the loan, and where a surplus goes."""

from collections.abc import Mapping
from typing import Any, Final, get_args

from puhui.finmath.loans.allocation import (
    CIVIL_CODE_561,
    COMPONENTS,
    AllocationPolicy,
    Component,
    PayingOrder,
    Surplus,
    Walk,
)
from puhui.finmath.loans.documents.fields import Fields
from puhui.kernel.errors import InvalidInput

WALKS: Final[tuple[Walk, ...]] = get_args(Walk)
SURPLUSES: Final[tuple[Surplus, ...]] = get_args(Surplus)
STATES: Final = ("normal", "overdue", "non_performing")


def read_allocation(fields: Fields) -> AllocationPolicy:
    """The allocation of a document of terms, or the preset; a state that is not named is as the preset has it."""
    if not fields.has("allocation"):
        return CIVIL_CODE_561
    asked = Fields(fields.peek("allocation"), where=fields.name("allocation"))
    asked.only(("id", "surplus", *STATES))
    orders: dict[str, Any] = {state: _order(asked, state) for state in STATES if asked.has(state)}
    return AllocationPolicy(
        id=asked.text("id", "own"), surplus=asked.choice("surplus", SURPLUSES, CIVIL_CODE_561.surplus), **orders
    )


def allocation_as_json(policy: AllocationPolicy) -> Mapping[str, Any]:
    """The allocation in the form it is read in."""
    orders: Mapping[str, PayingOrder] = {state: getattr(policy, state) for state in STATES}
    told = {state: {"order": list(order.order), "walk": order.walk} for state, order in orders.items()}
    return {"id": policy.id, "surplus": policy.surplus, **told}


def _order(asked: Fields, state: str) -> PayingOrder:
    item = Fields(asked.peek(state), where=asked.name(state))
    item.only(("order", "walk"))
    names = item.peek("order")
    if not isinstance(names, list) or sorted(map(str, names)) != sorted(COMPONENTS):
        raise InvalidInput(item.name("order"), f"names each of {', '.join(COMPONENTS)} once")
    order: tuple[Component, ...] = tuple(names)
    return PayingOrder(order=order, walk=item.choice("walk", WALKS, "charges_first"))
