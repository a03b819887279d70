"""The frame of a use case: one transaction, one key, one answer, one audit entry."""

import threading
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection, connections, transaction

from puhui.foundation.evidence.facade import BadKey, KeyReused, emit, use_case
from puhui.foundation.evidence.models import AuditEntry, IdempotencyRecord, OutboxEvent
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Conflict
from puhui.kernel.ids import new_id

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ran: list[str] = []


def call(key: str, actor: Actor = SYSTEM) -> Call:
    return Call(actor, key, AT)


@use_case("test.note", answers=UUID)
def note(call: Call, *, text: str) -> UUID:
    ran.append(text)
    emit("test.noted", {"text": text}, at=call.at)
    if text == "refuse":
        raise Conflict("no")
    return new_id()


@use_case("test.outer", answers=UUID, subject="text")
def outer(call: Call, *, text: str) -> UUID:
    return note(call, text=text)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    ran.clear()


def counts() -> tuple[int, int, int]:
    return AuditEntry.objects.count(), IdempotencyRecord.objects.count(), OutboxEvent.objects.count()


@pytest.mark.django_db
class TestUseCase:
    def test_the_same_request_gets_the_same_answer_and_acts_once(self) -> None:
        first = note(call("k1"), text="a")
        assert note(call("k1"), text="a") == first
        assert ran == ["a"]
        assert counts() == (1, 1, 1)

    def test_the_same_key_for_another_request_is_refused_and_changes_nothing(self) -> None:
        note(call("k1"), text="a")
        with pytest.raises(KeyReused):
            note(call("k1"), text="b")
        assert ran == ["a"]
        assert counts() == (1, 1, 1)

    def test_another_actor_has_keys_of_their_own(self) -> None:
        note(call("k1"), text="a")
        note(call("k1", Actor(new_id(), frozenset({Role.FINANCE}))), text="b")
        assert ran == ["a", "b"]

    def test_a_refusal_leaves_nothing_behind_and_the_key_stays_free(self) -> None:
        with pytest.raises(Conflict):
            note(call("k1"), text="refuse")
        assert counts() == (0, 0, 0)
        note(call("k1"), text="a")
        assert counts() == (1, 1, 1)

    @pytest.mark.parametrize("key", ["", "x" * 201, "a\nb", "a\x00"])
    def test_bad_keys_are_refused(self, key: str) -> None:
        with pytest.raises(BadKey):
            note(call(key), text="a")
        assert counts() == (0, 0, 0)

    def test_an_inner_use_case_joins_the_outer_one(self) -> None:
        answer = outer(call("k1"), text="a")
        assert counts() == (1, 1, 1)
        assert AuditEntry.objects.get().verb == "test.outer"
        assert AuditEntry.objects.get().subject == "a"
        assert outer(call("k1"), text="a") == answer

    def test_an_event_needs_a_transaction(self) -> None:
        connection.in_atomic_block, was = False, connection.in_atomic_block
        try:
            with pytest.raises(RuntimeError):
                emit("x", {}, at=AT)
        finally:
            connection.in_atomic_block = was


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_two_at_once_with_one_key_act_once() -> None:
    answers: list[object] = []
    gate = threading.Barrier(4)

    def act() -> None:
        gate.wait()
        answers.append(note(call("same"), text="a"))
        connections.close_all()

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(answers) == 4
    assert len(set(answers)) == 1
    assert ran == ["a"]


@pytest.mark.django_db
def test_a_test_runs_inside_a_transaction_and_the_frame_still_works() -> None:
    with transaction.atomic():
        note(call("k1"), text="a")
    assert counts() == (1, 1, 1)
