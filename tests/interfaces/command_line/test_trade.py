"""`puhui trade`: what it prints for people and programs, and what it refuses."""

import json

import pytest
from click.testing import CliRunner
from tests.rooms.receivables.seller import Trade

from puhui.foundation.access.facade import issue_token
from puhui.interfaces.command_line.trade import command
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def test_what_is_shown_funded_and_refused() -> None:
    trade = Trade()
    sale_id, (id_,) = trade.sold(0)
    run = CliRunner().invoke
    [line] = map(json.loads, run(command, ["receivable", "list", "--json"]).output.splitlines())
    assert (line["id"], line["face"], line["state"]) == (str(id_), "110000.00", "assigned")
    assert "110000.00" in run(command, ["receivable", "list", "--state", "assigned"]).output
    assert json.loads(run(command, ["receivable", "show", str(id_)]).output)["happened"][0]["kind"] == "assigned"
    assert "seller" in run(command, ["receivable", "limits"]).output
    assert "number" in run(command, ["order", "list"]).output
    token = issue_token(trade.world.call(), name="operations", roles=["operations"])
    refused = run(command, ["receivable", "fund", str(sale_id), "--token", token, "--json"])
    assert (refused.exit_code, json.loads(refused.output)["error"]["code"]) == (1, "assignment_notice_missing")
    for arguments in (["order", "show", str(new_id())], ["order", "pay-out", str(new_id()), "x", "--token", token]):
        assert run(command, arguments).exit_code == 1
    assert run(command, ["receivable", "list", "--state", "odd"]).exit_code == 2
