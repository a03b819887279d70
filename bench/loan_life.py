"""Reading one loan as its life grows long: a payment each day, read after 1, 30, 100, 300 and 700 days.

Read through the real query, the API and the page of the workbench, on the database of PUHUI_DATABASE_URL or SQLite. The
bank's part is left out: payments are booked as the worker books them, the day is closed by its accrual. `first` is the
reading right after a booking, when nothing of the loan is in the memory of the process; the others repeat it. Beside
it stands the bare limit of a read: the row of the loan by its key.
"""

# ruff: noqa: E402 - Django is set up before models are imported
import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puhui.config.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client

from puhui.finmath.loans.terms import LoanTerms
from puhui.foundation.access.facade import create_staff
from puhui.foundation.access.models import User
from puhui.foundation.ledger.facade import (
    advance_business_date,
    business_date,
    draft_from_template,
    open_first_business_date,
    post,
)
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import (
    GROUPS,
    PaymentIn,
    accrue_groups,
    begin_disbursement,
    book_payment,
    loan,
    open_loan,
    settle_disbursement,
)
from puhui.products.lending.models import Loan

START = date(2026, 1, 31)
LOOKS = (1, 30, 100, 300, 700)
ROUNDS = 60
FINERACT_MS = {1: 50, 30: 50, 100: 55, 300: 64, 700: 161}
"""Fineract's own figures of reading a loan of so many days (FINERACT-2234): another machine, another day."""


def call() -> Call:
    return Call(SYSTEM, f"bench/{new_id()}", datetime(2026, 1, 31, 8, tzinfo=UTC))


def run() -> dict[str, Any]:
    """Milliseconds by day of life; p95 is the target."""
    call_command("migrate", verbosity=0, interactive=False)
    loan_id = _lend()
    staff = _staff()
    readers: dict[str, Callable[[], Any]] = {
        "query": lambda: loan(Actor(new_id(), frozenset({Role.OPERATIONS})), loan_id),
        "api": lambda: _get(staff, f"/api/v1/loans/{loan_id}"),
        "workbench_page": lambda: _get(staff, f"/workbench/loans/{loan_id}/"),
        "limit_bare_row": lambda: Loan.objects.get(id=loan_id),
    }
    figures: dict[str, Any] = {"database": connection.vendor, "target_p95_ms": 20}
    days = 0
    for look in LOOKS:
        while days < look:
            days += 1
            _live_a_day(loan_id, days)
        figures[f"day_{look:03}"] = {name: _measured(read) for name, read in readers.items()}
        figures[f"day_{look:03}"]["fineract_2234_ms"] = FINERACT_MS[look]
    return figures


def _measured(read: Callable[[], Any]) -> dict[str, float]:
    times, cpu = [], []
    for _ in range(ROUNDS):
        started, used = time.perf_counter(), time.process_time()
        read()
        times.append((time.perf_counter() - started) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    rest = sorted(times[1:])
    p95 = rest[int(len(rest) * 0.95)]
    return {
        "first_ms": round(times[0], 2),
        "p50_ms": round(statistics.median(rest), 2),
        "p95_ms": round(p95, 2),
        "cpu_p50_ms": round(statistics.median(cpu[1:]), 2),
    }


def _get(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)


def _lend() -> UUID:
    """A lender with capital, and one running loan of 36 months."""
    open_first_business_date(call(), on=START)
    how: dict[str, Any] = {"owners": {}, "bucket": 0, "value_date": START, "source": "bench"}
    post([draft_from_template("capital_paid_in", id=new_id(), amounts={"capital": 10**12}, **how)], call=call())
    agreed = LoanTerms(
        principal_minor=100_000_00,
        annual_rate_pct=Decimal(12),
        method="equal_instalment",
        n=36,
        disbursement_date=START,
        penalty_multiple=Decimal("1.5"),
    )
    loan_id = open_loan(
        call(),
        borrower_id=new_id(),
        product_code="working-capital",
        product_version=1,
        contract_id=new_id(),
        terms=agreed,
    )
    begun = begin_disbursement(call(), loan_id=loan_id)
    settle_disbursement(call(), loan_id=loan_id, order_id=begun.order_id)
    return loan_id


def _staff() -> Client:
    user_id = create_staff(
        call(), login_name="bench", display_name="Bench", roles=["operations"], password="a long bench phrase 26"
    )
    client = Client()
    client.force_login(User.objects.get(id=user_id), "django.contrib.auth.backends.ModelBackend")
    return client


def _live_a_day(loan_id: UUID, number: int) -> None:
    """The day passes, and a part of the month's instalment comes in: some days more, some days less."""
    today = business_date()
    accrue_groups(call(), groups=range(GROUPS), to=today + timedelta(days=1))
    advance_business_date(call(), from_date=today)
    amount = Money(9_000 + number % 7 * 500)
    payment = PaymentIn(loan_id=loan_id, order_id=new_id(), amount=amount, on=business_date())
    book_payment(call(), payment=payment)
