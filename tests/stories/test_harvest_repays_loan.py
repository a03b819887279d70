"""A farmer's purchase contract: the cooperative confirms it and pays through us; the loan comes first."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from tests.interfaces.api.conftest import token
from tests.interfaces.workbench.institution import footprint
from tests.rooms.lending.lender import proven
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY, Door, firm_at_the_door
from tests.rooms.origination.person_at_the_door import person_at_the_door

from puhui.flows.trade.repay_by_order import repay_by_order, repayable_loans
from puhui.flows.trade.take_order import answer_order, take_order
from puhui.foundation.access.facade import user_by_id
from puhui.foundation.notices.facade import notices_of
from puhui.foundation.payments.models import PaymentOrder
from puhui.kernel.actors import Role
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.products.lending.facade import LoanState, loan
from puhui.products.orders.facade import NewOrder, OrderState, order, orders_faults, pay_order

pytestmark = pytest.mark.django_db
PRODUCE = ("produce-contract", 2)


class Harvest:
    """A farmer with a season's loan, and a cooperative that has contracted to buy the fruit."""

    def __init__(self) -> None:
        self.world = World(start=TODAY)
        self.farmer, self.buyer = person_at_the_door(), firm_at_the_door(consent=False, invoices="")
        self.loan_id = self.lent(PRODUCE)

    def lent(self, product: tuple[str, int], who: UUID | None = None) -> UUID:
        terms: dict[str, Any] = {"method": "bullet", "n": 6, "principal_minor": 30_000_00, "disbursement_date": TODAY}
        return self.world.borrowed(who or self.farmer.firm_id, product=product, **terms)

    def at(self, door: Door) -> Any:
        door.at = self.world.clock.now()
        return door.call()

    def contracted(
        self, number: str = "GG-1", *, pay_by: date = TODAY + timedelta(days=60), agree: bool = True
    ) -> UUID:
        """The farmer tells the contract, and the buyer confirms it."""
        told = NewOrder(
            seller_id=self.farmer.firm_id,
            buyer_id=self.buyer.firm_id,
            number=number,
            amount=Money(48_000_00 + 1000_00 * int(number[3:]) - 1000_00),
            ordered_on=TODAY,
            deliver_by=TODAY + timedelta(days=30),
            pay_by=pay_by,
        )
        made = take_order(self.at(self.farmer), told=told)
        if agree:
            answer_order(self.at(self.buyer), order_id=made.order_id, agree=True)
        return made.order_id


def test_the_buyer_pays_the_loan_first_and_the_farmer_gets_the_rest() -> None:
    scene = Harvest()
    order_id = scene.contracted()
    assert [line.id for line in repayable_loans(scene.farmer.actor, seller_id=scene.farmer.firm_id)] == [scene.loan_id]
    repay_by_order(scene.at(scene.farmer), order_id=order_id, loan_id=scene.loan_id)
    assert order(scene.farmer.actor, order_id).state == OrderState.FINANCED
    assert "order_repays_loan" in [one.kind for one in notices_of(scene.buyer.actor, most=20)]
    scene.world.close_until(TODAY + timedelta(days=3))
    pay_order(scene.at(scene.buyer), order_id=order_id)
    scene.world.work()
    ended = loan(scene.farmer.actor, scene.loan_id)
    told = order(scene.farmer.actor, order_id)
    assert (ended.state, told.state) == (LoanState.CLOSED, OrderState.CLOSED)
    assert told.to_loan.minor > 30_000_00  # principal, and the interest of three days
    assert told.to_loan.minor + told.to_seller.minor == 48_000_00
    paid = PaymentOrder.objects.get(purpose="order_surplus")
    assert (paid.party_id, paid.amount_minor) == (scene.farmer.firm_id, told.to_seller.minor)
    assert orders_faults() == []
    assert proven()


def test_what_does_not_fit_is_refused_and_nothing_changes() -> None:
    scene = Harvest()
    good, late = scene.contracted(), scene.contracted("GG-2", pay_by=TODAY + timedelta(days=200))
    unconfirmed = scene.contracted("GG-3", agree=False)
    other_kind = scene.lent(("working-capital", 1))
    of_another = scene.lent(PRODUCE, scene.buyer.firm_id)
    first_version = scene.lent(("produce-contract", 1))
    cases = [
        (good, other_kind, scene.farmer, "not_repaid_by_orders"),
        (good, first_version, scene.farmer, "not_repaid_by_orders"),
        (good, of_another, scene.farmer, "not_found"),
        (good, scene.loan_id, scene.buyer, "not_found"),
        (late, scene.loan_id, scene.farmer, "order_too_late"),
        (unconfirmed, scene.loan_id, scene.farmer, "order_not_in_state"),
    ]
    for order_id, loan_id, who, code in cases:
        call, before = scene.at(who), footprint()
        with pytest.raises(Refusal) as refused:
            repay_by_order(call, order_id=order_id, loan_id=loan_id)
        assert (refused.value.code, footprint()) == (code, before)
        assert refused.value.message.zh
    repay_by_order(scene.at(scene.farmer), order_id=good, loan_id=scene.loan_id)
    second = scene.contracted("GG-4")
    call, before = scene.at(scene.farmer), footprint()
    with pytest.raises(Refusal) as refused:
        repay_by_order(call, order_id=second, loan_id=scene.loan_id)
    assert (refused.value.code, footprint()) == ("order_pays_already", before)


def test_by_page_and_by_program(client: Client) -> None:
    scene = Harvest()
    order_id = scene.contracted()
    user = user_by_id(scene.farmer.actor.id)
    assert user is not None
    client.force_login(user)
    assert f"/firms/{scene.farmer.firm_id}/orders/new/" in client.get(f"/loans/{scene.loan_id}/").content.decode()
    page = client.get(f"/orders/{order_id}/").content.decode()
    assert f"/orders/{order_id}/repays/" in page
    nothing = client.post(f"/orders/{order_id}/repays/", {"key": "k1"})
    assert nothing.status_code == 422
    program = token("op", Role.OPERATIONS)
    missing = program.post(f"/orders/{order_id}/repays", {})
    assert (missing.status_code, missing.json()["code"]) == (422, "invalid_input")
    done = client.post(f"/orders/{order_id}/repays/", {"key": "k2", "loan_id": str(scene.loan_id)})
    assert done.status_code == 303
    assert order(scene.farmer.actor, order_id).loan_id == scene.loan_id
    again = program.post(f"/orders/{order_id}/repays", {"loan_id": str(scene.loan_id)})
    assert again.status_code == 409
