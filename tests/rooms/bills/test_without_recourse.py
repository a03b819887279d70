"""A bill bought without recourse: dearer, nobody asks who sold it, and the loss is ours, class by class."""

from decimal import Decimal
from uuid import UUID

import pytest
from tests.rooms.bills.portfolio import DUE, OPERATOR, RISK, Desk, firm, number
from tests.rooms.party.made_up import credit_code

from puhui.flows.discount_bill.present import claim_bill_recourse, present_bill
from puhui.flows.discount_bill.sell import quote_of, sell_bill
from puhui.foundation.ledger.facade import business_date, check_books, control_total
from puhui.kernel.errors import Conflict
from puhui.kernel.money import Money
from puhui.products.bills.facade import BillGrade, BillKind, BillState, CannotRecourse, bill, exposures

pytestmark = pytest.mark.django_db


def unpaid(desk: Desk, *, serial: int, without_recourse: bool) -> UUID:
    told = {"kind": BillKind.COMMERCIAL, "acceptor": firm(3), "number": number(serial, first="2")}
    bill_id = desk.quoted(serial, **told)
    desk.sold(bill_id, without_recourse=without_recourse)
    return bill_id


def test_who_sold_it_owes_nothing_and_the_loss_is_set_aside() -> None:
    """100,000.00 at 4.5 % for four days cost 50.00 with recourse, at 6.0 % without 66.67."""
    desk = Desk()
    world, shop, (holder, _) = desk.world, desk.shop, desk.firms[0]
    trade = desk.limit(200_000_00, kind=BillKind.COMMERCIAL, acceptor=firm(3), annual_rate_pct=Decimal("4.5"))
    mine, ours = (unpaid(desk, serial=n, without_recourse=n == 2) for n in (1, 2))
    world.work()
    assert [bill(shop, one).interest for one in (mine, ours)] == [Money(50_00), Money(66_67)]
    assert "you owe us nothing" in bill(shop, ours).sheet["on_default"]["en"]
    assert "不向您追索" in bill(shop, ours).sheet["on_default"]["zh"]
    assert exposures([holder], on=business_date())[holder].contingent_minor == 100_000_00  # of the other one only
    world.bank.set_account(trade, is_empty=True)
    world.close_until(DUE)
    assert {bill(shop, one).state for one in (mine, ours)} == {BillState.DISHONOURED}
    assert [bill(shop, one).grade for one in (mine, ours)] == [BillGrade.ATTENTION, BillGrade.SUBSTANDARD]
    world.close()
    assert [bill(shop, one).allowance for one in (mine, ours)] == [Money(2_000_00), Money(25_000_00)]
    assert control_total("bills.allowance") == control_total("bills.loss") == 27_000_00
    assert check_books() == []
    world.close()
    assert control_total("bills.allowance") == 27_000_00  # the same class, nothing more
    with pytest.raises(CannotRecourse, match="示例商行"):  # who sold it is not among those who may be asked
        claim_bill_recourse(world.call(RISK), bill_id=ours, debtor_code=credit_code(desk.first + 1))
    claim_bill_recourse(world.call(OPERATOR), bill_id=ours)
    assert bill(shop, ours).recourse[0].debtor.code == credit_code(desk.first + 2)  # the endorser before them
    world.work()
    assert bill(shop, ours).state == BillState.RECOVERED
    world.bank.set_account(trade, is_empty=False)
    present_bill(world.call(OPERATOR), bill_id=mine)
    world.work()
    world.close()
    assert control_total("bills.allowance") == control_total("bills.loss") == 0
    assert check_books() == []


def test_the_sheet_of_one_offer_does_not_sell_on_the_other() -> None:
    desk = Desk()
    desk.limit()
    bill_id = desk.quoted()
    dear, plain = quote_of(desk.shop, bill_id, without_recourse=True), quote_of(desk.shop, bill_id)
    assert dear.discount.annual_rate_pct - plain.discount.annual_rate_pct == Decimal("0.3")
    code = desk.code(bill_id)
    for how, sheet_hash in ((True, plain.sheet_hash), (False, dear.sheet_hash)):
        with pytest.raises(Conflict):
            sell_bill(
                desk.world.call(desk.shop), bill_id=bill_id, sheet_hash=sheet_hash, code=code, without_recourse=how
            )
    assert bill(desk.shop, bill_id).state == BillState.QUOTED
    desk.world.bank.set_account(desk.firms[0][0], is_closed=True)
    desk.sold(bill_id, without_recourse=True)
    desk.world.work()
    shown = bill(desk.shop, bill_id)  # the bank could not pay: it may be sold on either offer, at its own price
    assert (shown.state, shown.is_without_recourse) == (BillState.QUOTED, False)
    assert shown.annual_rate_pct == Decimal("2.4")
