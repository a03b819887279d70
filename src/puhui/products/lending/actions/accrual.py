"""Accrues groups of loans to a day: one statement over their tables, a replay only where a due date has passed.

The books get one journal a group, product and currency; what the loans of a group earned adds up to it to the fen.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from puhui.foundation.ledger.facade import JournalDraft, business_date, post
from puhui.kernel.actors import Call
from puhui.kernel.ids import derived_id
from puhui.products.lending.actions.positions import lock_loans, lock_marks
from puhui.products.lending.actions.rolling import NAMESPACE, earned_draft, roll_loans
from puhui.products.lending.models import AccrualMark, Loan
from puhui.products.lending.queries.sums import earned_between
from puhui.products.lending.rules.accrued import Cell, Earned, checksum, loans_in
from puhui.products.lending.rules.groups import group_of


@dataclass(frozen=True, slots=True)
class GroupAccrued:
    """One group after its accrual. `rolled`: loans that had to be replayed for it."""

    group: int
    loans: int
    rolled: int
    checksum: str


def accrue_groups(call: Call, *, groups: Sequence[int], to: date) -> list[GroupAccrued]:
    """Brings the loans of these groups, and the books, to the start of `to`. A group that is there already stays."""
    marks = {group: mark for group, mark in lock_marks(groups).items() if mark < to}
    rolled = {one.group: one.loans for one in roll_loans(call, groups=groups, to=to)}
    cells: dict[Cell, Earned] = {}
    for mark in sorted(set(marks.values())):
        cells |= earned_between(groups=[group for group in marks if marks[group] == mark], first=mark, last=to)
    post(_drafts(cells, to), call=call)
    AccrualMark.objects.filter(group__in=marks).update(accrued_to=to)
    return [GroupAccrued(group, loans_in(cells, group), rolled[group], checksum(cells, group)) for group in groups]


def take_loans(call: Call, *, loan_ids: Collection[UUID]) -> dict[UUID, tuple[Loan, date]]:
    """Locks loans to be booked, with the day up to which each is accrued: never before the open business date."""
    found = lock_loans(loan_ids)
    today = business_date()
    behind = {group_of(loan.bucket) for loan, mark in found.values() if mark < today}
    if not behind:
        return found
    accrue_groups(call, groups=sorted(behind), to=today)
    return lock_loans(loan_ids)


def take_loan(call: Call, *, loan_id: UUID) -> tuple[Loan, date]:
    """Locks one loan to be booked."""
    return take_loans(call, loan_ids=[loan_id])[loan_id]


def _drafts(cells: dict[Cell, Earned], to: date) -> list[JournalDraft]:
    """The journals of the day, one a cell."""
    return [
        earned_draft(cell, earned, id_=derived_id(NAMESPACE, f"{to}/{cell.name}"), to=to)
        for cell, earned in sorted(cells.items())
        if not earned.is_nothing
    ]
