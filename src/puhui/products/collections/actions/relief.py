"""Measures of relief: proposed by one, confirmed by another, met loan by loan, undone the same way."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import bucket_of, new_id
from puhui.products.collections.help_contracts import (
    ReliefCounts,
    ReliefFourEyes,
    ReliefLine,
    ReliefMoved,
    ReliefNotOpen,
    ReliefState,
)
from puhui.products.collections.models import Relief, ReliefLoan
from puhui.products.collections.policy_files import ReliefMeasure, relief_measures

PROPOSING = (Role.OPERATIONS, Role.RISK_OFFICER)
CONFIRMING = (Role.RISK_OFFICER, Role.FINANCE)


def measure_of(name: str) -> ReliefMeasure:
    """The measure of that id; refuses one that no policy file names."""
    found = relief_measures().get(name)
    if found is None:
        raise InvalidInput("measure", f"{name[:60]!r} is not a measure of relief")
    return found


def write_relief(call: Call, *, counts: ReliefCounts, today: date) -> ReliefMoved:
    """Keeps a proposal with the counts that were previewed. A part of a use case."""
    call.actor.require(*PROPOSING, verb="propose relief")
    measure = measure_of(counts.measure)
    going_on = Relief.objects.filter(measure=measure.id, version=measure.version).exclude(
        state__in=[ReliefState.REJECTED, ReliefState.UNDONE]
    )
    if found := going_on.first():
        raise ReliefNotOpen(where="measure", state=found.state)
    row = Relief.objects.create(
        id=new_id(),
        measure=measure.id,
        version=measure.version,
        state=ReliefState.PROPOSED,
        expected_loans=counts.loans,
        expected_minor=counts.principal.minor,
        currency=counts.principal.currency,
        proposed_by=call.actor.id,
        proposed_by_name=call.actor.name[:80],
        proposed_on=today,
        proposed_at=call.at,
    )
    return ReliefMoved(row.id, ReliefState.PROPOSED)


def decide_relief(call: Call, *, relief_id: UUID, agree: bool) -> ReliefMoved:
    """The second person confirms or rejects a proposal to apply or to undo. A part of a use case."""
    call.actor.require(*CONFIRMING, verb="confirm relief")
    row = _locked(relief_id, (ReliefState.PROPOSED, ReliefState.UNDO_PROPOSED))
    is_undo = row.state == ReliefState.UNDO_PROPOSED
    if call.actor.id == (row.undo_by if is_undo else row.proposed_by):
        raise ReliefFourEyes(where="relief_id")
    if is_undo:
        row.undo_confirmed_by = call.actor.id if agree else None
        row.state = ReliefState.UNDOING if agree else ReliefState.APPLIED
    else:
        row.confirmed_by, row.confirmed_by_name = call.actor.id, call.actor.name[:80]
        row.state = ReliefState.APPLYING if agree else ReliefState.REJECTED
    row.save()
    return ReliefMoved(row.id, ReliefState(row.state))


def propose_undo(call: Call, *, relief_id: UUID) -> ReliefMoved:
    """Asks for an applied measure to be undone. A part of a use case."""
    call.actor.require(*PROPOSING, verb="propose to undo relief")
    row = _locked(relief_id, (ReliefState.APPLIED,))
    row.state, row.undo_by = ReliefState.UNDO_PROPOSED, call.actor.id
    row.save()
    return ReliefMoved(row.id, ReliefState.UNDO_PROPOSED)


def take_relief(*, relief_id: UUID, state: ReliefState) -> tuple[ReliefMeasure, UUID | None, date]:
    """Locks a measure at work: what it says, up to which borrower it came, and since when it is. For flows."""
    row = _locked(relief_id, (state,))
    return measure_of(row.measure), row.cursor, row.proposed_on


def note_relief(*, relief_id: UUID, lines: Sequence[ReliefLine], cursor: UUID | None, is_done: bool) -> ReliefMoved:
    """Writes which loans a batch met, and how far it came. A part of a use case."""
    row = Relief.objects.get(id=relief_id)
    made = [
        ReliefLoan(
            id=new_id(),
            bucket=bucket_of(line.loan_id),
            relief=row,
            loan_id=line.loan_id,
            event_id=line.event_id,
            why_not=line.why_not,
        )
        for line in lines
    ]
    ReliefLoan.objects.bulk_create(made, batch_size=400)
    row.cursor = cursor
    if is_done:
        row.state = ReliefState.APPLIED
    row.save()
    return ReliefMoved(row.id, ReliefState(row.state), len(made))


def met_already(*, relief_id: UUID, loan_ids: Collection[UUID]) -> set[UUID]:
    """Those of these loans that the measure has met or left out. For flows."""
    kept = ReliefLoan.objects.filter(relief_id=relief_id, loan_id__in=list(loan_ids))
    return set(kept.values_list("loan_id", flat=True))


def note_undone(*, relief_id: UUID, lines: Sequence[ReliefLine], is_done: bool) -> ReliefMoved:
    """Writes by which events a batch was undone; why one could not be. A part of a use case."""
    row = Relief.objects.get(id=relief_id)
    kept = {r.loan_id: r for r in ReliefLoan.objects.filter(relief=row, loan_id__in=[line.loan_id for line in lines])}
    for line in lines:
        kept[line.loan_id].undone_event_id, kept[line.loan_id].why_not = line.undone_event_id, line.why_not
    ReliefLoan.objects.bulk_update(kept.values(), ["undone_event_id", "why_not"], batch_size=400)
    if is_done:
        row.state = ReliefState.UNDONE
        row.save()
    return ReliefMoved(row.id, ReliefState(row.state), len(lines))


def _locked(relief_id: UUID, states: tuple[ReliefState, ...]) -> Relief:
    row = Relief.objects.select_for_update().filter(id=relief_id).first()
    if row is None:
        raise NotFound("relief", where="relief_id")
    if row.state not in states:
        raise ReliefNotOpen(where="relief_id", state=row.state)
    return row
