"""Facilities: 500 draws asked for at once on 50 limits, on PostgreSQL, each reserved, confirmed and paid out.

Law: drawn + reserved never passes a limit, at no event, and replaying the events gives the balances. Less than half of
what is asked for fits, so that many are refused. Draws wait for one of 40 connections, as for the pool of a web server.
PostgreSQL is the server of PUHUI_TEST_POSTGRESQL; SQLite has one writer, and is not measured.
"""

import json

from bench.ledger import on_postgresql, postgresql_is_absent


def run() -> dict[str, object]:
    """Seconds and latencies, and what the proof of the law says."""
    if reason := postgresql_is_absent():
        return {"postgresql": f"not measured: {reason}"}
    return {"postgresql": on_postgresql("bench.facilities_side", "puhui_bench_facilities")}


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
