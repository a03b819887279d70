"""Many sell and order at the same moment: one receivable once, no limit passed, one order once. Needs PostgreSQL."""

import pytest
from django.db import connection
from tests.rooms.lending.lender import proven
from tests.rooms.receivables.seller import START, Trade
from tests.stories.people.test_first_visit import at_once

from puhui.flows.trade.sell_invoices import sell_invoices
from puhui.flows.trade.take_order import take_order
from puhui.kernel.money import Money
from puhui.products.orders.facade import NewOrder, OrderKnown, OrderMoved
from puhui.products.receivables.facade import (
    AlreadyAssigned,
    LimitPassed,
    LimitSide,
    SaleConfirmed,
    limits_page,
    pay_receivable,
    receivables_faults,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.fixture
def trade() -> Trade:
    if connection.vendor != "postgresql":
        pytest.skip("two transactions at once need PostgreSQL: set PUHUI_DATABASE_URL=postgresql://...")
    return Trade()


def test_one_receivable_at_once_is_sold_once(trade: Trade) -> None:
    quotes = [trade.quoted(0) for _ in range(4)]
    results = at_once(
        [
            lambda q=q: sell_invoices(trade.world.call(trade.owner), sale_id=q.sale_id, sheet_hash=q.sheet_hash)
            for q in quotes
        ]
    )
    assert sum(isinstance(r, SaleConfirmed) for r in results) == 1
    assert sum(isinstance(r, AlreadyAssigned) for r in results) == 3
    assert receivables_faults() == []


def test_a_debtors_limit_holds_however_many_sell_at_once(trade: Trade) -> None:
    trade.grant(trade.buyers[0][0], LimitSide.DEBTOR, "120000.00")  # room for 110,000, or for 66,000 and 11,000
    quotes = [trade.quoted(n) for n in (0, 2, 4)]
    results = at_once(
        [
            lambda q=q: sell_invoices(trade.world.call(trade.owner), sale_id=q.sale_id, sheet_hash=q.sheet_hash)
            for q in quotes
        ]
    )
    assert all(isinstance(r, SaleConfirmed | LimitPassed) for r in results)
    assert any(isinstance(r, LimitPassed) for r in results)
    used = next(one for one in limits_page(trade.risk, party_id=trade.buyers[0][0]) if one.side == LimitSide.DEBTOR)
    assert used.used.minor <= used.limit.minor
    assert receivables_faults() == []


def test_a_debtor_pays_once_what_is_open(trade: Trade) -> None:
    (id_,) = trade.funded(0)
    results = at_once([lambda: pay_receivable(trade.world.call(trade.buyers[0][1]), receivable_id=id_)] * 3)
    assert sum(not isinstance(r, Exception) for r in results) == 1
    trade.world.work()
    assert trade.seen(id_).outstanding == Money(0)
    assert proven()


def test_one_order_at_once_is_known_once(trade: Trade) -> None:
    sellers = [(trade.seller, trade.owner), *(trade.world.firm() for _ in range(3))]

    def told(seller: object) -> NewOrder:
        return NewOrder(
            seller_id=seller,  # type: ignore[arg-type]
            buyer_id=trade.buyers[0][0],
            number="PO-2026/117",
            amount=Money(100_000_00),
            ordered_on=START,
            deliver_by=START,
            pay_by=START,
        )

    results = at_once([lambda s=s, a=a: take_order(trade.world.call(a), told=told(s)) for s, a in sellers])
    assert sum(isinstance(r, OrderMoved) for r in results) == 1
    assert sum(isinstance(r, OrderKnown) for r in results) == 3
