"""`puhui subsidies`: what it prints for people and programs, and what it refuses."""

import json

import pytest
from click.testing import CliRunner
from tests.interfaces.workbench.institution import footprint
from tests.rooms.lending.world import World

from puhui.foundation.access.facade import issue_token
from puhui.interfaces.command_line.subsidies import command
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def test_what_is_shown_and_refused() -> None:
    world, run = World(), CliRunner().invoke
    for arguments, head in ((["waiting"], "payer"), (["claims"], "number")):
        assert head in run(command, arguments).output
        assert run(command, [*arguments, "--json"]).output == ""
    token = issue_token(world.call(), name="finance", roles=["finance"])
    acts = (
        (["rows", str(new_id())], "not_found"),
        (["file", "none", "central", "--until", "2026-01-31", "--token", token, "--json"], "nothing_to_claim"),
        (["paid", str(new_id()), "--amount", "1.00", "--token", token, "--json"], "not_found"),
        (["paid", str(new_id()), "--amount", "much", "--token", token, "--json"], "invalid_input"),
    )
    before = footprint()
    for arguments, code in acts:
        answer = run(command, arguments)
        assert (answer.exit_code, json.loads(answer.output)["error"]["code"]) == (1, code)
    assert footprint() == before
