"""A washing machine on instalments: the shop is paid, part of it goes back, then all of it; to the fen, and the books
hold. As a banker would tell it.
"""

from datetime import date, timedelta

import pytest
from tests.rooms.lending.lender import proven
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY, firm_at_the_door
from tests.rooms.origination.person_at_the_door import person_at_the_door, verify_income
from tests.rooms.payees.shops import basket_of, by, let_in

from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.pay_payee.checkout import take_up_basket
from puhui.flows.pay_payee.goods_return import return_goods
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.payments.models import PaymentOrder
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Conflict, NotFound
from puhui.kernel.money import Money
from puhui.products.lending.facade import LoanState, loan, pay_off_quote
from puhui.products.origination.facade import contract_text, offers_of
from puhui.products.payees.facade import TooMuchReturned, basket, paid_to_of_loan

pytestmark = pytest.mark.django_db


def test_bought_returned_in_part_and_whole() -> None:
    world = World(start=TODAY)
    shop, buyer = firm_at_the_door(), person_at_the_door()
    shop.at = buyer.at = world.clock.now()
    verify_income(buyer)
    let_in(shop)
    opened = basket_of(shop)
    assert basket_of(shop).basket_id == opened.basket_id  # the shop's program asks twice: one basket

    decided = take_up_basket(buyer.call(), basket_id=opened.basket_id, term_months=6)
    assert decided.outcome == "approve"
    (offer,) = offers_of(buyer.actor, decided.application_id)
    assert offer.amount == Money(229_890)  # to the fen, whatever the steps of other products are
    assert "商贸" in offer.sheet["paid_to"]["zh"]
    assert offer.sheet["cooling_off_days"] == 7
    contract_id = buyer.accept(offer.id)
    assert offer.sheet["paid_to_note"]["zh"] in contract_text(buyer.actor, contract_id)
    request_signing_code(buyer.call(), contract_id=contract_id)
    loan_id = sign_contract(buyer.call(), contract_id=contract_id, code=buyer.last_code()).loan_id
    order = PaymentOrder.objects.get()
    assert (order.party_id, order.amount_minor) == (shop.firm_id, 229_890)
    world.clock.instant = buyer.at + timedelta(minutes=1)
    world.work()
    assert basket(shop.actor, opened.basket_id).state == "paid"
    assert loan(buyer.actor, loan_id).borrower_id == buyer.firm_id
    planned = len(loan(buyer.actor, loan_id).instalments)

    with pytest.raises(NotFound):  # the buyer cannot make the shop give back
        return_goods(buyer.call(), loan_id=loan_id, amount=Money(9_990))
    shop.at = world.clock.now()
    return_goods(by(shop.actor, shop), loan_id=loan_id, amount=Money(100_000))
    world.work()
    shortened = loan(buyer.actor, loan_id)
    assert shortened.line.principal_outstanding == Money(129_890)
    assert len([i for i in shortened.instalments if i.total > i.paid]) < planned
    with pytest.raises(TooMuchReturned):
        return_goods(by(shop.actor, shop), loan_id=loan_id, amount=Money(129_891))
    return_goods(by(shop.actor, shop), loan_id=loan_id, amount=Money(129_890))
    world.work()
    gone = loan(SYSTEM, loan_id)
    paid = paid_to_of_loan(loan_id)
    assert (gone.state, gone.line.principal_outstanding) == (LoanState.CLOSED, Money(0))
    assert paid is not None
    assert paid.returned == paid.amount
    assert proven()


def test_a_return_later_meets_the_interest_of_the_days_first_and_ends_after_the_days_agreed() -> None:
    world = World(start=TODAY)
    shop, buyer = firm_at_the_door(), person_at_the_door()
    shop.at = buyer.at = world.clock.now()
    verify_income(buyer)
    let_in(shop, days=10)
    decided = take_up_basket(buyer.call(), basket_id=basket_of(shop).basket_id, term_months=3)
    contract_id = buyer.accept(offers_of(buyer.actor, decided.application_id)[0].id)
    request_signing_code(buyer.call(), contract_id=contract_id)
    loan_id = sign_contract(buyer.call(), contract_id=contract_id, code=buyer.last_code()).loan_id
    world.clock.instant = buyer.at + timedelta(minutes=1)
    world.work()
    world.close_until(TODAY + timedelta(days=5))
    shop.at = world.clock.now()
    return_goods(by(shop.actor, shop), loan_id=loan_id, amount=Money(229_890))
    world.work()
    left = loan(SYSTEM, loan_id)
    assert left.line.principal_outstanding == Money(0)
    assert 0 < pay_off_quote(SYSTEM, loan_id).to_pay.minor < 1_000  # the interest of five days is what the buyer owes
    assert business_date() == date(2026, 11, 28)
    world.close_until(TODAY + timedelta(days=12))
    shop.at = world.clock.now()
    with pytest.raises((Conflict, TooMuchReturned)):
        return_goods(by(shop.actor, shop), loan_id=loan_id, amount=Money(1))
    assert proven()
