"""A small book grows old under random events: late, early, backdated, reversed, changed; proven every month."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

LOANS, LAST = 40, "2027-01-01"
COMMAND = [sys.executable, "-m", "puhui.interfaces.command_line.main", "simulate", "loans", "--loans", str(LOANS)]
COMMAND += ["--years", "1", "--json"]


def told(home: Path, *more: str) -> tuple[int, dict[str, Any]]:
    """The exit code and the answer of a life that is left alone."""
    lived = subprocess.run(
        [*COMMAND, *more], env=surroundings(home), capture_output=True, text=True, timeout=600, check=False
    )
    assert lived.stdout, lived.stderr
    return lived.returncode, json.loads(lived.stdout)


def surroundings(home: Path) -> dict[str, str]:
    return {**os.environ, "PUHUI_HOME": str(home), "PUHUI_DATABASE_URL": ""}


def asked(home: Path, sql: str) -> Any:
    """One value of the book; nothing while there is none."""
    try:
        with sqlite3.connect(f"file:{home / 'puhui.sqlite3'}?mode=ro", uri=True) as book:
            return book.execute(sql).fetchone()[0]
    except sqlite3.OperationalError:
        return None


def cut_short(home: Path, *, after: str) -> None:
    """Kills a life in the middle of a day, once some days have gone by."""
    life = subprocess.Popen([*COMMAND], env=surroundings(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 500
    try:
        while (asked(home, "SELECT MAX(business_date) FROM ledger_businessdate") or "") < after:
            assert life.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
    finally:
        life.kill()
        life.wait(10)


@pytest.mark.slow
def test_a_year_of_random_events_is_proven_every_month_and_goes_on_where_it_was_cut_short(tmp_path: Path) -> None:
    cut_short(tmp_path, after="2026-05-20")
    code, answer = told(tmp_path)
    assert (code, answer["faults"]) == (0, [])
    assert "2026-05-20" <= answer["since"] < "2026-07-01"
    assert answer["times_proven"] == 13 - int(answer["since"][5:7])
    assert asked(tmp_path, "SELECT COUNT(*) FROM lending_loanevent WHERE kind = 'disbursed'") == LOANS
    assert answer["counts"]["reversal"] > 0
    assert told(tmp_path) == (0, {"since": LAST, "times_proven": 1, "faults": [], "counts": {}})
    refused, why = told(tmp_path, "--seed", "7")
    assert (refused, why["error"]["code"]) == (1, "conflict")
