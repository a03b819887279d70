"""`puhui model`: a package from a folder to champion by two people, and refusals with their exit codes."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.interfaces.api.conftest import Program, token
from tests.unit.decisioning.packages import scorecard_package
from tests.unit.decisioning.shipped import request

from puhui.foundation.ledger.facade import open_first_business_date
from puhui.interfaces.command_line.main import cli
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.ids import new_id
from puhui.risk.decisioning.facade import decide_and_record
from puhui.risk.decisioning.models import ModelAssignment, ModelPackage

pytestmark = pytest.mark.django_db
AT = datetime.now(UTC)
TO_SLOT = ("assign", "demo-invoices@2", "--slot", "demo-invoices")
WHY = ("--reason", "better out of time")


@pytest.fixture
def people() -> tuple[Program, Program]:
    open_first_business_date(Call(SYSTEM, "open", AT), on=AT.date())
    return token("maker", Role.RISK_OFFICER), token("checker", Role.COMPLIANCE)


def puhui(*words: str, who: Program | None = None) -> Result:
    return CliRunner().invoke(cli, ["model", *words], env={"PUHUI_TOKEN": who.token if who else ""})


def told(*words: str, who: Program | None = None) -> dict[str, Any]:
    result = puhui(*words, "--json", who=who)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def folder(path: Path, **changes: Any) -> str:
    for name, content in scorecard_package(**changes).items():
        (path / name).write_bytes(content)
    return str(path)


def test_from_a_folder_to_champion(people: tuple[Program, Program], tmp_path: Path) -> None:
    maker, checker = people
    decide_and_record(Call(SYSTEM, "k", AT), request=request(application_id=new_id(), as_of=AT.date()))
    told("register", folder(tmp_path), "--purpose", "working capital", *WHY, who=maker)
    own = puhui("approve", "demo-invoices@2", *WHY, "--json", who=maker)
    assert own.exit_code == 1
    assert json.loads(own.stdout)["error"]["code"] in {"forbidden", "model_four_eyes"}
    assert told("approve", "demo-invoices@2", *WHY, who=checker)["state"] == "approved"
    asked = told("assign", "demo-invoices@2", "--slot", "demo-invoices", "--role", "shadow", *WHY, who=maker)
    assert told("agree", asked["role_id"], *WHY, who=checker)["state"] == "in_force"
    assert told("shadow") == {"decisions": 1, "scored": 1}
    assert told("shadow") == {"decisions": 1, "scored": 0}
    shown = told("show", "demo-invoices@2")
    assert (shown["shadow"]["decisions"], shown["shadow"]["agree"]) == (1, 1)
    assert shown["roles"][0]["role"] == "shadow"
    assert "shadow of demo-invoices" in puhui("list").stdout
    assert "registered" in puhui("show", shown["id"]).stdout
    assert told("list")["version"] == "2"
    assert told("end", asked["role_id"], *WHY, who=checker)["state"] == "ended"
    assert told("retire", "demo-invoices@2", *WHY, who=checker)["state"] == "retired"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "no-such@1"), "not_found"),
        (("approve", "no-such@1", *WHY), "not_found"),
        (("retire", str(new_id()), *WHY), "not_found"),
        (("agree", str(new_id()), *WHY), "not_found"),
        (
            ("assign", "demo-invoices@2", "--slot", "demo-invoices", "--role", "split", "--share", "x", *WHY),
            "invalid_input",
        ),
        (("assign", "demo-invoices@2", "--slot", "demo-invoices", "--role", "champion", *WHY), "model_not_movable"),
    ],
)
def test_refusals(people: tuple[Program, Program], tmp_path: Path, words: tuple[str, ...], code: str) -> None:
    told("register", folder(tmp_path), "--purpose", "working capital", *WHY, who=people[0])
    before = ModelPackage.objects.count(), ModelAssignment.objects.count()
    result = puhui(*words, "--json", who=token("both", Role.RISK_OFFICER, Role.COMPLIANCE))
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["code"] == code
    assert (ModelPackage.objects.count(), ModelAssignment.objects.count()) == before


def test_a_changed_byte_and_nobody_are_refused(people: tuple[Program, Program], tmp_path: Path) -> None:
    path = folder(tmp_path)
    nobody = puhui("register", path, "--purpose", "working capital", *WHY)
    assert (nobody.exit_code, ModelPackage.objects.count()) == (1, 0)
    card = tmp_path / "scorecard.json"
    card.write_bytes(card.read_bytes().replace(b'"points": 16', b'"points": 61'))
    result = puhui("register", path, "--purpose", "working capital", *WHY, who=people[0])
    assert (result.exit_code, ModelPackage.objects.count()) == (1, 0)
    assert "scorecard.json" in result.stderr
    assert puhui("register", str(tmp_path / "none"), "--purpose", "x", *WHY).exit_code == 2
