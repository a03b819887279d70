"""Whatever happens to loans, in whatever order: the books tie out to the loans, and the loans to their replays."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rooms.lending.lender import call, open_lender, pass_day, pay, proven, running_loan

from puhui.foundation.ledger.facade import balance, business_date
from puhui.kernel.actors import SYSTEM
from puhui.products.lending.facade import LoanState, loan, loan_events, pay_off_quote, reverse_payment

METHODS = st.sampled_from(["equal_instalment", "equal_principal", "interest_only"])
DAY_COUNTS = st.sampled_from(["30/360", "ACT/360", "ACT/365", "ACT/ACT", "period"])
EFFECTS = st.sampled_from(["next_dues", "lower_instalment", "shorten_term"])
STEPS = st.one_of(
    st.tuples(st.just("days"), st.integers(1, 12)),
    st.tuples(st.just("pay"), st.integers(1, 60_000_00), EFFECTS, st.integers(0, 8)),
    st.tuples(st.just("pay due"), st.integers(0, 1)),
    st.tuples(st.just("pay off"), st.integers(0, 5)),
    st.tuples(st.just("reverse"), st.integers(0, 5)),
)


class Rolled(Exception):
    """Ends an example without leaving a trace."""


def do(step: tuple, loan_id: UUID) -> None:
    what, how, *more = step
    if what == "days":
        for _ in range(how):
            pass_day()
    elif what == "pay":
        pay(loan_id, how, effect=more[0], on=business_date() - timedelta(days=more[1]))
    elif what == "reverse":
        undo(loan_id, how)
    elif loan(SYSTEM, loan_id).state == LoanState.ACTIVE:
        pays_off = what == "pay off"
        owed = pay_off_quote(SYSTEM, loan_id).to_pay.minor if pays_off else loan(SYSTEM, loan_id).due_now.total
        if owed:
            pay(loan_id, owed, on=business_date() - timedelta(days=how), pays_off=pays_off)


def undo(loan_id: UUID, which: int) -> None:
    events = loan_events(SYSTEM, loan_id)
    undone = {event.of for event in events}
    paid = [event for event in events if event.kind in ("payment", "pay_off") and event.id not in undone]
    if paid:
        reverse_payment(call(), loan_id=loan_id, event_id=paid[which % len(paid)].id)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    methods=st.lists(st.tuples(METHODS, DAY_COUNTS, st.integers(1, 36)), min_size=1, max_size=3),
    start=st.dates(date(2023, 11, 1), date(2024, 3, 31)),
    grace=st.integers(0, 3),
    steps=st.lists(STEPS, min_size=1, max_size=14),
)
def test_any_history_ties_out(methods: list, start: date, grace: int, steps: list) -> None:
    with pytest.raises(Rolled), transaction.atomic():
        live(methods, start, grace, steps)


def live(methods: list, start: date, grace: int, steps: list) -> None:
    open_lender(start)
    loan_ids = [
        running_loan(
            method=method,
            day_count=count,
            annual_rate_pct=Decimal(rate),
            disbursement_date=start,
            grace_days=grace,
            n=6,
        )
        for method, count, rate in methods
    ]
    held = balance("bank.operating").minor
    for number, step in enumerate(steps):
        do(step, loan_ids[number % len(loan_ids)])
        assert proven()
    paid = sum(
        event.amount.minor * {"payment": 1, "pay_off": 1, "reversal": -1}.get(event.kind, 0)
        for loan_id in loan_ids
        for event in loan_events(SYSTEM, loan_id)
    )
    assert balance("bank.operating").minor - held == paid
    raise Rolled
