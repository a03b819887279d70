"""One database: books of growing size, two closed days of each, with the bare limit and a bulk ORM loop beside them.

Run as `python -m bench.day_close_side OUT.json` with PUHUI_DATABASE_URL and PUHUI_HOME set.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Sum  # noqa: E402

from bench.day_close_peer import loans_per_second_of_bulk_orm  # noqa: E402
from bench.loan_book import SHAPES, START, bench_call, shapes, write_book  # noqa: E402
from puhui.flows.grade_loans import classify_groups  # noqa: E402
from puhui.flows.run_end_of_day.facade import close_day  # noqa: E402
from puhui.foundation.ledger.facade import (  # noqa: E402
    business_date,
    draft_from_template,
    open_first_business_date,
    post,
)
from puhui.kernel.ids import new_id  # noqa: E402
from puhui.products.lending.actions.positions import lock_marks  # noqa: E402
from puhui.products.lending.facade import GROUPS, tie_out_faults  # noqa: E402
from puhui.products.lending.models import DayCloseStep  # noqa: E402

SIZES = [int(size) for size in os.environ.get("PUHUI_BENCH_LOANS", "10000,100000,1000000").split(",")]
CORE = ("reprice", "age", "accrue", "classify", "cross_default", "provision", "reserve", "tie_out", "sign_off")


def main() -> None:
    """Opens the books, measures each size, and writes what was measured."""
    call_command("migrate", verbosity=0, interactive=False)
    open_first_business_date(bench_call(), on=START)
    post([_capital(bucket) for bucket in range(0, 1024, 64)], call=bench_call())
    with transaction.atomic():
        lock_marks(range(GROUPS))
    books: dict[str, Any] = {}
    held = 0
    for size in sorted(SIZES):
        books[f"{size} loans"] = _measured(size, more=size - held)
        held = size
    faults = list(tie_out_faults())
    assert faults == [], faults[:3]
    figures = {
        "books": books,
        "peer_loans_per_second": loans_per_second_of_bulk_orm(20_000),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "loans_and_books_agree": True,
    }
    Path(sys.argv[1]).write_text(json.dumps(figures))


def _measured(size: int, *, more: int) -> dict[str, Any]:
    started = time.perf_counter()
    made = shapes(min(more, SHAPES), on=business_date())
    write_book(bench_call(), more, on=business_date(), made=made)
    del made
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    written = time.perf_counter() - started
    graded = time.perf_counter()
    with transaction.atomic():
        classify_groups(bench_call(), groups=range(GROUPS), on=business_date())
    return {
        "written_in_seconds": round(written, 1),
        "grading_all_late_loans_for_the_first_time_seconds": round(time.perf_counter() - graded, 2),
        "paid day": _closed(size),
        "day on which nobody pays": _closed(size),
        "bare_pass_seconds": _bare_pass(),
    }


def _closed(size: int) -> dict[str, Any]:
    """One close: its own steps in seconds, and what of it the opening of the next day takes."""
    used, started = time.process_time(), time.perf_counter()
    done = close_day(bench_call())
    whole = time.perf_counter() - started
    steps = _seconds(done.day)
    core = sum(steps.get(name, 0.0) for name in CORE)
    return {
        "close_seconds": round(core, 2),
        "loans_per_second": round(size / core),
        "microseconds_per_loan": round(1e6 * core / size, 1),
        "with_reminders_collections_and_opening_seconds": round(whole, 2),
        "processor_seconds_of_the_closer": round(time.process_time() - used, 2),
        "seconds_by_step": {**steps, **{f"next day: {k}": v for k, v in _seconds(done.opened).items()}},
    }


def _seconds(day: Any) -> dict[str, float]:
    rows = DayCloseStep.objects.filter(business_date=day, status="done").values_list("step").order_by("step")
    return {step: round(ms / 1000, 2) for step, ms in rows.annotate(Sum("took_ms"))}


def _bare_pass() -> float:
    """The limit: one pass over the open positions that reads every table, and nothing else."""
    length = "octet_length" if connection.vendor == "postgresql" else "length"
    statement = f"SELECT sum(principal_minor), sum({length}(interest_table)) FROM lending_loanposition WHERE is_open"
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.fetchone()
    return round(time.perf_counter() - started, 3)


def _capital(bucket: int) -> Any:
    return draft_from_template(
        "capital_paid_in",
        id=new_id(),
        amounts={"capital": 10**16},
        owners={},
        bucket=bucket,
        value_date=START,
        source="bench",
    )


if __name__ == "__main__":
    main()
