"""Positions: the cache of what replays say, and the locks under which it is read and written."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.errors import NotFound
from puhui.products.lending.models import AccrualMark, Loan
from puhui.products.lending.rules.groups import GROUPS, group_of


def lock_marks(groups: Collection[int]) -> dict[int, date]:
    """Locks the accrual marks of these groups, in order, and tells up to when their loans are accrued.

    Who books a loan and who accrues its group take the same lock, so that the sum over loans cannot slip away.
    """
    marks = _locked(groups)
    if len(marks) < len(set(groups)):
        today = business_date()
        AccrualMark.objects.bulk_create(
            [AccrualMark(group=group, accrued_to=today) for group in range(GROUPS)], ignore_conflicts=True
        )
        marks = _locked(groups)
    return marks


def lock_loan(loan_id: UUID) -> tuple[Loan, date]:
    """Locks a loan and the mark of its group; gives the loan and the day up to which it is accrued."""
    return lock_loans([loan_id])[loan_id]


def lock_loans(loan_ids: Collection[UUID]) -> dict[UUID, tuple[Loan, date]]:
    """Locks loans and the marks of their groups, always in the same order."""
    ids = set(loan_ids)
    buckets = dict(Loan.objects.filter(id__in=ids).values_list("id", "bucket"))
    if missing := ids - buckets.keys():
        raise NotFound("loan", where=str(min(missing)))
    marks = lock_marks({group_of(bucket) for bucket in buckets.values()})
    loans = Loan.objects.select_for_update().filter(id__in=ids).order_by("id")
    return {loan.id: (loan, marks[group_of(loan.bucket)]) for loan in loans}


def _locked(groups: Collection[int]) -> dict[int, date]:
    rows = AccrualMark.objects.select_for_update().filter(group__in=set(groups)).order_by("group")
    return dict(rows.values_list("group", "accrued_to"))
