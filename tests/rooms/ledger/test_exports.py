"""The command `puhui ledger`, and the judgement of an independent tool on the export."""

import csv
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import override_settings
from tests.append_only import triggers_lifted
from tests.rooms.ledger.books import (
    BANK,
    DAY,
    call,
    draft,
    from_template,
    open_books,
    principal,
    staff,
    unapplied,
)

from puhui.foundation.ledger.facade import advance_business_date, export_csv, post, post_pending, reverse, void_pending
from puhui.interfaces.command_line.ledger import command
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.errors import Forbidden
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
BEAN_CHECK = Path(sys.executable).with_name("bean-check")


def busy_books() -> None:
    open_books()
    waiting, voided = draft(pending=True), draft(pending=True)
    gone = draft(text='a "quoted" \\ text 你好')
    post([from_template("capital_paid_in", {"capital": 10**9}), waiting, voided, gone], call=call())
    post([draft(principal(), BANK, 12_345), draft(BANK, unapplied(), 7)], call=call())
    advance_business_date(call(), from_date=DAY)
    post_pending([waiting.id], call=call())
    void_pending([voided.id], call=call())
    reverse(gone.id, new_id=new_id(), call=call())
    amounts = {"fees": 0, "penalty": 0, "interest": 45, "principal": 2_345, "unapplied": 0}
    post(
        [from_template("interest_accrued", {"interest": 45}), from_template("repayment_received", amounts)], call=call()
    )


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, arguments)
    return result.exit_code, result.output


def bean_check(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BEAN_CHECK, "--no-cache", path], capture_output=True, text=True, check=False)


@pytest.mark.skipif(not BEAN_CHECK.exists(), reason="bean-check is not installed: pip install beancount")
def test_bean_check_accepts_the_export_and_refuses_a_changed_one(tmp_path: Path) -> None:
    path = tmp_path / "books.beancount"
    assert run("export", "--format", "beancount", "--out", str(path)) == (0, "")
    assert bean_check(path).returncode == 0  # before the books are open
    busy_books()
    assert run("export", "--format", "beancount", "--out", str(path)) == (0, "")
    judged = bean_check(path)
    assert (judged.returncode, judged.stdout + judged.stderr) == (0, "")
    text = path.read_text()
    assert "Assets:Loan:Principal" in text
    assert "balance Assets:Loan:Principal 100.00 ~ 0 CNY" in text
    path.write_text(text.replace("123.45 CNY", "123.46 CNY"))
    assert bean_check(path).returncode == 1
    assert not path.with_name("books.beancount.part").exists()


def test_the_csv_export_has_a_line_an_entry_and_sums_to_zero() -> None:
    busy_books()
    code, output = run("export", "--format", "csv")
    rows = list(csv.DictReader(output.splitlines()))
    assert (code, len(rows)) == (0, 18)
    cents = [round(float(r["amount"]) * 100) * (1 if r["side"] == "debit" else -1) for r in rows]
    assert sum(cents) == 0
    assert {r["business_date"] for r in rows} == {str(DAY), str(DAY + timedelta(days=1))}
    lent = [r for r in rows if r["account"] == "loan.principal"]
    assert [(r["side"], r["amount"], r["balance_after"]) for r in lent] == [
        ("debit", "123.45", "123.45"),
        ("credit", "23.45", "100.00"),
    ]


def test_only_readers_export() -> None:
    with pytest.raises(Forbidden):
        list(export_csv(staff(Role.CUSTOMER)))
    assert next(export_csv(SYSTEM)).startswith("business_date,")


@override_settings(PUHUI_CONTROL_CHECKS=[])
def test_check_says_that_the_books_hold() -> None:
    busy_books()
    assert run("check") == (0, "The books hold: 8 accounts, 9 journals, 10 transfers, 18 entries.\n")
    code, output = run("check", "--json")
    assert code == 0
    assert json.loads(output) == {
        "faults": 0,
        "accounts": 8,
        "journals": 9,
        "transfers": 10,
        "entries": 18,
        "control_checks": 0,
    }


def differing() -> list[str]:
    return ["books 1.00, loans 2.00"]


@override_settings(PUHUI_CONTROL_CHECKS=[])
@pytest.mark.parametrize("flag", [[], ["--json"]])
def test_check_exits_1_with_the_first_difference(flag: list[str]) -> None:
    busy_books()
    with triggers_lifted(connection), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_ledgeraccount SET debits_posted_minor = debits_posted_minor + 1")
    code, output = run("check", *flag)
    assert code == 1
    if flag:
        error = json.loads(output)["error"]
        assert error["code"] == "books_do_not_hold"
        assert "an account's posted totals" in error["message"]
    else:
        assert "The books do not hold" in output


@override_settings(PUHUI_CONTROL_CHECKS=[f"{__name__}.differing"])
def test_check_asks_the_other_rooms() -> None:
    busy_books()
    code, output = run("check", "--json")
    assert (code, "books 1.00, loans 2.00" in output) == (1, True)


def test_wrong_usage_exits_2() -> None:
    assert run("export", "--format", "paper")[0] == 2
    assert run("export")[0] == 2
