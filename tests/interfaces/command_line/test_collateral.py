"""`puhui collateral`: what it prints for people and programs, and what it refuses."""

import csv
import json
from io import StringIO

import pytest
from click.testing import CliRunner
from tests.rooms.collateral.secured import machine, pledged, registered
from tests.rooms.lending.world import World

from puhui.interfaces.command_line.collateral import command
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def test_what_is_shown_and_exported() -> None:
    world = World()
    firm, _ = world.firm()
    loan_id = world.borrowed(firm)
    thing = registered(world, machine(firm, description="=HYPERLINK()"))
    pledged(world, thing, loan_id, 120_000_00)
    world.close()
    run = CliRunner().invoke
    [line] = map(json.loads, run(command, ["list", "--json"]).output.splitlines())
    assert (line["id"], line["lendable"], line["free"]) == (str(thing), "200000.00", "80000.00")
    cover = json.loads(run(command, ["cover", str(loan_id), "--json"]).output)
    assert (cover["things"], cover["pledges"][0]["rank"]) == ("120000.00", 1)
    assert "120000.00" in run(command, ["cover", str(loan_id)]).output
    assert json.loads(run(command, ["show", str(thing)]).output)["pledges"][0]["given"] == "120000.00"
    assert "warn" in run(command, ["watch"]).output
    assert "county-guarantee-company" in run(command, ["schemes"]).output
    [row] = csv.DictReader(StringIO(run(command, ["registry"]).output))
    assert (row["secured_amount"], row["description"]) == ("120000.00", "'=HYPERLINK()")
    assert json.loads(run(command, ["registry", "--format", "jsonl"]).output)["rank"] == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["cover", str(new_id()), "--json"], "not_found"),
        (["show", str(new_id())], "not_found"),
        (["pledge", str(new_id()), str(new_id()), "--secured", "1.00", "--json"], "invalid_input"),
        (["pledge", str(new_id()), str(new_id()), "--secured", "1,0", "--json"], "invalid_input"),
    ],
)
def test_refused(arguments: list[str], code: str) -> None:
    World()
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 1
    assert json.loads(result.output)["error"]["code"] == code
