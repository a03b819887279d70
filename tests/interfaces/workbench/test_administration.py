"""What the administrator keeps: branches and their people, colleagues' sessions, lost phones; the audit search."""

from typing import Any

import pytest
from tests.interfaces.workbench.institution import Institution, footprint
from tests.interfaces.workbench.test_acts import posted
from tests.interfaces.workbench.test_door import enrolled

from puhui.foundation.access.facade import branches, factor_state, open_removals, sign_ins, staff_list
from puhui.interfaces.workbench import audit
from puhui.kernel.actors import SYSTEM
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
BRANCH = {"code": "HZ-01", "name_zh": "杭州网点", "name_en": "Hangzhou", "region_code": "330100"}


def test_a_branch_from_opening_to_closing(institution: Institution) -> None:
    client = institution.client("administrator")
    posted(client, "branches/add/", **BRANCH)
    (made,) = branches(SYSTEM)
    assert (made.code, made.name.zh, made.region_code, made.is_open) == ("HZ-01", "杭州网点", "330100", True)
    user_id = institution.staff["finance"]
    posted(client, f"users/{user_id}/", act="branch", branch=str(made.branch_id))
    text = client.get(f"/workbench/users/?branch={made.branch_id}").content.decode()
    assert "finance (test)" in text
    assert "auditor (test)" not in text.split("<tbody>")[1]

    people = {name: institution.client(name) for name in ("administrator", "compliance", "finance", "auditor")}
    before = footprint()
    refused: list[tuple[str, str, dict[str, Any], int, str]] = [
        ("administrator", "branches/add/", BRANCH, 200, "Another branch has this code"),
        ("administrator", "branches/add/", BRANCH | {"code": "x"}, 200, "capital letters"),
        ("administrator", "branches/add/", BRANCH | {"code": "HZ-02", "name_en": " "}, 200, "a name of 1 to 60"),
        ("administrator", "branches/add/", BRANCH | {"code": "HZ-02", "region_code": "999999"}, 200, "999999"),
        ("compliance", "branches/add/", BRANCH | {"code": "HZ-02"}, 403, ""),
        ("finance", "branches/add/", BRANCH | {"code": "HZ-02"}, 403, ""),
        ("administrator", f"branches/{made.branch_id}/act/", {"act": "close"}, 200, "Move them first"),
        ("administrator", f"branches/{new_id()}/act/", {"act": "close"}, 404, ""),
        ("administrator", f"branches/{made.branch_id}/act/", {"act": "burn"}, 200, "choose one"),
        ("administrator", f"users/{user_id}/", {"act": "branch", "branch": str(new_id())}, 404, ""),
        ("administrator", f"users/{user_id}/", {"act": "branch", "branch": "x"}, 200, "not an id"),
        ("auditor", f"users/{user_id}/", {"act": "branch", "branch": ""}, 403, ""),
    ]
    for who, path, form, status, said in refused:
        answer = posted(people[who], path, **form)
        assert (answer[0], said in answer[1]) == (status, True), (path, form, answer[1][-800:])
    assert footprint() == before

    posted(client, f"branches/{made.branch_id}/act/", act="move", **BRANCH | {"name_en": "West Lake"})
    assert "West Lake" in client.get(f"/workbench/branches/{made.branch_id}/").content.decode()
    posted(client, f"users/{user_id}/", act="branch", branch="")
    posted(client, f"branches/{made.branch_id}/act/", act="close")
    assert not branches(SYSTEM)[0].is_open
    assert posted(client, f"branches/{made.branch_id}/act/", act="close")[0] == 404


def test_the_administrator_signs_a_colleague_out_everywhere(institution: Institution) -> None:
    colleague, user_id = institution.client("operations"), institution.staff["operations"]
    assert colleague.get("/workbench/me/").status_code == 200
    status, _ = posted(institution.client("compliance"), f"users/{user_id}/", act="end_sessions")
    assert (status, colleague.get("/workbench/me/").status_code) == (403, 200)
    posted(institution.client("administrator"), f"users/{user_id}/", act="end_sessions")
    assert colleague.get("/workbench/me/").status_code == 302
    assert all(line.ended_at for line in sign_ins(institution.actor("auditor"), user_id=user_id))


@pytest.mark.parametrize(("answer", "is_on"), [("agree", False), ("decline", True)])
def test_a_lost_phone_by_two_people_at_the_pages(institution: Institution, answer: str, is_on: bool) -> None:
    enrolled(institution, "finance")
    path = f"users/{institution.staff['finance']}/"
    posted(institution.client("administrator"), path, act="ask_removal", reason="left in a train")
    (asked,) = open_removals(institution.actor("auditor"))
    path = f"users/removals/{asked.removal_id}/"
    assert posted(institution.client("administrator"), path, act=answer)[0] == 200
    assert factor_state(institution.actor("finance")).is_on, "who asked cannot agree"
    text = institution.client("compliance").get("/workbench/users/").content.decode()
    assert "left in a train" in text
    posted(institution.client("compliance"), path, act=answer)
    assert factor_state(institution.actor("finance")).is_on == is_on
    assert open_removals(institution.actor("auditor")) == []
    (line,) = staff_list(institution.actor("auditor"), user_id=institution.staff["finance"])
    assert line.has_second_factor == is_on


def test_the_audit_log_is_searched_by_who_act_object_and_days(
    institution: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = institution.client("auditor")

    def lines(query: str) -> tuple[int, str]:
        text = client.get(f"/workbench/audit/?{query}").content.decode().split("<tbody>")[1]
        return text.count("<tr><td class"), text

    today = institution.world.clock.now().date()
    assert lines("")[0] > 20
    found, text = lines("act=access.create")
    assert found >= 8
    assert "access.create_staff" in text
    assert "originate_loan" not in text
    who = "who=risk-officer"
    found, text = lines(who)
    assert found >= 1
    assert "risk_officer (test)" in text
    assert lines(f"{who}&act=access.create_staff")[0] == 0
    assert lines(f"subject={institution.staff['finance']}")[0] >= 1
    assert lines(f"from={today}&until={today}&act=access.create")[0] >= 8
    assert lines("until=2001-01-01")[0] == 0
    monkeypatch.setattr(audit, "PAGE", 5)
    found, text = lines("act=access.create")
    assert (found, "?act=access.create&amp;after=" in text) == (5, True)
    backwards = "from=2026-02-02&until=2026-02-01"
    for wrong, status in (("who=nobody-here", 404), ("from=2026-02-30", 422), (backwards, 422)):
        assert client.get(f"/workbench/audit/?{wrong}").status_code == status
