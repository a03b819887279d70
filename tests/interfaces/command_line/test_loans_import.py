"""`puhui loans import`: a dry run changes nothing, differences are accepted by name, a second run changes nothing."""

import dataclasses
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings as django_settings
from tests.rooms.lending.lender import open_lender, proven
from tests.rooms.tapes.maker import AS_OF, row, written

from puhui.interfaces.command_line.loans import command
from puhui.products.lending.models import Loan

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parents[3] / "samples"


def run(*args: str) -> tuple[int, dict[str, Any]]:
    done = CliRunner().invoke(command, ["import", *args, "--json"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done.exit_code, json.loads(done.output)


def sample(*more: str) -> tuple[int, dict[str, Any]]:
    return run(str(SAMPLES / "loan-tape.csv"), "--events", str(SAMPLES / "loan-tape-events.csv"), *more)


def test_the_sample_tape(tmp_path: Path) -> None:
    open_lender(date(2026, 6, 10))
    report = tmp_path / "report.json"
    code, said = sample("--dry-run", "--report", str(report))
    assert (code, said["loans"], said["refused_rows"], said["differing"]) == (0, 6, 0, 1)
    assert said["difference"] == "-0.01"
    assert json.loads(report.read_text()) == said
    code, refused = sample()
    assert (code, refused["error"]["code"]) == (1, "tape_differs")
    assert Loan.objects.count() == 0
    code, booked = sample("--accept-differences", "rounded up over there")
    assert (code, booked["booked"], booked["state"]) == (0, 6, "booked")
    code, again = sample("--accept-differences", "rounded up over there")
    assert (code, again["booked"]) == (0, 0)
    assert Loan.objects.count() == 6
    assert proven()


def test_a_refused_row_exits_with_1_and_people_see_where(tmp_path: Path) -> None:
    open_lender(AS_OF)
    tape, events = written(tmp_path, [row(0), {**row(1), "method": "magic"}])
    done = CliRunner().invoke(command, ["import", str(tape), "--events", str(events), "--dry-run"])
    assert done.exit_code == 1
    assert "method" in done.output
    assert "OLD-00001" in done.output
    code, said = run(str(tape), "--events", str(events))
    assert (code, said["error"]["code"], said["error"]["where"]) == (1, "tape_rows_refused", "line 3")


def test_in_production_a_colleague_confirms_first(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_lender(AS_OF)
    settings.PUHUI_ENVIRONMENT = dataclasses.replace(django_settings.PUHUI_ENVIRONMENT, is_production=True)
    tape, events = written(tmp_path, [row(0)])
    code, said = run(str(tape), "--events", str(events))
    assert (code, said["state"], said["booked"]) == (0, "proposed", 0)
    assert Loan.objects.count() == 0
