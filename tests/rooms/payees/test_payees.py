"""Payees and baskets: what is refused, each with nothing changed; and two customers at one basket."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from tests.rooms.collections.late import kept
from tests.rooms.origination.firm_at_the_door import Door, firm_at_the_door
from tests.rooms.origination.person_at_the_door import REQUEST, person_at_the_door
from tests.rooms.payees.shops import CLERK, ITEMS, OFFICER, basket_of, by, let_in

from puhui.flows.originate_loan.start_application import start_application
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.flows.pay_payee.checkout import cancel_basket, take_up_basket
from puhui.flows.pay_payee.register import decide_payee, propose_payee, suspend_payee
from puhui.foundation.party.facade import register_person
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.payees.facade import (
    BasketGone,
    BasketItem,
    BasketReused,
    BasketSum,
    PayeeFourEyes,
    PayeeMissing,
    PayeeNotActive,
    PayeeNotMovable,
    PayeeTaken,
    PayeeUnwanted,
    basket,
)

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    """A shop, a buyer, and somebody else's shop."""

    shop: Door
    buyer: Door

    def proposed(self, actor: Any = CLERK, **changes: Any) -> Any:
        asked = {"party_id": self.shop.firm_id, "kind": "merchant", "reason": "Licence checked", **changes}
        return propose_payee(by(actor, self.shop), **asked)

    def applied(self, **changes: Any) -> Any:
        medical = {"product_code": "medical-instalment", "purpose": "treatment", "amount": Money.parse("5000.00")}
        return start_application(self.buyer.call(), firm_id=self.buyer.firm_id, **{**REQUEST, **medical, **changes})


@pytest.fixture
def scene() -> Scene:
    return Scene(firm_at_the_door(invoices=""), person_at_the_door())


def _nobody(scene: Scene) -> Any:
    stranger = register_person(Call(SYSTEM, str(new_id()), scene.shop.at), phone="13900009999")
    return scene.proposed(party_id=stranger)


def _twice(scene: Scene) -> Any:
    return scene.proposed()


def _own_eyes(scene: Scene) -> Any:
    both = OFFICER.__class__(OFFICER.id, OFFICER.roles | CLERK.roles, name="Both")
    made = propose_payee(by(both, scene.shop), party_id=scene.buyer.firm_id, kind="landlord", reason="Deed seen")
    before = kept()
    try:
        return decide_payee(by(both, scene.shop), payee_id=made.payee_id, agree=True)
    finally:
        assert kept() == before


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda s: s.proposed(kind="bank", party_id=s.buyer.firm_id), InvalidInput),
        (lambda s: s.proposed(returns_within_days=91, party_id=s.buyer.firm_id), InvalidInput),
        (lambda s: s.proposed(reason="x", party_id=s.buyer.firm_id), Refusal),
        (lambda s: s.proposed(actor=s.shop.actor), (Forbidden, NotFound)),
        (_nobody, InvalidInput),
        (_twice, PayeeTaken),
        (_own_eyes, PayeeFourEyes),
        (lambda s: decide_payee(by(OFFICER, s.shop), payee_id=s.shop.firm_id, agree=True), PayeeNotMovable),
        (lambda s: decide_payee(by(OFFICER, s.shop), payee_id=new_id(), agree=True), NotFound),
        (lambda s: s.applied(), PayeeMissing),
        (lambda s: s.applied(payee_id=new_id()), PayeeNotActive),
        (
            lambda s: s.applied(product_code="personal-instalment", purpose="household", payee_id=s.shop.firm_id),
            PayeeUnwanted,
        ),
        (lambda s: s.applied(payee_id=s.shop.firm_id, payee_reference="x" * 61), Refusal),
        (lambda s: basket_of(s.shop, amount=Money(229_889)), BasketSum),
        (lambda s: basket_of(s.shop, amount=Money(0), items=()), InvalidInput),
        (lambda s: basket_of(s.shop, items=ITEMS * 30), InvalidInput),
        (lambda s: basket_of(s.shop, items=(BasketItem("", 229_890),)), InvalidInput),
        (lambda s: basket_of(s.shop, items=(BasketItem("a", 229_891), BasketItem("b", -1))), InvalidInput),
        (lambda s: basket_of(s.shop, return_url="http://shop.example"), InvalidInput),
        (lambda s: basket_of(s.shop, return_url="javascript:alert(1)"), InvalidInput),
        (lambda s: basket_of(s.shop, reference=""), InvalidInput),
        (lambda s: basket_of(s.buyer, payee_id=s.shop.firm_id), NotFound),
        (lambda s: basket_of(s.buyer, payee_id=s.buyer.firm_id), PayeeNotActive),
        (lambda s: cancel_basket(s.buyer.call(), basket_id=new_id()), NotFound),
    ],
)
def test_refused_and_nothing_changed(scene: Scene, act: Callable[[Scene], object], refusal: type[Refusal]) -> None:
    let_in(scene.shop)
    before = kept() if act is not _own_eyes and act is not _nobody else ""
    with pytest.raises(refusal):
        act(scene)
    if before:
        assert kept() == before


def test_a_basket_is_of_one_customer_one_amount_and_half_an_hour(scene: Scene) -> None:
    let_in(scene.shop)
    opened = basket_of(scene.shop)
    with pytest.raises(BasketReused):
        basket_of(scene.shop, amount=Money(219_900), items=ITEMS[:1])
    other = person_at_the_door()
    take_up_basket(scene.buyer.call(), basket_id=opened.basket_id, term_months=3)
    with pytest.raises(NotFound):  # taken by somebody else: not even there
        take_up_basket(other.call(), basket_id=opened.basket_id, term_months=3)
    late = basket_of(scene.shop, reference="ORDER-2")
    other.wait(1801)
    before = kept()
    with pytest.raises(BasketGone):
        take_up_basket(other.call(), basket_id=late.basket_id, term_months=3)
    assert kept() == before
    cancel_basket(by(scene.shop.actor, scene.shop), basket_id=late.basket_id)
    assert basket(SYSTEM, late.basket_id).state == "cancelled"
    with pytest.raises(BasketGone):
        cancel_basket(by(scene.shop.actor, scene.shop), basket_id=late.basket_id)


def test_no_amount_gets_past_the_basket_and_a_suspended_payee_is_not_paid(scene: Scene) -> None:
    let_in(scene.shop)
    asked = {"product_code": "merchant-instalment", "purpose": "purchase", "amount": Money(1_000_000)}
    made = scene.applied(**asked, payee_id=scene.shop.firm_id)
    before = kept()
    with pytest.raises(BasketGone):  # a checkout without the basket of a shop
        submit_application(scene.buyer.call(), application_id=made.application_id)
    assert kept() == before
    named = scene.applied(payee_id=scene.shop.firm_id)
    suspend_payee(by(OFFICER, scene.shop), payee_id=scene.shop.firm_id)
    before = kept()
    with pytest.raises(PayeeNotActive):
        submit_application(scene.buyer.call(), application_id=named.application_id)
    with pytest.raises(PayeeNotActive):
        basket_of(scene.shop, reference="ORDER-3")
    assert kept() == before
