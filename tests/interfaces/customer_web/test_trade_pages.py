"""Pages of trade: a seller chooses, sees the full cost, confirms; a buyer answers; nobody opens what is another's."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from tests.rooms.receivables.seller import START, Trade

from puhui.flows.trade.take_order import take_order
from puhui.foundation.access.facade import customer_user_for
from puhui.foundation.access.models import User
from puhui.kernel.actors import Actor
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.orders.facade import NewOrder, OrderState, order
from puhui.products.receivables.facade import State, fund_sale, receivables_page

pytestmark = pytest.mark.django_db


def browser(actor: Actor, language: str = "en") -> Client:
    client = Client()
    client.force_login(User.objects.get(id=customer_user_for(actor.party_id or UUID(int=0))))
    client.cookies["puhui_language"] = language
    return client


def test_from_the_list_to_the_debtors_payment() -> None:
    trade = Trade()
    seller, buyer, other = (browser(a) for a in (trade.owner, trade.buyers[0][1], trade.buyers[1][1]))
    address = f"/firms/{trade.seller}/sell/"
    listed = seller.get(address).content.decode()
    assert "110,000.00" in listed
    assert "不能转让" not in listed
    assert "可转让的发票" in browser(trade.owner, "zh-hans").get(address).content.decode()
    assert other.get(address).status_code == 404
    assert seller.post(address, {"key": str(new_id())}).status_code == 422  # nothing ticked
    assert seller.post(address, {"key": str(new_id()), "pick": ["x/1"]}).status_code == 422
    asked = seller.post(address, {"key": str(new_id()), "pick": [f"{trade.buyers[0][0]}/8000"]})
    cost = seller.get(asked.headers["Location"]).content.decode()
    for words in ("86,856.00", "21,714.00", "1,430.00", "12.67%", "With recourse"):
        assert words in cost
    assert other.get(asked.headers["Location"]).status_code == 404
    mark = re.findall(r'name="sheet_hash" value="([0-9a-f]{64})"', cost)[0]
    assert seller.post(asked.headers["Location"], {"key": str(new_id()), "sheet_hash": "1" * 64}).status_code == 409
    assert seller.post(asked.headers["Location"], {"key": str(new_id()), "sheet_hash": mark}).status_code == 303
    [sold] = receivables_page(trade.risk)
    act = f"/trade/{sold.id}/"
    assert "8000" in seller.get("/trade/").content.decode()
    assert "I know that I pay you now" in buyer.get("/trade/").content.decode()
    assert "nothing here" in other.get("/trade/").content.decode()
    assert other.post(act, {"key": str(new_id()), "act": "acknowledge"}).status_code == 404
    assert buyer.post(act, {"key": str(new_id()), "act": "explode"}).status_code == 422
    assert buyer.post(act, {"key": str(new_id()), "act": "acknowledge"}).status_code == 303
    trade.world.clock.instant = datetime.now(UTC) + timedelta(hours=1)  # pages have a clock of their own
    fund_sale(trade.world.call(trade.operations), sale_id=sold.sale_id)
    trade.world.work()
    assert buyer.post(act, {"key": str(new_id()), "act": "pay"}).status_code == 303
    trade.world.work()
    assert receivables_page(trade.risk)[0].state == State.SETTLED


def test_a_buyer_answers_for_an_order() -> None:
    trade = Trade()
    told = NewOrder(
        seller_id=trade.seller,
        buyer_id=trade.buyers[0][0],
        number="PO-7",
        amount=Money(90_000_00),
        ordered_on=START,
        deliver_by=START,
        pay_by=START + timedelta(days=30),
    )
    made = take_order(trade.world.call(trade.owner), told=told)
    buyer, seller = browser(trade.buyers[0][1]), browser(trade.owner)
    assert "This is our order" in buyer.get("/trade/").content.decode()
    answer = {"key": str(new_id()), "act": "confirm_order"}
    assert seller.post(f"/trade/{made.order_id}/", answer).status_code == 404
    assert buyer.post(f"/trade/{made.order_id}/", answer).status_code == 303
    assert order(trade.risk, made.order_id).state == OrderState.CONFIRMED
