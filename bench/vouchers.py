"""Vouchers: a chain of a thousand transfers proved, and how many transfers a second; on SQLite and PostgreSQL.

The chain is made by the room's own acts and proved by the query that the pages use: one recursive statement, the sums
of all parts, and a keyed hash for each link. Transfers are durable commits by one client, one after the other.
PostgreSQL is the server of PUHUI_TEST_POSTGRESQL; without one, its figures are left out.
"""

import json
from typing import Any

from bench.ledger import child, on_postgresql, postgresql_is_absent, said

TARGET_MS = 50


def run() -> dict[str, object]:
    """The figures by database, and how they stand to the target."""
    figures: dict[str, Any] = {"sqlite": child("bench.vouchers_side", "sqlite://")}
    if reason := postgresql_is_absent():
        figures["postgresql"] = f"not measured: {reason}"
    else:
        figures["postgresql"] = on_postgresql("bench.vouchers_side", "puhui_bench_vouchers")
    figures["targets"] = {
        f"{name}: a chain of 1,000 proved in under {TARGET_MS} ms": said(
            side["chain_of_1000_ms"], side["chain_of_1000_ms"] < TARGET_MS
        )
        for name, side in figures.items()
        if isinstance(side, dict)
    }
    return figures


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
