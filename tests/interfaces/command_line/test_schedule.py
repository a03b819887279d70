"""`puhui schedule` as people and programs call it."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from puhui.interfaces.command_line.main import cli
from puhui.interfaces.command_line.schedule import command

GOOD = {"principal": "100.00", "annual_rate_pct": "7", "n": 6, "disbursement_date": "2024-01-01"}


def run(text: str | bytes, *arguments: str) -> Any:
    return CliRunner().invoke(command, [*arguments], input=text)


def test_a_program_gets_one_object() -> None:
    result = run(json.dumps(GOOD), "--json", "-")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer["instalments"][0] == {
        "n": 1, "due_date": "2024-02-01", "principal": "16.43", "interest": "0.58", "fees": "0.00", "total": "17.01",
        "balance": "83.57", "paid": "0.00", "prepaid": "0.00",
    }  # fmt: skip
    assert answer["totals"] == {"principal": "100.00", "interest": "2.05", "fees": "0.00", "total": "102.05"}
    assert answer["outstanding"]["total"] == "100.00"
    assert answer["terms"]["day_count"] == "30/360"
    assert result.stdout.count("\n") == 1


def test_people_get_a_table() -> None:
    result = run(json.dumps(GOOD))
    assert result.exit_code == 0
    assert "1  2024-02-01      16.43      0.58  0.00   17.01    83.57  0.00" in result.stdout
    assert "All costs as one yearly rate: 7.2" in result.stdout


def test_lines_are_answered_one_by_one_and_one_refusal_makes_it_refused(tmp_path: Path) -> None:
    lines = [json.dumps(GOOD), "", json.dumps(GOOD | {"n": 0}), "{", json.dumps(GOOD)]
    file = tmp_path / "loans.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    result = run("", "--json", str(file))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [next(iter(answer)) for answer in answers] == ["instalments", "error", "error", "instalments"]
    assert answers[1]["error"] == {"code": "invalid_input", "message": "n: lies between 1 and 1200", "where": "n"}
    assert answers[2]["error"]["where"] == "line 4"
    assert result.exit_code == 1


def test_one_document_may_span_lines_and_a_list_holds_documents() -> None:
    assert run(json.dumps(GOOD, indent=2), "--json").exit_code == 0
    assert run(json.dumps([GOOD, GOOD], indent=2), "--json").stdout.count('"instalments"') == 2


BAD = {
    "nothing": ("", "line 1"),
    "no JSON": ("principal=1", "line 1"),
    "a list of lists": ("[[1]]", "document"),
    "deep nesting": ("[" * 100_000, "line 1"),
    "a key given twice": ('{"n": 1, "n": 2}', "line 1"),
    "not a number": ('{"n": NaN}', "line 1"),
    "an unknown key": (json.dumps(GOOD | {"princpal": 1}), "princpal"),
    "not UTF-8": (b'{"n": "\xff\xfe"}', "document"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_refused_as_json_on_standard_output(case: str) -> None:
    text, where = BAD[case]
    result = run(text, "--json", "-")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["where"] == where


def test_people_read_refusals_on_standard_error() -> None:
    result = run("{}")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Refused (invalid_input): principal: is missing\n"


@pytest.mark.parametrize("arguments", [["/no/such/file"], ["--jsn"], ["a", "b"]])
def test_wrong_usage_exits_with_two(arguments: list[str]) -> None:
    assert run("", *arguments).exit_code == 2


def test_help_lists_the_commands_without_loading_them() -> None:
    result = CliRunner().invoke(cli, ["--help"])
    assert result.exit_code == 0
    assert "schedule" in result.stdout
    assert CliRunner().invoke(cli, ["nonsense"]).exit_code == 2


def test_it_starts_without_django_and_at_once() -> None:
    code = (
        "import sys, puhui.interfaces.command_line.main, puhui.interfaces.command_line.schedule;"
        "sys.exit(any(name.split('.')[0] in ('django', 'pyarrow', 'numpy') for name in sys.modules))"
    )
    took = []
    for _ in range(3):
        begun = time.perf_counter()
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
        took.append(time.perf_counter() - begun)
    assert min(took) < 1.0  # 0.1 s on an idle core
