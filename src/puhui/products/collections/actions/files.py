"""Files behind collection cases: opened, moved on from stage to stage, closed; set-based, for one or many."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from puhui.kernel.actors import Call
from puhui.products.collections.contracts import FileView, LateLoan
from puhui.products.collections.models import CollectionFile
from puhui.products.collections.policy_files import CollectionsPolicy, policy_on
from puhui.products.collections.queries.files import file_view
from puhui.products.collections.rules.stages import Stage, next_action_on, priority_of, stage_of

AT_ONCE = 400
_MOVED = ["stage", "stage_from_day", "stage_since_on", "late_minor", "days_past_due", "priority", "next_action_on"]


def open_files(call: Call, *, loans: Sequence[LateLoan], cases: Mapping[UUID, UUID], today: date) -> int:
    """Opens the files of loans whose cases were opened; `cases` gives the case by loan. A part of a use case."""
    del call
    policy = policy_on(today)
    rows = [_new_file(loan, cases[loan.loan_id], policy, today) for loan in loans]
    CollectionFile.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)
    return len(rows)


def move_files(call: Call, *, loans: Sequence[LateLoan], today: date) -> list[FileView]:
    """Moves the open files of these loans to the stage of their age, with what is late now. A part of a use case."""
    del call
    policy, known = policy_on(today), {loan.loan_id: loan for loan in loans}
    moved: list[CollectionFile] = []
    for start in range(0, len(loans), AT_ONCE):
        ids = [loan.loan_id for loan in loans[start : start + AT_ONCE]]
        for row in CollectionFile.objects.select_for_update().filter(loan_id__in=ids, is_open=True):
            _move(row, known[row.loan_id], policy, today)
            moved.append(row)
    CollectionFile.objects.bulk_update(moved, _MOVED, batch_size=AT_ONCE)
    return [file_view(row) for row in moved]


def close_files(call: Call, *, loan_ids: Sequence[UUID], outcome: str, today: date) -> int:
    """Closes the open files of these loans. A part of a use case."""
    del call
    closed = 0
    for start in range(0, len(loan_ids), AT_ONCE):
        some = CollectionFile.objects.filter(loan_id__in=loan_ids[start : start + AT_ONCE], is_open=True)
        closed += some.update(is_open=False, closed_on=today, outcome=outcome)
    return closed


def note_contact(call: Call, *, loan_id: UUID, today: date, held_until: date | None = None) -> None:
    """The next action of a file follows its last contact, and waits for a promise. A part of a use case."""
    del call
    row = CollectionFile.objects.select_for_update().filter(loan_id=loan_id, is_open=True).first()
    if row is None:
        return
    row.last_contact_on = today
    stage = policy_on(today).stage(row.stage)
    row.next_action_on = next_action_on(stage=stage, today=today, last_contact_on=today, held_until=held_until)
    row.save(update_fields=["last_contact_on", "next_action_on"])


def _new_file(loan: LateLoan, case_id: UUID, policy: CollectionsPolicy, today: date) -> CollectionFile:
    stage = _stage(policy, loan)
    return CollectionFile(
        case_id=case_id,
        bucket=loan.bucket,
        loan_id=loan.loan_id,
        party_id=loan.party_id,
        currency=loan.late.currency,
        opened_on=today,
        **_standing(loan, stage, policy, today, broken=0),
    )


def _move(row: CollectionFile, loan: LateLoan, policy: CollectionsPolicy, today: date) -> None:
    stage, since = _stage(policy, loan), row.stage_since_on
    stays = stage.name == row.stage
    for name, value in _standing(loan, stage, policy, today, broken=row.broken_promises).items():
        setattr(row, name, value)
    if stays:
        row.stage_since_on = since


def _stage(policy: CollectionsPolicy, loan: LateLoan) -> Stage:
    return stage_of(policy.ladder, days_past_due=loan.days_past_due) or policy.ladder[0]


def _standing(
    loan: LateLoan, stage: Stage, policy: CollectionsPolicy, today: date, *, broken: int
) -> dict[str, object]:
    return {
        "stage": stage.name,
        "stage_from_day": stage.from_day,
        "stage_since_on": today,
        "late_minor": loan.late.minor,
        "days_past_due": loan.days_past_due,
        "priority": priority_of(
            late_minor=loan.late.minor,
            stage=stage,
            broken_promises=broken,
            broken_adds_pct=policy.promise.broken_adds_pct,
        ),
        "next_action_on": next_action_on(stage=stage, today=today, last_contact_on=None, held_until=None),
    }
