"""Whatever is changed, paid and undone, in whatever order: after each step the books tie out to a fresh replay."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rooms.lending.lender import call, open_lender, pass_day, pay, proven, running_loan

from puhui.foundation.ledger.facade import balance, business_date
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.products.lending.facade import (
    CHANGE_KINDS,
    ChangeAsked,
    book_change,
    loan,
    loan_events,
    preview_change,
)

AMOUNT = st.integers(1, 30_000_00).map(Money)
MADE_OF = {
    "annual_rate_pct": st.integers(0, 24).map(Decimal),
    "amount": AMOUNT,
    "n": st.integers(1, 6),
    "interest": st.sampled_from(["accrues", "free"]),
    "component": st.sampled_from(["", "fees", "penalty", "interest"]),
    "effect": st.sampled_from(["next_dues", "lower_instalment", "shorten_term"]),
    "method": st.sampled_from(["", "equal_instalment", "equal_principal"]),
}
KINDS = sorted(set(CHANGE_KINDS) - {"reversal", "calendar_change"})


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, str, int, dict[str, Any]]:
    """A kind, its value date as days from today, and whatever it needs."""
    kind = draw(st.sampled_from(KINDS))
    made = CHANGE_KINDS[kind]
    told = {name: draw(MADE_OF[name]) for name in made.needs if name in MADE_OF}
    told |= {name: draw(MADE_OF[name]) for name in made.may if name in MADE_OF and draw(st.booleans())}
    if "until" in made.needs:
        told["until"] = draw(st.integers(1, 90))
    return "change", kind, draw(st.integers(-20, 20 if made.ahead else 0)), told


STEPS = st.one_of(
    changes(),
    changes(),
    st.tuples(st.just("days"), st.integers(1, 20)),
    st.tuples(st.just("pay"), st.integers(1, 60_000_00), MADE_OF["effect"], st.integers(0, 8)),
    st.tuples(st.just("undo"), st.integers(0, 5)),
)


class Rolled(Exception):
    """Ends an example without leaving a trace."""


def do(step: tuple, loan_id: UUID) -> None:
    """A step as staff would take it: what is refused leaves no trace."""
    try:
        with transaction.atomic():
            _do(step, loan_id)
    except Refusal:
        pass


def _do(step: tuple, loan_id: UUID) -> None:
    what, first, *rest = step
    if what == "days":
        return
    if what == "pay":
        pay(loan_id, first, effect=rest[0], on=business_date() - timedelta(days=rest[1]))
    elif what == "undo":
        events = [e for e in loan_events(SYSTEM, loan_id) if e.kind in CHANGE_KINDS and e.kind != "reversal"]
        if events:
            _change(loan_id, ChangeAsked(kind="reversal", of=events[first % len(events)].id))
    else:
        days, told = rest
        on = business_date() + timedelta(days=days)
        if "until" in told:
            told = {**told, "until": on + timedelta(days=told["until"])}
        _change(loan_id, ChangeAsked(kind=first, on=on, **told))


def _change(loan_id: UUID, asked: ChangeAsked) -> None:
    foretold = preview_change(SYSTEM, loan_id=loan_id, asked=asked)
    book_change(call(), loan_id=loan_id, asked=asked, after_n=foretold.after_n)
    shown = loan(SYSTEM, loan_id)
    assert shown.outstanding == foretold.after.outstanding
    assert list(shown.instalments) == [line.after for line in foretold.lines if line.after]


@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    method=st.sampled_from(["equal_instalment", "equal_principal", "interest_only"]),
    count=st.sampled_from(["30/360", "ACT/360", "ACT/365", "period"]),
    start=st.dates(date(2023, 11, 1), date(2024, 3, 31)),
    steps=st.lists(STEPS, min_size=1, max_size=10),
)
def test_any_changes_tie_out(method: str, count: str, start: date, steps: list) -> None:
    with pytest.raises(Rolled), transaction.atomic():
        live(method, count, start, steps)


def live(method: str, count: str, start: date, steps: list) -> None:
    open_lender(start)
    loan_id = running_loan(method=method, day_count=count, disbursement_date=start, n=6)
    held = balance("bank.operating").minor
    for step in steps:
        do(step, loan_id)
        for _ in range(step[1] if step[0] == "days" else 0):
            pass_day()
        assert proven()
    assert balance("bank.operating").minor - held == moved(loan_id)
    raise Rolled


def moved(loan_id: UUID) -> int:
    """Money that truly came in and went out, by the events that stand."""
    events = loan_events(SYSTEM, loan_id)
    undone = {event.of for event in events if event.of}
    standing = [event for event in events if event.kind in CHANGE_KINDS and event.id not in undone]
    return sum(CHANGE_KINDS[event.kind].brings * event.amount.minor for event in standing)
