"""Escalation: a case past its time, or that somebody cannot settle, gets more urgent and the next role is told."""

from uuid import UUID

from django.db.models import Q, QuerySet

from puhui.foundation.casework.actions.keeping import keep_step, keep_steps, locked_case, move, step_of, write_note
from puhui.foundation.casework.contracts import CaseMoved, CaseState, CaseStep, Priority, Worked
from puhui.foundation.casework.models import Case
from puhui.foundation.casework.policy_files import ServiceLevels, service_levels
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import home_date
from puhui.kernel.actors import Call, Role

BATCH = 400


@use_case("casework.escalate_case", answers=CaseMoved, subject="case_id")
def escalate_case(call: Call, *, case_id: UUID, note: str) -> CaseMoved:
    """Escalates a case by hand; the note, which must be there, tells the next role what is asked of them."""
    found = locked_case(call, case_id, step="escalate")
    levels = service_levels(home_date(call.at))
    words = write_note(call, found, note)
    _raise(call, found, levels)
    move(
        found,
        CaseState(found.state),
        priority=found.priority,
        escalations=found.escalations,
        escalated_to=found.escalated_to,
        escalated_at=found.escalated_at,
    )
    keep_step(call, case_id, CaseStep.ESCALATED, to_name=found.escalated_to, words=words)
    return CaseMoved(case_id, found.state, found.outcome)


@use_case("casework.escalate_overdue", answers=Worked)
def escalate_overdue(call: Call) -> Worked:
    """Escalates what is past its time: once, and again for each further role after the days that the policy says.

    The state of a case tells what was done, so that the same evening again changes nothing.
    """
    call.actor.require(Role.SYSTEM, verb="escalate what is past its time")
    levels = service_levels(home_date(call.at))
    done, after = 0, None
    while rows := list(_late(call, after)[:BATCH]):
        after = rows[-1].id
        due = [row for row in rows if _is_due(call, row, levels)]
        for row in due:
            _raise(call, row, levels)
        Case.objects.bulk_update(due, ["priority", "escalations", "escalated_to", "escalated_at"], batch_size=200)
        keep_steps(
            step_of(call, row.id, CaseStep.ESCALATED, to_name=row.escalated_to, words="past its time") for row in due
        )
        done += len(due)
    return Worked(done)


def _late(call: Call, after: UUID | None) -> QuerySet[Case]:
    late = Case.objects.select_for_update().filter(due_at__lt=call.at).exclude(state=CaseState.CLOSED)
    return late.filter(Q(id__gt=after) if after else Q()).order_by("id")


def _is_due(call: Call, row: Case, levels: ServiceLevels) -> bool:
    """Whether the next role is told now: at once the first time, later after some working days."""
    if row.escalations >= levels.most_escalations(row.kind):
        return False
    if row.escalated_at is None:
        return True
    days = levels.escalation.again_after_working_days
    return levels.working_time.after_days(row.escalated_at, days) <= call.at


def _raise(call: Call, row: Case, levels: ServiceLevels) -> None:
    """The next role, one step more urgent."""
    row.escalated_to = levels.told_next(row.kind, escalations=row.escalations)
    row.escalations += 1
    row.priority = min(row.priority + 1, Priority.URGENT)
    row.escalated_at = call.at
