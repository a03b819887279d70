"""A shop bears interest for its customers: each due is split to the fen, goods come back, the shop is asked to pay."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from tests.rooms.lending.lender import proven
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY, Door, firm_at_the_door, staff
from tests.rooms.origination.person_at_the_door import person_at_the_door, verify_income
from tests.rooms.payees.shops import CLERK, basket_of, by, let_in

from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.pay_payee.checkout import take_up_basket
from puhui.flows.pay_payee.goods_return import return_goods
from puhui.flows.pay_payee.register import propose_payee
from puhui.flows.subsidise_loans.claims import file_subsidy_claim, receive_subsidy
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.products.lending.facade import LoanState, loan
from puhui.products.origination.facade import contract_text, offers_of
from puhui.products.payees.models import Payee
from puhui.products.subsidies.facade import subsidy_faults, subsidy_of, unclaimed
from puhui.products.subsidies.models import SubsidyLine

pytestmark = pytest.mark.django_db
FINANCE = staff(Role.FINANCE, name="Finance")


def bought(world: World, *, interest: int, months: int = 6) -> tuple[Door, Door, UUID, dict[str, Any]]:
    """The shop, the buyer, the loan that is paid out, and its cost sheet."""
    shop, buyer = firm_at_the_door(), person_at_the_door()
    shop.at = buyer.at = world.clock.now()
    verify_income(buyer)
    let_in(shop, interest=interest)
    decided = take_up_basket(buyer.call(), basket_id=basket_of(shop).basket_id, term_months=months)
    (offer,) = offers_of(buyer.actor, decided.application_id)
    contract_id = buyer.accept(offer.id)
    assert "商户贴息" in contract_text(buyer.actor, contract_id)
    request_signing_code(buyer.call(), contract_id=contract_id)
    loan_id = sign_contract(buyer.call(), contract_id=contract_id, code=buyer.last_code()).loan_id
    assert loan_id is not None
    world.clock.instant = buyer.at + timedelta(minutes=1)
    world.work()
    return shop, buyer, loan_id, dict(offer.sheet)


def test_what_the_sheet_says_is_what_shop_and_buyer_pay() -> None:
    world = World(start=TODAY)
    shop, buyer, loan_id, sheet = bought(world, interest=33, months=3)
    told = sheet["subsidy"]
    gross, shops, own = (Decimal(told[name]) for name in ("gross_interest", "state_pays", "net_interest"))
    assert (told["giver"], gross) == ("shop", shops + own)
    world.close_until(TODAY + timedelta(days=94))
    ended = loan(SYSTEM, loan_id)
    assert ended.state == LoanState.CLOSED
    found = subsidy_of(SYSTEM, loan_id)
    assert found is not None
    assert Decimal(str(found[0].given)) == shops
    lines = SubsidyLine.objects.filter(grant__loan_id=loan_id).order_by("due_on")
    assert [str(Money(line.state_minor)) for line in lines] == [row["state"] for row in told["schedule"]]
    [(scheme, payer, parts, owed)] = unclaimed(FINANCE)
    assert (scheme, payer, parts, Decimal(str(owed))) == ("shop-interest", shop.firm_id.hex, 3, shops)
    claimed = file_subsidy_claim(world.call(FINANCE), scheme=scheme, payer=payer, until=business_date())
    assert claimed.total == owed
    receive_subsidy(world.call(FINANCE), claim_id=claimed.claim_id, paid=owed, reference="SHOP-1")
    assert (unclaimed(FINANCE), subsidy_faults()) == ([], [])
    assert buyer.firm_id == ended.borrower_id
    assert proven()


def test_returned_in_part_the_shop_bears_less_and_returned_whole_nothing_is_left_to_pay() -> None:
    world = World(start=TODAY)
    shop, _, loan_id, sheet = bought(world, interest=100)
    assert sheet["subsidy"]["net_interest"] == "0.00"
    world.close_until(TODAY + timedelta(days=5))
    shop.at = world.clock.now()
    return_goods(by(shop.actor, shop), loan_id=loan_id, amount=Money(100_000))
    world.work()
    left = sum(line.interest for line in loan(SYSTEM, loan_id).instalments)
    assert left < sum(Money.parse(row["interest"]).minor for row in sheet["schedule"])  # as if it had been less
    world.close_until(TODAY + timedelta(days=9))
    shop.at = world.clock.now()
    return_goods(by(shop.actor, shop), loan_id=loan_id, amount=Money(129_890))
    world.work()
    ended = loan(SYSTEM, loan_id)
    assert (ended.state, ended.outstanding.total) == (LoanState.CLOSED, 0)
    [line] = SubsidyLine.objects.filter(grant__loan_id=loan_id)
    assert (line.due_on, line.state_minor) == (business_date(), line.interest_minor)
    assert line.state_minor > 0
    assert subsidy_faults() == []
    assert proven()


def test_the_buyer_pays_their_share_of_the_days_when_the_shop_bears_half() -> None:
    world = World(start=TODAY)
    shop, _, loan_id, _ = bought(world, interest=50)
    world.close_until(TODAY + timedelta(days=9))
    shop.at = world.clock.now()
    return_goods(by(shop.actor, shop), loan_id=loan_id, amount=Money(229_890))
    world.work()
    [line] = SubsidyLine.objects.filter(grant__loan_id=loan_id)
    owed = loan(SYSTEM, loan_id).outstanding.total
    assert owed + line.state_minor == line.interest_minor
    assert abs(owed - line.state_minor) <= 1
    assert proven()


@pytest.mark.parametrize("share", [-1, 101, 1000])
def test_a_share_that_is_none_is_refused_and_nothing_is_kept(share: int) -> None:
    World(start=TODAY)
    shop = firm_at_the_door()
    with pytest.raises(InvalidInput) as refused:
        propose_payee(
            by(CLERK, shop), party_id=shop.firm_id, kind="merchant", reason="licence seen", pays_interest_pct=share
        )
    assert "pays_interest_pct" in str(refused.value)
    assert not Payee.objects.exists()
    let_in(shop)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payee.objects.update(pays_interest_pct=101)
