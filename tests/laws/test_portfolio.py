"""Reckoned as arrays = the one-loan engine, to the minor unit, for every method and day count."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.laws.effort import examples
from tests.laws.test_loan_laws import loan_terms

from puhui.finmath.loans.accrual import accrual_table
from puhui.finmath.loans.check import check_terms
from puhui.finmath.loans.engine import replay
from puhui.finmath.loans.terms import LoanTerms
from puhui.finmath.portfolio.accruals import stands_and_tables
from puhui.finmath.portfolio.columns import columns_of
from puhui.finmath.portfolio.exact import Ints
from puhui.finmath.portfolio.met import dues_met
from puhui.finmath.portfolio.schedules import schedules
from puhui.finmath.portfolio.standing import COLUMNS, columns_of_state, met_events, standing, state_of
from puhui.kernel.errors import InvalidInput

WIDE = st.builds(
    LoanTerms,
    principal_minor=st.one_of(st.integers(1, 10**6), st.integers(1, 10**15), st.sampled_from([10**15, 2**49, 1])),
    annual_rate_pct=st.one_of(
        st.decimals(0, 1000, places=8), st.decimals(0, 36, places=2), st.sampled_from([Decimal(0), Decimal(1000)])
    ),
    method=st.sampled_from(["equal_instalment", "equal_principal", "interest_only", "bullet", "flat"]),
    n=st.one_of(st.integers(1, 60), st.sampled_from([1, 2, 240])),
    disbursement_date=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    first_due_date=st.none() | st.dates(date(1990, 1, 2), date(2101, 1, 1)),
    every=st.integers(1, 14),
    unit=st.sampled_from(["day", "week", "month", "quarter", "year"]),
    day_count=st.sampled_from(["30/360", "ACT/360", "ACT/365", "ACT/ACT", "period"]),
    rounding=st.sampled_from(["half_up", "half_even"]),
    instalment_multiple_minor=st.sampled_from([1, 1, 10, 100, 10_000, 10**15]),
    even_last=st.booleans(),
)


def as_planned(terms: LoanTerms) -> list[tuple[int, ...]]:
    lines = replay(terms, [], as_of=terms.disbursement_date).instalments
    return [(line.due_date.toordinal(), line.principal, line.interest, line.fees, line.balance) for line in lines]


def as_arrays(terms: list[LoanTerms]) -> list[list[tuple[int, ...]]]:
    made = schedules(columns_of(terms))
    lines = list(
        zip(
            *(column.tolist() for column in (made.due, made.principal, made.interest, made.fees, made.balance)),
            strict=True,
        )
    )
    return [lines[begin:end] for begin, end in zip(made.offsets.tolist(), made.offsets.tolist()[1:], strict=False)]


@given(st.lists(loan_terms(), min_size=1, max_size=6))
@settings(max_examples=examples(300), deadline=None)
def test_arrays_give_the_schedule_of_each_loan(loans: list[LoanTerms]) -> None:
    assert as_arrays(loans) == [as_planned(terms) for terms in loans]


@given(WIDE, st.data())
@settings(max_examples=examples(300), deadline=None)
def test_arrays_hold_at_the_bounds_of_what_a_loan_can_be(terms: LoanTerms, data: Any) -> None:
    if data.draw(st.booleans()):
        terms = replace(terms, principal_grace=data.draw(st.integers(0, terms.n - 1)))
        terms = replace(terms, interest_grace=data.draw(st.integers(0, terms.n - 1)))
    try:
        check_terms(terms)
    except InvalidInput:
        assume(False)
    assert as_arrays([terms]) == [as_planned(terms)]


def test_a_loan_that_arrays_do_not_know_goes_to_the_engine_and_is_named() -> None:
    plain = LoanTerms(
        principal_minor=10_000_00, annual_rate_pct=Decimal(12), method="equal_instalment", n=12,
        disbursement_date=date(2026, 1, 31),
    )  # fmt: skip
    parts = ((date(2026, 1, 31), 4_000_00), (date(2026, 3, 1), 6_000_00))
    loans = [plain, replace(plain, disbursements=parts), plain]
    assert schedules(columns_of(loans)).by_engine.tolist() == [1]
    assert as_arrays(loans) == [as_planned(terms) for terms in loans]


def test_a_level_in_the_middle_between_two_cents_goes_to_the_engine() -> None:
    half = LoanTerms(
        principal_minor=10**15, annual_rate_pct=Decimal("4.35"), method="equal_instalment", n=360,
        disbursement_date=date(2026, 1, 31),
    )  # fmt: skip
    assert schedules(columns_of([half])).by_engine.tolist() == [0]
    assert as_arrays([half]) == [as_planned(half)]


@pytest.mark.parametrize("rate", ["0", "1000"])
@pytest.mark.parametrize("n", [1, 1200])
def test_the_shortest_and_the_longest_loan(rate: str, n: int) -> None:
    loans = [
        LoanTerms(
            principal_minor=principal, annual_rate_pct=Decimal(rate), method=method, n=n, day_count=day_count,
            disbursement_date=date(2024, 2, 29), rounding="half_even",
        )
        for method in ("equal_instalment", "equal_principal", "interest_only", "bullet", "flat")
        for day_count in ("30/360", "ACT/ACT", "period")
        for principal in (1, 10**9 + 1)
    ]  # fmt: skip
    assert as_arrays(loans) == [as_planned(terms) for terms in loans]


def test_no_loans_have_no_schedules() -> None:
    assert as_arrays([]) == []


def test_every_term_is_known_to_the_arrays() -> None:
    """A new term is either reckoned as arrays, or sends a loan that has it to the engine: think, then add it here."""
    assert {field.name for field in fields(LoanTerms)} == {
        *("principal_minor", "annual_rate_pct", "method", "n", "disbursement_date", "currency", "every", "unit"),
        *("first_due_date", "day_count", "rounding", "instalment_multiple_minor", "even_last", "principal_grace"),
        *("interest_grace", "disbursements", "fees", "principal_plan", "penalty_multiple", "grace_days"),
        *("growth_pct", "growth_every", "balloon_minor", "settlement_day", "settlement_months", "first_period"),
        *("due_shift", "calendar", "moved_dues", "shift_interest", "compound_interest", "allocation"),
    }


AGREED = st.one_of(
    loan_terms(),
    WIDE.filter(lambda terms: _is_sound(terms) and terms.n <= 60),
)


def _is_sound(terms: LoanTerms) -> bool:
    try:
        check_terms(terms)
    except InvalidInput:
        return False
    return True


@st.composite
def life(draw: Any) -> tuple[LoanTerms, int, date]:
    """A loan, how many of its lines were met on their days, and a day to look at it."""
    terms = draw(AGREED)
    terms = replace(terms, penalty_multiple=draw(st.sampled_from([Decimal(1), Decimal("1.5"), Decimal("1.3333")])))
    terms = replace(terms, grace_days=draw(st.integers(0, 5)))
    if terms.principal_minor < 10**10 and draw(st.integers(0, 9)) == 0:  # else a century of it leaves 64 bits
        terms = replace(terms, compound_interest=True)
    last = max(due for due, *_ in as_planned(terms))
    start = terms.disbursement_date.toordinal()
    on = draw(st.one_of(st.integers(start, last + 60), st.sampled_from([due for due, *_ in as_planned(terms)])))
    return terms, draw(st.one_of(st.integers(0, terms.n), st.just(terms.n), st.just(0))), date.fromordinal(on)


def _runs(terms: LoanTerms, on: date) -> bool:
    last = as_planned(terms)[-1][0]
    return terms.disbursement_date.toordinal() <= on.toordinal() <= last + 100


@given(st.lists(life(), min_size=1, max_size=4))
@settings(max_examples=examples(300), deadline=None)
def test_arrays_stand_where_each_loan_stands(lives: list[tuple[LoanTerms, int, date]]) -> None:
    on = lives[0][2]
    lives = [life for life in lives if _runs(life[0], on)]
    terms, met = [terms for terms, *_ in lives], np.array([met for _, met, _ in lives])
    stands = standing(columns_of(terms), met, on=on)
    for place, (one, lines, _) in enumerate(lives):
        state = state_of(one, lines, on)
        assert {name: int(getattr(stands, name)[place]) for name in COLUMNS} == dict(
            zip(COLUMNS, columns_of_state(state), strict=True)
        )
        assert stands.interest_earned[place] == state.interest_earned_minor
        assert stands.days_past_due[place] == state.days_past_due
        assert stands.is_closed[place] == state.is_closed


@given(st.lists(life(), min_size=1, max_size=4), st.integers(1, 70))
@settings(max_examples=examples(200), deadline=None)
def test_tables_of_many_are_those_of_each(lives: list[tuple[LoanTerms, int, date]], most_days: int) -> None:
    on = lives[0][2]
    lives = [life for life in lives if _runs(life[0], on)]
    terms, met = [terms for terms, *_ in lives], np.array([met for _, met, _ in lives])
    stands, tables = stands_and_tables(columns_of(terms), met, on=on, most_days=most_days)
    alone = standing(columns_of(terms), met, on=on)
    for place, (one, lines, _) in enumerate(lives):
        assert [getattr(stands, name)[place] for name in COLUMNS] == [getattr(alone, name)[place] for name in COLUMNS]
        events, days = met_events(one, lines, on), tables.days(place)
        table = accrual_table(one, events, as_of=on, most_days=most_days)
        if not any(due == on.toordinal() for due, *_ in as_planned(one)):
            assert int(tables.until[place]) == table.until.toordinal()
        known = min(days, len(table.interest))
        assert tables.interest[place, :known].tolist() == list(table.interest[:known])
        both = [sum(pair) for pair in zip_longest(table.penalty, table.compound, fillvalue=0)]
        assert tables.penalty[place, :known].tolist() == both[:known]


def _payments(loans: list[LoanTerms], met: list[int], on: date) -> tuple[Ints, Ints, Ints]:
    rows = [
        (place, event.on.toordinal(), event.amount_minor)
        for place, (terms, lines) in enumerate(zip(loans, met, strict=True))
        for event in met_events(terms, lines, on)
    ]
    loan, day, amount = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return loan, day, amount


@given(st.lists(life(), min_size=1, max_size=4), st.data())
@settings(max_examples=examples(100), deadline=None)
def test_payments_tell_which_lines_were_met(lives: list[tuple[LoanTerms, int, date]], data: Any) -> None:
    loans = [terms for terms, *_ in lives]
    made, on = schedules(columns_of(loans)), date(2200, 1, 1)
    loan, day, amount = _payments(loans, [met for _, met, _ in lives], on)
    found = dues_met(made, loan=loan, on=day, amount=amount)
    for place, (terms, met, _) in enumerate(lives):
        begin = int(made.offsets[place])
        asked = [due for due, *parts, _ in as_planned(terms) if any(parts)]
        if len(set(asked)) < len(asked):  # two lines on one day: left to the one-loan engine
            continue
        assert 0 <= found[place] <= met
        assert not made.total[begin + found[place] : begin + min(met, terms.n)].any()  # those ask for nothing
    if len(loan):
        which = data.draw(st.integers(0, len(loan) - 1))
        other = amount.copy()
        other[which] += data.draw(st.sampled_from([-1, 1]))
        assert dues_met(made, loan=loan, on=day, amount=other)[loan[which]] == -1
        halves = [np.append(loan, loan[which]), np.append(day, day[which]), np.append(amount, 1)]
        halves[2][which] -= 1
        assert dues_met(made, loan=halves[0], on=halves[1], amount=halves[2])[loan[which]] == found[loan[which]]
        late = day.copy()
        late[which] += 1
        assert dues_met(made, loan=loan, on=late, amount=amount)[loan[which]] == -1
