"""Something to see on the pages of orders, receivables, leases and protections. For tests."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY, Door, firm_at_the_door
from tests.rooms.payees.shops import let_in
from tests.rooms.receivables.seller import Trade
from tests.stories.test_a_leased_oven import OVEN

from puhui.flows.lease_equipment.accept_delivery import accept_delivery
from puhui.flows.lease_equipment.choose import choose_equipment
from puhui.flows.lease_equipment.use import record_reading
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.flows.protect_person.wishes import exclude_self, set_own_limit
from puhui.flows.simulation.papers import send_required
from puhui.flows.trade.take_order import take_order
from puhui.foundation.party.facade import NewRelation, record_relation
from puhui.kernel.actors import Actor
from puhui.kernel.money import Money
from puhui.products.orders.facade import NewOrder, OrderLine
from puhui.products.origination.facade import offers_of


def traded(world: World) -> Trade:
    """A seller of invoices: one is sold and paid for; and an order whose buyer has not answered."""
    trade = Trade(world=world, start=TODAY)
    trade.funded(0)
    told = NewOrder(
        seller_id=trade.seller,
        buyer_id=trade.buyers[1][0],
        number="PO-2026/117",
        amount=Money(200_000_00),
        ordered_on=TODAY,
        deliver_by=TODAY + timedelta(days=60),
        pay_by=TODAY + timedelta(days=80),
        lines=(OrderLine(what="棉布", quantity="4000 m", amount=Money(200_000_00)),),
    )
    take_order(world.call(trade.owner), told=told)
    return trade


def signed_lease(now: datetime) -> tuple[UUID, Door, Door]:
    """An oven that was chosen and signed for, its lessee and its supplier; it is not delivered."""
    baker, dealer = firm_at_the_door(), firm_at_the_door()
    baker.at = dealer.at = now
    let_in(dealer, kind="supplier", baskets=False)
    application_id = baker.apply(
        product_code="equipment-lease",
        amount=Money.parse("160000.00"),
        purpose="kitchen_shop",
        payee_id=dealer.firm_id,
    )
    lease_id = choose_equipment(baker.call(), application_id=application_id, new=OVEN).lease_id
    send_required(baker.call, application_id=application_id)
    submit_application(baker.call(), application_id=application_id)
    contract_id = baker.accept(next(o for o in offers_of(baker.actor, application_id) if o.term_months == 12).id)
    request_signing_code(baker.call(), contract_id=contract_id)
    sign_contract(baker.call(), contract_id=contract_id, code=baker.last_code())
    return lease_id, baker, dealer


def oven_in_use(world: World) -> tuple[UUID, Door, Door]:
    """The same, delivered, paid for and read once."""
    lease_id, baker, dealer = signed_lease(world.clock.now())
    accept_delivery(baker.call(), lease_id=lease_id, serial="hl2026-00817")
    world.clock.instant = baker.at + timedelta(minutes=1)
    world.work()
    now = world.clock.now()
    record_reading(world.call(), lease_id=lease_id, meter="hours", value=Decimal("12.5"), read_at=now, source="panel")
    return lease_id, baker, dealer


def protected(world: World, person: Actor, *, contact: UUID | None) -> None:
    """A person sets a limit of their own, asks not to be lent to, and names somebody."""
    set_own_limit(world.call(person), limit=Money(50_000_00))
    exclude_self(world.call(person), months=3)
    assert person.party_id
    named = NewRelation(
        kind="contact_person", subject_id=person.party_id, other_id=contact, since_on=TODAY, evidence="named by them"
    )
    record_relation(world.call(person), relation=named)
