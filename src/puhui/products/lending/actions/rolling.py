"""Rolls loans whose table ends because a due date has passed: replayed once, and kept as they stand from then on.

What money that was held now meets, and fees that fell due, are booked here. What was earned is not: the tables begin on
the day up to which the group is accrued, so that the accrual of the group finds it there. A loan that a roll closes is
no longer seen by that accrual, and its last day is booked here too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from puhui.foundation.ledger.facade import JournalDraft, draft_from_template, post
from puhui.kernel.actors import Call
from puhui.kernel.ids import derived_id
from puhui.products.lending.actions.booking import follow_lives, movement_drafts
from puhui.products.lending.actions.positions import lock_marks
from puhui.products.lending.actions.storing import store_positions
from puhui.products.lending.models import LoanPosition
from puhui.products.lending.queries.dues import in_groups
from puhui.products.lending.queries.positions import begin_on, standing_position
from puhui.products.lending.queries.rolled import Rolled, rolled_loans
from puhui.products.lending.rules.accrued import Cell, Earned
from puhui.products.lending.rules.groups import bucket_range, group_of
from puhui.products.lending.rules.positions import Position, movement_between

NAMESPACE = UUID("5f0c2c52-0d0b-5b3c-9a52-6c6f616e7331")


@dataclass(frozen=True, slots=True)
class GroupRolled:
    """How many loans of a group were rolled."""

    group: int
    loans: int


def roll_loans(call: Call, *, groups: Sequence[int], to: date) -> list[GroupRolled]:
    """Rolls loans of these groups to the start of `to`; a group that is accrued to it has none."""
    marks = {group: mark for group, mark in lock_marks(groups).items() if mark < to}
    rows = _ending(sorted(marks), to)
    _roll(call, rows, marks=marks, to=to)
    rolled = [group_of(row.bucket) for row in rows]
    return [GroupRolled(group, rolled.count(group)) for group in groups]


def _ending(groups: Sequence[int], to: date) -> list[LoanPosition]:
    if not groups:
        return []
    rows = in_groups(groups).filter(is_open=True, table_until__lt=to)
    return list(rows.select_related("loan").order_by("bucket", "loan_id"))


def _roll(call: Call, rows: Sequence[LoanPosition], *, marks: dict[int, date], to: date) -> None:
    rolled = rolled_loans([row.loan for row in rows], as_of=to)
    drafts: list[JournalDraft] = []
    sums: dict[Cell, Earned] = {}
    for row in rows:
        mark, after = marks[group_of(row.bucket)], rolled[row.loan_id]
        before = standing_position(row, on=mark)
        if after.row.is_open:
            begin_on(after.row, mark, stands=before)
        _add_earned(sums, row, before, after.now, with_interest=not after.row.is_open)
        drafts += _met(after, before, to)
    post([*drafts, *_earned_drafts(sums, rows, to)], call=call)
    store_positions(after.row for after in rolled.values())
    follow_lives((after.loan, not after.row.is_open) for after in rolled.values())


def _add_earned(
    sums: dict[Cell, Earned], row: LoanPosition, before: Position, now: Position, *, with_interest: bool
) -> None:
    cell = Cell(group_of(row.bucket), row.product_code, row.currency, row.is_non_accrual)
    earned = sums.setdefault(cell, Earned())
    earned.fees += now.fees - before.fees
    if with_interest:
        earned.interest += now.interest - before.interest
        earned.penalty += now.penalty - before.penalty


def _met(after: Rolled, before: Position, to: date) -> list[JournalDraft]:
    """Money that was held and has met what fell due."""
    if not before.unapplied and before.principal == after.now.principal:
        return []
    met = movement_between(before, after.now, received=0).without_earnings()
    id_ = derived_id(after.loan.id, f"rolled/{to}")
    return movement_drafts(after.loan, met, id_=id_, value_date=to, suspended=before.is_suspended)


def _earned_drafts(sums: dict[Cell, Earned], rows: Sequence[LoanPosition], to: date) -> list[JournalDraft]:
    return [
        earned_draft(cell, earned, id_=derived_id(rows[0].loan_id, f"rolled/{to}/{cell.name}"), to=to)
        for cell, earned in sorted(sums.items())
        if not earned.is_nothing
    ]


def earned_draft(cell: Cell, earned: Earned, *, id_: UUID, to: date) -> JournalDraft:
    """The journal of what the loans of a cell earned: income, or a memo of what loans that do not accrue would have."""
    return draft_from_template(
        "day_suspended" if cell.is_non_accrual else "day_accrued",
        id=id_,
        amounts=earned.as_amounts(),
        owners={},
        bucket=bucket_range(cell.group)[0],
        value_date=to,
        source=f"accrual:{cell.product_code}:{cell.group}",
        currency=cell.currency,
        segment=cell.product_code,
    )
