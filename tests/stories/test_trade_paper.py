"""Two stories of paper: a core factory pays its third-tier supplier by voucher, a village shop sells a bill."""

import pytest
from tests.rooms.bills.portfolio import Desk
from tests.rooms.vouchers.chain_of_supply import Chain

from puhui.flows.discount_bill.sell import quote_of
from puhui.foundation.ledger.facade import business_date, check_books, control_total
from puhui.foundation.notices.facade import notices_of
from puhui.foundation.payments.facade import orders_about
from puhui.kernel.actors import SYSTEM
from puhui.kernel.money import Money
from puhui.products.bills.facade import BillState, bill
from puhui.products.vouchers.facade import VoucherState, chain, holdings_page, purchase, vouchers_page

pytestmark = pytest.mark.django_db


def test_a_core_factory_pays_its_third_tier_supplier_by_voucher() -> None:
    """The factory owes 10,000.00; its supplier pays 4,000.00 of that on, and that one 1,500.00 to a smith.

    The smith needs money for wages and has the voucher paid today, at the factory's price, not his own. On the day the
    factory pays once, and everybody gets theirs: the supplier 6,000.00, the second 2,500.00, the lender 1,500.00.
    """
    told = Chain()
    told.opened()
    first = told.issued(10_000_00)
    second = told.passed(first, 4_000_00, giver=1, taker=2).made[0]
    smith = told.firms[3][1]
    third = told.passed(second, 1_500_00, giver=2, taker=3).made[0]
    links, fault = chain(smith, third)
    assert ([link.amount.minor for link in links], fault) == ([10_000_00, 4_000_00, 1_500_00], "")

    sold = told.sold(third, 1_500_00, seller=3)
    told.world.work()
    bought = purchase(smith, sold.purchase_id)
    assert (bought.interest, bought.proceeds) == (Money(60), Money(1_499_40))  # 3.6 % for four days
    assert "¥1,499.40" in notices_of(smith, most=1)[0].body.en
    assert purchase(smith, sold.purchase_id).sheet["total_cost"]["amount"] == "0.60"

    told.world.close_until(bought.ends_on)
    [voucher] = vouchers_page(SYSTEM)
    assert voucher.state == VoucherState.REDEEMED
    paid = {order.party_id: order.amount for order in orders_about([one.part_id for one in holdings_page(SYSTEM)])}
    assert paid == {told.firms[1][0]: Money(6_000_00), told.firms[2][0]: Money(2_500_00)}
    assert {one.state for one in holdings_page(SYSTEM)} == {"paid"}
    assert control_total("income.discount") == 60  # what the sheet said is what we earned, to the fen
    assert control_total("vouchers.bought") == control_total("vouchers.payable") == 0
    assert check_books() == []


def test_a_village_shop_discounts_a_bank_bill() -> None:
    """The shop was paid with a bank's bill over 100,000.00 that falls due in four days, and wants to fill its shelves.

    What the sheet says it costs is what is kept back, and what the books have earned when the bank pays on its day.
    """
    desk = Desk()
    desk.limit()
    bill_id = desk.quoted()
    sheet = quote_of(desk.shop, bill_id).sheet
    assert (sheet["days"], sheet["proceeds"]["amount"], sheet["total_cost"]["amount"]) == (4, "99973.33", "26.67")
    desk.sold(bill_id)
    desk.world.work()
    held = bill(desk.shop, bill_id)
    assert (held.state, held.settled_on, str(held.proceeds)) == (BillState.HELD, business_date(), "99973.33")
    desk.world.close_until(held.pays_on)
    assert bill(desk.shop, bill_id).state == BillState.PAID
    assert control_total("income.discount") == 26_67
    assert check_books() == []
