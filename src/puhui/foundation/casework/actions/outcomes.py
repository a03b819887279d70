"""How a case ends: proposed and confirmed by two people, or closed by one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from puhui.foundation.casework.actions.keeping import keep_step, locked_case, move, owned, write_note
from puhui.foundation.casework.contracts import CaseMoved, CaseState, CaseStep
from puhui.foundation.casework.rules import check_confirmer, check_step, clean_text, kind_of
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call
from puhui.kernel.canonical import plain
from puhui.kernel.errors import InvalidInput


@use_case("casework.propose_outcome", answers=CaseMoved, subject="case_id")
def propose_outcome(
    call: Call, *, case_id: UUID, outcome: str, reason: str, detail: Mapping[str, Any] | None = None
) -> CaseMoved:
    """Proposes how the case ends; another colleague must confirm it."""
    found = locked_case(call, case_id, step="propose")
    if not kind_of(found.kind).needs_four_eyes:
        raise InvalidInput("case_id", "this kind of case is closed directly")
    kept, why = clean_text(outcome, where="outcome", most=30), clean_text(reason, where="reason")
    owner_id, owner_name = (found.owner_id, found.owner_name) if found.owner_id else (call.actor.id, call.actor.name)
    move(
        found,
        CaseState.PROPOSED,
        outcome=kept,
        outcome_detail=plain(detail or {}),
        proposed_reason=why,
        proposed_by=call.actor.id,
        proposed_by_name=call.actor.name[:80],
        proposed_at=call.at,
        **owned(call, found, owner_id=owner_id, owner_name=owner_name),
    )
    keep_step(call, case_id, CaseStep.PROPOSED, words=f"{kept}: {why}"[:2000])
    return CaseMoved(case_id, CaseState.PROPOSED, outcome.strip())


@use_case("casework.confirm_outcome", answers=CaseMoved, subject="case_id")
def confirm_outcome(call: Call, *, case_id: UUID, agree: bool, note: str = "") -> CaseMoved:
    """Confirms the proposal and closes the case, or sends it back. Never by the one who proposed it."""
    found = locked_case(call, case_id)
    check_step("confirm", state=found.state)
    check_confirmer(call.actor, kind=found.kind, proposed_by=found.proposed_by)
    if note.strip():
        write_note(call, found, note)
    if not agree:
        move(found, CaseState.OPEN, outcome="", outcome_detail={}, proposed_by=None, proposed_by_name="")
        keep_step(call, case_id, CaseStep.SENT_BACK, words=note.strip())
        return CaseMoved(case_id, CaseState.OPEN)
    move(
        found,
        CaseState.CLOSED,
        confirmed_by=call.actor.id,
        confirmed_by_name=call.actor.name[:80],
        closed_at=call.at,
    )
    keep_step(call, case_id, CaseStep.CONFIRMED, words=found.outcome)
    return CaseMoved(case_id, CaseState.CLOSED, found.outcome)


@use_case("casework.close_case", answers=CaseMoved, subject="case_id")
def close_case(call: Call, *, case_id: UUID, outcome: str, note: str = "") -> CaseMoved:
    """Closes a case that needs no second pair of eyes."""
    found = locked_case(call, case_id, step="close")
    if kind_of(found.kind).needs_four_eyes:
        raise InvalidInput("case_id", "this kind of case needs a proposal and a confirmation")
    if note.strip():
        write_note(call, found, note)
    kept = clean_text(outcome, where="outcome", most=30)
    move(found, CaseState.CLOSED, outcome=kept, closed_at=call.at)
    keep_step(call, case_id, CaseStep.CLOSED, words=kept)
    return CaseMoved(case_id, CaseState.CLOSED, kept)
