"""Laws of behaviour: facts by hand, point in time, and that paying later never looks better."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from puhui.kernel.dates import add_months
from puhui.risk.decisioning.facade import (
    BEHAVIOUR_FACTS,
    BEHAVIOUR_SLOT,
    RepaymentHistory,
    behaviour_facts,
    scorecard_named,
    worst_days_late,
)
from puhui.risk.decisioning.rules.behaviour import settled_dues
from puhui.risk.decisioning.rules.serving import inputs_of

START = date(2025, 1, 15)
DUES = tuple((add_months(START, n), 1000) for n in range(1, 13))
ON = date(2026, 1, 20)


def lived(days_late: list[int | None]) -> RepaymentHistory:
    """Twelve dues; each paid so many days after its date, or not at all."""
    paid = [
        (due + timedelta(days=n), amount) for (due, amount), n in zip(DUES, days_late, strict=True) if n is not None
    ]
    return RepaymentHistory(
        paid_out_on=START,
        principal_minor=12_000,
        owed_principal_minor=12_000 - 1000 * len(paid),
        dues=DUES,
        payments=paid,
    )


def test_a_loan_by_hand() -> None:
    """Two early, one 10 days late in July, 2 days in August (within the grace), the last due not paid."""
    history = lived([-1, -5, 0, 0, 0, 10, 2, 0, 0, 0, 0, None])
    assert behaviour_facts(history, on=ON) == {
        "months_on_book": 12,
        "dues_12m": 12,
        "days_past_due": 5,
        "worst_days_late_12m": 10,
        "worst_days_late_3m": 5,
        "late_share_12m": Decimal("0.166667"),
        "early_share_12m": Decimal("0.166667"),
        "paid_share": Decimal("0.916667"),
        "clean_months": 0,
    }


def test_part_payments_and_paying_twice() -> None:
    dues = ((date(2026, 1, 1), 100), (date(2026, 2, 1), 100), (date(2026, 3, 1), 100))
    payments = ((date(2026, 1, 1), 40), (date(2026, 1, 20), 120), (date(2026, 3, 5), 40))
    found = [due.settled_on for due in settled_dues(dues, payments)]
    assert found == [date(2026, 1, 20), date(2026, 3, 5), None]


def test_before_anything_fell_due_little_is_known() -> None:
    young = RepaymentHistory(paid_out_on=START, principal_minor=100, owed_principal_minor=100, dues=DUES, payments=())
    facts = behaviour_facts(young, on=START + timedelta(days=3))
    unknown = {"worst_days_late_12m", "worst_days_late_3m", "late_share_12m", "early_share_12m"}
    assert {name for name, value in facts.items() if value is None} == unknown


delays = st.lists(st.one_of(st.none(), st.integers(-10, 120)), min_size=12, max_size=12)


@given(delays=delays, more=st.integers(1, 60), place=st.integers(0, 11))
def test_paying_one_due_later_never_scores_better(delays: list[int | None], more: int, place: int) -> None:
    card = scorecard_named(BEHAVIOUR_SLOT)
    before = lived(delays)
    worse = [delay if n != place or delay is None else delay + more for n, delay in enumerate(delays)]
    now, then = behaviour_facts(lived(worse), on=ON), behaviour_facts(before, on=ON)
    for name in ("days_past_due", "worst_days_late_12m", "late_share_12m"):
        assert (now[name] or 0) >= (then[name] or 0)
    assert (now["clean_months"] or 0) <= (then["clean_months"] or 0)
    assert set(now) == set(BEHAVIOUR_FACTS)
    assert set(inputs_of(card)) <= set(now)


@given(delays=delays, day=st.integers(0, 360))
def test_nothing_later_is_looked_at(delays: list[int | None], day: int) -> None:
    on = START + timedelta(days=day)
    whole = lived(delays)
    seen = replace(
        whole, dues=[d for d in whole.dues if d[0] <= on], payments=[p for p in whole.payments if p[0] <= on]
    )
    assert behaviour_facts(whole, on=on) == behaviour_facts(seen, on=on)
    assert worst_days_late(whole, on=on, since=START) == worst_days_late(seen, on=on, since=START)
