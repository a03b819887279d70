"""`puhui run-book` on a small made-up book: on the real flows, within its budget, with books that hold."""

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from puhui.interfaces.command_line.run_book import command
from puhui.interfaces.command_line.simulate import command as simulate

SIZE, TO_LEND_TO = 150, 30


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A made-up population whose last firms have no known outcome; one invoice file serves as both."""
    folder = tmp_path_factory.mktemp("book")
    arguments = [
        "population",
        "--size",
        str(SIZE),
        "--seed",
        "11",
        "--as-of",
        "2026-06-30",
        "--out",
        str(folder),
        "--json",
    ]
    assert CliRunner().invoke(simulate, arguments).exit_code == 0
    rows = list(csv.DictReader((folder / "firms.csv").open(encoding="utf-8")))
    for row in rows[-TO_LEND_TO:]:
        row["rating"] = row["default"] = ""
    with (folder / "firms.csv").open("w", newline="", encoding="utf-8") as stream:
        out = csv.DictWriter(stream, fieldnames=list(rows[0]))
        out.writeheader()
        out.writerows(rows)
    return {"firms": folder / "firms.csv", "invoices": folder / "invoices.parquet", "churn": folder / "rate_churn.csv"}


def run(book: dict[str, Path], *more: str) -> tuple[int, Any]:
    given = ["--firms", book["firms"], "--history", book["invoices"], "--invoices", book["invoices"]]
    result = CliRunner().invoke(command, [*map(str, given), "--churn", str(book["churn"]), *more, "--json"])
    return result.exit_code, json.loads(result.stdout) if result.stdout.startswith("{") else result.output


@pytest.mark.slow
@pytest.mark.skipif(
    os.environ.get("PUHUI_DATABASE_URL", "").startswith("postgres"),
    reason="a run makes a database of its own: it is tested in the run on SQLite",
)
def test_a_year_of_a_small_book(book: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PUHUI_DATABASE_URL", raising=False)
    page = tmp_path / "out.html"
    code, result = run(book, "--budget", "3000000", "--report", str(page))
    assert code == 0, result
    assert result["ledger"]["faults"] == []
    assert result["approved"] + result["referred"] + result["declined"] == result["firms"] == TO_LEND_TO
    assert float(result["disbursed"]) <= 3_000_000
    taken = [a for a in result["applications"] if a["accepted"]]
    assert len(taken) == result["offers_accepted"]
    for a in taken:
        assert 100_000 <= float(a["amount"]) <= 1_000_000
        assert 4 <= float(a["annual_rate_pct"]) <= 15
    for a in result["applications"]:
        assert a["outcome"] == "approve" or 1 <= len(a["reasons"]) <= 4
    simulated = result["simulated"]
    assert float(simulated["principal_repaid"]) + float(simulated["principal_unpaid"]) == float(result["disbursed"])
    assert simulated["loans_repaid"] == len(taken) - simulated["failures"]
    assert result["decisions_agree"] == result["decisions_replayed"] == TO_LEND_TO
    text = page.read_text(encoding="utf-8")
    assert "<svg" in text
    assert "http" not in text


def test_a_data_folder_that_is_not_empty_is_refused(book: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    code, answer = run(book, "--budget", "1000000", "--home", str(tmp_path))
    assert (code, answer["error"]["where"]) == (1, "home")


def test_a_churn_table_without_a_rating_is_refused(book: dict[str, Path], tmp_path: Path) -> None:
    churn = tmp_path / "churn.csv"
    churn.write_text("annual_rate,churn_A\n0.05,0.1\n")
    code, answer = run({**book, "churn": churn}, "--budget", "1000000")
    assert (code, answer["error"]["where"]) == (1, "churn")
