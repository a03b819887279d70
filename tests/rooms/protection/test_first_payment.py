"""The first money to a payee waits: longer for old people, not for a hospital; told, stopped, or paid exactly once."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.interfaces.workbench.institution import footprint
from tests.rooms.lending.lender import proven
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY, Door, firm_at_the_door, staff
from tests.rooms.origination.person_at_the_door import person_at_the_door, verify_income
from tests.rooms.payees.shops import basket_of, let_in

from puhui.conduct.protection.facade import NewPayee, hours_for_new_payee, protection_on
from puhui.flows.originate_loan.accept_offer import accept_offer
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.pay_payee.checkout import take_up_basket
from puhui.flows.pay_payee.register import suspend_payee
from puhui.flows.stop_waiting import stop_waiting, waiting_acts
from puhui.foundation.casework.facade import open_case_of
from puhui.foundation.notices.facade import message_for_delivery
from puhui.foundation.notices.models import Notice
from puhui.foundation.party.facade import identity_of
from puhui.foundation.payments.facade import OrderState, OrderView, orders_about
from puhui.foundation.payments.models import PaymentOrder, ReceivedAnswer
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.lending.facade import LoanState, loan
from puhui.products.origination.facade import offers_of
from puhui.products.payees.facade import basket

FOUND = protection_on(TODAY).second_thoughts.new_payee
assert FOUND is not None
POLICY: NewPayee = FOUND
LEAST, OLD_LEAST = Money.parse(POLICY.least).minor, Money.parse(POLICY.old_least).minor
KINDS = st.sampled_from([*POLICY.kinds, "hospital"])
AMOUNTS = st.integers(1, 10 * LEAST)


@given(AMOUNTS, KINDS, AMOUNTS, st.booleans(), st.booleans())
def test_what_is_known_never_waits_and_old_people_never_wait_less(
    amount: int, kind: str, today: int, is_known: bool, is_old: bool
) -> None:
    def hours(minor: int, *, old: bool = is_old, known: bool = is_known, of_today: int = today) -> int:
        told = {"kind": kind, "today_minor": of_today, "is_known": known, "is_old": old, "policy": POLICY}
        return hours_for_new_payee(minor, **told)  # type: ignore[arg-type]

    assert hours(amount, known=True) == 0
    assert hours(amount, old=True) >= hours(amount, old=False)
    assert hours(amount + 1) >= hours(amount)
    assert hours(amount) == hours(today, of_today=amount)  # in two parts or the other way round
    assert hours(amount) in {0, POLICY.hours, POLICY.old_hours}
    assert (hours(amount) > 0) == (
        not is_known and kind in POLICY.kinds and amount + today >= (OLD_LEAST if is_old else LEAST)
    )


@pytest.mark.parametrize("wrong", [{"old_hours": 1}, {"old_least": "5000.01"}, {"hours": 0}, {"days": 2}])
def test_a_policy_that_keeps_old_people_worse_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        NewPayee.model_validate({**POLICY.model_dump(), **wrong})


class Sale:
    """A person, and a dealer who is paid for them."""

    def __init__(self, *, kind: str = "dealer", born: str = "19900307") -> None:
        self.world = World(start=TODAY)
        self.dealer, self.person = firm_at_the_door(invoices=""), person_at_the_door(income="9500.00", born=born)
        self.dealer.at = self.person.at = self.world.clock.now()
        verify_income(self.person, income="9500.00", wobble_pct=0)
        let_in(self.dealer, kind=kind, baskets=False)

    def buys(self, amount: str = "7200.00", **asked: object) -> UUID:
        given = {"product_code": "gig-vehicle", "purpose": "scooter", "amount": Money.parse(amount), **asked}
        decided = self.person.applied(**given, payee_id=self.dealer.firm_id)
        return signed(self.person, decided.application_id)

    def work(self, *, hours: int = 0) -> None:
        self.person.at += timedelta(hours=hours, minutes=1)
        self.world.clock.instant = self.person.at
        self.world.work()


def signed(door: Door, application_id: UUID) -> UUID:
    offer_id = offers_of(door.actor, application_id)[0].id
    proof_id = door.read(offer_id, seconds=20)  # as long as an old person's sheet stays
    accepted = accept_offer(door.call(), offer_id=offer_id, proof_id=proof_id, seconds_shown=20)
    contract_id = accepted.contract_id
    request_signing_code(door.call(), contract_id=contract_id)
    loan_id = sign_contract(door.call(), contract_id=contract_id, code=door.last_code()).loan_id
    assert loan_id is not None
    return loan_id


def payout(loan_id: UUID) -> OrderView:
    (found,) = orders_about([loan_id])
    return found


@pytest.mark.django_db
def test_it_waits_a_day_the_customer_is_told_when_and_then_it_is_paid_once() -> None:
    sale = Sale()
    loan_id = sale.buys()
    held = payout(loan_id)
    assert (held.held_why, held.held_until) == (("new_payee",), sale.person.at + timedelta(hours=POLICY.hours))
    (waits,) = waiting_acts(sale.person.actor, at=sale.person.at)
    assert waits.id == held.id
    told = message_for_delivery(Notice.objects.get(kind="payee_waits").id)
    assert identity_of(sale.dealer.firm_id).name in told.body
    sale.work(hours=POLICY.hours - 1)
    assert (payout(loan_id).state, loan(SYSTEM, loan_id).state) == (OrderState.REQUESTED, LoanState.DISBURSING)
    sale.work(hours=1)
    sale.work()
    assert (payout(loan_id).state, loan(SYSTEM, loan_id).state) == (OrderState.SETTLED, LoanState.ACTIVE)
    assert ReceivedAnswer.objects.filter(order_id=held.id).count() == 1
    assert waiting_acts(sale.person.actor, at=sale.person.at) == []
    assert proven()


@pytest.mark.django_db
def test_stopped_with_one_press_nothing_is_owed_and_nobody_else_may() -> None:
    sale = Sale()
    loan_id = sale.buys()
    held = payout(loan_id)
    other = person_at_the_door()
    before = footprint()
    for stranger in (other, sale.dealer):  # also not who would be paid
        assert waiting_acts(stranger.actor, at=sale.person.at) == []
        with pytest.raises(NotFound):
            stop_waiting(stranger.call(), order_id=held.id)
    assert footprint() == before
    call = sale.person.call()
    assert stop_waiting(call, order_id=held.id) == stop_waiting(call, order_id=held.id)
    assert (payout(loan_id).state, loan(SYSTEM, loan_id).state) == (OrderState.REFUSED, LoanState.CANCELLED)
    sale.work(hours=POLICY.old_hours)
    assert payout(loan_id).state == OrderState.REFUSED
    assert proven()


@pytest.mark.django_db
def test_a_payee_who_is_suspended_meanwhile_is_not_paid_and_operations_look() -> None:
    sale = Sale()
    loan_id = sale.buys()
    held = payout(loan_id)
    call = Call(staff(Role.COMPLIANCE), "suspend", sale.person.at)
    assert suspend_payee(call, payee_id=held.party_id) == suspend_payee(call, payee_id=held.party_id)
    sale.work(hours=POLICY.old_hours)
    assert (payout(loan_id).state, loan(SYSTEM, loan_id).state) == (OrderState.REFUSED, LoanState.AWAITING_DISBURSEMENT)
    assert open_case_of(SYSTEM, kind="failed_payment", subject=str(loan_id)) is not None
    assert proven()


@pytest.mark.django_db
def test_who_was_paid_on_an_earlier_day_is_known() -> None:
    sale = Sale()
    first = sale.buys(amount="4000.00")  # below what waits
    assert payout(first).held_until is None
    sale.work()
    second = sale.buys(amount="2000.00")  # on the same day, in all above it
    assert payout(second).held_why == ("new_payee",)
    stop_waiting(sale.person.call(), order_id=payout(second).id)
    sale.world.close()
    sale.person.at = sale.world.clock.now()
    third = sale.buys(amount="6000.00")
    assert payout(third).held_until is None


@pytest.mark.django_db
def test_an_old_person_waits_longer_and_from_less_and_a_hospital_does_not_wait() -> None:
    sale = Sale(kind="hospital", born="19480307")
    asked = {"product_code": "medical-instalment", "purpose": "aids"}
    assert payout(sale.buys("6800.00", **asked)).held_until is None
    buyer, shop = person_at_the_door(born="19480307"), firm_at_the_door(invoices="")
    verify_income(buyer, wobble_pct=0)
    let_in(shop)
    opened = basket_of(shop)  # 2,298.90
    decided = take_up_basket(buyer.call(), basket_id=opened.basket_id, term_months=3)
    held = payout(signed(buyer, decided.application_id))
    assert held.held_until == buyer.at + timedelta(hours=POLICY.old_hours)
    stop_waiting(buyer.call(), order_id=held.id)
    assert basket(SYSTEM, opened.basket_id).state == "declined"  # the shop hears that it is not paid
    assert PaymentOrder.objects.filter(party_id=shop.firm_id, state=OrderState.SETTLED).count() == 0
