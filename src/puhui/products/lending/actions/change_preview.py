"""What a change of a loan would do: a pure replay of terms, events and the proposed one. Nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from puhui.finmath.effective_rate import effective_annual_rate
from puhui.finmath.loans.calendar import natural_periods, resolved_moves
from puhui.finmath.loans.document import true_cash_flows
from puhui.finmath.loans.engine import pay_off_quote, replay
from puhui.finmath.loans.events import standing_events
from puhui.finmath.loans.state import InstalmentState, LoanState
from puhui.finmath.loans.terms import LoanTerms
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Actor
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.lending.actions.booking import movement_drafts
from puhui.products.lending.change_contracts import (
    BookLine,
    CannotChangeLoan,
    ChangeAsked,
    ChangePreview,
    LoanSide,
    ScheduleDifference,
)
from puhui.products.lending.models import AccrualMark, Loan, LoanPosition
from puhui.products.lending.queries.loans import loan_row
from puhui.products.lending.queries.replays import EventRow, engine_events, events_by_loan, terms_of, unmoved_events
from puhui.products.lending.rules.changes import (
    LoanFacts,
    check_change,
    money_brought,
    undone_of,
)
from puhui.products.lending.rules.groups import group_of
from puhui.products.lending.rules.positions import Movement, movement_between, position_of


def preview_change(actor: Actor, *, loan_id: UUID, asked: ChangeAsked) -> ChangePreview:
    """What changes, line by line: schedule, dues, costs, books. Refuses what could not be booked."""
    row = loan_row(actor, loan_id)
    rows = events_by_loan([loan_id])[loan_id]
    today = business_date()
    mark = AccrualMark.objects.filter(group=group_of(row.bucket)).values_list("accrued_to", flat=True).first()
    suspended = LoanPosition.objects.filter(loan=row, is_non_accrual=True).exists()
    return previewed(row, rows, asked, today=today, mark=max(mark or today, today), suspended=suspended)


def previewed(
    row: Loan, rows: Sequence[EventRow], asked: ChangeAsked, *, today: date, mark: date, suspended: bool
) -> ChangePreview:
    """The preview for a loan and events that were read already; the books stand at `mark`."""
    settled = settled_change(row, rows, asked, today=today)
    on = settled.on or today
    proposed = unsaved_event(row, rows, settled)
    terms = terms_of(row)
    before = replay(terms, engine_events(rows), as_of=mark)
    after = replay(terms, engine_events([*rows, proposed]), as_of=mark)
    received = received_by(settled, rows)
    movement = movement_between(
        replace(position_of(before), is_suspended=suspended), position_of(after), received=received
    )
    return ChangePreview(
        loan_id=row.id,
        borrower_id=row.borrower_id,
        asked=settled,
        on=on,
        as_of=mark,
        after_n=proposed.n - 1,
        currency=row.currency,
        before=_side(before, terms, rows),
        after=_side(after, terms, [*rows, proposed]),
        lines=_lines(before.instalments, after.instalments),
        books=_books(row, movement, on, suspended=suspended),
        received=Money(received, row.currency),
    )


def settled_change(row: Loan, rows: Sequence[EventRow], asked: ChangeAsked, *, today: date) -> ChangeAsked:
    """The change with its value date, a pay-off without an amount with the one that it takes, a new calendar without
    due days with those that it moves."""
    facts = LoanFacts(
        state=row.state, currency=row.currency, disbursed_on=row.disbursed_on, today=today, events=list(rows)
    )
    on = check_change(asked, facts=facts)
    amount = asked.amount
    if asked.kind == "pay_off" and amount is None:
        amount = Money(pay_off_quote(terms_of(row), engine_events(rows), on=on).total, row.currency)
    treatment = asked.treatment
    if asked.kind == "calendar_change" and not treatment:
        treatment = _published_moves(terms_of(row), after=on)
    elif asked.kind == "calendar_change":
        _check_due_days(treatment, terms_of(row), rows, on=on)
    return replace(asked, on=on, amount=amount, treatment=treatment)


def _published_moves(terms: LoanTerms, *, after: date) -> dict[str, str]:
    """Due days to come as the calendar of the loan moves them by what is published today."""
    if terms.due_shift == "none":
        raise CannotChangeLoan(where="kind", reason="no holiday calendar moves the due days of this loan")
    moves = [pair for pair in resolved_moves(terms) if min(pair) > after]
    return {day.isoformat(): moved.isoformat() for day, moved in moves}


def _check_due_days(moves: Mapping[str, str], terms: LoanTerms, rows: Sequence[EventRow], *, on: date) -> None:
    """Refuses what is no due day of the loan, by its terms or the plan that it runs on now, and one past the next."""
    natural = [date.fromordinal(period.end).isoformat() for period in natural_periods(terms)]
    planned = [line.due_date.isoformat() for line in replay(terms, unmoved_events(rows), as_of=on).instalments]
    days = next((known for known in (natural, planned) if set(moves) <= set(known)), None)
    if days is None:
        raise InvalidInput("treatment", "moves due days of this loan, as they are without any calendar")
    moved = [moves.get(day, day) for day in days]
    if moved != sorted(moved):
        raise InvalidInput("treatment", "no due date moves past the next one")


def unsaved_event(row: Loan, rows: Sequence[EventRow], asked: ChangeAsked) -> EventRow:
    """The event that the change would be."""
    assert asked.on is not None
    n = max((event.n for event in rows), default=0) + 1
    return EventRow(
        id=new_id(), loan_id=row.id, n=n, on=asked.on, kind=asked.kind, booked_on=asked.on, **columns_of(asked)
    )


def columns_of(asked: ChangeAsked) -> dict[str, Any]:
    """The columns of the event's row."""
    return {
        "amount_minor": asked.amount.minor if asked.amount else 0,
        "effect": asked.effect,
        "of_id": asked.of,
        "annual_rate_pct": asked.annual_rate_pct,
        "until": asked.until,
        "interest": asked.interest,
        "count": asked.n,
        "reason": asked.reason,
        "component": asked.component,
        "method": asked.method,
        "treatment": dict(asked.treatment),
    }


def received_by(asked: ChangeAsked, rows: Sequence[EventRow]) -> int:
    """Money that comes in with the change, in minor units; below zero: goes out. Undoing gives it back."""
    if asked.kind != "reversal":
        return money_brought(asked.kind) * (asked.amount.minor if asked.amount else 0)
    undone = undone_of(asked, rows)
    assert undone is not None
    return -money_brought(undone.kind) * undone.amount_minor


def _side(state: LoanState, terms: LoanTerms, rows: Sequence[EventRow]) -> LoanSide:
    left = [line for line in state.instalments if line.unpaid.total]
    next_on, next_parts = state.next_due or (None, None)
    to_pay = sum(line.unpaid.total for line in left) + state.outstanding.penalty + state.outstanding.compound
    return LoanSide(
        annual_rate_pct=format(state.annual_rate_pct.normalize(), "f"),
        effective_rate_pct=_effective_rate(state, terms, rows),
        outstanding=state.outstanding,
        overdue=state.overdue,
        to_pay_minor=to_pay,
        interest_to_pay_minor=sum(line.unpaid.interest for line in left),
        instalments_left=len(left),
        next_due_on=next_on,
        next_due_minor=next_parts.total if next_parts else 0,
        ends_on=max((line.due_date for line in left), default=None),
        days_past_due=state.days_past_due,
        unapplied_minor=state.unapplied_minor,
        is_closed=state.is_closed,
    )


def _effective_rate(state: LoanState, terms: LoanTerms, rows: Sequence[EventRow]) -> Decimal | None:
    """All costs as one yearly rate over what truly moved and is still to move; none where no rate explains it."""
    events = standing_events(engine_events(rows), as_of=state.as_of)
    try:
        return effective_annual_rate(true_cash_flows(terms, events, state)).quantize(Decimal("0.0001"))
    except InvalidInput:
        return None


def _lines(before: Sequence[InstalmentState], after: Sequence[InstalmentState]) -> tuple[ScheduleDifference, ...]:
    """Instalments side by side by their due dates; where several fall on one day, in their order."""
    old, new = _by_day(before), _by_day(after)
    return tuple(
        ScheduleDifference(day, old.get((day, place)), new.get((day, place)))
        for day, place in sorted(old.keys() | new.keys())
    )


def _by_day(lines: Sequence[InstalmentState]) -> dict[tuple[date, int], InstalmentState]:
    found: dict[tuple[date, int], InstalmentState] = {}
    for line in lines:
        place = 0
        while (line.due_date, place) in found:
            place += 1
        found[line.due_date, place] = line
    return found


def _books(row: Loan, movement: Movement, on: date, *, suspended: bool) -> tuple[BookLine, ...]:
    drafts = movement_drafts(row, movement, id_=new_id(), value_date=on, suspended=suspended)
    return tuple(
        BookLine(t.debit.code, t.credit.code, Money(t.amount_minor, row.currency), t.code)
        for draft in drafts
        for t in draft.transfers
    )
