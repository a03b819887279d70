"""`puhui demo` and `puhui simulate`: filled once, kept after, told again when broken off; and the samples."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from puhui.foundation.documents.facade import FileContent, import_invoices
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.ids import new_id

SAMPLES = Path(__file__).parents[2] / "samples"


def puhui(home: Path, *arguments: str, environment: dict[str, str] | None = None) -> tuple[int, dict[str, object]]:
    child = {**os.environ, "PUHUI_HOME": str(home), "PUHUI_DATABASE_URL": "", **(environment or {})}
    command = [sys.executable, "-c", "from puhui.interfaces.command_line.main import main; main()", *arguments]
    done = subprocess.run(command, env=child, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else {"error": done.stderr}


@pytest.mark.slow
def test_the_demo_fills_once_and_then_keeps(tmp_path: Path) -> None:
    small = ("demo", "--size", "4", "--days", "6", "--json")
    code, first = puhui(tmp_path, *small)
    assert (code, first["state"], first["faults"]) == (0, "done", [])
    assert first["counts"]["customers"] == 4  # type: ignore[index]
    code, again = puhui(tmp_path, *small)
    assert code == 0
    assert again == first
    assert puhui(tmp_path, "ledger", "check", "--json")[1]["faults"] == 0

    (tmp_path / "demo.json").write_text(json.dumps({"state": "filling"}))  # as a kill in the middle leaves it
    code, told_again = puhui(tmp_path, *small)
    assert code == 0
    assert told_again["counts"] == first["counts"]

    code, refused = puhui(tmp_path, "simulate", "business", "--months", "1", "--size", "2", "--json")
    assert (code, refused["error"]["code"]) == (1, "conflict")  # type: ignore[index]


@pytest.mark.slow
def test_a_production_installation_takes_nothing_made_up(tmp_path: Path) -> None:
    secrets = {"PUHUI_SECRET_KEY": "s" * 60, "PUHUI_DATA_KEYS": "", "PUHUI_ENV": "production"}
    made = puhui(tmp_path / "keys", "doctor", "--json")
    assert made[0] in {0, 1}
    secrets["PUHUI_DATA_KEYS"] = (tmp_path / "keys" / "secrets" / "puhui_data_keys").read_text()
    secrets["PUHUI_ALLOWED_HOSTS"] = "localhost"
    code, refused = puhui(tmp_path / "home", "demo", "--size", "2", "--days", "5", "--json", environment=secrets)
    assert (code, refused["error"]["code"]) == (1, "conflict")  # type: ignore[index]


@pytest.mark.django_db
def test_the_sample_with_mistakes_is_reported_row_by_row() -> None:
    file = FileContent.of_path(SAMPLES / "invoices-with-mistakes.csv")
    call = Call(SYSTEM, "k", datetime(2026, 11, 23, 8, tzinfo=UTC))
    report = import_invoices(call, firm_id=new_id(), file=file, file_format="csv", name="x.csv", source="test")
    assert [(line.line_no, line.field, line.reason) for line in report.refused] == [
        (6, "invoice_date", "date_too_early"),
        (10, "row", "columns"),
        (13, "void", "void"),
        (16, "side", "side"),
    ]
    assert (report.rows_read, report.rows_known) == (25, 1)


def test_the_samples_are_small_and_say_that_they_are_made_up() -> None:
    for path in SAMPLES.iterdir():
        assert path.stat().st_size < 30_000
    assert "made-up" in (SAMPLES / "README.md").read_text()
    lines = (SAMPLES / "applications.jsonl").read_text().splitlines()
    assert len({json.loads(line)["application_id"] for line in lines}) == 6
