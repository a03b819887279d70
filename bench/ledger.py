"""Posting: puhui's `post` beside the bare-SQL limit on SQLite and PostgreSQL, and beside django-hordak.

`of_bare` is the median over rounds of puhui's rate by the rate of the bare limit in the same round;
bench/ledger_bare.py says what the limit does and leaves out. All rates are durable commits by one client. PostgreSQL
is the server of PUHUI_TEST_POSTGRESQL; without one, its figures are left out.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

SERVER = os.environ.get("PUHUI_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/puhui").rsplit("/", 1)[0]
_PEER = "beside django-hordak"
TARGETS = {"single": 0.60, "batches of 1000": 0.70, "batch_per_second": 10_000, "hordak": 30, "hordak bulk": 5}


def run() -> dict[str, object]:
    """The figures by database, and how they stand to the targets."""
    figures: dict[str, Any] = {"sqlite": child("bench.ledger_side", "sqlite://")}
    if reason := postgresql_is_absent():
        figures["postgresql"] = f"not measured: {reason}"
    else:
        figures["postgresql"] = on_postgresql("bench.ledger_side", "puhui_bench_ledger")
    figures["targets"] = targets(figures)
    return figures


def targets(figures: dict[str, Any]) -> dict[str, str]:
    """Each target with what was measured."""
    told = {}
    for name in ("sqlite", "postgresql"):
        if isinstance(side := figures[name], dict):
            single, batch = side["single durable transfers"]["of_bare"], side["batches of 1000"]["of_bare"]
            told[f"{name}: single of bare, at least {TARGETS['single']}"] = said(single, single >= TARGETS["single"])
            told[f"{name}: batch of bare, at least {TARGETS['batches of 1000']}"] = said(
                batch, batch >= TARGETS["batches of 1000"]
            )
            rate = max(side[case]["per_second"] for case in side if case.startswith("batches"))
            told[f"{name}: in batches a second, at least 10,000"] = said(rate, rate >= TARGETS["batch_per_second"])
    if isinstance(figures["postgresql"], dict) and isinstance(hordak := figures["postgresql"][_PEER], dict):
        for ours, theirs in (("puhui_batch_by_hordak_single", "hordak"), ("puhui_batch_by_hordak_bulk", "hordak bulk")):
            told[f"{ours}, at least {TARGETS[theirs]}"] = said(hordak[ours], hordak[ours] >= TARGETS[theirs])
    return told


def said(value: float, reached: bool) -> str:
    return f"{value:,} {'reached' if reached else 'MISSED'}"


def postgresql_is_absent() -> str:
    try:
        with psycopg.connect(f"{SERVER}/postgres", connect_timeout=3):
            return ""
    except psycopg.Error as error:
        return str(error).strip().splitlines()[0]


def on_postgresql(module: str, database: str) -> dict[str, Any]:
    """In a database made for the measurement, and dropped after it."""
    name = Identifier(f"{database}_{os.getpid()}")
    url = f"{SERVER}/{database}_{os.getpid()}"
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as admin:
        admin.execute(SQL("CREATE DATABASE {}").format(name))
        try:
            return child(module, url)
        finally:
            admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def child(module: str, url: str) -> dict[str, Any]:
    """One measurement in a process and a data folder of its own."""
    with tempfile.TemporaryDirectory(prefix="puhui-bench-ledger-") as home:
        address = f"sqlite:///{home}/books.sqlite3" if url == "sqlite://" else url
        environment = {
            **os.environ,
            "PUHUI_HOME": home,
            "PUHUI_DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "puhui.config.settings",
        }
        out = Path(home) / "figures.json"
        subprocess.run([sys.executable, "-m", module, str(out), address], env=environment, check=True)
        figures: dict[str, Any] = json.loads(out.read_text())
        return figures


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
