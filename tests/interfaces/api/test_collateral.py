"""Collateral by the API: a whole life of one thing by programs; what is refused changes nothing."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from tests.interfaces.api.conftest import token
from tests.rooms.collections.late import kept
from tests.rooms.lending.lender import signed_loan
from tests.rooms.lending.world import World

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Role

pytestmark = pytest.mark.django_db


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


def test_a_thing_from_register_to_sale() -> None:
    cache.clear()
    world = World()
    firm, _ = world.firm()
    loan_id = world.borrowed(firm)
    manager, operations = token("manager", Role.RELATIONSHIP_MANAGER), token("operations", Role.OPERATIONS)
    finance = token("finance", Role.FINANCE)
    body = {"owner_id": str(firm), "kind": "equipment", "description": "Lathe"}
    body |= {"identifiers": {"serial_number": "LATHE-77"}}
    thing = UUID(manager.post("/collateral/assets", body).json()["asset_id"])
    today = business_date()
    value = {"value": money("400000.00"), "method": "market", "valuer": "Valuers", "valued_on": today.isoformat()}
    value["valid_until"] = (today + timedelta(days=365)).isoformat()
    assert manager.post(f"/collateral/assets/{thing}/valuations", value).status_code == 200
    asked = {"loan_id": str(loan_id), "secured": money("150000.00")}
    pledge = manager.post(f"/collateral/assets/{thing}/pledges", asked).json()
    assert (pledge["rank"], pledge["state"]) == (1, "created")
    told = {"registration": "ZD-2026-77", "on": today.isoformat()}
    perfected = operations.post(f"/collateral/pledges/{pledge['pledge_id']}/perfect", told)
    assert perfected.json()["state"] == "perfected"
    seen = manager.get(f"/collateral/loans/{loan_id}").json()
    assert (seen["things"], seen["ratio_bps"]) == (money("150000.00"), 8000)
    assert operations.get("/collateral/registry").json()[0]["filing_reference"] == "ZD-2026-77"
    cover = {
        "cover": "crop_yield",
        "number": "AGRI-2026-77",
        "insurer": "Insurers Ltd",
        "insured": money("90000.00"),
        "valid_from": today.isoformat(),
        "valid_until": (today + timedelta(days=300)).isoformat(),
    }
    certificate = manager.post(f"/collateral/loans/{loan_id}/covers", cover).json()["certificate_id"]
    seen = manager.get(f"/collateral/loans/{loan_id}").json()
    assert (seen["covers"][0]["number"], seen["cover_asked"], seen["is_cover_missing"]) == ("AGRI-2026-77", "", False)
    assert manager.get(f"/collateral/loans/{loan_id}/needed").json()["is_waiting"] is False
    orchard = signed_loan(firm, product=("orchard-planting", 2), disbursement_date=today)
    needed = operations.get(f"/collateral/loans/{orchard}/needed").json()
    assert (needed["cover"]["least"], needed["cover"]["why"]["en"]) == (money("96000.00"), "none is kept")
    assert needed["certificates"] == []
    before = kept()
    rows = [
        (manager, f"loans/{loan_id}/covers", cover, 409, "cover_certificate_taken"),
        (manager, f"loans/{loan_id}/covers", {**cover, "number": "B-12", "insured": money("0")}, 422, "invalid_input"),
        (finance, f"loans/{loan_id}/covers", {**cover, "number": "B-12"}, 403, "forbidden"),
        (finance, f"covers/{certificate}/withdraw", {"reason": "not ours"}, 403, "forbidden"),
        (manager, "assets", body, 409, "asset_already_registered"),
        (manager, "assets", {**body, "colour": "red"}, 422, "invalid_input"),
        (manager, f"assets/{thing}/pledges", asked, 409, "cannot_pledge"),
        (manager, f"pledges/{pledge['pledge_id']}/release", {"reason": "sold it"}, 403, "forbidden"),
        (operations, f"pledges/{pledge['pledge_id']}/release", {"reason": "sold it"}, 409, "cover_too_low"),
        (operations, f"assets/{thing}/enforcement", {"reason": "too early"}, 409, "cannot_enforce"),
        (manager, f"loans/{loan_id}/schemes", {"scheme": "none"}, 422, "invalid_input"),
    ]
    for program, path, sent, status, code in rows:
        answer = program.post(f"/collateral/{path}", sent)
        assert (answer.status_code, answer.json()["code"]) == (status, code), path
        assert kept() == before
    withdrawn = manager.post(f"/collateral/covers/{certificate}/withdraw", {"reason": "sold the field"}).json()
    assert withdrawn["is_withdrawn"]
    assert manager.post(f"/collateral/covers/{certificate}/withdraw", {"reason": "again"}).status_code == 404
    world.bank.set_account(firm, is_empty=True)
    world.close_until(today + timedelta(days=59))  # thirty-one days after the first due date
    sale = operations.post(f"/collateral/assets/{thing}/enforcement", {"reason": "a month late"}).json()
    sold_on = business_date().isoformat()
    proceeds = {"proceeds": money("130000.00"), "costs": money("2000.00"), "sold_on": sold_on}
    operations.post(f"/collateral/enforcements/{sale['enforcement_id']}/proceeds", proceeds)
    booked = finance.post(f"/collateral/enforcements/{sale['enforcement_id']}/confirm").json()
    total = sum(float(booked[name]["amount"]) for name in ("paid", "costs", "surplus"))
    assert total == 130_000
    view = manager.get(f"/collateral/enforcements/{sale['enforcement_id']}").json()
    assert (view["state"], view["shares"][0]["rank"]) == ("distributed", 1)
    assert manager.get(f"/collateral/assets/{thing}").json()["line"]["state"] == "gone"
