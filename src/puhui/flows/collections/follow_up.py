"""The part of a day close that looks after late loans: promises judged, files opened, moved on and closed.

The work goes with what changed: each question is one statement for a range of buckets, and answers only with loans
that became late, reached the next stage, or are late no more.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from puhui.flows.collections.hardship import settle_help
from puhui.flows.collections.late import late_of_due
from puhui.flows.collections.promise import judge_due_promises
from puhui.foundation.casework.facade import NewCase, drop_cases, open_cases
from puhui.kernel.actors import Call
from puhui.products.collections.facade import (
    Stage,
    close_files,
    filed_loans,
    move_files,
    offered_help,
    open_files,
    policy_on,
)
from puhui.products.lending.facade import LoanDue, late_loans, no_longer_late, spans_of

KIND = "collection"


def follow_up(call: Call, *, groups: Sequence[int], day: date) -> list[tuple[UUID, str]]:
    """Does all of it for some groups at the close of a day; which loans changed, and how."""
    tomorrow = day + timedelta(days=1)
    judged = judge_due_promises(call, groups=groups, day=day)
    for asked in offered_help(buckets=spans_of(groups)):
        settle_help(call, help_id=asked.id)
    closed = _close(call, groups=groups, on=tomorrow)
    opened = _open(call, groups=groups, on=tomorrow)
    moved = _move(call, groups=groups, on=tomorrow)
    changed = [(promise.loan_id, promise.state.value) for promise in judged]
    changed += [(loan_id, "closed") for loan_id in closed]
    changed += [(loan_id, "opened") for loan_id in opened]
    return changed + [(loan_id, "moved") for loan_id in moved]


def _close(call: Call, *, groups: Sequence[int], on: date) -> list[UUID]:
    cured = no_longer_late(among=filed_loans(buckets=spans_of(groups)), on=on)
    close_files(call, loan_ids=cured, outcome="cured", today=on)
    drop_cases(call, kind=KIND, subjects=[str(loan_id) for loan_id in cured], outcome="cured")
    return cured


def _open(call: Call, *, groups: Sequence[int], on: date) -> list[UUID]:
    stages = [stage for stage in policy_on(on).ladder if stage.opens_case]
    if not stages:
        return []
    known = filed_loans(buckets=spans_of(groups))
    late = late_loans(groups=groups, on=on, least_days=stages[0].from_day, without=known)
    cases = open_cases(call, cases=[_case(due, stages, on) for due in late])
    by_loan = {due.loan_id: cases[str(due.loan_id)] for due in late}
    open_files(call, loans=[late_of_due(due) for due in late], cases=by_loan, today=on)
    return [due.loan_id for due in late]


def _move(call: Call, *, groups: Sequence[int], on: date) -> list[UUID]:
    """From the last stage down, so that a loan that jumped over a stage is moved once."""
    moved: list[UUID] = []
    for stage in reversed(policy_on(on).ladder):
        behind = filed_loans(buckets=spans_of(groups), below_stage=stage.from_day)
        late = late_loans(groups=groups, on=on, least_days=stage.from_day, among=behind)
        move_files(call, loans=[late_of_due(due) for due in late], today=on)
        moved += [due.loan_id for due in late]
    return moved


def _case(due: LoanDue, stages: Sequence[Stage], on: date) -> NewCase:
    stage = [s for s in stages if s.from_day <= due.days_past_due][-1]
    return NewCase(
        kind=KIND,
        subject=str(due.loan_id),
        party_id=due.borrower_id,
        due_on=on + timedelta(days=stage.due_days),
        reason=f"{due.days_past_due} days past due; late {due.amount.written}; since {due.due_on}",
    )
