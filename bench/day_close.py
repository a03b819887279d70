"""Closing a business day with 300 and with 20,000 running loans, on the database of PUHUI_DATABASE_URL or SQLite.

The loans are written set-wise (terms, positions, the ledger's opening amounts), their due dates spread over the month
as in a real book; the closes are the real ones. Beside it stands the bare pass over the open positions.
"""

# ruff: noqa: E402 - Django is set up before models are imported
import os
import statistics
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puhui.config.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import transaction

from puhui.finmath.loans.terms import LoanTerms
from puhui.flows.run_end_of_day.facade import close_day
from puhui.foundation.ledger.facade import (
    business_date,
    check_books,
    draft_from_template,
    open_first_business_date,
    post,
)
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.ids import bucket_of, new_id
from puhui.products.lending.actions.positions import lock_marks
from puhui.products.lending.actions.storing import store_positions
from puhui.products.lending.facade import GROUPS, check_positions, control_differences
from puhui.products.lending.models import Loan, LoanPosition, Mandate
from puhui.products.lending.queries.positions import position_row
from puhui.products.lending.queries.replays import fold_loans
from puhui.products.lending.rules.terms_json import terms_as_json

START = date(2026, 3, 31)
AT = datetime(2026, 3, 31, 8, tzinfo=UTC)


def call() -> Call:
    return Call(SYSTEM, f"bench/{new_id()}", AT)


def terms(n: int) -> LoanTerms:
    """Every loan another amount, rate and method; paid out on the days before the start, at most a month ago."""
    return LoanTerms(
        principal_minor=10_000_000 + 12_345 * (n % 997),
        annual_rate_pct=Decimal(400 + n % 1100) / 100,
        method=("equal_instalment", "equal_principal", "interest_only")[n % 3],
        n=12,
        disbursement_date=START - timedelta(days=n % 30),
        penalty_multiple=Decimal("1.5"),
    )


def add_loans(count: int, *, first: int) -> None:
    """Loans that were paid out, with their money and accrued interest in the books."""
    for begin in range(first, first + count, 1000):
        with transaction.atomic():
            _add(range(begin, min(begin + 1000, first + count)))


def _add(numbers: range) -> None:
    loans = [_loan(terms(n)) for n in numbers]
    Loan.objects.bulk_create(loans)
    Mandate.objects.bulk_create([Mandate(id=new_id(), bucket=x.bucket, loan=x, given_at=AT) for x in loans])
    lock_marks(range(GROUPS))
    folded = fold_loans(loans, as_of=business_date())
    store_positions(position_row(one) for one in folded.values())
    drafts = []
    for one in folded.values():
        how = {"owners": {"loan": one.loan.id}, "bucket": one.loan.bucket, "value_date": START, "source": "bench"}
        earned = {"interest": one.state.interest_earned_minor}, {"penalty": one.state.penalty_earned_minor}
        principal = {"principal": one.loan.principal_minor}
        for template, amounts in (
            ("disbursement_requested", principal),
            ("disbursement_settled", principal),
            ("interest_accrued", earned[0]),
            ("penalty_accrued", earned[1]),
        ):
            if any(amounts.values()):
                draft = draft_from_template(template, id=new_id(), amounts=amounts, **how)
                drafts.append(replace(draft, pending=False))
    post(drafts, call=call())


def _loan(agreed: LoanTerms) -> Loan:
    loan_id = new_id()
    return Loan(
        id=loan_id,
        bucket=bucket_of(loan_id),
        borrower_id=new_id(),
        product_code="working-capital",
        product_version=1,
        contract_id=new_id(),
        currency="CNY",
        principal_minor=agreed.principal_minor,
        annual_rate_pct=agreed.annual_rate_pct,
        terms=terms_as_json(agreed),
        state="active",
        opened_on=agreed.disbursement_date,
        opened_at=AT,
        disbursed_on=agreed.disbursement_date,
    )


def measure(days: int) -> dict[str, float]:
    """Seconds of each close; the bank's answers are not awaited, so late loans become more from day to day."""
    seconds, cpu = [], []
    for _ in range(days):
        started, used = time.perf_counter(), time.process_time()
        close_day(call())
        seconds.append(time.perf_counter() - started)
        cpu.append(time.process_time() - used)
    return {
        "days": days,
        "seconds_median": round(statistics.median(seconds), 4),
        "seconds_worst": round(max(seconds), 4),
        "cpu_seconds_median": round(statistics.median(cpu), 4),
    }


def bare_pass() -> float:
    """The limit: reading the open positions once, and nothing else."""
    started = time.perf_counter()
    for _ in LoanPosition.objects.filter(is_open=True).values_list("loan_id", "interest_table", "penalty_table"):
        pass
    return round(time.perf_counter() - started, 4)


def run() -> dict[str, object]:
    call_command("migrate", verbosity=0, interactive=False)
    open_first_business_date(call(), on=START)
    capital = {"capital": 10**14}
    post(
        [
            draft_from_template(
                "capital_paid_in", id=new_id(), amounts=capital, owners={}, bucket=0, value_date=START, source="bench"
            )
        ],
        call=call(),
    )
    figures: dict[str, object] = {}
    made = 0
    for count, days in ((300, 14), (20_000, 7)):
        add_loans(count - made, first=made)
        made = count
        result: dict[str, object] = dict(measure(days))
        result["bare_read_of_positions_seconds"] = bare_pass()
        result["loans_per_second"] = round(count / float(result["seconds_median"]))
        figures[f"{count} loans"] = result
    faults = check_books(controls={"lending": control_differences, "positions": check_positions})
    assert faults == [], faults[:3]
    figures["books_proven_after"] = True
    return figures
