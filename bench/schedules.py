"""How many schedules and replays one core works out: one by one, and many at once as arrays.

Beside each figure stand, in the same run, the bare limit (the same recurrence in floats, without cents, calendar or day
count) and the packages that people install for this: `amortization` and `numpy-financial`. Neither knows dates.
"""

import random
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import numpy_financial as npf
from amortization.schedule import amortization_schedule

from puhui.finmath.loans.document import schedule_document
from puhui.finmath.loans.engine import replay
from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.terms import LoanTerms
from puhui.finmath.portfolio.accruals import stands_and_tables
from puhui.finmath.portfolio.columns import columns_of
from puhui.finmath.portfolio.schedules import schedules

START = date(2026, 1, 31)
DAYS = 700  # the loans of a portfolio were paid out on that many days
MANY = 300_000


def loan(n: int, **changes: Any) -> LoanTerms:
    agreed: dict[str, Any] = {
        "principal_minor": 100_000_00,
        "annual_rate_pct": Decimal(12),
        "method": "equal_instalment",
        "n": n,
        "disbursement_date": START,
    }
    return LoanTerms(**agreed | changes)


def payments(terms: LoanTerms, count: int) -> list[LoanEvent]:
    """That many payments, spread over the first instalments: some late, some early, some short."""
    level = replay(terms, [], as_of=START).instalments[0].total
    span = min(terms.n, 40) * 30
    return [
        LoanEvent(f"{number:03}", START + timedelta(days=(number + 1) * span // (count + 1)), "payment", level * 4 // 5)
        for number in range(count)
    ]


def daily_payments(terms: LoanTerms, count: int, *, parts: int = 31) -> list[LoanEvent]:
    """A payment each day, together a little less than what falls due; with more parts, ever later."""
    monthly = replay(terms, [], as_of=START).instalments[0].total
    return [
        LoanEvent(f"{day:04}", START + timedelta(days=day + 1), "payment", monthly // parts) for day in range(count)
    ]


def seconds_each(work: Callable[[], Any], *, seconds: float = 1.0) -> float:
    """The best of three stretches of rounds, after a first round that fills the caches."""
    work()
    best = float("inf")
    for _ in range(3):
        rounds, begun = 0, time.perf_counter()
        while (passed := time.perf_counter() - begun) < seconds / 3:
            work()
            rounds += 1
        best = min(best, passed / rounds)
    return best


def micros(work: Callable[[], Any]) -> float:
    return round(seconds_each(work) * 1e6, 1)


def portfolio(count: int, **changes: Any) -> list[LoanTerms]:
    """Loans of 12 instalments, each of its own amount and rate."""
    chance = random.Random(20261125)
    return [
        loan(
            12,
            principal_minor=chance.randint(1_000_00, 500_000_00),
            annual_rate_pct=Decimal(chance.randint(300, 2400)) / 100,
            disbursement_date=date(2024, 1, 1) + timedelta(days=chance.randrange(DAYS)),
            **changes,
        )
        for _ in range(count)
    ]


def bare_floats(n: int) -> float:
    """The recurrence of a level instalment alone."""
    balance, rate = 100_000.0, 0.01
    level = balance * rate / (1 - (1 + rate) ** -n)
    for _ in range(n):
        interest = balance * rate
        balance -= level - interest
    return balance


def bare_arrays(principal: Any, rate: Any, n: int) -> Any:
    """The same for many loans at once."""
    level = principal * rate / (1 - (1 + rate) ** -n)
    balance, lines = principal, np.empty((n, 3, len(principal)))
    for line in range(n):
        interest = balance * rate
        part = level - interest
        balance = balance - part
        lines[line] = interest, part, balance
    return lines


def npf_arrays(principal: Any, rate: Any, n: int) -> tuple[Any, Any]:
    """Interest and principal of each instalment, by numpy-financial."""
    periods = np.arange(1, n + 1)[:, None]
    return npf.ipmt(rate, periods, n, -principal), npf.ppmt(rate, periods, n, -principal)


def one_by_one() -> dict[str, Any]:
    """Microseconds a schedule from terms, the calendar of each a new one or the same as before."""
    starts = [START + timedelta(days=day) for day in range(DAYS)]
    fresh = iter(loan(36, disbursement_date=starts[number % DAYS]) for number in range(10**9))
    return {
        "us_36_instalments": micros(lambda: replay(loan(36), [], as_of=START)),
        "us_36_instalments_of_700_first_days": micros(lambda: _planned(next(fresh))),
        "us_36_target": 150,
        "us_36_package_amortization": micros(lambda: list(amortization_schedule(100_000, 0.12, 36))),
        "us_36_package_numpy_financial": micros(lambda: npf_arrays(np.array([1e5]), np.array([0.01]), 36)),
        "us_36_limit_bare_floats": micros(lambda: bare_floats(36)),
        "us_12_instalments": micros(lambda: replay(loan(12), [], as_of=START)),
        "us_360_instalments": micros(lambda: replay(loan(360), [], as_of=START)),
        "us_document_12": micros(lambda: schedule_document(_document())),
    }


def _planned(terms: LoanTerms) -> Any:
    return replay(terms, [], as_of=terms.disbursement_date)


def _document() -> dict[str, Any]:
    return {"principal": "100000.00", "annual_rate_pct": "12", "n": 12, "disbursement_date": START.isoformat()}


def replays() -> dict[str, Any]:
    """Milliseconds a replay."""
    life = loan(36)
    daily = daily_payments(life, 700)
    late = loan(36, penalty_multiple=Decimal("1.5"))
    short = daily_payments(late, 700, parts=46)
    spread = payments(loan(36), 50)
    day = START + timedelta(days=701)
    return {
        "ms_700_daily_payments": round(seconds_each(lambda: replay(life, daily, as_of=day)) * 1e3, 3),
        "ms_700_short_payments_with_default_interest": round(
            seconds_each(lambda: replay(late, short, as_of=day)) * 1e3, 3
        ),
        "ms_700_target": 5,
        "ms_700_limit_bare_floats": round(seconds_each(lambda: bare_floats(700)) * 1e3, 3),
        "ms_50_payments": round(seconds_each(lambda: replay(life, spread, as_of=day)) * 1e3, 3),
    }


def as_arrays() -> dict[str, Any]:
    """Schedules a second of 12 instalments, all of 300,000 loans at once, first days and rates of their own."""
    columns = columns_of(portfolio(MANY))
    principal, rate = columns.principal / 100, columns.rate / 10**10 / 12
    figures: dict[str, Any] = {"loans": MANY, "different_first_days": DAYS}
    figures["per_second"] = _rate(lambda: schedules(columns))
    figures["target_per_second"] = 300_000
    figures["left_to_the_one_loan_engine"] = len(schedules(columns).by_engine)
    figures["per_second_package_numpy_financial"] = _rate(lambda: npf_arrays(principal, rate, 12))
    figures["per_second_limit_bare_floats"] = _rate(lambda: bare_arrays(principal, rate, 12))
    return figures | {"of_each_kind_per_second": _kinds()}


def _kinds() -> dict[str, int]:
    rates = {}
    for name, changes in {
        **{f"day_count_{name}": {"day_count": name} for name in ("30/360", "ACT/360", "ACT/365", "ACT/ACT", "period")},
        **{name: {"method": name} for name in ("equal_principal", "interest_only", "bullet", "flat")},
        "even_last": {"even_last": True},
        "half_even": {"rounding": "half_even"},
    }.items():
        columns = columns_of(portfolio(30_000, **changes))
        rates[name] = _rate(lambda c=columns: schedules(c), count=30_000)
    return rates


def _rate(work: Callable[[], Any], *, count: int = MANY) -> int:
    return round(count / seconds_each(work))


def stands() -> dict[str, Any]:
    """Loans a second that are rolled past a due day: what they stand at, and their accrual tables of a month."""
    terms = portfolio(33_000)
    columns, met = columns_of(terms), np.full(33_000, 12)
    day = date(2025, 12, 31)
    return {
        "stands_and_tables_per_second": round(
            33_000 / seconds_each(lambda: stands_and_tables(columns, met, on=day, most_days=62))
        ),
        "columns_from_terms_per_second": round(33_000 / seconds_each(lambda: columns_of(terms))),
    }


def run() -> dict[str, Any]:
    """All figures."""
    return {"one_by_one": one_by_one(), "replay": replays(), "as_arrays": as_arrays(), "day_close": stands()}
