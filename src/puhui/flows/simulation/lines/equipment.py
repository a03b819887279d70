"""A made-up bakery leases an oven: chosen, signed, delivered, paid for, and in use."""

from decimal import Decimal
from typing import Final

from puhui.flows.lease_equipment.accept_delivery import accept_delivery
from puhui.flows.lease_equipment.choose import choose_equipment
from puhui.flows.lease_equipment.use import record_reading
from puhui.flows.simulation.lines.borrower import Life, accept, apply, firm_comes, sign, some_firm, submit, yuan
from puhui.flows.simulation.lines.consumers import let_in
from puhui.flows.simulation.world import World
from puhui.products.leasing.facade import NewEquipment

BAKERY: Final = "19900009831"
DEALER: Final = "19900009832"
SERIAL: Final = "SL-2026 00817"


def oven_is_leased(world: World) -> Life:
    """200,000 yuan, of which a fifth is paid down to the dealer; the lessee reads the hours."""
    dealer = firm_comes(world, DEALER, some_firm(world, turn=11), is_borrower=False)
    let_in(world, dealer, kind="supplier")
    bakery = firm_comes(world, BAKERY, some_firm(world, turn=12))
    asked = {"term_months": 12, "method": "equal_instalment", "purpose": "kitchen_shop"}
    application_id = apply(
        bakery, product_code="equipment-lease", amount=yuan("160000.00"), payee_id=dealer.party_id, **asked
    )
    oven = NewEquipment(kind="烤箱", maker="示例厨具", model="SL-3", serial=SERIAL, price=yuan("200000.00"))
    lease_id = choose_equipment(bakery.call(), application_id=application_id, new=oven).lease_id
    if not submit(bakery, application_id):
        world.count("line ended: equipment-lease")
        return
    sign(bakery, accept(bakery, application_id, term_months=12))
    yield 3
    accept_delivery(bakery.call(), lease_id=lease_id, serial=SERIAL)
    world.count("line: leases in use")
    for hours in ("12.5", "90"):
        yield 5
        record_reading(
            bakery.call(),
            lease_id=lease_id,
            meter="hours",
            value=Decimal(hours),
            read_at=world.clock.now(),
            source="panel",
        )
