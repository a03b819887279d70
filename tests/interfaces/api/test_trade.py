"""Orders and receivables by the API: a seller sells, a debtor acknowledges and pays, others see nothing of it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from tests.rooms.receivables.seller import START, Trade

from puhui.foundation.access.facade import customer_user_for, issue_token
from puhui.kernel.actors import SYSTEM, Actor, Role
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db


class Programs:
    """A client for each token."""

    def __init__(self, trade: Trade) -> None:
        self.trade, self.client = trade, Client()

    def token(self, actor: Actor) -> str:
        """A program of a customer, or of staff with the actor's roles."""
        call = self.trade.world.call(SYSTEM)
        return issue_token(call, name="program", roles=[r.value for r in actor.roles], party_id=actor.party_id)

    def get(self, token: str, path: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"})

    def post(self, token: str, path: str, body: dict[str, Any]) -> Any:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(new_id())}
        return self.client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers)


def test_invoices_and_orders_by_programs() -> None:
    trade = Trade()
    programs = Programs(trade)
    customer_user_for(trade.owner.party_id or UUID(int=0))
    seller, buyer, other = (programs.token(a) for a in (trade.owner, trade.buyers[0][1], trade.buyers[1][1]))
    staff = programs.token(Actor(new_id(), frozenset({Role.OPERATIONS}), name="Op"))

    listed = programs.get(seller, f"/receivables/sellable?seller_id={trade.seller}").json()
    assert (len(listed), listed[0]["invoice"]["face"]["currency"]) == (5, "CNY")
    assert programs.get(other, f"/receivables/sellable?seller_id={trade.seller}").status_code == 404
    pick = {"debtor_id": str(trade.buyers[0][0]), "invoice_no": "8000"}
    quote = programs.post(seller, "/receivables/quotes", {"seller_id": str(trade.seller), "picks": [pick]}).json()
    assert quote["sheet"]["advance"] == "86856.00"
    wrong = programs.post(seller, f"/receivables/sales/{quote['sale_id']}/confirm", {"sheet_hash": "0" * 64})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "receivable_sheet_changed")
    sold = programs.post(
        seller, f"/receivables/sales/{quote['sale_id']}/confirm", {"sheet_hash": quote["sheet_hash"]}
    ).json()
    path = f"/receivables/{sold['receivable_ids'][0]}"
    assert programs.get(other, path).status_code == 404
    assert programs.post(other, f"{path}/acknowledge", {}).status_code == 404
    assert programs.post(staff, f"/receivables/sales/{quote['sale_id']}/fund", {}).json()["code"] == (
        "assignment_notice_missing"
    )
    assert programs.post(buyer, f"{path}/acknowledge", {}).status_code == 200
    assert programs.post(staff, f"/receivables/sales/{quote['sale_id']}/fund", {}).status_code == 200
    trade.world.clock.instant = datetime.now(UTC) + timedelta(hours=1)  # the API has a clock of its own
    trade.world.work()
    assert programs.post(buyer, f"{path}/pay", {"amount": {"amount": "10000.00"}}).status_code == 200
    trade.world.work()
    shown = programs.get(buyer, path).json()
    assert (shown["state"], shown["outstanding"]["amount"]) == ("funded", "100000.00")
    assert [one["state"] for one in programs.get(staff, "/receivables?state=funded").json()["items"]] == ["funded"]
    assert programs.post(buyer, f"{path}/explode", {}).status_code == 422
    assert programs.post(buyer, f"{path}/pay", {"amount": {"amount": "1.00"}, "odd": 1}).status_code == 422

    told = {
        "seller_id": str(trade.seller),
        "buyer_id": str(trade.buyers[1][0]),
        "number": "PO-1",
        "amount": {"amount": "100000.00"},
        "ordered_on": START.isoformat(),
        "deliver_by": "2026-04-20",
        "pay_by": "2026-05-20",
    }
    made = programs.post(seller, "/orders", told).json()
    assert programs.post(seller, "/orders", told | {"number": "po 1"}).json()["code"] == "order_already_known"
    assert programs.get(buyer, f"/orders/{made['order_id']}").status_code == 404
    assert programs.post(seller, f"/orders/{made['order_id']}/answer", {}).status_code == 404
    assert programs.post(other, f"/orders/{made['order_id']}/answer", {}).json()["state"] == "confirmed"
    assert programs.post(seller, f"/orders/{made['order_id']}/pay", {}).status_code == 404
    assert [one["number"] for one in programs.get(other, "/orders").json()["items"]] == ["PO-1"]
    assert programs.get(buyer, "/orders").json()["items"] == []
