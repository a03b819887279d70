"""Policies by the API: two programs write, test, publish; counter-offers of an application; refusals change nothing."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from tests.interfaces.api.conftest import Program, token
from tests.rooms.decisioning.test_policies import dearer, document, footprint
from tests.rooms.origination.firm_at_the_door import TODAY, open_books

from puhui.kernel.actors import Role
from puhui.risk.decisioning.facade import as_decision_model, as_toml

pytestmark = pytest.mark.django_db
BASE = {"based_on": "working-capital@1"}


@pytest.fixture
def anna() -> Program:
    cache.clear()
    open_books()
    return token("anna", Role.RISK_OFFICER)


@pytest.fixture
def bo() -> Program:
    return token("bo", Role.COMPLIANCE)


def test_from_a_draft_to_a_version_in_force(anna: Program, bo: Program) -> None:
    made = anna.post("/policies/drafts", {**BASE, "document": as_toml(document()), "note": "first"}).json()
    at = f"/policies/drafts/{made['draft_id']}"
    changed = anna.send("PUT", at, {"revision": 1, "document": as_toml(dearer())}).json()
    assert changed["revision"] == 2
    assert anna.get(f"{at}/findings").json() == []
    places = [d["where"] for d in anna.get(f"{at}/differences").json()]
    assert sorted(places) == ["cases", "tables.prices.rows.P2.then.margin_bps"]
    [case] = anna.get(f"{at}/cases").json()
    assert case["holds"] is True
    assert anna.get(f"{at}/coverage").json()["decisions"] == 0
    assert anna.post(f"{at}/submit").json()["state"] == "submitted"
    refused = anna.post(f"{at}/publish", {"effective_from": TODAY.isoformat()})
    assert (refused.status_code, refused.json()["code"]) == (403, "draft_four_eyes")
    back = bo.post(f"{at}/return", {"note": "another case, please"}).json()
    assert back["state"] == "open"
    anna.post(f"{at}/submit")
    published = bo.post(f"{at}/publish", {"effective_from": TODAY.isoformat()}).json()
    assert published["version"] == "3"
    listed = {p["hash"]: p["standing"] for p in anna.get("/policies").json()}
    assert listed[published["hash"]] == "in_force"
    assert anna.get(f"/policies/{published['hash']}").json()["version"] == "3"
    assert anna.get(f"/policies/{published['hash']}?form=toml").content.startswith(b"id = ")
    assert anna.get(f"/policies/{published['hash']}?form=jdm").json()["nodes"][0]["type"] == "decisionTableNode"
    assert anna.get("/policies/drafts?over=true").json()[0]["state"] == "published"


def test_refusals_by_the_api_change_nothing(anna: Program) -> None:
    made = anna.post("/policies/drafts", BASE).json()
    at = f"/policies/drafts/{made['draft_id']}"
    before = footprint()
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    for status, answer in (
        (422, anna.post("/policies/drafts", {**BASE, "document": "= ="})),
        (404, anna.post("/policies/drafts", {"based_on": "x@1"})),
        (409, anna.send("PUT", at, {"revision": 7, "document": as_toml(document())})),
        (409, anna.post(f"{at}/submit")),
        (409, anna.post(f"{at}/publish", {"effective_from": yesterday})),
        (404, anna.get("/policies/0000")),
        (403, token("m", Role.RELATIONSHIP_MANAGER).post("/policies/drafts", BASE)),
    ):
        assert answer.status_code == status, answer.content
    assert footprint() == before


def test_a_decision_model_comes_in_as_a_draft(anna: Program) -> None:
    import json

    made = anna.post("/policies/drafts", {**BASE, "document": json.dumps(as_decision_model(dearer()))}).json()
    assert anna.get(f"/policies/drafts/{made['draft_id']}/findings").json() == []
    assert anna.post(f"/policies/drafts/{made['draft_id']}/drop").json()["state"] == "dropped"
