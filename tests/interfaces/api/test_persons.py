"""Persons and shops by programs: identity, income, a basket taken up, wishes; what is refused changes nothing."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.interfaces.api.conftest import Program, person, token
from tests.rooms.collections.late import kept
from tests.rooms.lending.lender import open_lender
from tests.rooms.party.made_up import credit_code, resident_id
from tests.small_papers import PNG

from puhui.foundation.notices.facade import message_for_delivery
from puhui.foundation.notices.models import Notice
from puhui.foundation.party.facade import phone_of
from puhui.kernel.actors import Role
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


def customer(n: int) -> tuple[Program, str]:
    """A program that acts as a person."""
    who = person(f"199000010{n:02d}")
    return token(f"customer-{n}", Role.CUSTOMER, party_id=who.party_id), str(who.party_id)


def test_a_shop_opens_a_basket_and_a_person_takes_it_up() -> None:
    cache.clear()
    open_lender(datetime.now(UTC).date())
    shop, _ = customer(1)
    buyer, me = customer(2)
    clerk, officer = token("clerk", Role.OPERATIONS), token("officer", Role.COMPLIANCE)
    firm = {"firm_name": "示例电器商行", "uscc": credit_code(9), "representative_name": "王芳"}
    shop_id = shop.post("/firms", {**firm, "resident_id": resident_id(9)}).json()["firm_id"]
    proposed = {"party_id": shop_id, "kind": "merchant", "reason": "Licence checked", "may_open_baskets": True}
    assert clerk.post("/payees", proposed).json()["state"] == "proposed"
    assert officer.post(f"/payees/{shop_id}/decide", {"agree": True}).json()["state"] == "active"
    assert [one["id"] for one in buyer.get("/payees").json()] == [shop_id]

    asked = {"payee_id": shop_id, "reference": "A-1", "amount": money("1299.90"), "return_url": "https://shop.example/"}
    asked["items"] = [{"name": "Phone", "amount": money("1299.90")}]
    opened = shop.post("/payees/baskets", asked).json()
    assert shop.post("/payees/baskets", asked).json()["basket_id"] == opened["basket_id"]
    tampered = {**asked, "amount": money("12.99")}
    before = kept()
    assert shop.post("/payees/baskets", tampered).json()["code"] == "basket_sum"
    assert buyer.post("/payees/baskets", asked).status_code == 404
    assert kept() == before

    who = buyer.send("PUT", f"/persons/{me}/identity", {"name": "李小芳", "resident_id": resident_id(8)})
    assert who.json()["party_id"] == me
    income = {"income": money("7000.00"), "living_cost": money("2600.00"), "monthly_due": money("0.00")}
    assert buyer.post(f"/persons/{me}/income", income).json()["code"] == "no_consent"
    assert buyer.post(f"/firms/{me}/consents", {"purpose": "personal_assessment"}).status_code == 201
    assert buyer.post(f"/persons/{me}/income", income).status_code == 201
    path = f"/payees/baskets/{opened['basket_id']}"
    decided = buyer.post(f"{path}/take-up", {"term_months": 6}).json()
    assert decided["outcome"] == "approve"
    (offer,) = buyer.get(f"/applications/{decided['application_id']}/offers").json()
    assert offer["amount"] == money("1299.90")
    assert offer["sheet"]["paid_to"]["zh"] == "示例电器商行"
    assert shop.get(path).json()["state"] == "claimed"
    assert clerk.get(path).status_code == 200
    assert customer(3)[0].get(path).status_code == 404
    assert shop.post(f"{path}/cancel").status_code == 204


def test_wishes_of_ones_own() -> None:
    cache.clear()
    open_lender(datetime.now(UTC).date())
    me, my_id = customer(4)
    other, _ = customer(5)
    assert me.post("/persons/self/limit", {"limit": money("5000.00")}).status_code == 201
    assert me.post("/persons/self/exclusion", {"months": 3}).status_code == 201
    held = me.get(f"/persons/{my_id}/protections").json()
    assert held["own_limit"] == money("5000.00")
    assert held["excluded_until"]
    operations = token("op", Role.OPERATIONS)
    before = kept()
    assert other.get(f"/persons/{my_id}/protections").status_code == 404
    assert me.post("/persons/self/exclusion", {"months": 2}).json()["code"] == "exclusion_invalid"
    assert operations.post("/persons/self/exclusion", {"months": 3}).status_code == 403
    assert kept() == before


def test_ones_own_data_by_programs() -> None:
    cache.clear()
    open_lender(datetime.now(UTC).date())
    me, my_id = customer(6)
    operations = token("op", Role.OPERATIONS)
    stands = me.get("/persons/self/standing").json()
    assert (stands["next"]["kind"], stands["loans"]) == ("begin", [])
    assert me.get("/persons/self/looks").json() == []
    found = me.post("/persons/self/data").json()
    assert found["parties"][0]["party_id"] == my_id
    preview = me.get("/persons/self/erasure").json()
    assert (preview["against"], preview["keep_until"]) == ([], None)
    before = kept()
    assert me.post("/persons/self/erasure", {"agree": False}).json()["code"] == "invalid_input"
    for method, path in (("GET", "standing"), ("GET", "looks"), ("POST", "data"), ("GET", "erasure")):
        assert operations.send(method, f"/persons/self/{path}").json()["code"] == "forbidden", path
    assert operations.post("/persons/self/erasure", {"agree": True}).json()["code"] == "forbidden"
    assert kept() == before
    assert me.post("/persons/self/erasure", {"agree": True}).json()["is_anonymous"] is True


def test_a_lost_phone_is_proposed_proven_and_decided_by_programs() -> None:
    cache.clear()
    open_lender(datetime.now(UTC).date())
    me, my_id = customer(6)
    clerk, colleague = token("clerk", Role.OPERATIONS), token("colleague", Role.RISK_OFFICER)
    given = {"phone": "13800008711", "seen": "identity card, the face fits"}

    def proposed(program: Program, **changes: object) -> Any:
        file = SimpleUploadedFile("card.png", PNG, content_type="image/png")
        headers = {"Authorization": f"Bearer {program.token}", "Idempotency-Key": str(new_id())}
        data = {**given, "file": file, **changes}
        return Client().post(f"/api/v1/persons/{my_id}/phone-proposals", data, headers=headers)

    assert proposed(clerk).json()["code"] == "not_identified"
    me.send("PUT", f"/persons/{my_id}/identity", {"name": "李小芳", "resident_id": resident_id(8)})
    before = kept()
    assert proposed(me).status_code == 403
    assert proposed(clerk, phone="12").status_code == 422
    assert kept() == before
    made = proposed(clerk).json()
    assert made["phone"] == "138****8711"
    path = f"/persons/phone-proposals/{made['proposal_id']}"
    assert colleague.post(f"{path}/decision", {"agree": True, "reason": "seen it"}).json()["code"] == "phone_not_proven"
    sent = Notice.objects.get(kind="code_lost_phone")
    code = re.findall(r"\d{6}", message_for_delivery(sent.id).body)[0]
    assert Client().post("/sign-in/lost-phone/", {"phone": given["phone"], "code": code}).status_code == 200
    assert me.get(path).status_code == 403
    assert clerk.get(path).json()["state"] == "proven"
    assert clerk.post(f"{path}/decision", {"agree": True, "reason": "seen it"}).json()["code"] == "phone_decided"
    done = colleague.post(f"{path}/decision", {"agree": True, "reason": "seen it"}).json()
    assert done["draws_wait_until"]
    assert phone_of(UUID(my_id)) == given["phone"]
