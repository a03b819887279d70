"""Texts by the API: a draft by cell, its check, a second person; what the pages can, programs can."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from tests.interfaces.api.conftest import Program, token
from tests.rooms.drafts.editing import footprint
from tests.rooms.origination.firm_at_the_door import TODAY, open_books

from puhui.foundation.catalogue.facade import parameter
from puhui.foundation.notices.facade import notice_text
from puhui.kernel.actors import Role

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def anna() -> Program:
    cache.clear()
    open_books()
    return token("anna", Role.OPERATIONS)


@pytest.fixture
def bo() -> Program:
    return token("bo", Role.COMPLIANCE)


def test_from_a_draft_to_a_notice_in_force(anna: Program, bo: Program) -> None:
    assert "notice" in {one["kind"] for one in anna.get("/editors").json()}
    assert [one["code"] for one in anna.get("/editors/notice?find=repaid").json()] == ["loan_closed"]
    seen = anna.get("/editors/notice/texts/loan_closed").json()
    assert (seen["subject"]["version"], seen["subject"]["is_own"], seen["releases"]) == (1, False, [])
    made = anna.post("/editors/notice/drafts", {"code": "loan_closed", "note": "plainer"}).json()
    at = f"/editors/drafts/{made['draft_id']}"
    cells = {"body.en": "The loan of {firm} is done."}
    assert anna.send("PATCH", at, {"revision": 1, "cells": cells}).json()["revision"] == 2
    checked = anna.get(f"{at}/check").json()
    assert (checked["faults"], [one["key"] for one in checked["differences"]]) == ([], ["body.en"])
    assert {one["language"] for one in checked["previews"]} == {"zh", "en"}
    assert anna.get(at).json()["document"]["body"]["en"] == cells["body.en"]
    assert [one["id"] for one in anna.get("/editors/notice/drafts").json()] == [made["draft_id"]]
    assert anna.post(f"{at}/submit").json()["state"] == "submitted"
    before = footprint()
    refused = anna.post(f"{at}/publish", {"effective_from": TOMORROW.isoformat()})
    assert (refused.status_code, refused.json()["code"]) == (403, "draft_four_eyes")
    assert footprint() == before
    done = bo.post(f"{at}/publish", {"effective_from": TOMORROW.isoformat()}).json()
    assert (done["code"], done["version"]) == ("loan_closed", 2)
    assert notice_text("loan_closed", on=TOMORROW).digest == done["digest"]
    assert anna.get("/editors/notice/texts/loan_closed").json()["releases"][0]["version"] == 2
    assert anna.get("/editors/notice/drafts?over=true").json()[0]["published_version"] == 2


def test_what_is_refused_changes_nothing(anna: Program, bo: Program) -> None:
    made = anna.post("/editors/notice/drafts", {"code": "loan_closed"}).json()
    at = f"/editors/drafts/{made['draft_id']}"
    before = footprint()
    for program, method, path, body, status in (
        (bo, "PATCH", at, {"revision": 1, "cells": {"body.en": "x"}}, 403),
        (anna, "PATCH", at, {"revision": 7, "cells": {"body.en": "x"}}, 409),
        (anna, "PATCH", at, {"revision": 1, "cells": {"colour": "x"}}, 422),
        (anna, "PATCH", at, {"revision": 1, "cells": {"body.en": 7}}, 422),
        (anna, "POST", f"{at}/publish", {"effective_from": "1800-01-01"}, 422),
        (bo, "POST", f"{at}/publish", {"effective_from": TOMORROW.isoformat()}, 409),
        (anna, "POST", "/editors/poetry/drafts", {"code": "loan_closed"}, 404),
        (anna, "POST", "/editors/notice/drafts", {"code": "gossip"}, 404),
        (anna, "POST", f"{at}/return", {"note": "no"}, 409),
    ):
        assert program.send(method, path, body).status_code == status, (method, path, body)
        assert footprint() == before


def test_a_draft_is_given_back_and_dropped(anna: Program, bo: Program) -> None:
    made = anna.post("/editors/notice/drafts", {"code": "loan_closed"}).json()
    at = f"/editors/drafts/{made['draft_id']}"
    anna.post(f"{at}/submit")
    assert bo.post(f"{at}/return", {"note": "warmer, please"}).json()["state"] == "open"
    assert anna.post(f"{at}/drop").json()["state"] == "dropped"


def test_a_rule_of_the_law_goes_the_same_way(anna: Program, bo: Program) -> None:
    writer, at = token("risk", Role.RISK_OFFICER), "/editors/rule/texts/cn.all_in_cost_cap_pct"
    assert anna.post("/editors/rule/drafts", {"code": "cn.all_in_cost_cap_pct"}).status_code == 403
    assert writer.get(at).json()["document"]["value"] == "24"
    draft = (
        f"/editors/drafts/{writer.post('/editors/rule/drafts', {'code': 'cn.all_in_cost_cap_pct'}).json()['draft_id']}"
    )
    before = footprint()
    assert writer.send("PATCH", draft, {"revision": 1, "cells": {"unit": "apples"}}).status_code == 422
    assert footprint() == before
    writer.send("PATCH", draft, {"revision": 1, "cells": {"value": "5", "source": "An order (2026)"}})
    effects = writer.get(f"{draft}/check").json()["effects"]
    assert any(one["en"].startswith("working-capital v") and "An order (2026)" in one["en"] for one in effects)
    writer.post(f"{draft}/submit")
    assert writer.post(f"{draft}/publish", {"effective_from": TOMORROW.isoformat()}).status_code == 403
    assert bo.post(f"{draft}/publish", {"effective_from": TOMORROW.isoformat()}).json()["version"] == 3
    assert parameter("all_in_cost_cap_pct", on=TOMORROW).number == 5
