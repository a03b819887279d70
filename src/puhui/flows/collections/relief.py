"""Relief for a region: instalments rest for all borrowers there, in bounded batches, between two people, undoable."""

from collections.abc import Iterable, Sequence
from typing import Final, cast
from uuid import UUID

from django.db import transaction

from puhui.foundation.evidence.facade import emit, use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import party_regions
from puhui.kernel.actors import STAFF_ROLES, Actor, Call, Role
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.products.collections.facade import (
    ReliefCounts,
    ReliefLine,
    ReliefMeasure,
    ReliefMoved,
    ReliefState,
    decide_relief,
    lines_to_undo,
    measure_of,
    met_already,
    note_relief,
    note_undone,
    propose_undo,
    take_relief,
    write_relief,
)
from puhui.products.lending.facade import ChangeAsked, RunningLoan, book_change, running_loans_of

TOPIC: Final = "collections.relief"
PARTIES_AT_ONCE: Final = 1000
LOANS_AT_ONCE: Final = 50


def preview_relief(actor: Actor, *, measure: str) -> ReliefCounts:
    """Whom the measure would meet today; nothing is written."""
    actor.require(*STAFF_ROLES, verb="preview relief")
    found = measure_of(measure)
    parties = loans = minor = 0
    after: UUID | None = None
    while page := party_regions(after=after, most=PARTIES_AT_ONCE):
        meant = _meant(page, found)
        running = running_loans_of(meant)
        parties, loans = parties + len(meant), loans + len(running)
        minor += sum(loan.principal.minor for loan in running)
        after = page[-1][0]
    return ReliefCounts(measure=measure, parties=parties, loans=loans, principal=Money(minor))


@use_case("collections.propose_relief", answers=ReliefMoved, subject="relief_id")
def propose_relief(call: Call, *, measure: str) -> ReliefMoved:
    """Proposes a measure with the counts of its preview."""
    call.actor.require(*STAFF_ROLES, verb="propose relief")
    return write_relief(call, counts=preview_relief(call.actor, measure=measure), today=business_date())


@use_case("collections.confirm_relief", answers=ReliefMoved, subject="relief_id")
def confirm_relief(call: Call, *, relief_id: UUID, agree: bool) -> ReliefMoved:
    """Another person agrees, and the work begins after commit; or does not, and nothing happens."""
    moved = decide_relief(call, relief_id=relief_id, agree=agree)
    if moved.state in (ReliefState.APPLYING, ReliefState.UNDOING):
        emit(TOPIC, {"relief_id": str(relief_id)}, at=call.at)
    return moved


@use_case("collections.undo_relief", answers=ReliefMoved, subject="relief_id")
def undo_relief(call: Call, *, relief_id: UUID) -> ReliefMoved:
    """Proposes to undo an applied measure; another person confirms."""
    return propose_undo(call, relief_id=relief_id)


@use_case("collections.work_on_relief", answers=ReliefMoved, subject="relief_id")
def work_on_relief(call: Call, *, relief_id: UUID, state: str) -> ReliefMoved:
    """One bounded batch of applying or undoing, in one transaction; what is left asks for the next batch."""
    call.actor.require(Role.SYSTEM, verb="work on relief")
    applying = state == ReliefState.APPLYING
    moved = _apply(call, relief_id) if applying else _undo(call, relief_id)
    if moved.state in (ReliefState.APPLYING, ReliefState.UNDOING):
        emit(TOPIC, {"relief_id": str(relief_id)}, at=call.at)
    return moved


def _apply(call: Call, relief_id: UUID) -> ReliefMoved:
    measure, cursor, _ = take_relief(relief_id=relief_id, state=ReliefState.APPLYING)
    page = party_regions(after=cursor, most=PARTIES_AT_ONCE)
    running = running_loans_of(_meant(page, measure))
    known = met_already(relief_id=relief_id, loan_ids=[loan.loan_id for loan in running])
    waiting = [loan for loan in running if loan.loan_id not in known]
    now = waiting[:LOANS_AT_ONCE]
    lines = [_rest(call, measure, loan) for loan in now]
    is_whole_page = len(now) == len(waiting)
    reached = page[-1][0] if page and is_whole_page else cursor
    is_done = is_whole_page and len(page) < PARTIES_AT_ONCE
    return note_relief(relief_id=relief_id, lines=lines, cursor=reached, is_done=is_done)


def _undo(call: Call, relief_id: UUID) -> ReliefMoved:
    take_relief(relief_id=relief_id, state=ReliefState.UNDOING)
    standing = lines_to_undo(relief_id=relief_id, most=LOANS_AT_ONCE)
    lines = [_take_back(call, line) for line in standing]
    return note_undone(relief_id=relief_id, lines=lines, is_done=len(standing) < LOANS_AT_ONCE)


def _rest(call: Call, measure: ReliefMeasure, loan: RunningLoan) -> ReliefLine:
    """Books the rest on one loan; what does not fit this loan is left out, with the reason, and changes nothing."""
    asked = ChangeAsked(
        kind="payment_holiday",
        on=max(measure.rest_from, loan.disbursed_on),
        until=measure.rest_until,
        interest=measure.interest,
        reason=measure.reason,
    )
    try:
        with transaction.atomic():
            booked = book_change(call, loan_id=loan.loan_id, asked=asked)
    except Refusal as refusal:
        return ReliefLine(loan_id=loan.loan_id, event_id=None, why_not=refusal.code, undone_event_id=None)
    return ReliefLine(loan_id=loan.loan_id, event_id=booked.event_id, why_not="", undone_event_id=None)


def _take_back(call: Call, line: ReliefLine) -> ReliefLine:
    event_id = cast(UUID, line.event_id)
    try:
        with transaction.atomic():
            booked = book_change(call, loan_id=line.loan_id, asked=ChangeAsked(kind="reversal", of=event_id))
    except Refusal as refusal:
        return ReliefLine(loan_id=line.loan_id, event_id=event_id, why_not=refusal.code, undone_event_id=None)
    return ReliefLine(loan_id=line.loan_id, event_id=event_id, why_not="", undone_event_id=booked.event_id)


def _meant(page: Iterable[tuple[UUID, str]], measure: ReliefMeasure) -> Sequence[UUID]:
    return [party_id for party_id, region in page if measure.covers(region)]
