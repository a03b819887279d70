"""The shapes of Fineract's harness: making and serving loans one by one, and catching a book up over many days.

1,000 loans of 1,000.00 at 12 %, 24 monthly instalments, paid out on one day, each in a transaction of its own; nothing
is repaid, as in that harness. Then the business days of 1, 7, 30, 100, 300 and 700 days are closed one after the other
by the real program, each time on a book that was made afresh in SQLite, in a process of its own. Fineract publishes
no results of its own for these.
"""

# ruff: noqa: E402 - Django is set up before models are imported
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puhui.config.settings")

import django

django.setup()

from django.core.management import call_command

from bench.loan_life import START, call
from puhui.finmath.loans.terms import LoanTerms
from puhui.flows.run_end_of_day.facade import close_days
from puhui.foundation.ledger.facade import draft_from_template, open_first_business_date, post
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import PaymentIn, begin_disbursement, book_payment, open_loan, settle_disbursement

LOANS = 1_000
SPANS = (1, 7, 30, 100, 300, 700)
SERVED = (10, 50, 100)


def run(spans: Sequence[int] = SPANS) -> dict[str, Any]:
    """Seconds and loans x days a second of each span; milliseconds of making, paying out and repaying a loan."""
    figures: dict[str, Any] = {"loans": LOANS, "database": "sqlite", "served": served()}
    for span in spans:
        figures[f"days_{span:03}"] = _apart(span)
    return figures


def served() -> dict[str, Any]:
    """Latencies of the first 10, 50 and 100 loans, in milliseconds."""
    open_lender()
    found: dict[str, Any] = {}
    for count in SERVED:
        made = [_timed(create) for _ in range(count)]
        paid_out = [_timed(lambda one=one: disburse(one)) for _, one in made]
        repaid = [_timed(lambda one=one: repay(one)) for _, one in made]
        steps = {"create": made, "disburse": paid_out, "repay": repaid}
        found[f"{count}_loans"] = {name: _spread([seconds for seconds, _ in times]) for name, times in steps.items()}
    return found


def catch_up(days: int) -> dict[str, Any]:
    """A fresh book, and so many days of it."""
    open_lender()
    for _ in range(LOANS):
        disburse(create())
    started = time.perf_counter()
    closed = close_days(call(), through=START + timedelta(days=days - 1))
    seconds = time.perf_counter() - started
    assert len(closed) == days
    return {"seconds": round(seconds, 2), "loan_days_per_second": round(LOANS * days / seconds)}


def open_lender() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    open_first_business_date(call(), on=START)
    how: dict[str, Any] = {"owners": {}, "bucket": 0, "value_date": START, "source": "bench"}
    post([draft_from_template("capital_paid_in", id=new_id(), amounts={"capital": 10**12}, **how)], call=call())


def create() -> UUID:
    agreed = LoanTerms(
        principal_minor=1_000_00,
        annual_rate_pct=Decimal(12),
        method="equal_instalment",
        n=24,
        disbursement_date=START,
    )
    return open_loan(
        call(),
        borrower_id=new_id(),
        product_code="working-capital",
        product_version=1,
        contract_id=new_id(),
        terms=agreed,
    )


def disburse(loan_id: UUID) -> None:
    begun = begin_disbursement(call(), loan_id=loan_id)
    settle_disbursement(call(), loan_id=loan_id, order_id=begun.order_id)


def repay(loan_id: UUID, on: date = START) -> None:
    book_payment(call(), payment=PaymentIn(loan_id=loan_id, order_id=new_id(), amount=Money(50_00), on=on))


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    answer = work()
    return time.perf_counter() - started, answer


def _spread(seconds: list[float]) -> dict[str, float]:
    times = sorted(one * 1000 for one in seconds)
    p95 = times[min(int(len(times) * 0.95), len(times) - 1)]
    return {"p50_ms": round(statistics.median(times), 2), "p95_ms": round(p95, 2)}


def _apart(days: int) -> dict[str, Any]:
    """In a process and a data folder of its own."""
    with tempfile.TemporaryDirectory(prefix="puhui-bench-") as home:
        asked = f"import json; from bench.catch_up import catch_up; print(json.dumps(catch_up({days})))"
        environment = {name: value for name, value in os.environ.items() if name != "PUHUI_DATABASE_URL"}
        answer = subprocess.run(
            [sys.executable, "-c", asked],
            env={**environment, "PUHUI_HOME": home},
            capture_output=True,
            text=True,
            check=True,
        )
    found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return found
