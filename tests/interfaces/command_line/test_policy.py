"""`puhui policy`: for people and for programs; exits 0 done, 1 refused or faulty, 2 wrong usage."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.interfaces.api.conftest import token
from tests.rooms.decisioning.test_policies import CASE, dearer, document
from tests.rooms.origination.firm_at_the_door import TODAY, open_books

from puhui.interfaces.command_line.policy import command
from puhui.kernel.actors import Role
from puhui.risk.decisioning.facade import as_toml

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _books() -> None:
    open_books()


def run(*words: str) -> Result:
    return CliRunner().invoke(command, list(words))


def written(path: Path, given: dict[str, object]) -> str:
    path.write_text(as_toml(given), encoding="utf-8")
    return str(path)


def test_list_and_show() -> None:
    lines = [json.loads(line) for line in run("list", "--json").output.splitlines()]
    standing = [(line["version"], line["standing"]) for line in lines if line["policy_id"] == "working-capital"]
    assert standing == [("2", "coming"), ("1", "in_force")]
    assert "working-capital@1" in run("list").output
    assert run("show", "working-capital@1").output.startswith("id = ")
    assert json.loads(run("show", "working-capital@2", "--form", "jdm").output)["nodes"]
    assert run("show", "working-capital@7").exit_code == 1


def test_check_diff_test_and_cover_a_file(tmp_path: Path) -> None:
    file = written(tmp_path / "policy.toml", dearer())
    assert run("check", file).exit_code == 0
    told = run("diff", "working-capital@1", file).output
    assert "tables.prices.rows.P2.then.margin_bps: 230 -> 260" in told
    assert (run("test", file).exit_code, run("test", file).output) == (0, "a good firm: holds\n")
    assert "Never: " in run("cover", file).output
    broken = dearer()
    broken["tables"]["bands"]["rows"].pop()
    found = run("check", written(tmp_path / "broken.toml", broken), "--json")
    assert found.exit_code == 1
    assert json.loads(found.output)["findings"][0]["where"] == "bands"
    wrong = document(cases=[{**CASE, "expect": {"outcome": "decline"}}])
    assert run("test", written(tmp_path / "wrong.toml", wrong)).exit_code == 1
    assert run("check", str(tmp_path / "nothing.toml")).exit_code == 2


def test_from_a_file_to_a_version_in_force(tmp_path: Path) -> None:
    anna, bo = token("anna", Role.RISK_OFFICER).token, token("bo", Role.COMPLIANCE).token
    file = written(tmp_path / "policy.toml", dearer())
    made = json.loads(run("draft", file, "--based-on", "working-capital@1", "--token", anna, "--json").output)
    assert run("submit", made["draft_id"], "--token", anna).exit_code == 0
    day = ("--from", TODAY.isoformat())
    refused = run("publish", made["draft_id"], *day, "--token", anna, "--json")
    assert (refused.exit_code, json.loads(refused.output)["error"]["code"]) == (1, "draft_four_eyes")
    assert run("publish", made["draft_id"], *day, "--token", "nobody").exit_code == 1
    assert json.loads(run("publish", made["draft_id"], *day, "--token", bo, "--json").output)["version"] == "3"
