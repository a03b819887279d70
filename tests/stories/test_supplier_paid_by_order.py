"""Order finance as a banker tells it: a supplier is paid in parts, and the buyer's money repays."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from tests.rooms.lending.lender import proven
from tests.rooms.origination.firm_at_the_door import Door, firm_at_the_door
from tests.rooms.receivables.seller import staff

from puhui.adapters.messaging.embedded import EmbeddedMessaging
from puhui.adapters.payments.embedded import BankHabits, EmbeddedBank
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.flows.simulation.papers import send_required
from puhui.flows.trade.finance_order import finance_order
from puhui.flows.trade.order_loans import pay_milestone
from puhui.flows.trade.take_order import answer_order, call_off_order, take_order
from puhui.flows.trade.watch_orders import watch_orders
from puhui.foundation.casework.facade import cases_page
from puhui.foundation.ledger.facade import draft_from_template, post
from puhui.foundation.payments.facade import orders_about
from puhui.interfaces.jobs.rounds import run_until_idle
from puhui.interfaces.ports import Ports
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.kernel.ports import MovedClock
from puhui.products.lending.facade import LoanState, loan
from puhui.products.orders.facade import (
    MilestoneState,
    NewOrder,
    OrderFourEyes,
    OrderNotInState,
    OrderState,
    exposures,
    note_delivery,
    order,
    orders_faults,
    pay_order,
    show_milestone,
)
from puhui.products.origination.facade import offers_of

pytestmark = pytest.mark.django_db
OPERATIONS, CLERK = staff(Role.OPERATIONS, "Op"), staff(Role.OPERATIONS, "Cl")


class Supplier:
    """A supplier and a buyer at the door of a lender with capital, and a bank that answers at once."""

    def __init__(self) -> None:
        self.seller, self.buyer = firm_at_the_door(), firm_at_the_door(consent=False, invoices="")
        self.on = date(2026, 11, 23)
        capital = draft_from_template(
            "capital_paid_in",
            id=new_id(),
            amounts={"capital": 100_000_000_00},
            owners={},
            bucket=0,
            value_date=self.on,
            source="test",
        )
        post([capital], call=self.call(SYSTEM))
        self.clock = clock = MovedClock(self.seller.at)
        bank = EmbeddedBank(clock=clock, habits=BankHabits(delay=timedelta(0), twice_per_mille=0))
        self.ports = Ports(clock=clock, payments=bank, messaging=EmbeddedMessaging())

    def call(self, actor: object = OPERATIONS) -> Call:
        return Call(actor, f"story/{new_id()}", self.seller.at)  # type: ignore[arg-type]

    def work(self) -> None:
        self.clock.instant = self.seller.at + timedelta(minutes=1)
        run_until_idle(self.ports, with_tasks=False)

    def told(self, number: str = "PO-2026/117", yuan: int = 200_000, **changes: object) -> NewOrder:
        told: dict[str, object] = {
            "seller_id": self.seller.firm_id,
            "buyer_id": self.buyer.firm_id,
            "number": number,
            "amount": Money(yuan * 100),
            "ordered_on": self.on,
            "deliver_by": self.on + timedelta(days=60),
            "pay_by": self.on + timedelta(days=80),
        }
        return NewOrder(**{**told, **changes})  # type: ignore[arg-type]

    def ordered(self, **changes: object) -> UUID:
        """An order that the buyer has confirmed."""
        made = take_order(self.seller.call(), told=self.told(**changes))  # type: ignore[arg-type]
        answer_order(self.buyer.call(), order_id=made.order_id, agree=True)
        return made.order_id

    def financed(self, order_id: UUID, yuan: int) -> UUID:
        """Applied, approved, read, signed; the loan."""
        door: Door = self.seller
        started = finance_order(door.call(), order_id=order_id, amount=Money(yuan * 100), term_months=3)
        send_required(door.call, application_id=started.application_id)
        submit_application(door.call(), application_id=started.application_id)
        contract_id = door.accept(offers_of(door.actor, started.application_id)[0].id)
        request_signing_code(door.call(), contract_id=contract_id)
        done = sign_contract(door.call(), contract_id=contract_id, code=door.last_code())
        assert done.loan_id is not None
        return done.loan_id


def owed(loan_id: UUID) -> int:
    return loan(SYSTEM, loan_id).outstanding.principal


def test_a_supplier_paid_by_order() -> None:
    story = Supplier()
    order_id = story.ordered()
    loan_id = story.financed(order_id, 140_000)  # seventy percent of the order
    assert order(SYSTEM, order_id).state == OrderState.FINANCED
    assert exposures([story.seller.firm_id], on=story.on) == {story.seller.firm_id: 140_000_00}

    # Forty percent at the confirmation, at once; thirty for the supplier's invoice, once a second person agrees.
    story.work()
    assert owed(loan_id) == 56_000_00
    with pytest.raises(OrderNotInState):
        pay_milestone(story.call(), order_id=order_id, code="material")
    show_milestone(story.call(), order_id=order_id, code="material", evidence="invoice 0412 of the mill")
    with pytest.raises(OrderFourEyes):
        pay_milestone(story.call(), order_id=order_id, code="material")
    pay_milestone(story.call(CLERK), order_id=order_id, code="material")
    story.work()
    show_milestone(story.seller.call(), order_id=order_id, code="shipped", evidence="waybill SF 88213", sha256="a" * 64)
    pay_milestone(story.call(), order_id=order_id, code="shipped")
    story.work()
    assert owed(loan_id) == 140_000_00
    assert [one.state for one in order(SYSTEM, order_id).milestones] == [MilestoneState.PAID] * 3
    with pytest.raises(OrderNotInState):
        pay_milestone(story.call(CLERK), order_id=order_id, code="shipped")

    # Goods for 5,000 are missing: the buyer pays less. First a part, all of it to the loan; then the rest, to the fen.
    note_delivery(story.call(), order_id=order_id, delivered=Money(195_000_00), evidence="receipt of the buyer")
    pay_order(story.buyer.call(), order_id=order_id, amount=Money(100_000_01))
    story.work()
    assert owed(loan_id) == 40_000_00 - 1
    pay_order(story.buyer.call(), order_id=order_id)
    story.work()
    done = order(story.seller.actor, order_id)
    assert (done.state, done.paid, done.expected) == (OrderState.CLOSED, Money(195_000_00), Money(0))
    assert loan(SYSTEM, loan_id).state == LoanState.CLOSED
    assert done.to_loan.minor + done.to_seller.minor == 195_000_00
    surplus = [one for one in orders_about([order_id]) if one.purpose == "order_surplus"]
    assert [one.amount for one in surplus] == [done.to_seller]
    assert done.to_seller == Money(195_000_00 - 140_000_00)  # paid back on the same day: no interest yet
    assert orders_faults() == []
    assert proven()


def test_a_late_buyer_and_an_order_called_off() -> None:
    story = Supplier()
    order_id = story.ordered()
    loan_id = story.financed(order_id, 100_000)
    story.work()
    seen = order(SYSTEM, order_id)
    assert watch_orders(story.call(SYSTEM), day=seen.pay_by - timedelta(days=1)) == 0
    assert watch_orders(story.call(SYSTEM), day=seen.pay_by) == 1
    call_off_order(story.buyer.call(), order_id=order_id, reason="we need no more of it")
    with pytest.raises(Refusal):
        show_milestone(story.call(), order_id=order_id, code="material", evidence="invoice 0412")
    assert owed(loan_id) == 40_000_00  # what was paid out stays owed
    assert len(cases_page(CLERK, kind="trade")) == 2
    pay_order(story.call(), order_id=order_id, amount=Money(30_000_00))  # the buyer still pays for what it took
    story.work()
    assert owed(loan_id) == 10_000_00
    assert orders_faults() == []
    assert proven()
