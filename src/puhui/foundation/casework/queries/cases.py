"""What can be asked of casework: staff only; customers learn no more than by which day their own case is answered."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q

from puhui.foundation.access.facade import display_names
from puhui.foundation.casework.contracts import (
    CaseFileView,
    CaseState,
    CaseStep,
    CaseView,
    EventView,
    NoteView,
    Priority,
    QueueCount,
)
from puhui.foundation.casework.models import Case, CaseEvent, CaseFile, CaseNote
from puhui.foundation.casework.policy_files import service_levels
from puhui.foundation.casework.rules import MOST_FILES, check_state, kind_of
from puhui.foundation.party.facade import party_ids_for
from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.errors import NotFound

MOST_NOTES = 200
MOST_STEPS = 300


def case(actor: Actor, case_id: UUID) -> CaseView:
    """One case with its notes, its files and what happened to it; of each the newest that a page can show."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read cases")
    found = Case.objects.filter(id=case_id).first()
    if found is None:
        raise NotFound("case", where="case_id")
    notes = tuple(
        NoteView(n.id, n.at, n.by_id, n.by_name, n.text)
        for n in reversed(CaseNote.objects.filter(case_id=case_id).order_by("-id")[:MOST_NOTES])
    )
    files = tuple(
        CaseFileView(f.file_id, f.name, f.media_type, f.size, f.at, f.by_name)
        for f in CaseFile.objects.filter(case_id=case_id).order_by("file_id")[:MOST_FILES]
    )
    return view_of(found, notes, _history(found), files)


def _history(found: Case) -> tuple[EventView, ...]:
    """The steps, oldest first; that it was opened stands in the case itself."""
    steps = list(CaseEvent.objects.filter(case=found).order_by("-id")[:MOST_STEPS])
    opener = display_names([found.opened_by]).get(found.opened_by, "")
    opened = EventView(found.opened_at, CaseStep.OPENED, found.opened_by, opener)
    return (opened, *(EventView(s.at, s.kind, s.by_id, s.by_name, s.to_name, s.words) for s in reversed(steps)))


def cases_page(
    actor: Actor,
    *,
    kind: str = "",
    state: str = "",
    owner_id: UUID | None = None,
    party_id: UUID | None = None,
    after: UUID | None = None,
    most: int = 50,
) -> list[CaseView]:
    """A queue, oldest first, without notes; `after` is the last id of the page before."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read cases")
    if kind:
        kind_of(kind)
    if state:
        check_state(state)
    asked = {"kind": kind, "state": state, "owner_id": owner_id, "party_id": party_id, "id__gt": after}
    found = Case.objects.filter(**{name: value for name, value in asked.items() if value}).order_by("id")
    return [view_of(c) for c in found[: max(1, min(most, 200))]]


def queue_page(
    actor: Actor, *, kind: str = "", state: str = "", after: UUID | None = None, most: int = 50
) -> list[CaseView]:
    """What is still to be done, in one queue or in all, the most urgent and then the earliest due first; what is closed
    only when it is asked for, oldest first. `after` as above.
    """
    if state == CaseState.CLOSED:
        return cases_page(actor, kind=kind, state=state, after=after, most=most)
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read cases")
    found = Case.objects.exclude(state=CaseState.CLOSED)
    if kind:
        kind_of(kind)
        found = found.filter(kind=kind)
    if state:
        check_state(state)
        found = found.filter(state=state)
    if after and (last := Case.objects.filter(id=after).first()):
        as_urgent = Q(priority=last.priority)
        later = Q(due_at__gt=last.due_at) | Q(due_at=last.due_at, id__gt=last.id)
        found = found.filter(Q(priority__lt=last.priority) | as_urgent & later)
    return [view_of(c) for c in found.order_by("-priority", "due_at", "id")[: max(1, min(most, 200))]]


def open_case_of(actor: Actor, *, kind: str, subject: str) -> CaseView | None:
    """The case of a subject that is not closed, if there is one."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read cases")
    found = Case.objects.filter(kind=kind, subject=subject).exclude(state=CaseState.CLOSED).first()
    return view_of(found) if found else None


def answers_promised(actor: Actor, *, case_ids: Collection[UUID]) -> dict[UUID, date]:
    """By which day each of these open cases is to be answered; those of other parties are not in it."""
    found = Case.objects.filter(id__in=list(case_ids), party_id__in=party_ids_for(actor)) if case_ids else None
    if found is None:
        return {}
    return dict(found.exclude(state=CaseState.CLOSED).values_list("id", "due_on"))


def queue_counts(actor: Actor, *, on: date) -> list[QueueCount]:
    """How much waits in each queue, and how much of it is late."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read cases")
    begin = service_levels(on).working_time.close_of(on - timedelta(days=1))
    rows = (
        Case.objects.exclude(state=CaseState.CLOSED)
        .values_list("kind", "state")
        .annotate(count=Count("id"), late=Count("id", filter=Q(due_at__lte=begin)))
        .order_by("kind", "state")
    )
    return [QueueCount(kind, state, count, late) for kind, state, count, late in rows]


def view_of(
    found: Case,
    notes: tuple[NoteView, ...] = (),
    history: tuple[EventView, ...] = (),
    files: tuple[CaseFileView, ...] = (),
) -> CaseView:
    """A row as staff see it."""
    kind = kind_of(found.kind)
    return CaseView(
        id=found.id,
        kind=found.kind,
        kind_name=kind.name,
        subject=found.subject,
        party_id=found.party_id,
        state=found.state,
        reason=found.reason,
        owner_id=found.owner_id,
        owner_name=found.owner_name,
        opened_at=found.opened_at,
        due_on=found.due_on,
        outcome=found.outcome,
        outcome_detail=found.outcome_detail,
        proposed_by=found.proposed_by,
        proposed_by_name=found.proposed_by_name,
        proposed_reason=found.proposed_reason,
        confirmed_by=found.confirmed_by,
        confirmed_by_name=found.confirmed_by_name,
        closed_at=found.closed_at,
        needs_four_eyes=kind.needs_four_eyes,
        priority=Priority(found.priority).word,
        due_at=found.due_at,
        escalations=found.escalations,
        escalated_to=found.escalated_to,
        first_owned_at=found.first_owned_at,
        outcomes=kind.outcomes,
        notes=notes,
        history=history,
        files=files,
    )
