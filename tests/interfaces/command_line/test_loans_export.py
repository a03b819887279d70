"""`puhui loans export`: one row a loan, equal to what the loan says of itself, today and on a day of the past."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet
import pytest
from click.testing import CliRunner
from tests.rooms.lending.lender import OPERATIONS, open_lender, pass_days_to, pay, running_loan, signed_loan

from puhui.interfaces.command_line.loans import command
from puhui.kernel.actors import Actor, Role
from puhui.kernel.errors import Forbidden
from puhui.kernel.ids import new_id
from puhui.products.lending.facade import loan, portfolio_records, portfolio_size

pytestmark = pytest.mark.django_db


def run(*args: str) -> dict:
    result = CliRunner().invoke(command, ["export", *args, "--json"])
    return {"exit": result.exit_code, **json.loads(result.output)}


def book() -> tuple:
    open_lender()
    late, paid = running_loan(), running_loan(method="equal_principal", day_count="ACT/365")
    signed_loan()
    pass_days_to(date(2026, 2, 28))
    pay(paid, 15_000_00)
    pass_days_to(date(2026, 3, 15))
    return late, paid


def test_a_row_says_what_the_loan_says(tmp_path: Path) -> None:
    late, paid = book()
    out = tmp_path / "book.parquet"
    assert run("--out", str(out)) == {"exit": 0, "rows": 2, "file": str(out)}
    rows = {row["loan_id"]: row for row in pyarrow.parquet.read_table(out).to_pylist()}
    for loan_id in (late, paid):
        view, row = loan(OPERATIONS, loan_id), rows[str(loan_id)]
        assert row["principal_minor"] == view.outstanding.principal
        assert row["interest_minor"] == view.outstanding.interest
        assert row["penalty_minor"] == view.outstanding.penalty
        assert row["overdue_minor"] == view.overdue.total - view.overdue.penalty
        assert (row["days_past_due"], row["next_due_on"]) == (view.days_past_due, view.line.next_due_on)
        assert row["annual_rate_pct"] == Decimal(12)
        assert (row["grade"], row["stage"], row["is_non_accrual"]) == (1, 1, False)
    assert rows[str(late)]["days_past_due"] == 15
    assert rows[str(paid)]["method"] == "equal_principal"
    assert list(tmp_path.iterdir()) == [out]


def test_a_day_of_the_past_is_replayed(tmp_path: Path) -> None:
    late, paid = book()
    out = tmp_path / "book.csv"
    assert run("--out", str(out), "--on", "2026-02-15")["rows"] == 2
    rows = {row["loan_id"]: row for row in pyarrow.csv.read_csv(out).to_pylist()}
    for loan_id in (late, paid):
        view = loan(OPERATIONS, loan_id, on=date(2026, 2, 15))
        assert rows[str(loan_id)]["interest_minor"] == view.outstanding.interest
        assert rows[str(loan_id)]["principal_minor"] == 120_000_00
        assert rows[str(loan_id)]["days_past_due"] == 0
        assert rows[str(loan_id)]["grade"] is None
    assert run("--out", str(out), "--on", "2026-01-30")["rows"] == 0


@pytest.mark.parametrize("args", [["--out", "book.xls"], ["--out", "book.csv", "--on", "2026-03-16"]])
def test_what_cannot_be_written_is_refused_and_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str]
) -> None:
    book()
    monkeypatch.chdir(tmp_path)
    answer = run(*args)
    assert (answer["exit"], answer["error"]["code"]) == (1, "invalid_input")
    assert list(tmp_path.iterdir()) == []


def test_a_customer_exports_nothing() -> None:
    open_lender()
    customer = Actor(new_id(), frozenset({Role.CUSTOMER}), party_id=new_id())
    for ask in (portfolio_size, lambda actor: next(portfolio_records(actor))):
        with pytest.raises(Forbidden):
            ask(customer)
