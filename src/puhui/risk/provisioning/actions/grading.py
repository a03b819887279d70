"""Grades loans: reads what was known, decides purely, writes what is new, and tells what the cache must learn.

A few statements for any number of loans; a loan whose grade and standing stay as they were is not written.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from puhui.kernel.actors import Call, Role
from puhui.kernel.ids import bucket_of, new_id
from puhui.risk.provisioning.contracts import Grade, Graded, GradedLoan, KeptGrade, NewGrade, Reason, Standing
from puhui.risk.provisioning.models import GradeChange, LoanGrade
from puhui.risk.provisioning.policy import grading_rule
from puhui.risk.provisioning.queries.grades import chunks, kept_of
from puhui.risk.provisioning.rules.grading import GradingRule, cross_grade, grade_loan, is_plain, with_other_debts

NEW = Standing()
_OF_OTHERS = (Reason.CROSS_DEFAULT, Reason.OTHER_DEBT_NON_PERFORMING)
_FIELDS = [
    "own_grade",
    "cross_grade",
    "grade",
    "stage",
    "stage_since",
    "is_non_accrual",
    "clean_since",
    "observed_from",
    "reasons",
    "graded_on",
    "is_ended",
]


@dataclass(frozen=True, slots=True)
class _Judged:
    """A loan with its row as it was, if it had one, and how it is graded now."""

    loan: GradedLoan
    row: KeptGrade | None
    graded: Graded

    @property
    def before(self) -> tuple[int, int, bool]:
        if self.row is None:
            return 1, 1, False
        return int(self.row.grade), self.row.standing.stage, self.row.standing.is_non_accrual

    @property
    def now(self) -> tuple[int, int, bool]:
        return int(self.graded.grade), self.graded.standing.stage, self.graded.standing.is_non_accrual


def grade_loans(
    call: Call, *, loans: Sequence[GradedLoan], known: Mapping[UUID, KeptGrade], on: date
) -> list[NewGrade]:
    """Grades these loans as of the start of `on` by their own facts; tells which grades, stages or accruals are new.

    `known`: what `kept_grades` told of them.
    """
    call.actor.require(Role.SYSTEM, Role.RISK_OFFICER, Role.ADMINISTRATOR, verb="grade loans")
    rule = grading_rule(on)
    rows = {**kept_of([loan.loan_id for loan in loans if loan.loan_id not in known]), **known}
    judged = []
    for loan in loans:
        row = rows.get(loan.loan_id)
        before = _observing(loan, row.standing if row else NEW, on=on)
        judged.append(_Judged(loan, row, grade_loan(rule, loan.facts, before, on=on)))
    return _keep(call, judged, rule=rule, on=on)


def spread_cross_default(call: Call, *, loans: Sequence[GradedLoan], on: date) -> list[NewGrade]:
    """Grades the other debts of borrowers with non-performing ones; `loans` are all the debts of these borrowers."""
    call.actor.require(Role.SYSTEM, Role.RISK_OFFICER, Role.ADMINISTRATOR, verb="grade loans")
    rule, rows = grading_rule(on), kept_of([loan.loan_id for loan in loans])
    asked = _asked_of_borrowers(rule, loans, rows)
    judged = []
    for loan in loans:
        row = rows.get(loan.loan_id)
        before = row.standing if row else replace(NEW, clean_since=on)
        wanted = asked[loan.borrower_id] if not before.own_grade.is_non_performing else Grade.NORMAL
        if wanted == before.cross_grade:
            continue
        own_reasons = [
            Reason(reason) for reason in (row.reasons if row else ()) if not reason.startswith(("cross", "other"))
        ]
        now = replace(before, cross_grade=wanted)
        graded = with_other_debts(rule, loan.facts, now, before, reasons=own_reasons, on=on)
        judged.append(_Judged(loan, row, graded))
    return _keep(call, judged, rule=rule, on=on)


def end_grades(call: Call, *, loan_ids: Collection[UUID], on: date) -> int:
    """Loans that are no longer open need no grade; their history stays."""
    call.actor.require(Role.SYSTEM, verb="grade loans")
    return sum(
        LoanGrade.objects.filter(loan_id__in=chunk).update(is_ended=True, graded_on=on) for chunk in chunks(loan_ids)
    )


def _asked_of_borrowers(
    rule: GradingRule, loans: Iterable[GradedLoan], rows: Mapping[UUID, KeptGrade]
) -> dict[UUID, Grade]:
    owed: dict[UUID, list[int]] = {}
    for loan in loans:
        sums = owed.setdefault(loan.borrower_id, [0, 0])
        sums[0] += loan.principal_minor
        row = rows.get(loan.loan_id)
        if row and row.standing.own_grade.is_non_performing:
            sums[1] += loan.principal_minor
    return {
        borrower: cross_grade(rule, owed_minor=total, non_performing_minor=bad)
        for borrower, (total, bad) in owed.items()
    }


def _observing(loan: GradedLoan, before: Standing, *, on: date) -> Standing:
    """The observation of a loan that is seen restructured for the first time begins with its next due date."""
    if not loan.facts.is_restructured or before.observed_from:
        return before
    return replace(before, observed_from=loan.next_due_on or on)


def _keep(call: Call, judged: Sequence[_Judged], *, rule: GradingRule, on: date) -> list[NewGrade]:
    """Writes rows whose standing is new and the history of what changed."""
    LoanGrade.objects.bulk_create(
        [_row(j, on=on) for j in judged if _must_write(j)],
        update_conflicts=True,
        unique_fields=["loan_id"],
        update_fields=_FIELDS,
        batch_size=400,
    )
    changed = [j for j in judged if j.now != j.before]
    GradeChange.objects.bulk_create([_change(call, j, rule=rule, on=on) for j in changed], batch_size=400)
    return [
        NewGrade(j.loan.loan_id, j.graded.grade, j.graded.standing.stage, j.graded.standing.is_non_accrual)
        for j in judged
        if j.now != j.before or j.now != j.loan.kept
    ]


def _must_write(judged: _Judged) -> bool:
    row, graded = judged.row, judged.graded
    if row is None:
        return not is_plain(graded)
    if row.is_ended and is_plain(graded):
        return False
    return (row.standing, row.grade, row.reasons, row.is_ended) != (
        graded.standing,
        graded.grade,
        graded.reasons,
        is_plain(graded),
    )


def _row(judged: _Judged, *, on: date) -> LoanGrade:
    loan, graded = judged.loan, judged.graded
    now = graded.standing
    return LoanGrade(
        loan_id=loan.loan_id,
        bucket=bucket_of(loan.loan_id),
        borrower_id=loan.borrower_id,
        product_code=loan.product_code,
        currency=loan.currency,
        own_grade=now.own_grade,
        cross_grade=now.cross_grade,
        grade=graded.grade,
        stage=now.stage,
        stage_since=now.stage_since,
        is_non_accrual=now.is_non_accrual,
        clean_since=now.clean_since,
        observed_from=now.observed_from,
        reasons=[str(reason) for reason in graded.reasons],
        graded_on=on,
        is_ended=is_plain(graded),
    )


def _change(call: Call, judged: _Judged, *, rule: GradingRule, on: date) -> GradeChange:
    from_grade, from_stage, _ = judged.before
    to_grade, to_stage, non_accrual = judged.now
    return GradeChange(
        id=new_id(),
        bucket=bucket_of(judged.loan.loan_id),
        loan_id=judged.loan.loan_id,
        product_code=judged.loan.product_code,
        paid_out_on=judged.loan.paid_out_on,
        on=on,
        from_grade=from_grade,
        to_grade=to_grade,
        from_stage=from_stage,
        to_stage=to_stage,
        is_non_accrual=non_accrual,
        reasons=[str(reason) for reason in judged.graded.reasons],
        rulebook=rule.version,
        by_id=call.actor.id,
        by_name=call.actor.name[:80],
        at=call.at,
    )
