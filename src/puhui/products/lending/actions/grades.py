"""Keeps beside each position how its loan is graded; why it is so stands with whoever graded it."""

from collections.abc import Sequence
from uuid import UUID

from puhui.kernel.actors import Call, Role
from puhui.kernel.ids import bucket_of
from puhui.products.lending.actions.positions import lock_marks
from puhui.products.lending.contracts import GradeChange
from puhui.products.lending.models import LoanPosition
from puhui.products.lending.queries.replays import chunks
from puhui.products.lending.rules.groups import group_of


def set_grades(call: Call, changes: Sequence[GradeChange]) -> int:
    """Sets grade, stage and non-accrual of loans, under the locks of their groups; tells how many were found.

    A few statements for any number of loans: one for each combination that occurs and each chunk.
    """
    call.actor.require(Role.SYSTEM, Role.RISK_OFFICER, Role.ADMINISTRATOR, verb="grade loans")
    lock_marks({group_of(bucket_of(change.loan_id)) for change in changes})
    alike: dict[tuple[int, int, bool], list[UUID]] = {}
    for change in changes:
        alike.setdefault((change.grade, change.stage, change.is_non_accrual), []).append(change.loan_id)
    return sum(
        LoanPosition.objects.filter(loan_id__in=chunk).update(grade=grade, stage=stage, is_non_accrual=non_accrual)
        for (grade, stage, non_accrual), ids in alike.items()
        for chunk in chunks(ids)
    )
