"""An accrual table says what replays say, on each of its days."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.effort import examples

from puhui.finmath.loans.accrual import accrual_table, replay_with_table
from puhui.finmath.loans.engine import replay
from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.terms import LoanTerms

TERMS = st.builds(
    LoanTerms,
    principal_minor=st.integers(1_00, 5_000_000_00),
    annual_rate_pct=st.decimals(0, 36, places=2),
    method=st.sampled_from(["equal_instalment", "equal_principal", "interest_only", "bullet", "flat"]),
    n=st.integers(1, 14),
    disbursement_date=st.dates(date(2023, 10, 1), date(2024, 3, 31)),
    unit=st.sampled_from(["week", "month", "quarter"]),
    day_count=st.sampled_from(["30/360", "ACT/360", "ACT/365", "ACT/ACT", "period"]),
    penalty_multiple=st.sampled_from([Decimal(1), Decimal("1.3"), Decimal("1.5")]),
    grace_days=st.integers(0, 5),
)
PAYMENTS = st.lists(
    st.tuples(
        st.integers(0, 400),
        st.integers(1, 1_000_000_00),
        st.sampled_from(["next_dues", "lower_instalment", "shorten_term"]),
    ),
    max_size=5,
)


@settings(max_examples=examples(120), deadline=None)
@given(terms=TERMS, payments=PAYMENTS, age=st.integers(0, 500), most_days=st.integers(1, 70))
def test_a_table_is_a_replay_of_each_of_its_days(terms: LoanTerms, payments: list, age: int, most_days: int) -> None:
    first = terms.disbursement_date + timedelta(days=age)
    paid = [
        LoanEvent(f"{n:08d}", terms.disbursement_date + timedelta(days=days), "payment", minor, effect)
        for n, (days, minor, effect) in enumerate(payments)
    ]
    events = [event for event in paid if event.on <= first]
    table = accrual_table(terms, events, as_of=first, most_days=most_days)
    assert table.first == first
    assert len(table.interest) == len(table.penalty) == (table.until - first).days + 1
    for days, (interest, penalty) in enumerate(zip(table.interest, table.penalty, strict=True)):
        state = replay(terms, events, as_of=first + timedelta(days=days))
        assert (state.interest_earned_minor, state.penalty_earned_minor) == (interest, penalty), days


@settings(max_examples=examples(120), deadline=None)
@given(terms=TERMS, payments=PAYMENTS, age=st.integers(0, 500), most_days=st.integers(1, 70))
def test_state_and_table_from_one_walk_are_those_from_two(
    terms: LoanTerms, payments: list, age: int, most_days: int
) -> None:
    first = terms.disbursement_date + timedelta(days=age)
    events = [
        LoanEvent(f"{n:08d}", terms.disbursement_date + timedelta(days=days), "payment", minor, effect)
        for n, (days, minor, effect) in enumerate(payments)
        if days <= age
    ]
    both = replay_with_table(terms, events, as_of=first, most_days=most_days)
    assert both == (
        replay(terms, events, as_of=first),
        accrual_table(terms, events, as_of=first, most_days=most_days),
    )


def test_a_due_that_is_met_on_its_day_does_not_end_the_table() -> None:
    terms = LoanTerms(
        principal_minor=100_000_00,
        annual_rate_pct=Decimal(12),
        method="interest_only",
        n=12,
        disbursement_date=date(2026, 1, 31),
    )
    paid = LoanEvent("1", date(2026, 2, 28), "payment", 1_000_00)
    assert accrual_table(terms, [paid], as_of=date(2026, 2, 28), most_days=62).until == date(2026, 3, 31)
    assert accrual_table(terms, [], as_of=date(2026, 2, 28), most_days=62).until == date(2026, 2, 28)


def test_a_table_ends_on_the_next_due_date_or_agreed_change() -> None:
    terms = LoanTerms(
        principal_minor=100_000_00,
        annual_rate_pct=Decimal(12),
        method="interest_only",
        n=12,
        disbursement_date=date(2026, 1, 31),
        day_count="ACT/360",
    )
    cheaper = LoanEvent("1", date(2026, 3, 10), "rate_change", annual_rate_pct=Decimal(6))
    assert accrual_table(terms, [], as_of=date(2026, 1, 31), most_days=62).until == date(2026, 2, 28)
    assert accrual_table(terms, [], as_of=date(2026, 2, 28), most_days=62).until == date(2026, 2, 28)
    assert accrual_table(terms, [cheaper], as_of=date(2026, 3, 1), most_days=62).until == date(2026, 3, 10)
    assert accrual_table(terms, [], as_of=date(2026, 3, 1), most_days=5).until == date(2026, 3, 6)
    assert accrual_table(terms, [], as_of=date(2026, 2, 1), most_days=1).interest == (33_33, 66_67)
