"""Accrues groups of loans to a day: one look-up a loan, a replay only where a due date has passed.

The books get one journal a group, product and currency; what the loans of a group earned adds up to it to the fen.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from puhui.foundation.ledger.facade import JournalDraft, business_date, draft_from_template, post
from puhui.kernel.actors import Call
from puhui.kernel.ids import derived_id
from puhui.products.lending.actions.booking import follow_lives, movement_draft
from puhui.products.lending.actions.positions import lock_loans, lock_marks, store_positions
from puhui.products.lending.models import AccrualMark, Loan, LoanPosition
from puhui.products.lending.queries.positions import position_row, standing_position
from puhui.products.lending.queries.replays import Folded, fold_loans, loans_by_id
from puhui.products.lending.rules.accrual_tables import amount_on
from puhui.products.lending.rules.accrued import GroupTally
from puhui.products.lending.rules.groups import bucket_range, group_of
from puhui.products.lending.rules.positions import Position, movement_between, position_of

NAMESPACE = UUID("5f0c2c52-0d0b-5b3c-9a52-6c6f616e7331")
_COLUMNS = (
    "loan_id",
    "bucket",
    "product_code",
    "currency",
    "table_from",
    "table_until",
    "interest_table",
    "penalty_table",
)


class _Line(NamedTuple):
    """What accrual needs of an open position."""

    loan_id: UUID
    bucket: int
    product_code: str
    currency: str
    table_from: date
    table_until: date
    interest_table: bytes
    penalty_table: bytes


@dataclass(frozen=True, slots=True)
class GroupAccrued:
    """One group after its accrual."""

    group: int
    loans: int
    replayed: int
    checksum: str


def accrue_groups(call: Call, *, groups: Sequence[int], to: date) -> list[GroupAccrued]:
    """Brings the loans of these groups, and the books, to the start of `to`. A group that is there already stays."""
    marks = {group: mark for group, mark in lock_marks(groups).items() if mark < to}
    tallies = {group: GroupTally() for group in groups}
    ending: list[_Line] = []
    for line in _open_lines(sorted(marks)):
        group = group_of(line.bucket)
        if line.table_until < to:
            ending.append(line)
            continue
        first, last = (marks[group] - line.table_from).days, (to - line.table_from).days
        tallies[group].add(
            (line.product_code, line.currency),
            loan=line.loan_id.bytes,
            interest=amount_on(line.interest_table, last) - amount_on(line.interest_table, first),
            penalty=amount_on(line.penalty_table, last) - amount_on(line.penalty_table, first),
        )
    drafts = _roll(ending, marks=marks, to=to, tallies=tallies)
    drafts += [draft for group in marks for draft in _drafts(group, tallies[group], to)]
    post(drafts, call=call)
    AccrualMark.objects.filter(group__in=marks).update(accrued_to=to)
    rolled = [group_of(line.bucket) for line in ending]
    return [GroupAccrued(g, tallies[g].loans, rolled.count(g), tallies[g].checksum()) for g in groups]


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


def _open_lines(groups: list[int]) -> list[_Line]:
    """The open positions of the groups, in one statement when they lie side by side."""
    lines: list[_Line] = []
    for first, last in _runs(groups):
        low, high = bucket_range(first)[0], bucket_range(last)[1]
        rows = LoanPosition.objects.filter(is_open=True, bucket__range=(low, high)).order_by("bucket", "loan_id")
        lines += [_Line(*row) for row in rows.values_list(*_COLUMNS)]
    return lines


def _runs(groups: list[int]) -> list[tuple[int, int]]:
    """Groups as runs of neighbours."""
    runs: list[tuple[int, int]] = []
    for group in groups:
        if runs and runs[-1][1] == group - 1:
            runs[-1] = (runs[-1][0], group)
        else:
            runs.append((group, group))
    return runs


def _roll(
    ending: list[_Line], *, marks: dict[int, date], to: date, tallies: dict[int, GroupTally]
) -> list[JournalDraft]:
    """Replays loans whose table ends: a due date has passed. What was held for them may now meet dues."""
    if not ending:
        return []
    ids = [line.loan_id for line in ending]
    rows = {row.loan_id: row for row in LoanPosition.objects.filter(loan_id__in=ids)} if len(ids) < 500 else _many(ids)
    folded = fold_loans(loans_by_id(ids).values(), as_of=to)
    drafts: list[JournalDraft] = []
    for line in ending:
        before = standing_position(rows[line.loan_id], on=marks[group_of(line.bucket)])
        after = folded[line.loan_id]
        drafts += _roll_one(line, before, after, to=to, tally=tallies[group_of(line.bucket)])
    store_positions(position_row(after) for after in folded.values())
    follow_lives(folded.values())
    return drafts


def _roll_one(line: _Line, before: Position, after: Folded, *, to: date, tally: GroupTally) -> list[JournalDraft]:
    now = position_of(after.state)
    tally.add(
        (line.product_code, line.currency),
        loan=line.loan_id.bytes,
        interest=now.interest - before.interest,
        penalty=now.penalty - before.penalty,
        fees=now.fees - before.fees,
    )
    met = movement_between(before, now, received=0).without_earnings()
    if met.is_nothing:
        return []
    return [movement_draft(after.loan, met, id_=derived_id(line.loan_id, f"rolled/{to}"), value_date=to)]


def _many(ids: list[UUID]) -> dict[UUID, LoanPosition]:
    return {
        row.loan_id: row
        for start in range(0, len(ids), 500)
        for row in LoanPosition.objects.filter(loan_id__in=ids[start : start + 500])
    }


def _drafts(group: int, tally: GroupTally, to: date) -> list[JournalDraft]:
    """The journals of a group's day, one a product and currency."""
    return [
        draft_from_template(
            "day_accrued",
            id=derived_id(NAMESPACE, f"{to}/{group}/{product}/{currency}"),
            amounts=earned.as_amounts(),
            owners={},
            bucket=bucket_range(group)[0],
            value_date=to,
            source=f"accrual:{product}:{group}",
            currency=currency,
        )
        for (product, currency), earned in sorted(tally.earned.items())
        if earned.interest or earned.penalty or earned.fees
    ]
