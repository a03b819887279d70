"""A bakery leases an oven: chosen, signed, delivered, paid for, used, and the bakery's own at the end. As a banker
would tell it; then some that end otherwise."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from tests.rooms.lending.lender import proven
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY, Door, firm_at_the_door, staff
from tests.rooms.payees.shops import by, let_in

from puhui.flows.lease_equipment.accept_delivery import accept_delivery
from puhui.flows.lease_equipment.choose import choose_equipment
from puhui.flows.lease_equipment.end import sell_equipment, take_equipment_back
from puhui.flows.lease_equipment.use import record_reading
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.flows.receive_repayment import repay_loan
from puhui.flows.simulation.papers import send_required
from puhui.foundation.casework.models import Case
from puhui.foundation.payments.models import PaymentOrder
from puhui.kernel.actors import Role
from puhui.kernel.money import Money
from puhui.products.leasing.facade import LeaseState, MeterRunsBack, NewEquipment, NoEquipment, lease
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
    send_required(baker.call, application_id=application_id)  # the supplier's quotation
    decided = submit_application(baker.call(), application_id=application_id)
    assert decided.outcome == "approve"
    offer = next(o for o in offers_of(baker.actor, application_id) if o.term_months == 12)
    assert offer.sheet["residual_note"]["en"].startswith("The last instalment includes ¥16,000.00")
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
