"""A statement out of two replays: what stood at the beginning, what stands at the end, and the lines between."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import accumulate

from puhui.finmath.loans.engine import replay
from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.state import Allocation, Components, LoanState
from puhui.finmath.loans.terms import LoanTerms
from puhui.products.lending.statement_contracts import StatementEvent

NOTHING = Components()
_MONEY = frozenset({"payment", "pay_off", "waiver", "recovery"})


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the loan with the day it was booked on."""

    event: LoanEvent
    booked_on: date


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a statement needs of a replay; empty before the first day of a loan."""

    outstanding: Components = NOTHING
    settled: Components = NOTHING
    unapplied_minor: int = 0
    disbursed_minor: int = 0
    allocations: Mapping[str, Allocation] = field(default_factory=dict)


def snapshot_of(state: LoanState) -> Snapshot:
    """The part of a replay that a statement shows."""
    return Snapshot(state.outstanding, state.settled, state.unapplied_minor, state.disbursed_minor, state.allocations)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The two replays that a statement lies between. `before_reversal` replays the loan without one reversal."""

    opening: Snapshot
    closing: Snapshot
    to_date: date
    before_reversal: Callable[[LoanEvent], Snapshot]


def stretch_between(terms: LoanTerms, events: Sequence[LoanEvent], *, start: date, end: date, last: date) -> Stretch:
    """The replays at the start of `start` and after the end of `end`; `last` is the day that is open."""

    def until(day: date, *, without: str = "", as_of: date | None = None) -> Snapshot:
        known = [event for event in events if event.on <= day and event.id != without]
        return snapshot_of(replay(terms, known, as_of=as_of or day))

    eve = start - timedelta(days=1)
    return Stretch(
        opening=until(eve, as_of=start) if terms.disbursement_date < start else Snapshot(),
        closing=until(end, as_of=min(end + timedelta(days=1), last)),
        to_date=end,
        before_reversal=lambda reversal: until(reversal.on, without=reversal.id),
    )


def happened_between(
    terms: LoanTerms, events: Sequence[LoanEvent], *, start: date, end: date, booked_on: Mapping[str, date]
) -> list[Happened]:
    """The agreed payouts and the events of these days, by day and then as they were recorded."""
    agreed = [Happened(LoanEvent("", day, "disbursement", minor), day) for day, minor in terms.paid_out]
    told = [Happened(event, booked_on.get(event.id, event.on)) for event in events]
    within = [one for one in (*agreed, *told) if start <= one.event.on <= end]
    return sorted(within, key=lambda one: (one.event.on, one.event.id))


def minus(one: Components, other: Components) -> Components:
    """The difference, component by component."""
    return Components(*(a - b for a, b in zip(one, other, strict=True)))


def plus(*parts: Components) -> Components:
    """The sum, component by component."""
    return Components(*(sum(column) for column in zip(*parts, strict=True))) if parts else NOTHING


def charged_between(stretch: Stretch) -> Components:
    """What was added to the debt: interest and default interest earned, fees charged, principal lent."""
    owed = minus(stretch.closing.outstanding, stretch.opening.outstanding)
    return plus(owed, minus(stretch.closing.settled, stretch.opening.settled))


def lines_between(stretch: Stretch, happened: Sequence[Happened]) -> tuple[StatementEvent, ...]:
    """One line an event; what else moved (held money that met a due, a change of earlier lines) comes last."""
    lines = [_line(stretch, one, happened) for one in happened]
    settled = minus(stretch.closing.settled, stretch.opening.settled)
    held = stretch.closing.unapplied_minor - stretch.opening.unapplied_minor
    rest = minus(settled, plus(*(line.settled for line in lines)))
    rest_held = held - sum(line.held_minor for line in lines)
    lent = stretch.closing.disbursed_minor - stretch.opening.disbursed_minor - sum(line.lent_minor for line in lines)
    if any(rest) or rest_held or lent:
        lines.append(_rest(stretch.to_date, lent=lent, settled=rest, held=rest_held))
    return _with_balances(stretch.opening.outstanding.principal, lines)


def _line(stretch: Stretch, one: Happened, happened: Sequence[Happened]) -> StatementEvent:
    event = one.event
    lent = event.amount_minor if event.kind == "disbursement" else 0
    met, held = NOTHING, 0
    if event.kind in _MONEY:
        undone = _undoing(event, happened)
        known = stretch.closing.allocations if undone is None else stretch.before_reversal(undone).allocations
        met, held = _split(event, known)
    elif event.kind == "reversal":
        undone_before = stretch.before_reversal(event).allocations.get(event.of)
        if undone_before is not None:
            met, held = minus(NOTHING, undone_before.applied), -undone_before.unapplied_minor
    return _made(event, booked_on=one.booked_on, lent=lent, settled=met, held=held)


def _split(event: LoanEvent, known: Mapping[str, Allocation]) -> tuple[Components, int]:
    found = known.get(event.id)
    return (found.applied, found.unapplied_minor) if found is not None else (NOTHING, 0)


def _undoing(event: LoanEvent, happened: Sequence[Happened]) -> LoanEvent | None:
    return next((h.event for h in happened if h.event.kind == "reversal" and h.event.of == event.id), None)


def _rest(on: date, *, lent: int, settled: Components, held: int) -> StatementEvent:
    return StatementEvent(
        on=on,
        booked_on=on,
        kind="rebooked",
        amount_minor=0,
        lent_minor=lent,
        settled=settled,
        held_minor=held,
        principal_after_minor=0,
    )


def _made(event: LoanEvent, *, booked_on: date, lent: int, settled: Components, held: int) -> StatementEvent:
    return StatementEvent(
        on=event.on,
        booked_on=booked_on,
        kind=event.kind,
        amount_minor=event.amount_minor,
        lent_minor=lent,
        settled=settled,
        held_minor=held,
        principal_after_minor=0,
    )


def _with_balances(principal: int, lines: Sequence[StatementEvent]) -> tuple[StatementEvent, ...]:
    steps = [line.lent_minor - line.settled.principal for line in lines]
    after = list(accumulate(steps, initial=principal))[1:]
    return tuple(replace(line, principal_after_minor=minor) for line, minor in zip(lines, after, strict=True))
