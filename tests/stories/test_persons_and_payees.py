"""A grandmother's medical instalment and a courier's scooter, as a banker would tell them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.rooms.collections.late import kept
from tests.rooms.lending.lender import proven
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY, firm_at_the_door
from tests.rooms.origination.person_at_the_door import person_at_the_door, verify_income
from tests.rooms.payees.shops import let_in

from puhui.flows.originate_loan.accept_offer import accept_offer
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.show_offer import show_offer
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.foundation.notices.facade import message_for_delivery
from puhui.foundation.notices.models import Notice
from puhui.foundation.party.facade import identity_of
from puhui.foundation.payments.models import PaymentOrder
from puhui.kernel.actors import SYSTEM
from puhui.kernel.money import Money
from puhui.products.lending.facade import LoanState, loan
from puhui.products.origination.facade import ReadTooFast, contract_text, offers_of

pytestmark = pytest.mark.django_db


def test_a_grandmothers_medical_instalment() -> None:
    """She is 78, her pension is verified; the hospital is paid, nobody hurries her, it costs what the sheet said."""
    world = World(start=TODAY)
    hospital, grandmother = firm_at_the_door(invoices=""), person_at_the_door(born="19480307", income="4200.00")
    hospital.at = grandmother.at = world.clock.now()
    verify_income(grandmother, income="4200.00", wobble_pct=0)
    let_in(hospital, kind="hospital", baskets=False)
    asked = {"product_code": "medical-instalment", "purpose": "aids", "amount": Money.parse("6800.00")}
    decided = grandmother.applied(**asked, payee_id=hospital.firm_id, payee_reference="ZY-2026-118")
    assert decided.outcome == "approve"
    offer = offers_of(grandmother.actor, decided.application_id)[0]
    assert "自放款之日起 14 日内" in offer.sheet["cooling_off"]["zh"]

    shown = show_offer(grandmother.call(), offer_id=offer.id, language="zh-hans")
    assert shown.minimum_seconds == 15  # three times as long as for others
    grandmother.wait(6)
    before = kept()
    with pytest.raises(ReadTooFast):
        accept_offer(grandmother.call(), offer_id=offer.id, proof_id=shown.proof_id, seconds_shown=6)
    assert kept() == before
    grandmother.wait(10)
    accepted = accept_offer(grandmother.call(), offer_id=offer.id, proof_id=shown.proof_id, seconds_shown=16)
    request_signing_code(grandmother.call(), contract_id=accepted.contract_id)
    code = grandmother.last_code()
    loan_id = sign_contract(grandmother.call(), contract_id=accepted.contract_id, code=code).loan_id
    order = PaymentOrder.objects.get()
    assert (order.party_id, order.amount_minor) == (hospital.firm_id, 680_000)
    world.clock.instant = grandmother.at + timedelta(minutes=1)
    world.work()
    running = loan(SYSTEM, loan_id)
    assert running.state == LoanState.ACTIVE
    told = Notice.objects.get(kind="loan_paid_to_payee")  # the hospital was paid: nobody tells her that she was
    assert identity_of(hospital.firm_id).name in message_for_delivery(told.id).body
    assert not Notice.objects.filter(kind="loan_disbursed").exists()
    owed = sum(line.total for line in running.instalments)
    assert Money(owed) == Money.parse(offer.sheet["total_to_pay"])  # all that she will pay, to the fen
    assert [str(Money(line.total)) for line in running.instalments] == [one["total"] for one in offer.sheet["schedule"]]
    assert proven()


def test_a_couriers_scooter() -> None:
    """Instalments may follow what he earns: the sheet and the contract tell the most that this can cost."""
    dealer, courier = firm_at_the_door(invoices=""), person_at_the_door(income="6500.00")
    verify_income(courier, income="6500.00", wobble_pct=9)
    let_in(dealer, kind="dealer", baskets=False)
    asked = {"product_code": "gig-vehicle", "purpose": "scooter", "amount": Money.parse("7200.00")}
    decided = courier.applied(**asked, payee_id=dealer.firm_id)
    assert decided.outcome == "approve"
    offer = offers_of(courier.actor, decided.application_id)[0]
    link = offer.sheet["income_link"]
    planned, lowest = Decimal(offer.sheet["schedule"][0]["total"]), Decimal(link["lowest_instalment"])
    assert planned / 2 <= lowest < planned
    assert Decimal(link["most_to_pay"]) > Decimal(offer.sheet["total_to_pay"])
    contract_id = courier.accept(offer.id)
    assert link["text"]["zh"] in contract_text(courier.actor, contract_id)
