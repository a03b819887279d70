"""A holder has a bill back before its day, to the fen and the day; what does not hold changes nothing."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from tests.rooms.bills.portfolio import DUE, FINANCE, OPERATOR, Desk, kept
from tests.rooms.bills.test_rediscount import TAKER

from puhui.flows.discount_bill.buy_back import back_quote, buy_bill_back
from puhui.flows.run_end_of_day.facade import close_day
from puhui.foundation.access.facade import CodeWrong
from puhui.foundation.ledger.facade import check_books, control_total
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Conflict, Forbidden, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.bills.facade import (
    BillNotInState,
    BillState,
    CannotBuyBack,
    NewRediscount,
    bill,
    limits_page,
    propose_rediscount,
    submit_bill,
)

pytestmark = pytest.mark.django_db


def held(desk: Desk, serial: int = 1) -> UUID:
    bill_id = desk.quoted(serial)
    desk.sold(bill_id)
    desk.world.work()
    return bill_id


def test_a_bill_comes_back_for_what_was_paid_and_the_days_that_passed() -> None:
    """100,000.00 at 2.4 % for four days: 26.67 kept; after one day 6.66 is earned, and 20.01 goes back."""
    desk = Desk()
    world, shop, other = desk.world, desk.shop, desk.firms[1][1]
    desk.limit()
    bill_id = held(desk)
    assert back_quote(shop, bill_id).price == Money(99_973_33)  # on the first day: what was paid
    world.close()
    quote = back_quote(shop, bill_id)
    assert (quote.price, quote.returned, quote.kept) == (Money(99_979_99), Money(20_01), Money(6_66))
    code = desk.code(bill_id, to_buy_back=True)
    selling = desk.code(bill_id)
    rows: list[tuple[type[Refusal], Callable[[], object]]] = [
        (NotFound, lambda: back_quote(other, bill_id)),
        (NotFound, lambda: buy_bill_back(world.call(other), bill_id=bill_id, price=quote.price, code=code)),
        (Forbidden, lambda: buy_bill_back(world.call(OPERATOR), bill_id=bill_id, price=quote.price, code=code)),
        (NotFound, lambda: buy_bill_back(world.call(shop), bill_id=new_id(), price=quote.price, code=code)),
        (Conflict, lambda: buy_bill_back(world.call(shop), bill_id=bill_id, price=Money(99_973_33), code=code)),
    ]
    before = kept()
    for place, (refusal, act) in enumerate(rows):
        with pytest.raises(refusal):
            act()
        assert kept() == before, place
    with pytest.raises(CodeWrong):  # the code that sells it does not take it back
        buy_bill_back(world.call(shop), bill_id=bill_id, price=quote.price, code=selling)
    call = world.call(shop)
    done = buy_bill_back(call, bill_id=bill_id, price=quote.price, code=code)
    assert buy_bill_back(call, bill_id=bill_id, price=quote.price, code=code) == done  # said again, once
    assert bill(shop, bill_id).state == BillState.BUYING_BACK
    assert check_books() == []
    world.work()
    shown = bill(shop, bill_id)
    assert (shown.state, shown.back_price) == (BillState.BOUGHT_BACK, Money(99_979_99))
    assert control_total("bills.bought") == control_total("bills.unearned") == 0
    assert control_total("income.discount") == 6_66
    assert limits_page(SYSTEM)[0].used == Money(0)
    assert check_books() == []
    world.close_until(DUE)
    assert bill(shop, bill_id).state == BillState.BOUGHT_BACK
    assert control_total("income.discount") == 6_66


def test_money_that_comes_a_day_later_changes_nothing_of_the_price() -> None:
    desk = Desk()
    world, shop = desk.world, desk.shop
    desk.limit()
    bill_id = held(desk)
    price = back_quote(shop, bill_id).price
    buy_bill_back(world.call(shop), bill_id=bill_id, price=price, code=desk.code(bill_id, to_buy_back=True))
    close_day(world.call())  # and the bank has not answered
    assert control_total("income.discount") == 6_66  # the day was earned meanwhile, and goes back
    assert check_books() == []
    world.work()
    assert bill(shop, bill_id).state == BillState.BOUGHT_BACK
    assert control_total("income.discount") == control_total("bills.bought") == control_total("bills.unearned") == 0
    assert check_books() == []


def test_who_cannot_pay_leaves_it_with_us_and_one_that_goes_on_or_is_due_stays() -> None:
    desk = Desk()
    world, shop, holder = desk.world, desk.shop, desk.firms[0][0]
    desk.limit()
    bill_id, going_on = held(desk, 1), held(desk, 2)
    asked = NewRediscount(taker=TAKER, annual_rate_pct=Decimal("1.8"))
    propose_rediscount(world.call(FINANCE), bill_id=going_on, asked=asked)
    code = desk.code(going_on, to_buy_back=True)
    with pytest.raises(CannotBuyBack):
        buy_bill_back(world.call(shop), bill_id=going_on, price=back_quote(shop, going_on).price, code=code)
    world.bank.set_account(holder, is_empty=True)
    price = back_quote(shop, bill_id).price
    buy_bill_back(world.call(shop), bill_id=bill_id, price=price, code=desk.code(bill_id, to_buy_back=True))
    world.work()
    shown = bill(shop, bill_id)
    assert (shown.state, shown.back_on) == (BillState.HELD, None)
    assert control_total("bills.bought") == 200_000_00
    assert check_books() == []
    world.close_until(date(DUE.year, DUE.month, DUE.day))
    with pytest.raises(BillNotInState):  # its acceptor has paid
        back_quote(shop, bill_id)


def test_a_bill_that_came_back_may_be_shown_again() -> None:
    desk = Desk()
    world, shop = desk.world, desk.shop
    desk.limit()
    bill_id = held(desk)
    price = back_quote(shop, bill_id).price
    buy_bill_back(world.call(shop), bill_id=bill_id, price=price, code=desk.code(bill_id, to_buy_back=True))
    world.work()
    again = submit_bill(world.call(shop), asked=desk.asked(1)).bill_id
    assert bill(shop, again).state == BillState.SUBMITTED
