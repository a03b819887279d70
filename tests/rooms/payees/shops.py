"""A shop, a hospital or a dealer that two people have let in, for tests."""

from typing import Any
from uuid import UUID

from tests.rooms.origination.firm_at_the_door import Door, staff

from puhui.flows.pay_payee.checkout import BasketOpened, open_basket
from puhui.flows.pay_payee.register import decide_payee, propose_payee
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.payees.facade import BasketItem

CLERK, OFFICER = staff(Role.OPERATIONS, name="Clerk"), staff(Role.COMPLIANCE, name="Officer")
ITEMS = (BasketItem("洗衣机", 219_900), BasketItem("安装", 9_990))


def by(actor: Actor, door: Door) -> Call:
    """A call of somebody at the hour of the door."""
    return Call(actor, f"payees/{new_id()}", door.at, "rest_api")


def let_in(firm: Door, *, kind: str = "merchant", baskets: bool = True, days: int = 15, interest: int = 0) -> UUID:
    """The firm behind the door becomes a payee: proposed by one, let in by another."""
    made = propose_payee(
        by(CLERK, firm),
        party_id=firm.firm_id,
        kind=kind,
        reason="Licence and account checked",
        may_open_baskets=baskets,
        returns_within_days=days,
        pays_interest_pct=interest,
    )
    return decide_payee(by(OFFICER, firm), payee_id=made.payee_id, agree=True).payee_id


def basket_of(shop: Door, **changes: Any) -> BasketOpened:
    """The shop's program opens a basket."""
    asked: dict[str, Any] = {
        "payee_id": shop.firm_id,
        "reference": "ORDER-1",
        "amount": Money(229_890),
        "items": ITEMS,
        "return_url": "https://shop.example/back",
    }
    return open_basket(by(shop.actor, shop), **{**asked, **changes})
