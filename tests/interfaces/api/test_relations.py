"""Groups and relations by the API and the command: a household is made, joined, refused and shown."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from django.core.cache import cache
from tests.interfaces.api.conftest import person, token

from puhui.interfaces.command_line.party import command
from puhui.kernel.actors import Role
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def test_a_household_by_programs() -> None:
    cache.clear()
    wife, husband, stranger = (str(person(f"1990000000{n}").party_id) for n in (1, 2, 3))
    manager = token("manager", Role.RELATIONSHIP_MANAGER)
    of_wife, of_stranger = (token(who, Role.CUSTOMER, party_id=who) for who in (wife, stranger))
    home = manager.post("/groups", {"kind": "household", "region": "511523"}).json()["group_id"]
    body = {"kind": "household_member", "group_id": home, "since_on": "2020-05-01", "evidence": "household register"}
    asked = manager.post("/relations", {**body, "subject_id": wife, "standing": "adult"})
    assert (asked.status_code, asked.json()["state"]) == (201, "asked")
    relation_id = asked.json()["relation_id"]
    assert [row["id"] for row in of_wife.get("/relations").json()] == [relation_id]
    assert of_wife.post(f"/relations/{relation_id}/confirm", {}).json()["state"] == "confirmed"
    rows = [
        (manager, "/relations", {**body, "subject_id": wife, "standing": "head"}, 409, "relation_taken"),
        (manager, "/relations", {**body, "subject_id": husband, "standing": "king"}, 422, "invalid_input"),
        (manager, "/relations", {**body, "subject_id": husband, "colour": "red"}, 422, "invalid_input"),
        (of_stranger, "/relations", {**body, "subject_id": wife, "standing": "head"}, 404, "not_found"),
        (of_stranger, f"/relations/{relation_id}/end", {"evidence": "because"}, 404, "not_found"),
        (of_wife, f"/relations/{relation_id}/end", {"evidence": "because"}, 403, "forbidden"),
        (of_stranger, f"/relations/{relation_id}/decline", None, 404, "not_found"),
        (of_wife, "/groups", {"kind": "household"}, 403, "forbidden"),
    ]
    for program, path, sent, status, code in rows:
        answer = program.post(path, sent)
        assert (answer.status_code, answer.json()["code"]) == (status, code), (path, sent)
    assert of_stranger.get(f"/groups/{home}").status_code == 404
    assert of_wife.get(f"/groups/{home}").json()["members"] == 1
    assert manager.get("/groups?kind=household").json()["items"][0]["id"] == home
    run = CliRunner().invoke
    assert json.loads(run(command, ["groups", "--kind", "household", "--json"]).output)["members"] == 1
    assert "household_member" in run(command, ["relations", wife]).output
    assert json.loads(run(command, ["relations", wife, "--json"]).output)["since_on"] == date(2020, 5, 1).isoformat()
    refused = run(command, ["relations", str(new_id()), "--json"])
    assert (refused.exit_code, json.loads(refused.output)["error"]["code"]) == (1, "not_found")
    ended = manager.post(f"/relations/{relation_id}/end", {"evidence": "moved to the city"})
    assert ended.json()["state"] == "ended"
    assert of_wife.get(f"/groups/{home}").status_code == 404
