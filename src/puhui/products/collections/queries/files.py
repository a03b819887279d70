"""The worklist and the files behind it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.collections.contracts import FileView, StageFigures
from puhui.products.collections.models import CollectionFile

MOST_LINES = 200


def worklist(
    actor: Actor, *, stage: str = "", due_by: date | None = None, offset: int = 0, most: int = 50
) -> list[FileView]:
    """Open files, the most at stake first. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read collections")
    found = CollectionFile.objects.filter(is_open=True).order_by("-priority", "case")
    if stage:
        found = found.filter(stage=stage)
    if due_by:
        found = found.filter(next_action_on__lte=due_by)
    start = max(0, min(offset, 100_000))
    return [file_view(row) for row in found[start : start + min(most, MOST_LINES)]]


def file_of_loan(actor: Actor, *, loan_id: UUID) -> FileView | None:
    """The open file of a loan, else its last one, else None. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read collections")
    row = CollectionFile.objects.filter(loan_id=loan_id).order_by("-is_open", "-case").first()
    return file_view(row) if row else None


def file_of_case(actor: Actor, *, case_id: UUID) -> FileView:
    """The file behind a case. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read collections")
    row = CollectionFile.objects.filter(case_id=case_id).first()
    if row is None:
        raise NotFound("case", where="case_id")
    return file_view(row)


def stage_figures(actor: Actor, *, on: date) -> list[StageFigures]:
    """Open files by stage: how many, how much is late, how many are behind."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read collections")
    rows = (
        CollectionFile.objects.filter(is_open=True)
        .values("stage", "stage_from_day")
        .annotate(files=Count("case"), late=Sum("late_minor"), behind=Count("case", filter=Q(next_action_on__lt=on)))
        .order_by("stage_from_day")
    )
    return [
        StageFigures(stage=r["stage"], files=r["files"], late_minor=r["late"] or 0, behind=r["behind"]) for r in rows
    ]


def filed_loans(
    *, buckets: Sequence[tuple[int, int]], below_stage: int | None = None
) -> QuerySet[CollectionFile, UUID]:
    """Loans with an open file in these buckets, to stand in a filter; `below_stage`: whose stage begins earlier."""
    rows = CollectionFile.objects.filter(is_open=True)
    within = Q()
    for span in buckets:
        within |= Q(bucket__range=span)
    rows = rows.filter(within)
    if below_stage is not None:
        rows = rows.filter(stage_from_day__lt=below_stage)
    return rows.values_list("loan_id", flat=True)


def file_view(row: CollectionFile) -> FileView:
    """The row as people read it."""
    return FileView(
        case_id=row.case_id,
        loan_id=row.loan_id,
        party_id=row.party_id,
        stage=row.stage,
        stage_since_on=row.stage_since_on,
        late=Money(row.late_minor, row.currency),
        days_past_due=row.days_past_due,
        priority=row.priority,
        next_action_on=row.next_action_on,
        last_contact_on=row.last_contact_on,
        broken_promises=row.broken_promises,
        opened_on=row.opened_on,
        is_open=row.is_open,
        closed_on=row.closed_on,
        outcome=row.outcome,
    )
