"""A small book grows old under random events: late, early, backdated, reversed, changed; proven every month."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

LOANS = 40
PUHUI = [sys.executable, "-m", "puhui.interfaces.command_line.main"]


@pytest.mark.slow
def test_a_year_of_random_events_is_proven_every_month(tmp_path: Path) -> None:
    environment = {**os.environ, "PUHUI_HOME": str(tmp_path), "PUHUI_DATABASE_URL": ""}
    command = [*PUHUI, "simulate", "loans", "--loans", str(LOANS), "--years", "1", "--json"]
    lived = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, check=False)
    assert lived.returncode == 0, lived.stdout + lived.stderr
    told = json.loads(lived.stdout)
    assert (told["times_proven"], told["faults"]) == (13, [])
    assert told["counts"]["loans paid out"] == LOANS
    assert told["counts"]["reversal"] > 0
    again = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (again.returncode, json.loads(again.stdout)["error"]["code"]) == (1, "conflict")
