"""Decisions over HTTP with facts stored: applications are submitted to `puhui serve`, at a rate that does not wait.

Target: p99 under 60 ms at 100 requests a second. Arrivals are spaced evenly and are not held up by slow answers; a
latency runs from the instant at which a request should have gone out. Server, database and the program that sends share
this machine. What is asked for is the whole use case in one transaction: consent, invoices, what the books say of the
borrower and its group, the decision and its record, up to three offers with their costs, the notice, the audit entry.
Beside it the lean call, `POST /decisions`: the same answer from the facts kept of the firm, without an application.
"""

from typing import Any

from bench.ledger import child, on_postgresql, postgresql_is_absent, said

TARGET_RATE, TARGET_P99_MS = 100, 60


def run() -> dict[str, object]:
    """By database; the highest rate tried at which the p99 holds and nothing fails is named."""
    figures: dict[str, Any] = {"sqlite": child("bench.decisions_http_side", "sqlite://")}
    if reason := postgresql_is_absent():
        figures["postgresql"] = f"not measured: {reason}"
    else:
        figures["postgresql"] = on_postgresql("bench.decisions_http_side", "puhui_bench_http")
    figures["targets"] = {
        f"{name}, {what}: p99 at {TARGET_RATE} a second, under {TARGET_P99_MS} ms": said(
            at["p99_ms"], at["p99_ms"] < TARGET_P99_MS and not at["errors"]
        )
        for name, side in figures.items()
        if isinstance(side, dict)
        for what, part in (("applications", side), ("on stored facts", side["on_stored_facts"]))
        for at in [part["rates"][f"{TARGET_RATE} a second"]]
    }
    return figures
