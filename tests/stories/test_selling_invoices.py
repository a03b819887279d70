"""Factoring as a banker tells it: a workshop sells its invoices; one buyer pays, one disputes, one fails."""

from datetime import timedelta

import pytest
from tests.rooms.lending.lender import proven
from tests.rooms.receivables.seller import START, Trade

from puhui.flows.trade.sell_invoices import dispute_invoice, invoices_to_sell
from puhui.foundation.ledger.facade import control_total
from puhui.foundation.payments.facade import orders_about
from puhui.kernel.money import Money
from puhui.products.receivables.facade import (
    State,
    confirm_write_off,
    dilute,
    pay_receivable,
    propose_write_off,
    receivables_faults,
    resolve_dispute,
)

pytestmark = pytest.mark.django_db


def test_a_workshop_sells_its_invoices() -> None:
    trade = Trade()
    call = trade.world.call
    listed = invoices_to_sell(trade.owner, seller_id=trade.seller)
    assert [(one.invoice.invoice_no, one.why) for one in listed] == [(str(8000 + n), None) for n in range(5)]

    # 110,000 yuan, due in 50 days: the fee is 0.3 %, the discount 9 % of 80 % for 50 days over 360.
    quote = trade.quoted(0)
    line = quote.sheet["lines"][0]
    assert (line["face"], line["fee"], line["discount"]) == ("110000.00", "330.00", "1100.00")
    assert (line["advance"], line["reserve"], quote.sheet["cost"]) == ("86856.00", "21714.00", "1430.00")
    assert quote.sheet["all_in_cost_pct"] == "12.67"  # 88,286 against 86,856 in 50 days

    good, returned, failing = trade.funded(0, 1, 2)
    assert trade.seen(good).state == State.FUNDED
    assert receivables_faults() == []
    trade.until(START + timedelta(days=20))
    assert proven()

    # The first buyer pays thirty days early: the discount of thirty days goes back, the reserve is released.
    pay_receivable(call(trade.buyers[0][1]), receivable_id=good)
    trade.world.work()
    assert trade.seen(good).state == State.SETTLED
    reserve = next(o for o in orders_about([good]) if o.purpose == "reserve")
    assert reserve.amount == Money(21714_00 + 660_00)

    # The second sends goods back for 4,000 and disputes the rest; nothing is solved, the seller buys it back.
    dilute(call(trade.operations), receivable_id=returned, amount=Money(4_000_00), reason="goods sent back")
    dispute_invoice(call(trade.buyers[1][1]), receivable_id=returned, reason="colour is wrong")
    assert trade.seen(returned).reserve_left == Money(trade.seen(returned).reserve.minor - 4_000_00)
    trade.until(START + timedelta(days=52))
    bought_back = trade.seen(returned)
    assert (bought_back.state, bought_back.bought_back) == (State.BOUGHT_BACK, Money(40_000_00))
    assert bought_back.claim_left == Money(0)  # the seller's bank has paid what the reserve did not cover

    # The third is thirty days late: with recourse it goes back to the seller too, with interest for those days.
    trade.until(START + timedelta(days=82))
    late = trade.seen(failing)
    assert (late.state, late.claim_left, late.outstanding) == (State.BOUGHT_BACK, Money(0), Money(0))
    assert control_total("factoring.receivable") == control_total("factoring.reserve") == 0
    assert proven()


def test_a_buyer_who_fails_without_recourse() -> None:
    trade = Trade(recourse=False)
    (failing,) = trade.funded(1)
    call, due = trade.world.call, trade.seen(failing).due_on
    trade.until(due + timedelta(days=31))
    seen = trade.seen(failing)
    assert seen.state == State.FUNDED
    assert seen.allowance.minor == -(-(seen.outstanding.minor - seen.reserve_left.minor) * 25 // 100)
    dispute_invoice(call(trade.operations), receivable_id=failing, reason="the buyer says so")
    resolve_dispute(call(trade.operations), receivable_id=failing, outcome="the goods were in order")
    trade.until(due + timedelta(days=91))
    propose_write_off(call(trade.risk), receivable_id=failing, reason="insolvent")
    confirm_write_off(call(trade.finance), receivable_id=failing, agree=True)
    lost = trade.seen(failing)
    assert (lost.state, lost.written_off, lost.outstanding) == (State.WRITTEN_OFF, lost.face, Money(0))
    assert control_total("factoring.loss") == lost.face.minor - lost.reserve.minor
    assert control_total("factoring.allowance") == control_total("factoring.unearned") == 0
    assert not [o for o in orders_about([failing]) if o.purpose == "reserve"]
    assert proven()
