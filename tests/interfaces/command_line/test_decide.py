"""`puhui decide`: lines in, lines out, without a database."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from click.testing import CliRunner
from django.db import connection
from tests.unit.decisioning.shipped import GOOD

from puhui.interfaces.command_line.decide import command, line_schema

FACTS = {name: value if value is None or isinstance(value, int) else str(value) for name, value in GOOD.items()}
LINE: dict[str, Any] = {
    "application_id": "A-1",
    "as_of": "2026-11-01",
    "amount": "300000.00",
    "term_months": 12,
    "facts": FACTS,
}


def run(*lines: object) -> tuple[int, list[dict[str, Any]]]:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    result = CliRunner().invoke(command, ["-"], input=text)
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def test_a_line_is_decided_with_offers_versions_and_hashes() -> None:
    code, [answer] = run(LINE)
    assert code == 0
    assert answer["outcome"] == "approve"
    assert answer["offers"][0]["amount"] == "300000.00"
    assert answer["versions"]["policy"] == "working-capital@1"
    assert len(answer["hashes"]["scorecard"]) == 64
    assert run(LINE)[1] == [answer]


def test_a_thin_file_goes_to_a_person_with_reasons() -> None:
    _, [answer] = run(LINE | {"facts": {}})
    assert answer["outcome"] == "refer"
    assert 1 <= len(answer["reasons"]) <= 4


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("{", "line 2"),
        ("[]", "line 2"),
        (LINE | {"colour": "blue"}, "line 2, colour"),
        (LINE | {"amount": 300000}, "line 2, amount"),
        (LINE | {"amount": "1.005"}, "line 2, amount"),
        (LINE | {"amount": "-1.00"}, "line 2, amount"),
        (LINE | {"term_months": 0}, "line 2, term_months"),
        (LINE | {"as_of": "2026-02-30"}, "line 2, as_of"),
        (LINE | {"as_of": "1900-01-01"}, "line 2, as_of"),
        (LINE | {"as_of": "9999-12-31"}, "line 2, as_of"),
        (LINE | {"product": "gold"}, "line 2, product"),
        (LINE | {"facts": {"luck": 7}}, "line 2, facts.luck"),
        (LINE | {"facts": {"buyers_12m": 1.5}}, "line 2, facts.buyers_12m"),
        (LINE | {"facts": {"buyers_12m": "NaN"}}, "line 2, facts.buyers_12m"),
        (LINE | {"facts": {"buyers_12m": True}}, "line 2, facts.buyers_12m"),
        (LINE | {"applicant": {"name": "x"}}, "line 2, applicant.name"),
        ('"' + "x" * 1_000_100 + '"', "line 2"),
    ],
)
def test_a_bad_line_is_refused_by_number_and_the_run_goes_on(line: object, where: str) -> None:
    code, answers = run(LINE, line, LINE)
    assert code == 1
    assert [next(iter(answer)) for answer in answers] == ["application_id", "error", "application_id"]
    assert answers[1]["error"]["where"].startswith(where)


def test_the_schema_accepts_a_line_and_refuses_an_unknown_fact() -> None:
    schema = json.loads(CliRunner().invoke(command, ["--schema"]).stdout)
    assert schema == line_schema()
    validator = jsonschema_rs.validator_for(schema)
    assert validator.is_valid(LINE)
    assert not validator.is_valid(LINE | {"facts": {"luck": 7}})
    assert not validator.is_valid(LINE | {"amount": 5})


def test_no_database_is_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "ensure_connection", lambda: pytest.fail("the database was asked"))
    assert run(LINE)[0] == 0


def test_the_installed_command_needs_no_database_at_all(tmp_path: Path) -> None:
    environment = {
        "PUHUI_HOME": str(tmp_path),
        "PUHUI_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "PATH": "",
    }
    module = [sys.executable, "-m", "puhui.interfaces.command_line.main", "decide", "-"]
    done = subprocess.run(module, input=json.dumps(LINE), env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["outcome"] == "approve"
