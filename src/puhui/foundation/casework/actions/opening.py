"""Opens cases, each with its deadline, and drops what needs nobody any more."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from puhui.foundation.casework.actions.keeping import keep_steps, step_of
from puhui.foundation.casework.contracts import CaseMoved, CaseState, CaseStep, NewCase
from puhui.foundation.casework.models import Case
from puhui.foundation.casework.policy_files import ServiceLevels, service_levels
from puhui.foundation.casework.rules import check_worker, clean_text, kind_of
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import home_date, require_party
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import bucket_of, new_id

BATCH = 400


def open_case(
    call: Call, *, kind: str, subject: str, party_id: UUID | None, due_on: date | None = None, reason: str
) -> UUID:
    """Opens a case, or gives the one that is already open for the same kind and subject. Called by flows."""
    asked = NewCase(kind=kind, subject=subject, party_id=party_id, due_on=due_on, reason=reason)
    return open_cases(call, cases=[asked])[subject]


def open_cases(call: Call, *, cases: Sequence[NewCase]) -> dict[str, UUID]:
    """Opens cases of one kind, or finds those that are open; their ids by subject. A few statements for any number."""
    if not cases:
        return {}
    kind = cases[0].kind
    kind_of(kind)
    levels = service_levels(home_date(call.at))
    rows = [_new_case(call, asked, levels) for asked in cases]
    Case.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    found: dict[str, UUID] = {}
    for start in range(0, len(cases), BATCH):
        subjects = [asked.subject for asked in cases[start : start + BATCH]]
        kept = Case.objects.filter(kind=kind, subject__in=subjects).exclude(state=CaseState.CLOSED)
        found |= dict(kept.values_list("subject", "id"))
    return found


@use_case("casework.file_case", answers=CaseMoved, subject="party_id")
def file_case(call: Call, *, kind: str, party_id: UUID, reason: str) -> CaseMoved:
    """Opens a case about a customer by hand: a complaint that was told, something that compliance must look at."""
    if not kind_of(kind).by_hand:
        raise InvalidInput("kind", "cases of this kind are opened by what happens, not by hand")
    check_worker(call.actor, kind=kind)
    require_party(call.actor, party_id=party_id)
    case_id = open_case(call, kind=kind, subject=str(new_id()), party_id=party_id, reason=reason)
    return CaseMoved(case_id, CaseState.OPEN)


def drop_case(call: Call, *, kind: str, subject: str, outcome: str) -> None:
    """Closes whatever case is open for a subject that needs none any more (a withdrawn application). For flows."""
    drop_cases(call, kind=kind, subjects=[subject], outcome=outcome)


def drop_cases(call: Call, *, kind: str, subjects: Sequence[str], outcome: str) -> None:
    """Closes whatever cases of a kind are open for these subjects. For flows."""
    for start in range(0, len(subjects), BATCH):
        some = Case.objects.filter(kind=kind, subject__in=subjects[start : start + BATCH])
        ids = list(some.exclude(state=CaseState.CLOSED).values_list("id", flat=True))
        if ids:
            Case.objects.filter(id__in=ids).update(state=CaseState.CLOSED, outcome=outcome, closed_at=call.at)
            keep_steps(step_of(call, case_id, CaseStep.DROPPED, words=outcome) for case_id in ids)


def _new_case(call: Call, asked: NewCase, levels: ServiceLevels) -> Case:
    case_id = new_id()
    due_at = levels.due_at(asked.kind, opened_at=call.at, due_on=asked.due_on)
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
        due_on=asked.due_on or home_date(due_at),
        due_at=due_at,
        priority=levels.kinds[asked.kind].priority,
    )
