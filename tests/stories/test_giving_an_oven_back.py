"""An oven goes back before the end at the published price; its supplier makes a part of the residual good."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.interfaces.api.conftest import token
from tests.interfaces.workbench.institution import footprint
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY
from tests.rooms.payees.shops import by
from tests.stories.test_a_leased_oven import CLERK, at_the_door, delivered, leased

from puhui.flows.lease_equipment.early_return import agree_guarantee, early_return
from puhui.flows.lease_equipment.end import sell_equipment, take_equipment_back
from puhui.foundation.casework.models import Case
from puhui.kernel.actors import Role
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.products.leasing.facade import NoReturnPrice, lease
from puhui.products.leasing.models import LeasedThing

pytestmark = pytest.mark.django_db


def test_an_oven_given_back_at_the_published_price_binds_the_lender() -> None:
    world = World(start=TODAY)
    baker, dealer = at_the_door(world)
    lease_id, _ = leased(world, baker, dealer)
    dealer.at = baker.at
    agreed = agree_guarantee(dealer.call(), lease_id=lease_id)
    assert agreed.lease_id == lease_id
    assert str(lease(baker.actor, lease_id).line.guaranteed) == "8000.00"  # half of the residual of 16,000
    delivered(world, baker, lease_id)
    today = early_return(baker.actor, lease_id)
    assert (str(today.first_worth), str(today.worth)) == ("140000.00", "140000.00")  # 70 % of 200,000, new
    assert (today.pay_off.minor - today.worth.minor, today.to_lessee.minor) == (today.to_pay.minor, 0)
    assert str(today.to_pay) == "20000.00"
    before = footprint()
    with pytest.raises(NoReturnPrice) as refused:
        take_equipment_back(by(CLERK, baker), lease_id=lease_id, note="too early", by_agreement=True)
    assert ("2027年5月23日" in refused.value.message.zh, footprint()) == (True, before)

    LeasedThing.objects.filter(id=lease_id).update(accepted_on=TODAY - timedelta(days=200))  # half a year later
    price = early_return(baker.actor, lease_id)
    assert (price.months, str(price.worth)) == (6, "78000.00")  # half way from 140,000 to the residual
    take_equipment_back(by(CLERK, baker), lease_id=lease_id, note="the shop closes", by_agreement=True)
    assert lease(baker.actor, lease_id).events[-1].amount == price.to_pay
    sell_equipment(by(CLERK, baker), lease_id=lease_id, amount=Money.parse("10000.00"), note="sold by a dealer")
    case = Case.objects.get(kind="lease", subject=f"{lease_id}/proceeds")
    assert "ask the supplier for 6000.00" in case.reason  # 16,000 less 10,000, within the 8,000 guaranteed
    assert f"ask the lessee for {price.to_pay} at the most" in case.reason
    assert [e.step for e in lease(baker.actor, lease_id).events][-3:] == ["return", "sell", "call"]


def test_what_of_a_guarantee_or_a_return_is_refused_changes_nothing() -> None:
    world = World(start=TODAY)
    baker, dealer = at_the_door(world)
    lease_id, _ = leased(world, baker, dealer)
    dealer.at = baker.at

    def refused(act: Callable[[], object]) -> str:
        before = footprint()
        with pytest.raises(Refusal) as found:
            act()
        assert footprint() == before
        return found.value.code

    lessee, clerk = baker.call(), by(CLERK, baker)
    assert refused(lambda: agree_guarantee(lessee, lease_id=lease_id)) == "not_found"  # nobody binds another
    assert refused(lambda: agree_guarantee(clerk, lease_id=lease_id, evidence=" ")) == "invalid_input"
    assert refused(lambda: early_return(baker.actor, lease_id)) == "no_return_price"  # nothing is delivered yet
    agree_guarantee(clerk, lease_id=lease_id, evidence="signed form, file 12")
    again = dealer.call()
    assert refused(lambda: agree_guarantee(again, lease_id=lease_id)) == "lease_step"


def test_a_lease_is_asked_for_by_a_program_in_one_act() -> None:
    world = World(start=TODAY)
    baker, dealer = at_the_door(world)
    program = token("rm", Role.RELATIONSHIP_MANAGER)
    body = {
        "firm_id": str(baker.firm_id), "payee_id": str(dealer.firm_id), "term_months": 12, "purpose": "kitchen_shop",
        "kind": "烤箱", "maker": "恒联", "model": "HL-3", "serial": "HL-77",
        "price": {"amount": "200000.00", "currency": "CNY"},
    }  # fmt: skip
    wrong = program.post("/leases/applications", {**body, "product_code": "working-capital"})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "not_a_lease")
    assert not LeasedThing.objects.exists()
    made = program.post("/leases/applications", body)
    assert made.status_code == 201, made.content
    thing = LeasedThing.objects.get()
    assert (str(thing.application_id), thing.financed_minor) == (made.json()["application_id"], 160_000_00)
    told = program.get(f"/leases/{thing.id}/early-return")
    assert (told.status_code, told.json()["code"]) == (409, "no_return_price")
    assert world.made == 0
