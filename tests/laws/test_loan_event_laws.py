"""What holds for every loan whatever happens to it: every kind of event, every allocation, compound interest."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.laws import effort
from tests.laws.loan_lives import EFFECTS, lives

from puhui.finmath.loans.accrual import accrual_table
from puhui.finmath.loans.engine import _steps, _walk, pay_off_quote, replay
from puhui.finmath.loans.events import LoanEvent, standing_events
from puhui.finmath.loans.fold import LoanFold
from puhui.finmath.loans.methods import METHODS
from puhui.finmath.loans.reading import standing_amounts
from puhui.finmath.loans.state import LoanState
from puhui.finmath.loans.terms import LoanTerms
from puhui.kernel.errors import InvalidInput

FILTERS = [HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large]
MONEY_IN = {"payment", "pay_off", "recovery"}


def law(examples: int) -> Any:
    return settings(max_examples=effort.examples(examples), deadline=None, suppress_health_check=FILTERS)


def assert_conserved(state: LoanState) -> None:
    """Principal out, waived, written off and sold is principal in and capitalised; the same for every component."""
    assert state.settled.principal + state.outstanding.principal == state.disbursed_minor + state.capitalised_minor
    assert state.interest_earned_minor == state.settled.interest + state.outstanding.interest
    assert state.penalty_earned_minor == state.settled.penalty + state.outstanding.penalty
    assert state.compound_earned_minor == state.settled.compound + state.outstanding.compound
    for amounts in (state.outstanding, state.overdue, state.due_now, state.settled, state.paid, state.claim):
        assert min(amounts) >= 0
    for part, whole in (
        *((late, due) for late, due in zip(state.overdue, state.due_now, strict=True)),
        *((due, owed) for due, owed in zip(state.due_now, state.outstanding, strict=True)),
    ):
        assert part <= whole


def assert_lines(state: LoanState) -> None:
    """No line asks for less than nothing, none is over-paid, and together they are what was settled and is to come."""
    lines = state.instalments
    for line in lines:
        assert min(line[2:]) >= 0
        assert min(line.unpaid) >= 0
        assert line.forgone <= line.paid
    assert [line.due_date for line in lines] == sorted(line.due_date for line in lines)
    assert lines[-1].due_date == state.maturity_on
    assert sum(line.paid_principal for line in lines) == state.settled.principal
    assert sum(line.paid_interest for line in lines) == state.settled.interest
    assert sum(line.principal for line in lines) >= state.disbursed_minor + state.capitalised_minor


def assert_money(events: list[LoanEvent], state: LoanState) -> None:
    """Every fen that came in met something, or is held."""
    known = [event for event in standing_events(events, as_of=state.as_of) if event.on <= state.as_of]
    came = sum(event.amount_minor for event in known if event.kind in MONEY_IN and event.amount_minor)
    came += sum(
        state.allocations[event.id].applied.total
        for event in known
        if event.kind == "pay_off" and not event.amount_minor
    )
    assert came == state.paid.total + state.recovered_minor + state.unapplied_minor


def assert_ages(state: LoanState) -> None:
    """The age of a loan is that of the older of its unpaid principal, interest and fees."""
    ages = [day for day in (state.oldest_unpaid_principal_due, state.oldest_unpaid_interest_due) if day]
    assert all(state.oldest_unpaid_due and state.oldest_unpaid_due <= day < state.as_of for day in ages)
    assert (state.oldest_unpaid_principal_due is not None) == (state.overdue.principal > 0)
    assert (state.oldest_unpaid_interest_due is not None) == (state.overdue.interest > 0)
    assert state.days_past_due == ((state.as_of - state.oldest_unpaid_due).days if state.oldest_unpaid_due else 0)


@given(lives())
@law(400)
def test_nothing_is_lost_and_nothing_is_made(life: Any) -> None:
    terms, events, as_of = life
    state = replay(terms, events, as_of=as_of)
    assert_conserved(state)
    assert_lines(state)
    assert_money(events, state)
    assert_ages(state)


@given(lives(), st.randoms(use_true_random=False))
@law(150)
def test_the_order_in_which_events_arrive_does_not_matter(life: Any, random: Any) -> None:
    terms, events, as_of = life
    shuffled = random.sample(events, len(events))
    assert replay(terms, shuffled, as_of=as_of) == replay(terms, events, as_of=as_of)


@given(lives(), st.data())
@law(200)
def test_what_was_reversed_never_happened(life: Any, data: Any) -> None:
    terms, events, as_of = life
    standing = [event for event in events if event.kind != "reversal"]
    undone = {event.of for event in events}
    candidates = [event for event in standing if event.id not in undone]
    assume(candidates)
    gone = data.draw(st.sampled_from(candidates))
    reversal = LoanEvent("999", max(gone.on, as_of), "reversal", of=gone.id)
    later = max(as_of, reversal.on)
    try:
        without = replay(terms, [event for event in events if event is not gone], as_of=later)
    except InvalidInput:
        assume(False)
    assert replay(terms, [*events, reversal], as_of=later) == without


@given(lives(), st.integers(0, 40), st.sampled_from([40, 3]))
@law(150)
def test_a_table_of_accruals_is_a_replay_of_each_of_its_days(life: Any, ahead: int, most_days: int) -> None:
    terms, events, as_of = life
    table = accrual_table(terms, events, as_of=as_of, most_days=most_days)
    known = [
        event for event in events if event.on <= as_of
    ]  # what comes after the table's last day changes no day of it
    for day in {0, min(1, (table.until - as_of).days), min(ahead, (table.until - as_of).days)}:
        on = as_of + timedelta(days=day)
        state = replay(terms, known, as_of=on)
        assert table.interest[day] == state.interest_earned_minor
        assert table.penalty[day] == state.penalty_earned_minor
        assert (table.compound[day] if table.compound else 0) == state.compound_earned_minor


@given(lives(), st.integers(1, 80))
@law(150)
def test_what_is_earned_never_falls_as_days_go_by(life: Any, days: int) -> None:
    terms, events, as_of = life
    known = [event for event in events if event.on <= as_of]
    today, later = (replay(terms, known, as_of=day) for day in (as_of, as_of + timedelta(days=days)))
    assert later.interest_earned_minor >= today.interest_earned_minor
    assert later.penalty_earned_minor >= today.penalty_earned_minor
    assert later.compound_earned_minor >= today.compound_earned_minor


@given(lives())
@law(150)
def test_the_pay_off_quote_closes_the_loan_at_exactly_zero(life: Any) -> None:
    terms, events, as_of = life
    known = [event for event in events if event.on <= as_of and event.kind != "recovery"]  # it comes after a pay-off
    quote = pay_off_quote(terms, known, on=as_of)
    assume(quote.total > 0 and not replay(terms, known, as_of=as_of).is_written_off)
    closed = replay(terms, [*known, LoanEvent("pay", as_of, "pay_off", quote.total)], as_of=as_of)
    assert closed.outstanding.total == closed.unapplied_minor == 0
    assert closed.is_closed
    assert closed.allocations["pay"].applied.total == quote.total


def _amounts(state: LoanState) -> Any:
    """A state without what names single payments."""
    lines = [line._replace(forgone=0) for line in state.instalments]
    return (
        lines, state.outstanding, state.overdue, state.settled, state.unapplied_minor, state.claim, state.is_closed,
        state.interest_earned_minor, state.penalty_earned_minor, state.compound_earned_minor, state.days_past_due,
    )  # fmt: skip


@given(lives(), st.data())
@law(300)
def test_a_payment_split_in_two_on_one_day_changes_nothing(life: Any, data: Any) -> None:
    terms, events, as_of = life
    effect = data.draw(st.sampled_from(EFFECTS))
    first, second = (data.draw(st.integers(1, terms.principal_minor)) for _ in range(2))
    on = terms.disbursement_date + timedelta(days=data.draw(st.integers(0, 400)))
    one = LoanEvent("500", on, "payment", first + second, effect)
    two = [LoanEvent("500", on, "payment", first, effect), LoanEvent("500x", on, "payment", second, effect)]
    for day in {as_of, on, on + timedelta(days=1)}:
        try:
            together = replay(terms, [*events, one], as_of=day)
        except InvalidInput:
            assume(False)
        assert _amounts(replay(terms, [*events, *two], as_of=day)) == _amounts(together)


@given(lives(most_events=6))
@law(120)
def test_walking_a_loan_day_by_day_leads_to_what_a_replay_says(life: Any) -> None:
    terms, events, as_of = life
    fold = LoanFold(terms, METHODS[terms.method])
    today = as_of.toordinal()
    steps = [step for step in _steps(terms, events, as_of=as_of) if step[0] <= today]
    for day in range(terms.disbursement_date.toordinal(), today + 1):
        _walk(fold, [step for step in steps if step[0] == day])
        fold.advance(day, with_dues=True)
        standing_amounts(fold, day)  # to look at it changes nothing
    stands, state = standing_amounts(fold, today), replay(terms, events, as_of=as_of)
    assert (stands.outstanding, stands.overdue, stands.due_now) == (state.outstanding, state.overdue, state.due_now)
    assert (stands.settled, stands.penalty_earned, stands.compound_earned) == (
        state.settled, state.penalty_earned_minor, state.compound_earned_minor,
    )  # fmt: skip


def test_a_reversal_is_not_reversed() -> None:
    terms = LoanTerms(
        principal_minor=100_00, annual_rate_pct=Decimal(12), method="equal_instalment", n=6,
        disbursement_date=date(2024, 1, 1),
    )  # fmt: skip
    paid = LoanEvent("1", date(2024, 2, 1), "payment", 10_00)
    undone = LoanEvent("2", date(2024, 2, 2), "reversal", of="1")
    again = LoanEvent("3", date(2024, 2, 3), "reversal", of="2")
    with pytest.raises(InvalidInput, match="a reversal is not reversed"):
        replay(terms, [paid, undone, again], as_of=date(2024, 3, 1))


@given(lives(), st.sampled_from(["payment", "pay_off"]), st.sampled_from(EFFECTS), st.data())
@law(200)
def test_a_payment_recorded_late_is_refused_only_for_money_paid_out_after_it(
    life: Any, kind: Any, effect: Any, data: Any
) -> None:
    terms, events, as_of = life
    on = terms.disbursement_date + timedelta(days=data.draw(st.integers(0, (as_of - terms.disbursement_date).days)))
    amount = terms.principal_minor * data.draw(st.integers(1, 8)) // 2 + 1
    paid = LoanEvent("900", on, kind, amount, effect=effect)
    refused = None
    try:
        replay(terms, [*events, paid], as_of=as_of)
    except InvalidInput as refusal:
        refused = refusal.where
    assert refused in (None, "disbursement")
