"""A bakery leases an oven: chosen, signed, delivered, paid for, used, and the bakery's own at the end. As a banker
would tell it; then some that end otherwise."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from tests.interfaces.api.conftest import token
from tests.interfaces.workbench.institution import footprint
from tests.rooms.lending.lender import proven
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY, Door, firm_at_the_door, staff
from tests.rooms.payees.shops import by, let_in

from puhui.flows.lease_equipment.accept_delivery import accept_delivery
from puhui.flows.lease_equipment.choose import choose_equipment
from puhui.flows.lease_equipment.early_return import agree_guarantee, early_return
from puhui.flows.lease_equipment.end import sell_equipment, take_equipment_back
from puhui.flows.lease_equipment.use import record_reading
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.flows.receive_repayment import repay_loan
from puhui.foundation.casework.models import Case
from puhui.foundation.payments.models import PaymentOrder
from puhui.kernel.actors import Role
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.products.leasing.facade import LeaseState, MeterRunsBack, NewEquipment, NoEquipment, NoReturnPrice, lease
from puhui.products.leasing.models import LeasedThing
from puhui.products.lending.facade import LoanState, loan
from puhui.products.origination.facade import contract_text, offers_of

pytestmark = pytest.mark.django_db
CLERK = staff(Role.OPERATIONS, name="Clerk")
OVEN = NewEquipment(kind="烤箱", maker="恒联", model="HL-3", serial="HL-2026 00817", price=Money.parse("200000.00"))


def leased(world: World, baker: Door, dealer: Door) -> tuple[UUID, UUID]:
    """The bakery applies, chooses, signs: the lease and its loan, nothing delivered or paid."""
    baker.at = world.clock.now()
    application_id = baker.apply(
        product_code="equipment-lease",
        amount=Money.parse("160000.00"),
        purpose="kitchen_shop",
        payee_id=dealer.firm_id,
    )
    with pytest.raises(NoEquipment):
        submit_application(baker.call(), application_id=application_id)
    lease_id = choose_equipment(baker.call(), application_id=application_id, new=OVEN).lease_id
    decided = submit_application(baker.call(), application_id=application_id)
    assert decided.outcome == "approve"
    offer = next(o for o in offers_of(baker.actor, application_id) if o.term_months == 12)
    assert offer.sheet["residual_note"]["en"].startswith("The last instalment includes 16000.00 CNY")
    contract_id = baker.accept(offer.id)
    text = contract_text(baker.actor, contract_id)
    assert "融资租赁合同" in text
    assert "HL-2026 00817" in text
    assert "固定资产" not in text  # a loan may not buy fixed assets; a lease is about one
    request_signing_code(baker.call(), contract_id=contract_id)
    loan_id = sign_contract(baker.call(), contract_id=contract_id, code=baker.last_code()).loan_id
    assert loan_id is not None
    return lease_id, loan_id


def delivered(world: World, baker: Door, lease_id: UUID) -> None:
    accept_delivery(baker.call(), lease_id=lease_id, serial="hl2026-00817")
    world.clock.instant = baker.at + timedelta(minutes=1)
    world.work()


def at_the_door(world: World) -> tuple[Door, Door]:
    baker, dealer = firm_at_the_door(), firm_at_the_door()
    baker.at = dealer.at = world.clock.now()
    let_in(dealer, kind="supplier", baskets=False)
    return baker, dealer


def test_an_oven_is_leased_used_and_the_bakerys_own_at_the_end() -> None:
    world = World(start=TODAY)
    baker, dealer = at_the_door(world)
    lease_id, loan_id = leased(world, baker, dealer)
    assert not PaymentOrder.objects.exists()  # signed, and no money before delivery
    assert Case.objects.filter(kind="lease", subject=f"{lease_id}/delivery").exists()
    delivered(world, baker, lease_id)
    paid = PaymentOrder.objects.get()
    assert (paid.party_id, paid.amount_minor) == (dealer.firm_id, 16_000_000)
    seen = lease(baker.actor, lease_id)
    assert (seen.line.state, str(seen.line.down_payment)) == (LeaseState.IN_USE, "40000.00")

    def read(hours: str) -> Any:
        return record_reading(
            baker.call(), lease_id=lease_id, meter="hours", value=Decimal(hours), read_at=baker.at, source="panel"
        )

    baker.wait(3600)
    read("12.5")
    baker.wait(3600)
    with pytest.raises(MeterRunsBack):
        read("12.4")
    read("90")
    assert [str(meter.value) for meter in lease(baker.actor, lease_id).meters] == ["90.000"]

    rents = loan(baker.actor, loan_id).instalments
    assert rents[-1].principal > rents[-2].principal + 1_500_000  # the residual is in the last rent
    assert len({rent.total for rent in rents[:-1]}) == 1
    for rent in rents[:2]:
        world.close_until(rent.due_date + timedelta(days=1))
        world.work()
    baker.at = world.clock.now()
    repay_loan(baker.call(), loan_id=loan_id, pay_off=True)
    world.work()
    assert loan(baker.actor, loan_id).state is LoanState.CLOSED
    done = lease(baker.actor, lease_id)
    assert done.line.state is LeaseState.BOUGHT
    assert [event.step for event in done.events] == ["choose", "accept", "pay_out", "buy"]
    assert proven()


def test_an_oven_that_is_taken_back_is_sold_and_what_is_above_the_debt_is_the_bakerys() -> None:
    world = World(start=TODAY)
    baker, dealer = at_the_door(world)
    lease_id, loan_id = leased(world, baker, dealer)
    delivered(world, baker, lease_id)
    taken = take_equipment_back(by(CLERK, baker), lease_id=lease_id, note="two rents late", by_agreement=False)
    assert taken.state is LeaseState.TAKEN_BACK
    sold = sell_equipment(by(CLERK, baker), lease_id=lease_id, amount=Money.parse("170000.00"), note="auction")
    assert sold.state is LeaseState.SOLD
    case = Case.objects.get(kind="lease", subject=f"{lease_id}/proceeds")
    assert case.reason == (
        f"sold for 170000.00: 160000.00 to loan {loan_id}, 10000.00 back to the lessee, 0.00 still owed"
    )


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
    assert ("2027-05-23" in refused.value.message.zh, footprint()) == (True, before)

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
