"""`puhui voucher` and `puhui bill`: what they print for people and programs, and what they refuse."""

import json

import pytest
from click.testing import CliRunner
from tests.interfaces.api.conftest import token
from tests.rooms.bills.portfolio import Desk
from tests.rooms.vouchers.chain_of_supply import Chain

from puhui.interfaces.command_line import bill, voucher
from puhui.kernel.actors import Role
from puhui.kernel.ids import new_id
from puhui.products.bills.facade import submit_bill

pytestmark = pytest.mark.django_db


def test_vouchers_are_shown_and_proved() -> None:
    told = Chain()
    told.opened()
    part = told.issued(1_000_00)
    passed = told.passed(part, 400_00, giver=1, taker=2).made[0]
    told.sold(passed, 100_00, seller=2)
    run = CliRunner().invoke
    [program] = map(json.loads, run(voucher.command, ["programs", "--json"]).output.splitlines())
    assert (program["used"], program["bought"]) == ("1000.00", "100.00")
    [line] = map(json.loads, run(voucher.command, ["list", "--json"]).output.splitlines())
    assert line["state"] == "live"
    rows = list(map(json.loads, run(voucher.command, ["parts", "--voucher", line["id"], "--json"]).output.splitlines()))
    assert [row["amount"] for row in rows] == ["300.00", "100.00", "600.00"]
    chain = json.loads(run(voucher.command, ["chain", rows[0]["part_id"]]).output)
    assert ([link["amount"] for link in chain["links"]], chain["fault"]) == (["1000.00", "400.00", "300.00"], "")
    assert "100.00" in run(voucher.command, ["purchases"]).output
    quote = json.loads(run(voucher.command, ["quote", rows[0]["part_id"], "--amount", "200.00"]).output)
    assert quote["sheet"]["face"] == {"amount": "200.00", "currency": "CNY"}
    assert "Every chain holds." in run(voucher.command, ["verify"]).output
    for command in (["programs"], ["list"], ["parts"]):
        assert run(voucher.command, command).exit_code == 0
    staff = token("operations", Role.OPERATIONS).token
    early = run(voucher.command, ["collect", line["id"], "--token", staff, "--json"])
    assert (early.exit_code, json.loads(early.output)["error"]["code"]) == (1, "voucher_not_due")
    assert run(voucher.command, ["chain", str(new_id())]).exit_code == 1


def test_bills_are_shown_checked_and_presented() -> None:
    desk = Desk()
    desk.limit()
    bill_id = str(submit_bill(desk.world.call(desk.shop), asked=desk.asked()).bill_id)
    staff = token("operations", Role.OPERATIONS).token
    run = CliRunner().invoke
    [limit] = map(json.loads, run(bill.command, ["limits", "--json"]).output.splitlines())
    assert limit["used"] == "0.00"
    early = run(bill.command, ["quote", bill_id])
    assert (early.exit_code, json.loads(early.output)["error"]["code"]) == (1, "bill_state")
    done = run(bill.command, ["check", bill_id, "--reference", "PJS-1", "--token", staff])
    assert "is quoted." in done.output
    assert json.loads(run(bill.command, ["quote", bill_id]).output)["sheet"]["days"] == 4
    shown = json.loads(run(bill.command, ["show", bill_id]).output)
    assert [one["n"] if "n" in one else one["taker"]["code"] for one in shown["endorsements"]][-1].startswith("9111")
    assert bill_id in run(bill.command, ["list", "--state", "quoted"]).output
    for command in ("present", "recourse"):
        refused = run(bill.command, [command, bill_id, "--token", staff, "--json"])
        assert (refused.exit_code, json.loads(refused.output)["error"]["code"]) == (1, "bill_state")
    assert run(bill.command, ["rediscounts", "--state", "sold", "--json"]).output == ""
    assert run(bill.command, ["limits"]).exit_code == run(bill.command, ["list"]).exit_code == 0
