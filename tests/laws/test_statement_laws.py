"""A statement adds up for any payments, fees, waivers and reversals, and one follows from the one before."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.state import Components
from puhui.finmath.loans.terms import LoanTerms
from puhui.products.lending.rules.statements import (
    Stretch,
    charged_between,
    happened_between,
    lines_between,
    minus,
    plus,
    stretch_between,
)

FIRST = date(2026, 1, 31)
LAST = FIRST + timedelta(days=200)
TERMS = LoanTerms(
    principal_minor=120_000_00,
    annual_rate_pct=Decimal(12),
    method="equal_instalment",
    n=12,
    disbursement_date=FIRST,
    penalty_multiple=Decimal("1.5"),
)
KINDS = st.sampled_from(["payment", "payment", "payment", "fee", "waiver", "pay_off"])
HAPPENINGS = st.lists(st.tuples(st.integers(0, 200), KINDS, st.integers(1, 30_000_00), st.booleans()), max_size=8)


def events_of(happenings: list[tuple[int, str, int, bool]]) -> list[LoanEvent]:
    events: list[LoanEvent] = []
    for days, kind, minor, undone in happenings:
        on = FIRST + timedelta(days=days)
        made = LoanEvent(f"{len(events):08d}", on, kind, minor)  # type: ignore[arg-type]
        events.append(made)
        if undone and kind in ("payment", "pay_off"):
            later = min(on + timedelta(days=days % 7), LAST)
            events.append(LoanEvent(f"{len(events):08d}", later, "reversal", minor, of=made.id))
    return events


def stretched(events: list[LoanEvent], start: date, end: date) -> Stretch:
    stretch = stretch_between(TERMS, events, start=start, end=end, last=LAST)
    lines = lines_between(stretch, happened_between(TERMS, events, start=start, end=end, booked_on={}))
    settled = minus(stretch.closing.settled, stretch.opening.settled)
    assert plus(Components(), *(line.settled for line in lines)) == settled
    held = stretch.closing.unapplied_minor - stretch.opening.unapplied_minor
    assert sum(line.held_minor for line in lines) == held
    assert minus(plus(stretch.opening.outstanding, charged_between(stretch)), settled) == stretch.closing.outstanding
    if lines:
        assert lines[-1].principal_after_minor == stretch.closing.outstanding.principal
    return stretch


@given(happenings=HAPPENINGS, cut=st.integers(0, 199))
def test_statements_add_up_and_follow_each_other(happenings: list[tuple[int, str, int, bool]], cut: int) -> None:
    events = events_of(happenings)
    middle = FIRST + timedelta(days=cut)
    first = stretched(events, FIRST, middle)
    second = stretched(events, middle + timedelta(days=1), LAST)
    assert first.closing.outstanding == second.opening.outstanding
    assert first.closing.unapplied_minor == second.opening.unapplied_minor
    stretched(events, FIRST, LAST)
