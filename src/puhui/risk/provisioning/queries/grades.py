"""Grades: the current one of a loan, its history, overrides, and what grading must know before it begins."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from puhui.kernel.actors import READING_ROLES, Actor
from puhui.risk.provisioning.contracts import Grade, GradeChangeView, GradeView, KeptGrade, OverrideView, Standing
from puhui.risk.provisioning.models import GradeChange, GradeOverride, LoanGrade

CHUNK = 500  # below the number of parameters that any SQLite allows
MOST = 200
GRADES = {int(grade): grade for grade in Grade}


def chunks(ids: Collection[UUID]) -> Iterable[list[UUID]]:
    """The ids in pieces that fit one statement."""
    listed = list(ids)
    return (listed[start : start + CHUNK] for start in range(0, len(listed), CHUNK))


_KEPT = (
    "loan_id",
    "own_grade",
    "cross_grade",
    "stage",
    "stage_since",
    "is_non_accrual",
    "clean_since",
    "observed_from",
    "grade",
    "reasons",
    "is_ended",
)


def kept_grades(*, buckets: Sequence[tuple[int, int]]) -> dict[UUID, KeptGrade]:
    """What is kept of the loans of these ranges of buckets that are not plain. For flows."""
    found: dict[UUID, KeptGrade] = {}
    for low, high in buckets:
        found |= _kept(LoanGrade.objects.filter(is_ended=False, bucket__range=(low, high)))
    return found


def kept_of(loan_ids: Collection[UUID]) -> dict[UUID, KeptGrade]:
    """What is kept of these loans, also of those that went back to plain normal."""
    found: dict[UUID, KeptGrade] = {}
    for chunk in chunks(loan_ids):
        found |= _kept(LoanGrade.objects.filter(loan_id__in=chunk))
    return found


def _kept(rows: QuerySet[LoanGrade]) -> dict[UUID, KeptGrade]:
    return {
        loan_id: KeptGrade(
            Standing(
                own_grade=GRADES[own],
                cross_grade=GRADES[cross],
                stage=stage,
                stage_since=stage_since,
                is_non_accrual=non_accrual,
                clean_since=clean_since,
                observed_from=observed_from,
            ),
            GRADES[grade],
            tuple(reasons),
            is_ended,
        )
        for (
            loan_id,
            own,
            cross,
            stage,
            stage_since,
            non_accrual,
            clean_since,
            observed_from,
            grade,
            reasons,
            is_ended,
        ) in rows.values_list(*_KEPT)
    }


def overrides_on(on: date) -> dict[UUID, Grade]:
    """The grades that people set and that hold on a day. For flows."""
    rows = GradeOverride.objects.filter(state="in_force", until__gte=on).values_list("loan_id", "grade")
    return {loan_id: Grade(grade) for loan_id, grade in rows}


def were_non_performing(loan_ids: Collection[UUID]) -> set[UUID]:
    """Those of the loans that were ever graded substandard or worse."""
    found: set[UUID] = set()
    for some in chunks(loan_ids):
        rows = GradeChange.objects.filter(loan_id__in=some, to_grade__gte=int(Grade.SUBSTANDARD))
        found.update(rows.values_list("loan_id", flat=True))
    return found


def contagious_borrowers() -> tuple[set[UUID], set[UUID]]:
    """Borrowers with a debt that is non-performing by itself, and those with one that is graded worse for another one.

    For flows.
    """
    rows = LoanGrade.objects.filter(is_ended=False)
    own = rows.filter(own_grade__gte=Grade.SUBSTANDARD).values_list("borrower_id", flat=True)
    cross = rows.filter(cross_grade__gt=Grade.NORMAL).values_list("borrower_id", flat=True)
    return set(own), set(cross)


def grade_of(actor: Actor, loan_id: UUID) -> GradeView:
    """How a loan is graded now; a loan without a row is normal."""
    actor.require(*READING_ROLES, verb="read grades")
    row = LoanGrade.objects.filter(loan_id=loan_id).first()
    if row is None:
        return _plain(loan_id)
    return _view(row)


def graded_as(
    actor: Actor, *, grade: int | None = None, stage: int | None = None, after: UUID | None = None, most: int = 50
) -> list[GradeView]:
    """Loans of a grade or stage that are not plain normal, in the order of their ids, at most 200."""
    actor.require(*READING_ROLES, verb="read grades")
    rows = LoanGrade.objects.filter(is_ended=False).order_by("loan_id")
    if grade is not None:
        rows = rows.filter(grade=grade)
    if stage is not None:
        rows = rows.filter(stage=stage)
    if after:
        rows = rows.filter(loan_id__gt=after)
    return [_view(row) for row in rows[: min(max(most, 1), MOST)]]


def grade_history(actor: Actor, loan_id: UUID) -> list[GradeChangeView]:
    """Every change of a loan's grade, newest first."""
    actor.require(*READING_ROLES, verb="read grades")
    return [
        GradeChangeView(
            on=row.on,
            from_grade=Grade(row.from_grade),
            to_grade=Grade(row.to_grade),
            from_stage=row.from_stage,
            to_stage=row.to_stage,
            is_non_accrual=row.is_non_accrual,
            reasons=tuple(row.reasons),
            rulebook=row.rulebook,
            by_name=row.by_name,
            at=row.at,
        )
        for row in GradeChange.objects.filter(loan_id=loan_id).order_by("-id")[:MOST]
    ]


def overrides(actor: Actor, *, loan_id: UUID | None = None, waiting_only: bool = False) -> list[OverrideView]:
    """Grades proposed or set by people, newest first, at most 200."""
    actor.require(*READING_ROLES, verb="read grades")
    rows = GradeOverride.objects.order_by("-id")
    if loan_id:
        rows = rows.filter(loan_id=loan_id)
    if waiting_only:
        rows = rows.filter(state="proposed")
    return [
        OverrideView(
            id=row.id,
            loan_id=row.loan_id,
            grade=Grade(row.grade),
            until=row.until,
            reason=row.reason,
            state=row.state,
            proposed_by=row.proposed_by,
            proposed_by_name=row.proposed_by_name,
            decided_by_name=row.decided_by_name,
            proposed_at=row.proposed_at,
        )
        for row in rows[:MOST]
    ]


def _plain(loan_id: UUID) -> GradeView:
    return GradeView(
        loan_id=loan_id,
        borrower_id=None,
        grade=Grade.NORMAL,
        own_grade=Grade.NORMAL,
        stage=1,
        is_non_accrual=False,
        reasons=("in_time",),
        since=None,
        clean_since=None,
        observed_from=None,
    )


def _view(row: LoanGrade) -> GradeView:
    return GradeView(
        loan_id=row.loan_id,
        borrower_id=row.borrower_id,
        grade=Grade(row.grade),
        own_grade=Grade(row.own_grade),
        stage=row.stage,
        is_non_accrual=row.is_non_accrual,
        reasons=tuple(row.reasons),
        since=row.graded_on,
        clean_since=row.clean_since,
        observed_from=row.observed_from,
    )
