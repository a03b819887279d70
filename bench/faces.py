"""Both faces on a grown institution: 100,000 customers, 1,000,000 ledger entries, PostgreSQL; then 200 users at once.

First every kind of page that a customer or a member of staff can reach by links is asked for some times in one
process (middleware, session, queries, template): its time, its statements, its weight. Then `puhui serve` stands under
200 users who each read a page, think, and ask for the next one. Server, database and the users share this machine.
`PUHUI_BENCH_CUSTOMERS`, `PUHUI_BENCH_ENTRIES` and `PUHUI_BENCH_USERS` make it smaller.
"""

from typing import Any

from bench.ledger import on_postgresql, postgresql_is_absent, said

P95_MS = {"customers": 80, "workbench": 150}
MOST_BYTES = {"customers": 100_000, "workbench": 400_000}
LOADED_P95_MS = 1000


def run() -> dict[str, object]:
    """Figures of both faces and of the users at once, with the targets of the project beside them."""
    if reason := postgresql_is_absent():
        return {"faces": f"not measured: {reason}"}
    figures: dict[str, Any] = on_postgresql("bench.faces_side", "puhui_bench_faces")
    loaded = figures["users_at_once"]
    figures["targets"] = {
        **{
            f"{face}: p95 of all pages under {most} ms": said(
                figures[face]["all_pages_p95_ms"], figures[face]["all_pages_p95_ms"] < most
            )
            for face, most in P95_MS.items()
        },
        **{
            f"{face}: heaviest first load under {most} bytes": said(
                figures[face]["heaviest_bytes"], figures[face]["heaviest_bytes"] < most
            )
            for face, most in MOST_BYTES.items()
        },
        f"{loaded['users']} users: p95 under {LOADED_P95_MS} ms": said(
            loaded["p95_ms"], loaded["p95_ms"] < LOADED_P95_MS
        ),
        f"{loaded['users']} users: errors": said(loaded["errors"], not loaded["errors"]),
    }
    return figures
