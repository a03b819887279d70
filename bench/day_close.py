"""Closing a business day with 10,000, 100,000 and 1,000,000 running loans, on SQLite and on PostgreSQL.

Books are written by `bench.loan_book`; the closes are the real ones. Late loans are graded once before, as the close
of the day before would have left them; how long that takes is told. Then two days are closed. On the first a thirtieth
of the loans fall due and have paid, and one in fifty is overdue; on the second nobody pays, so that every due loan is
late the day after. Sizes: PUHUI_BENCH_LOANS, preset
`10000,100000,1000000`; with 3000000 the largest is measured too.
"""

import os
from typing import Any

from bench.ledger import child, on_postgresql, postgresql_is_absent, said

TARGET_SECONDS = {"postgresql": 30, "sqlite": 60}
TARGET_PEER = 100
TARGET_MEMORY_MB = 1500


def run() -> dict[str, object]:
    """The figures by database, and how they stand to the targets."""
    figures: dict[str, Any] = {"sqlite": child("bench.day_close_side", "sqlite://")}
    if reason := postgresql_is_absent():
        figures["postgresql"] = f"not measured: {reason}"
    else:
        figures["postgresql"] = on_postgresql("bench.day_close_side", "puhui_bench_close")
    figures["targets"] = targets(figures)
    return figures


def targets(figures: dict[str, Any]) -> dict[str, str]:
    """Each target with what was measured for a million loans, or for the largest book where none has a million."""
    told: dict[str, str] = {}
    for name, most in TARGET_SECONDS.items():
        side = figures[name]
        if not isinstance(side, dict):
            continue
        book = side["books"].get("1000000 loans") or side["books"][max(side["books"], key=lambda n: int(n.split()[0]))]
        seconds = book["paid day"]["close_seconds"]
        told[f"{name}: a million loans, at most {most} s"] = said(seconds, seconds <= most)
        ratio = round(book["paid day"]["loans_per_second"] / side["peer_loans_per_second"])
        told[f"{name}: times a bulk ORM loop, at least {TARGET_PEER}"] = said(ratio, ratio >= TARGET_PEER)
        memory = side["peak_memory_mb"]
        told[f"{name}: memory of the closer, at most {TARGET_MEMORY_MB} MB"] = said(memory, memory <= TARGET_MEMORY_MB)
    return told


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puhui.config.settings")
    print(run())
