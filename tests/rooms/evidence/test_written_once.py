"""Statements that are written once a process: always the queryset's own answer, and not put together again."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value, Window
from django.db.models.functions import RowNumber
from django.test.utils import CaptureQueriesContext

from puhui.foundation.evidence.facade import insert_row, written_once
from puhui.foundation.evidence.models import AuditEntry, IdempotencyRecord, OutboxEvent
from puhui.foundation.evidence.written_rows import insert_unless_there, update_row
from puhui.foundation.ledger.models import BusinessDate
from puhui.kernel.ids import new_id

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ONE, TWO, THREE = new_id(), new_id(), new_id()
built: list[str] = []


def of_actors(ids: Collection[UUID], verb: str | None) -> QuerySet[AuditEntry]:
    built.append("of_actors")
    return AuditEntry.objects.filter(actor_id__in=ids, verb=verb).order_by("id")


def either(ids: Collection[UUID], subject: str) -> QuerySet[AuditEntry, Any]:
    held = IdempotencyRecord.objects.filter(actor_id=OuterRef("actor_id"), verb="100%s")
    rows = AuditEntry.objects.filter(Q(actor_id__in=ids) | Q(id__in=ids) | Q(subject=subject), ~Exists(held))
    return rows.order_by("id").values_list("id", "at", "detail")


def newest(ids: Collection[UUID]) -> QuerySet[AuditEntry]:
    place = Window(RowNumber(), partition_by=[F("actor_id")], order_by=F("id").desc())
    return AuditEntry.objects.filter(actor_id__in=ids).annotate(place=place).filter(place=1).order_by("id")


def both_ways(ids: Collection[UUID]) -> QuerySet[AuditEntry, Any]:
    acted = AuditEntry.objects.filter(actor_id__in=ids).values_list("actor_id", Value(0))
    return acted.union(AuditEntry.objects.filter(id__in=ids).values_list("id", Value(1)), all=True)


def audit(actor: UUID, *, verb: str = "a", subject: str = "s") -> AuditEntry:
    row = AuditEntry(id=new_id(), at=AT, actor_id=actor, actor_name="n", roles="", verb=verb, subject=subject)
    row.channel, row.request_digest, row.detail = "x", "0" * 64, {"of": [1, "two"]}
    return row


@pytest.fixture
def kept(db: None) -> list[AuditEntry]:
    rows = [audit(ONE), audit(ONE, verb="b"), audit(TWO, subject="%s"), audit(THREE)]
    for row in rows:
        insert_row(row)
    built.clear()
    return rows


def same(rows: list[Any], expected: QuerySet[Any, Any]) -> None:
    wanted = list(expected)
    assert sorted(map(repr, rows)) == sorted(map(repr, wanted))
    if rows and isinstance(rows[0], AuditEntry):
        fields = [f.attname for f in AuditEntry._meta.concrete_fields]
        assert [[getattr(r, f) for f in fields] for r in rows] == [[getattr(r, f) for f in fields] for r in wanted]


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("ids", [[ONE], [ONE, TWO, THREE], [], [new_id()], {TWO: 1, ONE: 2}, (ONE, ONE)])
def test_the_answer_is_that_of_the_queryset(ids: Collection[UUID]) -> None:
    for ask, more in ((of_actors, ("a",)), (of_actors, (None,)), (either, ("%s",)), (newest, ()), (both_ways, ())):
        once: Any = written_once(ask)  # type: ignore[arg-type]
        plain: Any = ask
        for given in (ids, [TWO], ids):
            same(once(given, *more), plain(given, *more))


@pytest.mark.usefixtures("kept")
def test_it_is_put_together_once_for_each_kind_of_arguments() -> None:
    once = written_once(of_actors)
    for ids in ([ONE], [TWO, ONE], {THREE}):
        once(ids, verb="a")
        once(ids, "a")
    assert built == ["of_actors"] * 2  # by name and by place
    with CaptureQueriesContext(connection) as asked:
        assert once([], verb="a") == []  # the ORM knows without asking
    assert len(asked) == 0


def test_days_are_values_too(db: None) -> None:
    once = written_once(lambda on: BusinessDate.objects.filter(business_date__gte=on).values_list("business_date"))
    day = date(2026, 11, 23)
    BusinessDate.objects.all().delete()
    BusinessDate.objects.create(business_date=day, is_open=True, opened_at=AT)
    assert once(day) == [(day,)]
    assert once(day + timedelta(days=1)) == []


@pytest.mark.usefixtures("kept")
def test_a_value_that_is_changed_on_its_way_is_refused() -> None:
    with pytest.raises(ValueError, match="does not stand alone"):
        written_once(lambda part: AuditEntry.objects.filter(verb__contains=part))("a")
    with pytest.raises(TypeError, match="no statement is kept"):
        written_once(lambda most: OutboxEvent.objects.filter(attempts=most))(3)
    with pytest.raises(TypeError, match="of one type"):
        written_once(of_actors)([ONE, "x"], "a")  # type: ignore[list-item]


def test_a_row_is_kept_as_it_is_and_once(kept: list[AuditEntry]) -> None:
    assert list(AuditEntry.objects.order_by("id").values()) == [
        {f.attname: getattr(row, f.attname) for f in AuditEntry._meta.concrete_fields} for row in kept
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_row(kept[0])
    assert AuditEntry.objects.count() == 4


def test_of_two_rows_with_one_key_the_first_stays(db: None) -> None:
    first, second = (
        IdempotencyRecord(id=new_id(), actor_id=ONE, key="k", verb=verb, request_digest="0", at=AT) for verb in "ab"
    )
    assert insert_unless_there(first)
    assert not insert_unless_there(second)
    first.answer = {"amount": "1.50", "所": [None, True]}
    update_row(first, field="answer")
    row = IdempotencyRecord.objects.get()
    assert (row.id, row.verb, row.answer) == (first.id, "a", first.answer)
