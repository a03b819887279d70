"""What holds for every loan, whatever its terms and whatever happens to it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.laws.any_terms import RATES, loan_terms
from tests.laws.effort import examples

from puhui.finmath.loans.engine import pay_off_quote, replay
from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.state import LoanState
from puhui.finmath.loans.terms import LoanTerms
from puhui.kernel.errors import InvalidInput

KINDS = (
    "payment",
    "payment",
    "payment",
    "rate_change",
    "disbursement",
    "payment_holiday",
    "extension",
    "fee",
    "waiver",
)


def event(draw: Any, terms: LoanTerms, *, number: int, latest: int) -> LoanEvent:
    """One thing that may happen to that loan."""
    on = terms.disbursement_date + timedelta(days=draw(st.integers(0, latest)))
    kind = draw(st.sampled_from(KINDS))
    most = max(terms.principal_minor // 3, 1) if terms.method == "credit_line" else terms.principal_minor + 1
    amount = draw(st.integers(1, most))
    more: dict[str, Any] = {
        "payment": {
            "amount_minor": amount,
            "effect": draw(st.sampled_from(["next_dues", "lower_instalment", "shorten_term"])),
        },
        "rate_change": {"annual_rate_pct": draw(st.sampled_from(RATES))},
        "payment_holiday": {
            "until": on + timedelta(days=draw(st.integers(1, 90))),
            "interest": draw(st.sampled_from(["accrues", "free"])),
        },
        "extension": {"n": draw(st.integers(1, 3))},
    }
    return LoanEvent(f"{number:03}", on, kind, **more.get(kind, {"amount_minor": amount}))


@st.composite
def loans(draw: Any) -> tuple[LoanTerms, list[LoanEvent], date]:
    """A loan, what happened to it, and a day to look at it; what the engine refuses is left out."""
    terms = draw(loan_terms())
    span = (replay(terms, [], as_of=terms.disbursement_date).instalments[-1].due_date - terms.disbursement_date).days
    events = [event(draw, terms, number=number, latest=span + 20) for number in range(draw(st.integers(0, 6)))]
    as_of = terms.disbursement_date + timedelta(days=draw(st.integers(0, span + 60)))
    try:
        replay(terms, events, as_of=as_of)
    except InvalidInput:
        assume(False)
    return terms, events, as_of


def lent(terms: LoanTerms, events: list[LoanEvent]) -> int:
    agreed = sum(amount for _, amount in terms.paid_out)
    return agreed + sum(event.amount_minor for event in events if event.kind == "disbursement")


def has_further_disbursements(terms: LoanTerms, events: list[LoanEvent], state: LoanState) -> bool:
    """Whether money is agreed to be paid out after the first day, or after the day of the state."""
    agreed = any(on > terms.disbursement_date for on, _ in terms.paid_out)
    return agreed or any(event.kind == "disbursement" and event.on > state.as_of for event in events)


def assert_sound(terms: LoanTerms, events: list[LoanEvent], state: LoanState) -> None:
    lines = state.instalments
    lines_principal = sum(line.principal for line in lines)
    assert state.disbursed_minor <= lines_principal <= lent(terms, events)
    if not has_further_disbursements(terms, events, state):  # they may lapse
        assert lines_principal == lent(terms, events)
    assert lines[-1].balance == 0
    assert [line.due_date for line in lines] == sorted(line.due_date for line in lines)
    for line in lines:
        assert min(line[2:]) >= 0
        assert min(line.unpaid) >= 0
    assert sum(line.paid_principal for line in lines) == state.settled.principal
    assert sum(line.paid_interest for line in lines) == state.settled.interest
    assert state.outstanding.principal == state.disbursed_minor - state.settled.principal
    assert state.interest_earned_minor == state.settled.interest + state.outstanding.interest
    assert state.penalty_earned_minor == state.settled.penalty + state.outstanding.penalty
    assert 0 <= state.overdue.total <= state.due_now.total <= state.outstanding.total


@given(loans())
@settings(max_examples=examples(300), deadline=None)
def test_parts_add_up_to_what_was_lent_and_what_is_earned_is_paid_or_owed(loan: Any) -> None:
    terms, events, as_of = loan
    assert_sound(terms, events, replay(terms, events, as_of=as_of))


@given(loans(), st.randoms(use_true_random=False))
@settings(max_examples=examples(150), deadline=None)
def test_a_replay_gives_the_same_whatever_order_the_events_come_in(loan: Any, random: Any) -> None:
    terms, events, as_of = loan
    shuffled = random.sample(events, len(events))
    assert replay(terms, shuffled, as_of=as_of) == replay(terms, events, as_of=as_of)


@given(loans(), st.data())
@settings(max_examples=examples(150), deadline=None)
def test_what_was_reversed_never_happened(loan: Any, data: Any) -> None:
    terms, events, as_of = loan
    assume(events)
    reversed_event = data.draw(st.sampled_from(events))
    others = [event for event in events if event is not reversed_event]
    reversal = LoanEvent("999", reversed_event.on + timedelta(days=3), "reversal", of=reversed_event.id)
    later = max(as_of, reversal.on)
    try:
        without = replay(terms, others, as_of=later)
    except InvalidInput:
        assume(False)
    assert replay(terms, [*events, reversal], as_of=later) == without


@given(loans())
@settings(max_examples=examples(150), deadline=None)
def test_the_pay_off_quote_closes_the_loan_at_exactly_zero(loan: Any) -> None:
    terms, events, as_of = loan
    known = [event for event in events if event.on <= as_of]
    assume(any(line.total for line in replay(terms, known, as_of=as_of).instalments))
    quote = pay_off_quote(terms, known, on=as_of)
    assume(quote.total > 0)
    closed = replay(terms, [*known, LoanEvent("zzz", as_of, "pay_off", quote.total)], as_of=as_of)
    assert closed.is_closed
    assert closed.outstanding.total == 0
    assert closed.unapplied_minor == 0
    assert closed.allocations["zzz"].applied.total == quote.total
    assert_sound(terms, known, closed)


@given(loans(), st.data())
@settings(max_examples=examples(150), deadline=None)
def test_a_payment_is_split_to_the_last_cent_and_never_raises_what_is_owed(loan: Any, data: Any) -> None:
    terms, events, as_of = loan
    before = replay(terms, events, as_of=as_of)
    amount = data.draw(st.integers(1, 2 * terms.principal_minor))
    effect = data.draw(st.sampled_from(["next_dues", "lower_instalment", "shorten_term"]))
    after = replay(terms, [*events, LoanEvent("zzz", as_of, "payment", amount, effect)], as_of=as_of)
    split = after.allocations["zzz"]
    assert split.applied.total + split.unapplied_minor == amount
    assert min(split) >= 0
    assert after.outstanding.total <= before.outstanding.total
    assert before.outstanding.total - after.outstanding.total <= split.applied.total  # fees can be paid ahead
    assert after.days_past_due <= before.days_past_due


@given(loans(), st.integers(1, 80))
@settings(max_examples=examples(150), deadline=None)
def test_interest_and_penalty_earned_never_fall_as_days_go_by(loan: Any, days: int) -> None:
    terms, events, as_of = loan
    today = replay(terms, events, as_of=as_of)
    try:
        later = replay(terms, events, as_of=as_of + timedelta(days=days))
    except InvalidInput:
        assume(False)
    assert later.interest_earned_minor >= today.interest_earned_minor
    assert later.penalty_earned_minor >= today.penalty_earned_minor


@given(loan_terms())
@settings(max_examples=examples(150), deadline=None)
def test_paying_every_due_on_its_day_closes_the_loan_on_the_schedule_that_was_shown(terms: LoanTerms) -> None:
    assume(terms.principal_minor >= 10_000)  # a few cents are repaid before the last line, and the loan then ends there
    shown = replay(terms, [], as_of=terms.disbursement_date).instalments
    assume(shown[-1].principal or terms.method == "credit_line")  # else it ends on an earlier line
    payments = [LoanEvent(f"{line.n:04}", line.due_date, "payment", line.total) for line in shown if line.total]
    state = replay(terms, payments, as_of=shown[-1].due_date)
    assert state.is_closed
    assert state.unapplied_minor == 0
    assert [line[:6] for line in state.instalments] == [line[:6] for line in shown]


@given(
    st.integers(1, 10**9), st.sampled_from(RATES), st.integers(2, 60), st.sampled_from(["30/360", "ACT/360", "ACT/ACT"])
)
@settings(max_examples=examples(150), deadline=None)
def test_a_level_instalment_is_level_but_for_the_last(principal: int, rate: Decimal, n: int, day_count: Any) -> None:
    terms = LoanTerms(
        principal_minor=principal, annual_rate_pct=rate, method="equal_instalment", n=n,
        disbursement_date=date(2024, 1, 31), day_count=day_count,
    )  # fmt: skip
    lines = replay(terms, [], as_of=terms.disbursement_date).instalments
    totals = [line.total for line in lines]
    if principal > 100 * n and all(line.principal > 0 for line in lines):  # else a long month's interest exceeds it
        assert len(set(totals[:-1])) == 1
        growth = 1 + rate / 100  # a cent in each instalment, with interest on it to the end
        assert abs(totals[-1] - totals[0]) <= 2 * n * growth ** (n // 12 + 1)
