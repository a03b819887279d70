"""The steps of a day close: planned once, claimed by a lock, marked done in the transaction that did them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, Sum

from puhui.kernel.ids import new_id
from puhui.products.lending.models import DayCloseAsk, DayCloseStep


@dataclass(frozen=True, slots=True)
class StepResult:
    """What one group of one step came to."""

    items: int
    checksum: str


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
    rows = [
        DayCloseStep(id=new_id(), business_date=on, step=step, bucket=bucket, status="pending")
        for step, buckets in steps.items()
        for bucket in buckets
    ]
    DayCloseStep.objects.bulk_create(rows, ignore_conflicts=True)


def claim_steps(*, on: date, step: str, most: int) -> list[int]:
    """Locks pending parts of a step that nobody else works on, in order, for the running transaction."""
    rows = DayCloseStep.objects.filter(business_date=on, step=step, status="pending").order_by("bucket")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return list(rows.values_list("bucket", flat=True)[:most])


def ask_close(*, on: date, asked_by: UUID, at: datetime) -> None:
    """Notes that a day is to be closed by workers; asked for twice it is asked for once."""
    ask = DayCloseAsk(business_date=on, asked_by=asked_by, asked_at=at)
    DayCloseAsk.objects.bulk_create([ask], ignore_conflicts=True)


def is_close_asked(*, on: date) -> bool:
    """Whether workers are to close that day."""
    return DayCloseAsk.objects.filter(business_date=on).exists()


def finish_steps(*, on: date, step: str, results: Mapping[int, StepResult], at: datetime, took_ms: int = 0) -> None:
    """Marks claimed parts as done, with what they came to; `took_ms` is the time of all of them together."""
    each_ms = took_ms // max(len(results), 1)
    alike: dict[StepResult, list[int]] = {}
    for bucket, result in results.items():
        alike.setdefault(result, []).append(bucket)
    for result, buckets in alike.items():
        parts = DayCloseStep.objects.filter(business_date=on, step=step, bucket__in=buckets)
        parts.update(status="done", items=result.items, checksum=result.checksum, done_at=at, took_ms=each_ms)


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
