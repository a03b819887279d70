"""A graduate opens a workshop in Hangzhou and borrows with an interest subsidy: what the cost sheet says before the
signature is what she pays, to the fen; the state is asked for its half, and pays it.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from tests.interfaces.api.conftest import token
from tests.rooms.lending.lender import proven
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY, firm_at_the_door, healthy_invoices

from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.foundation.ledger.facade import balance
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.money import Money
from puhui.products.lending.facade import loan, loan_payments
from puhui.products.origination.facade import contract_text, offer
from puhui.products.subsidies.facade import subsidy_faults

pytestmark = pytest.mark.django_db


def test_a_graduate_s_start_up_loan() -> None:
    world = World(start=TODAY)
    door = firm_at_the_door(invoices=healthy_invoices(months=8), founded_on=date(2026, 3, 1), region="余杭区")
    decided = door.applied(
        product_code="startup-subsidised", amount=Money.parse("60000.00"), term_months=12, purpose="equipment"
    )
    assert decided.outcome == "approve"
    agreed = offer(door.actor, decided.offer_ids[0])
    told = agreed.sheet["subsidy"]
    gross, state, net = (Decimal(told[name]) for name in ("gross_interest", "state_pays", "net_interest"))
    assert gross == state + net
    assert abs(state - net) <= Decimal("0.12")  # at most a fen apart in each of twelve dues
    assert Decimal(told["net_all_in_cost_pct"]) < Decimal(agreed.sheet["all_in_cost_pct"])
    assert [Decimal(line["total"]) + Decimal(line["state"]) for line in told["schedule"]] == [
        Decimal(line["total"]) for line in agreed.sheet["schedule"]
    ]

    contract_id = door.accept(agreed.id)
    request_signing_code(door.call(), contract_id=contract_id)
    loan_id = sign_contract(door.call(), contract_id=contract_id, code=door.last_code()).loan_id
    text = contract_text(door.actor, contract_id)
    assert "创业担保贷款贴息" in text
    world.work()
    world.close_until(date(2027, 2, 24))  # three dues: 23 December, January, February

    shown = loan(SYSTEM, loan_id)
    orders = loan_payments(SYSTEM, loan_id)
    paid = sorted((o.requested_on, o.amount) for o in orders if o.purpose == "repayment" and o.state == "settled")
    assert [str(amount) for _, amount in paid] == [line["total"] for line in told["schedule"][:3]]
    assert (shown.days_past_due, shown.instalments[3].due_date) == (0, date(2027, 3, 23))
    owed = sum(Decimal(line["state"]) for line in told["schedule"][:3])
    assert balance("subsidy.receivable") == Money.parse(str(owed))

    _the_state_pays(door.firm_id, loan_id, owed)
    assert balance("subsidy.receivable").minor == 0
    assert subsidy_faults() == []
    assert proven()


def _the_state_pays(firm_id: object, loan_id: object, owed: Decimal) -> None:
    """By the programs of the finance department; a manager may look, and not claim."""
    cache.clear()
    finance, manager = token("finance", Role.FINANCE), token("manager", Role.RELATIONSHIP_MANAGER)
    mine = manager.get(f"/subsidies/loans/{loan_id}").json()
    assert (mine["grant"]["state"], len(mine["lines"])) == ("active", 3)
    waiting = finance.get("/subsidies/waiting").json()
    assert [row["payer"] for row in waiting] == ["central", "county", "province"]
    assert sum(Decimal(row["total"]["amount"]) for row in waiting) == owed
    body = {"scheme": "startup-interest", "payer": "central", "until": "2027-02-24"}
    assert manager.post("/subsidies/claims", body).json()["code"] == "forbidden"
    for row in waiting:
        filed = finance.post("/subsidies/claims", {**body, "payer": row["payer"]}).json()
        rows = finance.get(f"/subsidies/claims/{filed['claim_id']}/rows").json()
        assert sum(Decimal(one["payer_part"]) for one in rows) == Decimal(filed["total"]["amount"])
        assert {(one["borrower_id"], one["region"]) for one in rows} == {(str(firm_id), "330110")}
        paid = {"paid": {**filed["total"], "amount": "0.01"}, "reference": "拨款1"}
        wrong = finance.post(f"/subsidies/claims/{filed['claim_id']}/paid", paid)
        assert (wrong.status_code, wrong.json()["code"]) == (409, "claim_amount_differs")
        right = finance.post(f"/subsidies/claims/{filed['claim_id']}/paid", {**paid, "paid": filed["total"]})
        assert right.json()["state"] == "paid"
    assert finance.get("/subsidies/waiting").json() == []


def test_a_borrower_who_is_not_entitled_sees_no_subsidy() -> None:
    World(start=TODAY)
    door = firm_at_the_door(invoices=healthy_invoices(months=8), founded_on=TODAY - timedelta(days=300))
    decided = door.applied()
    assert all("subsidy" not in offer(door.actor, offer_id).sheet for offer_id in decided.offer_ids)
