"""The steps of a day close: planned once, claimed by a lock, marked done in the transaction that did them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, Sum

from puhui.kernel.ids import new_id
from puhui.products.lending.models import DayCloseAsk, DayCloseStep

# Written by hand: the steps of a small book's day are done in one transaction, and a statement each cost a fifth of it.
_PLAN: Final = (
    "INSERT INTO lending_dayclosestep (id, business_date, step, bucket, status, items, checksum, took_ms) "
    "VALUES {rows} ON CONFLICT DO NOTHING"
)
_FINISH: Final = (
    "WITH done (step, bucket, items, checksum, took_ms) AS (VALUES {rows}) UPDATE lending_dayclosestep SET "
    "status = 'done', items = done.items, checksum = done.checksum, took_ms = done.took_ms, done_at = %s "
    "FROM done WHERE business_date = %s AND lending_dayclosestep.step = done.step "
    "AND lending_dayclosestep.bucket = done.bucket"
)


@dataclass(frozen=True, slots=True)
class StepResult:
    """What one group of one step came to."""

    items: int
    checksum: str


@dataclass(frozen=True, slots=True)
class PartsDone:
    """Parts of one step that were done together, and how long all of them took."""

    step: str
    results: Mapping[int, StepResult]
    took_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayStepView:
    """One step of a close, all its groups together."""

    business_date: date
    step: str
    status: str
    parts_done: int
    parts: int
    items: int
    took_ms: int


def plan_steps(*, on: date, steps: Mapping[str, Sequence[int]]) -> None:
    """Writes the steps of a day as pending; those that are there already stay as they are."""
    written, day = DayCloseStep._meta.pk.get_db_prep_value, connection.ops.adapt_datefield_value(on)
    rows = [(written(new_id(), connection), day, step, bucket) for step, buckets in steps.items() for bucket in buckets]
    if rows:
        statement = _PLAN.format(rows=", ".join(["(%s, %s, %s, %s, 'pending', 0, '', 0)"] * len(rows)))
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for row in rows for value in row])


def claim_steps(*, on: date, steps: Sequence[str], most: int) -> dict[str, list[int]]:
    """Locks up to `most` pending parts that nobody else works on, for the running transaction: by step, in order."""
    rows = DayCloseStep.objects.filter(business_date=on, step__in=steps, status="pending").order_by("bucket")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    claimed: dict[str, list[int]] = {step: [] for step in steps}
    for step, bucket in rows.values_list("step", "bucket")[:most]:
        claimed[step].append(bucket)
    return claimed


def ask_close(*, on: date, asked_by: UUID, at: datetime) -> None:
    """Notes that a day is to be closed by workers; asked for twice it is asked for once."""
    ask = DayCloseAsk(business_date=on, asked_by=asked_by, asked_at=at)
    DayCloseAsk.objects.bulk_create([ask], ignore_conflicts=True)


def is_close_asked(*, on: date) -> bool:
    """Whether workers are to close that day."""
    return DayCloseAsk.objects.filter(business_date=on).exists()


def finish_steps(*, on: date, done: Sequence[PartsDone], at: datetime) -> None:
    """Marks claimed parts as done, with what they came to: one statement for all of them."""
    rows: list[tuple[str | int, ...]] = [
        (one.step, bucket, result.items, result.checksum, one.took_ms // len(one.results))
        for one in done
        for bucket, result in one.results.items()
    ]
    if rows:
        statement = _FINISH.format(rows=", ".join(["(%s, %s, %s, %s, %s)"] * len(rows)))
        moments = (connection.ops.adapt_datetimefield_value(at), connection.ops.adapt_datefield_value(on))
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for row in (*rows, moments) for value in row])


def pending_steps(*, on: date) -> dict[str, int]:
    """How many parts of which steps of a day are still to be done."""
    rows = DayCloseStep.objects.filter(business_date=on, status="pending").values_list("step")
    return dict(rows.annotate(Count("id")).order_by("step"))


def steps_of(days: Sequence[date]) -> list[DayStepView]:
    """The steps of some days, newest day first, in the order in which they were done."""
    rows = (
        DayCloseStep.objects.filter(business_date__in=days)
        .values("business_date", "step")
        .annotate(parts=Count("id"), done=Count("id", filter=Q(status="done")), items=Sum("items"), took=Sum("took_ms"))
        .order_by("-business_date", "step")
    )
    return [
        DayStepView(
            business_date=row["business_date"],
            step=row["step"],
            status="done" if row["done"] == row["parts"] else "pending",
            parts_done=row["done"],
            parts=row["parts"],
            items=row["items"] or 0,
            took_ms=row["took"] or 0,
        )
        for row in rows
    ]


def checksums_of(day: date) -> list[tuple[str, int, str]]:
    """Step, group and checksum of everything that was done for a day: two runs that agree give the same list."""
    rows = DayCloseStep.objects.filter(business_date=day, status="done").order_by("step", "bucket")
    return list(rows.values_list("step", "bucket", "checksum"))
