"""`puhui lab`: run, show, verify, sign; the JSON is the record, refusals exit 1, wrong usage 2."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result

from puhui.foundation.access.facade import issue_token
from puhui.foundation.ledger.facade import open_first_business_date
from puhui.interfaces.command_line.lab import command
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def ran(*words: str) -> Result:
    return CliRunner().invoke(command, list(words))


def told(*words: str) -> Any:
    answer = ran(*words, "--json")
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


@pytest.fixture(autouse=True)
def _business_date() -> None:
    open_first_business_date(Call(SYSTEM, "open", datetime.now(UTC)), on=date(2026, 11, 23))


def token(name: str) -> str:
    boss = Actor(new_id(), frozenset({Role.ADMINISTRATOR}), name="boss")
    now = datetime.now(UTC)
    return issue_token(
        Call(boss, str(new_id()), now), name=name, roles=["risk_officer"], expires_at=now + timedelta(days=1)
    )


def test_a_run_from_start_to_signature() -> None:
    run = told("run", "--title", "As it runs", "--firms", "500", "--months", "3", "--shock", "rate-rise")
    assert (run["state"], run["result"]["firms"], list(run["result"]["arms"])) == ("done", 500, ["running"])
    assert told("show", run["id"]) == run
    assert told("verify", run["id"]) == {"run_id": run["id"], "agrees": True}
    assert [json.loads(line)["id"] for line in ran("list", "--json").stdout.splitlines()] == [run["id"]]
    words = ran("show", run["id"])
    assert "approval ratio, thin_file" in words.stdout
    sign = ("sign", run["id"], "--verdict", "approve", "--comment", "fair and sound", "--token")
    assert told(*sign, token("first"))["state"] == "done"
    assert told(*sign, token("second"))["state"] == "approved"
    refused = ran(*sign, token("third"), "--json")
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["error"]["code"] == "cannot_sign_run"


def test_wrong_words() -> None:
    assert ran("run").exit_code == 2
    assert ran("run", "--title", "x", "--firms", "7").exit_code == 2
    refused = ran("run", "--title", "Something", "--firms", "500", "--shock", "flood", "--json")
    assert (refused.exit_code, json.loads(refused.stdout)["error"]["code"]) == (1, "not_found")
    assert ran("show", str(new_id())).exit_code == 1
    assert ran("sign", str(new_id()), "--verdict", "approve", "--comment", "fine", "--token", "no").exit_code == 1
    assert {json.loads(line)["id"] for line in ran("shocks", "--json").stdout.splitlines()} == {
        "drought", "demand-slump", "rate-rise",
    }  # fmt: skip
