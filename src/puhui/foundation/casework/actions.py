"""What can be done with cases: open, take, note, propose, confirm, close."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from puhui.foundation.casework.contracts import CaseMoved, CaseNotInState, CaseState, CaseTaken, NewCase
from puhui.foundation.casework.models import Case, CaseNote
from puhui.foundation.casework.rules import check_confirmer, check_step, check_worker, clean_text, kind_of
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call
from puhui.kernel.canonical import plain
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import bucket_of, new_id


def open_case(call: Call, *, kind: str, subject: str, party_id: UUID | None, due_on: date, reason: str) -> UUID:
    """Opens a case, or gives the one that is already open for the same kind and subject. Called by flows."""
    asked = NewCase(kind=kind, subject=subject, party_id=party_id, due_on=due_on, reason=reason)
    return open_cases(call, cases=[asked])[subject]


def open_cases(call: Call, *, cases: Sequence[NewCase]) -> dict[str, UUID]:
    """Opens cases of one kind, or finds those that are open; their ids by subject. A few statements for any number."""
    if not cases:
        return {}
    kind = cases[0].kind
    kind_of(kind)
    Case.objects.bulk_create([_new_case(call, asked) for asked in cases], ignore_conflicts=True, batch_size=400)
    found: dict[str, UUID] = {}
    for start in range(0, len(cases), 400):
        subjects = [asked.subject for asked in cases[start : start + 400]]
        kept = Case.objects.filter(kind=kind, subject__in=subjects).exclude(state=CaseState.CLOSED)
        found |= dict(kept.values_list("subject", "id"))
    return found


@use_case("casework.take_case", answers=CaseMoved, subject="case_id")
def take_case(call: Call, *, case_id: UUID) -> CaseMoved:
    """Makes the actor the owner; a colleague's case is not taken away."""
    found = _case(call, case_id, step="take")
    free = Q(owner_id__isnull=True) | Q(owner_id=call.actor.id)
    taken = Case.objects.filter(free, id=case_id, state=CaseState.OPEN).update(
        owner_id=call.actor.id, owner_name=call.actor.name[:80]
    )
    if not taken:
        raise CaseTaken(where="case_id")
    return CaseMoved(case_id, found.state)


@use_case("casework.add_note", answers=CaseMoved, subject="case_id")
def add_note(call: Call, *, case_id: UUID, text: str) -> CaseMoved:
    """Adds a note; notes are never changed."""
    found = _case(call, case_id)
    _write_note(call, found, text)
    return CaseMoved(case_id, found.state, found.outcome)


@use_case("casework.propose_outcome", answers=CaseMoved, subject="case_id")
def propose_outcome(
    call: Call, *, case_id: UUID, outcome: str, reason: str, detail: Mapping[str, Any] | None = None
) -> CaseMoved:
    """Proposes how the case ends; another colleague must confirm it."""
    found = _case(call, case_id, step="propose")
    if not kind_of(found.kind).needs_four_eyes:
        raise InvalidInput("case_id", "this kind of case is closed directly")
    _move(
        found,
        CaseState.PROPOSED,
        outcome=clean_text(outcome, where="outcome", most=30),
        outcome_detail=plain(detail or {}),
        proposed_reason=clean_text(reason, where="reason"),
        proposed_by=call.actor.id,
        proposed_by_name=call.actor.name[:80],
        proposed_at=call.at,
        owner_id=found.owner_id or call.actor.id,
        owner_name=found.owner_name or call.actor.name[:80],
    )
    return CaseMoved(case_id, CaseState.PROPOSED, outcome.strip())


@use_case("casework.confirm_outcome", answers=CaseMoved, subject="case_id")
def confirm_outcome(call: Call, *, case_id: UUID, agree: bool, note: str = "") -> CaseMoved:
    """Confirms the proposal and closes the case, or sends it back. Never by the one who proposed it."""
    found = _case(call, case_id)
    check_step("confirm", state=found.state)
    check_confirmer(call.actor, kind=found.kind, proposed_by=found.proposed_by)
    if note.strip():
        _write_note(call, found, note)
    if not agree:
        _move(found, CaseState.OPEN, outcome="", outcome_detail={}, proposed_by=None, proposed_by_name="")
        return CaseMoved(case_id, CaseState.OPEN)
    _move(
        found,
        CaseState.CLOSED,
        confirmed_by=call.actor.id,
        confirmed_by_name=call.actor.name[:80],
        closed_at=call.at,
    )
    return CaseMoved(case_id, CaseState.CLOSED, found.outcome)


@use_case("casework.close_case", answers=CaseMoved, subject="case_id")
def close_case(call: Call, *, case_id: UUID, outcome: str, note: str = "") -> CaseMoved:
    """Closes a case that needs no second pair of eyes."""
    found = _case(call, case_id, step="close")
    if kind_of(found.kind).needs_four_eyes:
        raise InvalidInput("case_id", "this kind of case needs a proposal and a confirmation")
    if note.strip():
        _write_note(call, found, note)
    kept = clean_text(outcome, where="outcome", most=30)
    _move(found, CaseState.CLOSED, outcome=kept, closed_at=call.at)
    return CaseMoved(case_id, CaseState.CLOSED, kept)


def drop_case(call: Call, *, kind: str, subject: str, outcome: str) -> None:
    """Closes whatever case is open for a subject that needs none any more (a withdrawn application). For flows."""
    drop_cases(call, kind=kind, subjects=[subject], outcome=outcome)


def drop_cases(call: Call, *, kind: str, subjects: Sequence[str], outcome: str) -> None:
    """Closes whatever cases of a kind are open for these subjects. For flows."""
    for start in range(0, len(subjects), 400):
        some = Case.objects.filter(kind=kind, subject__in=subjects[start : start + 400])
        some.exclude(state=CaseState.CLOSED).update(state=CaseState.CLOSED, outcome=outcome, closed_at=call.at)


def _new_case(call: Call, asked: NewCase) -> Case:
    case_id = new_id()
    return Case(
        id=case_id,
        bucket=bucket_of(asked.party_id or case_id),
        kind=asked.kind,
        subject=asked.subject,
        party_id=asked.party_id,
        state=CaseState.OPEN,
        reason=clean_text(asked.reason, where="reason"),
        opened_at=call.at,
        opened_by=call.actor.id,
        due_on=asked.due_on,
    )


def _case(call: Call, case_id: UUID, step: str = "") -> Case:
    found = Case.objects.select_for_update().filter(id=case_id).first()
    if found is None:
        raise NotFound("case", where="case_id")
    check_worker(call.actor, kind=found.kind)
    if step:
        check_step(step, state=found.state)
    return found


def _move(found: Case, state: CaseState, **changes: object) -> None:
    moved = Case.objects.filter(id=found.id, state=found.state).update(state=state, **changes)
    if not moved:
        raise CaseNotInState(where="case_id", state="changed meanwhile")


def _write_note(call: Call, found: Case, text: str) -> None:
    CaseNote.objects.create(
        id=new_id(),
        case=found,
        at=call.at,
        by_id=call.actor.id,
        by_name=call.actor.name[:80],
        text=clean_text(text, where="note"),
    )
