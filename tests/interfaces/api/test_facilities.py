"""Facilities by programs: the API and the command in one life of a limit; what is refused changes nothing."""

import json

import pytest
from click.testing import CliRunner
from django.core.cache import cache
from tests.interfaces.api.conftest import token
from tests.rooms.collections.late import kept
from tests.rooms.facilities.holders import drawn, granted
from tests.rooms.lending.world import World

from puhui.interfaces.command_line.facility import command
from puhui.kernel.actors import Role
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


def test_a_limit_by_programs() -> None:
    cache.clear()
    world = World()
    firm, _ = world.firm()
    one = granted(holder_id=firm)
    drawn(one, 40_000_00)
    officer, second = token("risk", Role.RISK_OFFICER), token("second", Role.RISK_OFFICER)
    teller = token("operations", Role.OPERATIONS)
    [line] = officer.get(f"/facilities?holder_id={firm}").json()["items"]
    assert (line["id"], line["free"], line["state"]) == (str(one), money("60000.00"), "open")
    cut = officer.post(f"/facilities/{one}/changes", {"act": "cut", "reason": "sales fell", "limit": money("50000.00")})
    assert cut.json()["state"] == "done"
    asked = officer.post(
        f"/facilities/{one}/changes", {"act": "raised", "reason": "sales rose", "limit": money("90000.00")}
    ).json()
    assert [w["id"] for w in officer.get("/facilities/proposals").json()] == [asked["proposal_id"]]
    seen = teller.get(f"/facilities/exposure/{firm}").json()
    assert (seen["own"]["undrawn_minor"], seen["members"]) == (10_000_00, 2)
    before = kept()
    rows = [
        (officer, f"proposals/{asked['proposal_id']}/decide", {"agree": True}, 403, "facility_four_eyes"),
        (teller, f"proposals/{asked['proposal_id']}/decide", {"agree": True}, 403, "forbidden"),
        (teller, f"{one}/changes", {"act": "cut", "reason": "no reason", "limit": money("1.00")}, 403, "forbidden"),
        (officer, f"{one}/changes", {"act": "burn", "reason": "no reason"}, 422, "invalid_input"),
        (officer, f"{one}/changes", {"act": "cut", "reason": "no limit"}, 422, "invalid_input"),
        (officer, f"{new_id()}/changes", {"act": "frozen", "reason": "no such"}, 404, "not_found"),
        (officer, f"{one}/draws", {"amount": money("5000.00"), "purpose": "stock"}, 403, "forbidden"),
        (officer, f"{one}/lower", {"limit": money("1.00")}, 403, "forbidden"),
        (officer, f"{one}/lower", {"limit": money("-1.00")}, 422, "invalid_input"),
        (officer, f"draws/{new_id()}/confirm", {"code": "000000"}, 404, "not_found"),
    ]
    for program, path, sent, status, code in rows:
        answer = program.post(f"/facilities/{path}", sent)
        assert (answer.status_code, answer.json()["code"]) == (status, code), path
        assert kept() == before, path
    assert second.post(f"/facilities/proposals/{asked['proposal_id']}/decide", {"agree": True}).status_code == 200
    full = officer.get(f"/facilities/{one}").json()
    assert [e["kind"] for e in full["events"]] == ["raised", "cut", "drawn", "reserved", "granted"]
    assert full["line"]["free"] == money("50000.00")

    run = CliRunner().invoke
    [told] = map(json.loads, run(command, ["list", "--json"]).output.splitlines())
    assert (told["limit"], told["free"]) == ("90000.00", "50000.00")
    assert "90000.00" in run(command, ["list"]).output
    assert json.loads(run(command, ["show", str(one)]).output)["line"]["drawn"] == "40000.00"
    assert json.loads(run(command, ["exposure", str(firm)]).output)["group"]["facilities"] == 1
    for arguments, code in (
        (["show", str(new_id())], "not_found"),
        (["change", str(one), "cut", "--reason", "x", "--limit", "1,0"], "invalid_input"),
        (["confirm", str(new_id())], "invalid_input"),
    ):
        result = run(command, arguments)
        assert (result.exit_code, json.loads(result.output)["error"]["code"]) == (1, code), arguments
