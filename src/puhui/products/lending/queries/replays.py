"""Rows as the engine takes them: terms and events in, states and accrual tables out, for many loans at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from itertools import starmap
from typing import Any, cast, get_args
from uuid import UUID

from puhui.finmath.loans.accrual import AccrualTable, replay_with_table
from puhui.finmath.loans.engine import replay
from puhui.finmath.loans.events import Effect, EventKind, HolidayInterest, Waivable
from puhui.finmath.loans.events import LoanEvent as Event
from puhui.finmath.loans.state import LoanState
from puhui.finmath.loans.terms import LoanTerms
from puhui.products.lending.models import Loan, LoanEvent
from puhui.products.lending.rules.accrual_tables import LONGEST_DAYS
from puhui.products.lending.rules.terms_json import terms_from_json

ENGINE_KINDS: frozenset[str] = frozenset(get_args(EventKind))
CHUNK = 500  # below the number of parameters that any SQLite allows


@dataclass(frozen=True, slots=True)
class Folded:
    """A loan after its replay."""

    loan: Loan
    state: LoanState
    table: AccrualTable


@dataclass(frozen=True, slots=True)
class EventRow:
    """What the engine needs of a stored event."""

    id: UUID
    loan_id: UUID
    n: int
    on: date
    kind: str
    amount_minor: int
    effect: str
    of_id: UUID | None
    annual_rate_pct: Decimal | None
    until: date | None
    interest: str
    count: int
    component: str
    reason: str
    method: str
    treatment: Mapping[Any, Any]
    booked_on: date


_EVENT_COLUMNS = [field.name for field in fields(EventRow)]


def terms_of(loan: Loan) -> LoanTerms:
    """The loan's terms, from the day on which its money moved."""
    return terms_from_json(loan.terms, disbursed_on=loan.disbursed_on)


def engine_id(n: int) -> str:
    """An event's name in the engine: names sort as the events were recorded, which is their order within a day."""
    return f"{n:08d}"


def engine_events(rows: Sequence[EventRow | LoanEvent]) -> list[Event]:
    """The events that the engine folds; the others (the payout itself, a refused payout) are history only."""
    places = {row.id: row.n for row in rows}
    return [
        Event(
            engine_id(row.n),
            row.on,
            cast(EventKind, row.kind),
            row.amount_minor,
            cast(Effect, row.effect),
            engine_id(places[row.of_id]) if row.of_id else "",
            row.annual_rate_pct,
            row.until,
            cast(HolidayInterest, row.interest),
            row.count,
            cast(Waivable, row.component),
            row.reason,
            row.method,
            () if row.kind == "calendar_change" else tuple(sorted(row.treatment.items())),
            _moved_dues(row.treatment) if row.kind == "calendar_change" else (),
        )
        for row in rows
        if row.kind in ENGINE_KINDS
    ]


def unmoved_events(rows: Sequence[EventRow]) -> list[Event]:
    """The events that the engine folds, as if no due day had ever been moved."""
    moved = {row.id for row in rows if row.kind == "calendar_change"}
    return engine_events([row for row in rows if row.id not in moved and row.of_id not in moved])


def _moved_dues(told: Mapping[str, str]) -> tuple[tuple[date, date], ...]:
    """The due days of a new calendar, which the event's row keeps as a mapping from old to new."""
    return tuple((date.fromisoformat(day), date.fromisoformat(moved)) for day, moved in sorted(told.items()))


def events_by_loan(loan_ids: Collection[UUID]) -> dict[UUID, list[EventRow]]:
    """All events of these loans in their order, a few statements for any number of loans."""
    found: dict[UUID, list[EventRow]] = {loan_id: [] for loan_id in loan_ids}
    for chunk in chunks(list(loan_ids)):
        rows = LoanEvent.objects.filter(loan_id__in=chunk).order_by("loan_id", "n")
        for row in starmap(EventRow, rows.values_list(*_EVENT_COLUMNS)):
            found[row.loan_id].append(row)
    return found


def fold_loans(loans: Iterable[Loan], *, as_of: date) -> dict[UUID, Folded]:
    """Replays loans that were paid out; work and memory go with their number, statements do not."""
    listed = list(loans)
    events = events_by_loan([loan.id for loan in listed])
    return {loan.id: fold_loan(loan, engine_events(events[loan.id]), as_of) for loan in listed}


def states_of(loans: Iterable[Loan], *, as_of: date) -> dict[UUID, tuple[Loan, LoanState]]:
    """Replays loans without their accrual tables, where only what is owed is asked for."""
    listed = list(loans)
    events = events_by_loan([loan.id for loan in listed])
    return {loan.id: (loan, replay(terms_of(loan), engine_events(events[loan.id]), as_of=as_of)) for loan in listed}


def loans_by_id(loan_ids: Collection[UUID]) -> dict[UUID, Loan]:
    """The rows of these loans."""
    found: dict[UUID, Loan] = {}
    for chunk in chunks(list(loan_ids)):
        found |= {loan.id: loan for loan in Loan.objects.filter(id__in=chunk)}
    return found


def chunks(values: list[Any]) -> Iterable[list[Any]]:
    """The list in pieces that fit one statement."""
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def fold_loan(loan: Loan, events: Sequence[Event], as_of: date) -> Folded:
    """Replays one loan, with its accrual table."""
    state, table = replay_with_table(terms_of(loan), events, as_of=as_of, most_days=LONGEST_DAYS)
    return Folded(loan, state, table)
