"""Keeps beside each position how its loan is graded; why it is so stands with whoever graded it.

When a loan stops accruing, what it earned and was not paid leaves the income and stands in memo accounts; when it
accrues again, it comes back.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from puhui.foundation.ledger.facade import JournalDraft, draft_from_template, post
from puhui.kernel.actors import Call, Role
from puhui.kernel.ids import bucket_of, derived_id
from puhui.products.lending.actions.positions import lock_marks
from puhui.products.lending.contracts import GradeChange
from puhui.products.lending.models import LoanPosition
from puhui.products.lending.queries.positions import standing_position
from puhui.products.lending.queries.replays import chunks
from puhui.products.lending.rules.groups import bucket_range, group_of


class _Turn(NamedTuple):
    """Loans that stop or begin to accrue together: one journal."""

    group: int
    product_code: str
    currency: str
    is_suspended: bool


def set_grades(call: Call, changes: Sequence[GradeChange]) -> int:
    """Sets grade, stage and non-accrual of loans, under the locks of their groups; tells how many were found.

    A few statements for any number of loans: one for each combination that occurs and each chunk.
    """
    call.actor.require(Role.SYSTEM, Role.RISK_OFFICER, Role.ADMINISTRATOR, verb="grade loans")
    marks = lock_marks({group_of(bucket_of(change.loan_id)) for change in changes})
    post(list(_turned(changes, marks)), call=call)
    alike: dict[tuple[int, int, bool], list[UUID]] = {}
    for change in changes:
        alike.setdefault((change.grade, change.stage, change.is_non_accrual), []).append(change.loan_id)
    return sum(
        LoanPosition.objects.filter(loan_id__in=chunk).update(grade=grade, stage=stage, is_non_accrual=non_accrual)
        for (grade, stage, non_accrual), ids in alike.items()
        for chunk in chunks(ids)
    )


def _turned(changes: Iterable[GradeChange], marks: dict[int, date]) -> Iterable[JournalDraft]:
    """The journals of loans that stop or begin to accrue, which they do on the day up to which they are accrued."""
    wanted: dict[bool, list[UUID]] = {True: [], False: []}
    for change in changes:
        wanted[change.is_non_accrual].append(change.loan_id)
    sums: dict[_Turn, list[int]] = {}
    first: dict[_Turn, UUID] = {}
    for row in _turning(wanted):
        turn = _Turn(group_of(row.bucket), row.product_code, row.currency, not row.is_non_accrual)
        stands = standing_position(row, on=marks[turn.group])
        kept = sums.setdefault(turn, [0, 0])
        kept[0] += stands.interest - stands.interest_settled
        kept[1] += stands.penalty - stands.penalty_settled
        first.setdefault(turn, row.loan_id)
    for turn, (interest, penalty) in sorted(sums.items()):
        if interest or penalty:
            yield _draft(turn, interest, penalty, id_=first[turn], on=marks[turn.group])


def _turning(wanted: dict[bool, list[UUID]]) -> Iterable[LoanPosition]:
    """The positions whose accrual is other than wanted, in the order of their loans."""
    for is_suspended, ids in wanted.items():
        for chunk in chunks(sorted(ids)):
            yield from LoanPosition.objects.filter(loan_id__in=chunk, is_non_accrual=not is_suspended).order_by(
                "loan_id"
            )


def _draft(turn: _Turn, interest: int, penalty: int, *, id_: UUID, on: date) -> JournalDraft:
    """The id follows from the first loan and the day: a loan turns once a day."""
    template = "accrual_suspended" if turn.is_suspended else "accrual_resumed"
    return draft_from_template(
        template,
        id=derived_id(id_, f"{template}/{on}"),
        amounts={"interest": interest, "penalty": penalty},
        owners={},
        bucket=bucket_range(turn.group)[0],
        value_date=on,
        source=f"accrual:{turn.product_code}:{turn.group}",
        currency=turn.currency,
        segment=turn.product_code,
    )
