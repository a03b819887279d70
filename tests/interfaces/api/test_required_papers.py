"""Papers that are required, by programs: the problem document names what lacks; a helper sends what was brought."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.interfaces.api.conftest import Program, token
from tests.rooms.collections.late import kept
from tests.rooms.farms.village import Village
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import firm_at_the_door
from tests.rooms.origination.test_required_papers import QUOTE, asked
from tests.rooms.party.made_up import phone, resident_id
from tests.small_papers import PNG

from puhui.foundation.catalogue.facade import product
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.notices.facade import message_for_delivery
from puhui.foundation.notices.models import Notice
from puhui.kernel.actors import Role
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def sent(program: Program, path: str, **more: str) -> Any:
    file = SimpleUploadedFile("photo.png", PNG, content_type="image/png")
    headers = {"Authorization": f"Bearer {program.token}", "Idempotency-Key": str(new_id())}
    return Client().post(f"/api/v1{path}", {"file": file, **more}, headers=headers)


def test_the_problem_names_each_paper_that_lacks() -> None:
    cache.clear()
    door = firm_at_the_door()
    application_id = asked(door)
    baker = token("baker", Role.CUSTOMER, party_id=door.actor.party_id)
    before = kept()
    told = baker.post(f"/applications/{application_id}/submit")
    assert (told.status_code, told.json()["code"], told.json()["where"]) == (409, "papers_missing", "papers")
    assert [one["where"] for one in told.json()["errors"]] == [f"papers/{QUOTE}"]
    assert "报价单" in told.json()["errors"][0]["reason"]
    assert kept() == before
    (wanted, _other) = baker.get(f"/applications/{application_id}/papers").json()
    assert (wanted["kind"], wanted["before"], wanted["sent"]) == (QUOTE, "sending", [])
    assert sent(baker, f"/applications/{application_id}/papers", kind=QUOTE).status_code == 201
    after = baker.post(f"/applications/{application_id}/submit")
    assert after.json().get("code") != "papers_missing"


def code_of(kind: str) -> str:
    notice = Notice.objects.filter(kind=f"code_{kind}").latest("id")
    return re.findall(r"\d{6}", message_for_delivery(notice.id).body)[0]


def test_a_helper_sends_what_the_customer_brought() -> None:
    cache.clear()
    village = Village(World())
    agent, other = token("agent-wu", Role.AGENT), token("agent-ma", Role.AGENT)
    number = phone(8811)
    agent.post("/agent/visits/code", {"phone": number})
    visit = agent.post("/agent/visits", {"phone": number, "code": code_of("agent_visit")}).json()["visit_id"]
    who = {"name": "赵大田", "resident_id": resident_id(811, born="19790504"), "village_id": str(village.village_id)}
    assert agent.post(f"/agent/visits/{visit}/farmer", who).status_code == 201
    wish = {"product_code": "farmland-mortgage", "amount": {"amount": "12000.00", "currency": "CNY"}}
    found = next(one for one in agent.get("/products").json() if one["code"] == "farmland-mortgage")
    shown = product("farmland-mortgage", on=business_date())
    first = {"method": shown.methods[0], "purpose": shown.purposes[0].code}
    made = agent.post(
        f"/agent/visits/{visit}/applications", {**wish, **first, "term_months": shown.terms_months[0]}
    ).json()
    draft = UUID(made["application_id"])
    root = f"/agent/visits/{visit}/applications/{draft}"
    assert agent.post(f"{root}/code").json()["code"] == "papers_missing"
    needed = [one["code"] for one in found["documents"] if one["required"]]
    for kind in needed:
        assert sent(other, f"{root}/papers/{kind}").status_code == 404
        assert sent(agent, f"{root}/papers/{kind}").status_code == 201
    assert sent(agent, f"{root}/papers/cat").status_code == 422
    assert agent.post(f"{root}/code").status_code == 200
