"""A bill of ours goes on to a bank: to the day and the fen, both sides in the books, and recourse."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.rooms.bills.portfolio import DUE, FINANCE, OPERATOR, RISK, Desk, firm, kept, number
from tests.rooms.party.made_up import credit_code

from puhui.flows.discount_bill.present import claim_bill_recourse, present_bill
from puhui.flows.discount_bill.rediscount import (
    BANKS,
    decide_rediscount,
    note_rediscount_paid,
    pay_rediscount_back,
)
from puhui.foundation.casework.facade import cases_page
from puhui.foundation.ledger.facade import business_date, check_books, control_total
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import derived_id, new_id
from puhui.kernel.money import Money
from puhui.products.bills.facade import (
    BillKind,
    BillNotInState,
    BillState,
    CannotRecourse,
    CannotRediscount,
    Firm,
    LimitFourEyes,
    NewRediscount,
    NotYetDue,
    RediscountState,
    bill,
    limits_page,
    propose_rediscount,
    rediscounts_page,
)
from puhui.products.bills.models import Bill

pytestmark = pytest.mark.django_db
TAKER = Firm(name="示例市商业银行", code="313491000026")
ASKED = NewRediscount(taker=TAKER, annual_rate_pct=Decimal("1.8"))
BOOKS = ("bills.bought", "bills.unearned", "bills.rediscounted", "bills.rediscount_unborne")


def books() -> tuple[int, ...]:
    return tuple(map(control_total, BOOKS))


def held(desk: Desk, serial: int = 1, **changes: Any) -> Any:
    bill_id = desk.quoted(serial, **changes)
    desk.sold(bill_id)
    desk.world.work()
    assert bill(desk.shop, bill_id).state == BillState.HELD
    return bill_id


def proposed(desk: Desk, bill_id: Any) -> Any:
    return propose_rediscount(desk.world.call(FINANCE), bill_id=bill_id, asked=ASKED).rediscount_id


def sold_on(desk: Desk, bill_id: Any) -> Any:
    rediscount_id = proposed(desk, bill_id)
    decide_rediscount(desk.world.call(RISK), rediscount_id=rediscount_id, agree=True)
    desk.world.work()
    return rediscount_id


def all_refused(rows: list[tuple[type[Refusal], Callable[[], object]]]) -> None:
    before = kept()
    for place, (refusal, act) in enumerate(rows):
        with pytest.raises(refusal):
            act()
        assert kept() == before, (place, refusal)


def test_what_does_not_hold_changes_nothing() -> None:
    desk = Desk()
    world, shop = desk.world, desk.shop
    desk.limit()
    quoted, bill_id = desk.quoted(2), held(desk)

    def proposes(actor: Any = FINANCE, which: Any = bill_id, **changes: Any) -> Callable[[], object]:
        return lambda: propose_rediscount(world.call(actor), bill_id=which, asked=replace(ASKED, **changes))

    all_refused(
        [
            (Forbidden, proposes(RISK)),
            (Forbidden, proposes(shop)),
            (NotFound, proposes(which=new_id())),
            (BillNotInState, proposes(which=quoted)),
            (InvalidInput, proposes(annual_rate_pct=Decimal(0))),
            (InvalidInput, proposes(annual_rate_pct=Decimal("NaN"))),
            (InvalidInput, proposes(annual_rate_pct=Decimal("36.0001"))),
            (InvalidInput, proposes(taker=Firm(name="Bank", code="12"))),
            (InvalidInput, proposes(taker=Firm(name="", code=TAKER.code))),
            (BillNotInState, lambda: note_rediscount_paid(world.call(OPERATOR), bill_id=bill_id)),
            (BillNotInState, lambda: pay_rediscount_back(world.call(OPERATOR), bill_id=bill_id)),
        ]
    )
    mine = proposed(desk, bill_id)
    all_refused(
        [
            (CannotRediscount, proposes()),
            (Forbidden, lambda: decide_rediscount(world.call(FINANCE), rediscount_id=mine, agree=True)),
            (NotFound, lambda: decide_rediscount(world.call(RISK), rediscount_id=new_id(), agree=True)),
            (
                LimitFourEyes,
                lambda: decide_rediscount(world.call(replace(RISK, id=FINANCE.id)), rediscount_id=mine, agree=True),
            ),
            (Forbidden, lambda: rediscounts_page(shop)),
        ]
    )
    decide_rediscount(world.call(RISK), rediscount_id=mine, agree=False)
    assert bill(shop, bill_id).state == BillState.HELD
    sold_on(desk, bill_id)
    all_refused(
        [
            (BillNotInState, proposes()),
            (BillNotInState, lambda: present_bill(world.call(OPERATOR), bill_id=bill_id)),
            (NotYetDue, lambda: note_rediscount_paid(world.call(OPERATOR), bill_id=bill_id)),
            (NotYetDue, lambda: pay_rediscount_back(world.call(OPERATOR), bill_id=bill_id)),
            (Forbidden, lambda: pay_rediscount_back(world.call(FINANCE), bill_id=bill_id)),
        ]
    )
    assert bill(shop, bill_id).rediscounts == ()  # with whom we deal is not the seller's business
    assert len(bill(RISK, bill_id).rediscounts) == 2


def test_a_bill_is_sold_on_and_paid_by_its_acceptor() -> None:
    """100,000.00 at 2.4 % for four days earn 26.67; sold on after a day at 1.8 % for three days cost 15.00."""
    desk = Desk()
    world, shop = desk.world, desk.shop
    desk.limit()
    bill_id = held(desk)
    world.close()
    assert books() == (100_000_00, 20_01, 0, 0)
    rediscount_id = proposed(desk, bill_id)
    decide_rediscount(world.call(RISK), rediscount_id=rediscount_id, agree=True)
    assert check_books() == []  # the money is on its way: nothing is owed yet
    assert books() == (100_000_00, 20_01, 0, 0)
    world.work()
    [view] = rediscounts_page(FINANCE, state=RediscountState.SOLD)
    assert (view.days, view.interest, view.proceeds) == (3, Money(15_00), Money(99_985_00))
    assert bill(shop, bill_id).state == BillState.REDISCOUNTED
    assert books() == (100_000_00, 20_01, 100_000_00, 15_00)
    assert limits_page(RISK)[0].used == Money(100_000_00)  # we answer for it
    world.close()
    assert books() == (100_000_00, 13_34, 100_000_00, 10_00)
    assert check_books() == []
    world.close_until(DUE)
    assert bill(shop, bill_id).state == BillState.REDISCOUNTED  # we present nothing that others have
    assert "note whether it was paid" in cases_page(OPERATOR, kind="trade_paper")[0].reason
    note_rediscount_paid(world.call(OPERATOR), bill_id=bill_id)
    assert bill(shop, bill_id).state == BillState.PAID
    assert books() == (0, 0, 0, 0)
    assert (control_total("income.discount"), control_total("expense.rediscount")) == (26_67, 15_00)
    assert limits_page(RISK)[0].used == Money(0)
    assert cases_page(OPERATOR, kind="trade_paper")[0].state == "closed"
    assert check_books() == []
    with pytest.raises(BillNotInState):
        pay_rediscount_back(world.call(OPERATOR), bill_id=bill_id)


def test_money_that_does_not_come_leaves_the_bill_in_our_hands() -> None:
    desk = Desk()
    desk.limit()
    bill_id = held(desk)
    desk.world.bank.set_account(derived_id(BANKS, TAKER.code), is_empty=True)
    sold_on(desk, bill_id)
    assert bill(desk.shop, bill_id).state == BillState.HELD
    assert books() == (100_000_00, 26_67, 0, 0)
    assert rediscounts_page(FINANCE)[0].state == RediscountState.CANCELLED
    assert "did not come" in cases_page(OPERATOR, kind="failed_payment")[0].reason
    desk.world.close_until(DUE)
    assert bill(desk.shop, bill_id).state == BillState.PAID
    assert check_books() == []


def test_a_bill_that_comes_back_is_paid_by_those_before_us_within_three_months() -> None:
    desk = Desk()
    world, shop = desk.world, desk.shop
    desk.limit(200_000_00, kind=BillKind.COMMERCIAL, acceptor=firm(3), annual_rate_pct=Decimal("4.5"))
    ids = [held(desk, n, kind=BillKind.COMMERCIAL, acceptor=firm(3), number=number(n, first="2")) for n in (1, 2)]
    for bill_id in ids:
        sold_on(desk, bill_id)
    world.close_until(DUE)
    bank = derived_id(BANKS, TAKER.code)
    world.bank.set_account(bank, is_closed=True)
    pay_rediscount_back(world.call(OPERATOR), bill_id=ids[0])
    with pytest.raises(BillNotInState):
        note_rediscount_paid(world.call(OPERATOR), bill_id=ids[0])
    assert check_books() == []
    world.work()
    assert rediscounts_page(FINANCE)[-1].state == RediscountState.SOLD  # the bank could not pay: we owe as before
    world.bank.set_account(bank, is_closed=False)
    for bill_id in ids:
        pay_rediscount_back(world.call(OPERATOR), bill_id=bill_id)
    world.work()
    assert {bill(shop, one).state for one in ids} == {BillState.DISHONOURED}
    assert {one.state for one in rediscounts_page(FINANCE)} == {RediscountState.RETURNED}
    assert control_total("bills.rediscounted") == control_total("bills.rediscount_unborne") == 0
    assert control_total("bills.bought") == 200_000_00
    assert check_books() == []
    claim_bill_recourse(world.call(OPERATOR), bill_id=ids[0])  # the shop, who sold it
    world.work()
    assert bill(shop, ids[0]).state == BillState.RECOVERED
    assert bill(shop, ids[0]).recourse[0].debtor.code == credit_code(1)
    late = business_date() - timedelta(days=100)
    Bill.objects.filter(id=ids[1]).update(ended_on=late)
    all_refused([(CannotRecourse, lambda: claim_bill_recourse(world.call(OPERATOR), bill_id=ids[1]))])
    Bill.objects.filter(id=ids[1]).update(ended_on=business_date() - timedelta(days=80))
    claim_bill_recourse(world.call(OPERATOR), bill_id=ids[1])
    assert check_books() == []
