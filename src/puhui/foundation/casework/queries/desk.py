"""What can be asked for one's own first page: my cases by urgency, where I am named, what colleagues changed, times."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from puhui.foundation.casework.contracts import (
    CaseState,
    CaseStep,
    CaseView,
    ChangeView,
    MentionView,
    QueueTimes,
)
from puhui.foundation.casework.models import Case, CaseEvent, CaseMention, DeskMark
from puhui.foundation.casework.policy_files import service_levels
from puhui.foundation.casework.queries.cases import view_of
from puhui.foundation.casework.rules import KINDS, kind_of, spread, worked_minutes
from puhui.kernel.actors import STAFF_ROLES, Actor, Role

MOST_LINES = 50
MOST_MEASURED = 2000
FIRST_LOOK = timedelta(days=7)


def my_cases(actor: Actor, *, most: int = MOST_LINES) -> list[CaseView]:
    """The actor's open cases, overdue first: by deadline, and among equals the most urgent first."""
    actor.require(*STAFF_ROLES, verb="read cases")
    mine = Case.objects.filter(owner_id=actor.id).exclude(state=CaseState.CLOSED)
    return [view_of(row) for row in mine.order_by("due_at", "-priority", "id")[: min(most, MOST_LINES)]]


def waiting_for(actor: Actor, *, most: int = MOST_LINES) -> list[CaseView]:
    """What waits for somebody like the actor: escalated to their role, or to be confirmed by a second person."""
    actor.require(*STAFF_ROLES, verb="read cases")
    kinds = [kind for kind, one in KINDS.items() if actor.roles & one.workers]
    told = Q(escalated_to__in=[str(role) for role in actor.roles])
    second = Q(state=CaseState.PROPOSED) & ~Q(proposed_by=actor.id)
    found = Case.objects.filter(told | second, kind__in=kinds).exclude(state=CaseState.CLOSED)
    found = found.exclude(owner_id=actor.id).order_by("-priority", "due_at", "id")
    return [view_of(row) for row in found[: min(most, MOST_LINES)]]


def my_mentions(actor: Actor, *, most: int = MOST_LINES) -> list[MentionView]:
    """The notes in which the actor is named, newest first, on cases that are not closed."""
    actor.require(*STAFF_ROLES, verb="read cases")
    found = CaseMention.objects.filter(user_id=actor.id).exclude(note__case__state=CaseState.CLOSED)
    return [
        MentionView(one.id, one.note.at, one.note.by_name, one.note.text, case.id, case.kind, kind_of(case.kind).name)
        for one in found.select_related("note__case").order_by("-id")[: min(most, MOST_LINES)]
        for case in [one.note.case]
    ]


def read_until(actor: Actor, *, at: datetime) -> datetime:
    """Until when the actor has read what changed; a week back for who never said so."""
    kept = DeskMark.objects.filter(user_id=actor.id).values_list("read_until", flat=True).first()
    return kept or at - FIRST_LOOK


def changes_since(actor: Actor, *, since: datetime, most: int = MOST_LINES) -> list[ChangeView]:
    """What others did to the actor's cases after an instant, newest first; notes that were only read are left out."""
    actor.require(*STAFF_ROLES, verb="read cases")
    mine = Q(case__owner_id=actor.id) | Q(case__proposed_by=actor.id) | Q(to_id=actor.id)
    found = CaseEvent.objects.filter(mine, at__gt=since).exclude(by_id=actor.id).exclude(kind=CaseStep.FILE_READ)
    return [
        ChangeView(one.at, one.kind, one.by_name, one.words, one.case_id, kind_of(one.case.kind).name)
        for one in found.select_related("case").order_by("-at", "-id")[: min(most, MOST_LINES)]
    ]


def queue_times(actor: Actor, *, kind: str, since: date) -> QueueTimes:
    """How long the cases of a kind took that were closed since a day, of the newest 2,000; in minutes that are worked.

    What was dropped because nothing was left to do is not counted: nobody worked on it.
    """
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read cases")
    kind_of(kind)
    levels = service_levels(since)
    hours = levels.working_time
    begin = hours.close_of(since - timedelta(days=1))
    closed = Case.objects.filter(kind=kind, state=CaseState.CLOSED, closed_at__gt=begin)
    dropped = CaseEvent.objects.filter(kind=CaseStep.DROPPED, case__kind=kind, at__gt=begin).values("case_id")
    rows = [view_of(row) for row in closed.exclude(id__in=dropped).order_by("-closed_at")[:MOST_MEASURED]]
    times = [worked_minutes(row, hours=hours) for row in rows]
    return QueueTimes(
        kind=kind,
        since=since,
        closed=len(rows),
        in_time=sum(row.closed_at is not None and row.closed_at <= row.due_at for row in rows),
        waiting=spread([waited for waited, _ in times]),
        working=spread([worked for _, worked in times]),
        total=spread([waited + worked for waited, worked in times]),
    )


def cases_of_parties(
    actor: Actor, *, party_ids: Collection[UUID], since: datetime, most: int = MOST_LINES
) -> list[CaseView]:
    """Cases about some customers that were opened after an instant, newest first."""
    actor.require(*STAFF_ROLES, verb="read cases")
    found = Case.objects.filter(party_id__in=list(party_ids), opened_at__gt=since)
    return [view_of(row) for row in found.order_by("-id")[: min(most, MOST_LINES)]]
