"""How long whole commands take, as a person waits for them: the demo, a schedule, the run of a book."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.__main__ import ROOT

PUHUI = str(Path(sys.executable).with_name("puhui"))
LOAN = {"principal": "100000.00", "annual_rate_pct": "12", "method": "equal_instalment", "n": 12, "unit": "month",
        "disbursement_date": "2026-01-31", "day_count": "30/360"}  # fmt: skip
DATA = ROOT.parent / "shared" / "data" / "cn_msme_invoices"


def timed(arguments: list[str], *, stdin: str = "") -> tuple[float, str]:
    """Seconds of one run in a fresh data folder, and what it printed."""
    with tempfile.TemporaryDirectory(prefix="puhui-bench-") as home:
        started = time.perf_counter()
        done = subprocess.run(
            [PUHUI, *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PUHUI_HOME": home},
        )
        return time.perf_counter() - started, done.stdout


def run_book() -> dict[str, Any]:
    """The whole lending year on the real firms; skipped where the data is absent."""
    if not DATA.exists():
        return {"skipped": "the data set of firms and invoices is not on this machine"}
    seconds, printed = timed(
        ["run-book", "--firms", str(DATA / "firms.csv.gz"), "--history", str(DATA / "invoices_rated.parquet"),
         "--invoices", str(DATA / "invoices_unrated.parquet"), "--churn", str(DATA / "rate_churn.csv.gz"),
         "--budget", "100000000", "--json"]
    )  # fmt: skip
    result = json.loads(printed)
    kept = ("firms", "approved", "referred", "declined", "offers_accepted", "disbursed", "average_rate_pct",
            "expected", "expected_of_accepted", "simulated", "model", "ledger", "decisions_agree")  # fmt: skip
    return {"seconds": round(seconds, 1), **{name: result[name] for name in kept if name in result}}


def run() -> dict[str, Any]:
    """Seconds by command."""
    schedule = sorted(timed(["schedule", "--json", "-"], stdin=json.dumps(LOAN))[0] for _ in range(7))
    demo, _ = timed(["demo", "--size", "300", "--seed", "20261123"])
    return {
        "puhui schedule, one loan, start to end: seconds, median of 7": round(schedule[3], 3),
        "puhui demo, 300 customers (make demo after installation): seconds, target 120": round(demo, 1),
        "puhui run-book on the 302 firms": run_book(),
    }
