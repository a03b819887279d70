"""How kept statements reach the database: prepared where PostgreSQL itself answers, and never through a pooler."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.rooms.evidence.test_written_once import audit, insert_row

from puhui.foundation.evidence import asking
from puhui.foundation.evidence.facade import written_once
from puhui.foundation.evidence.models import AuditEntry
from puhui.kernel.ids import new_id

asked = written_once(
    lambda ids: AuditEntry.objects.filter(actor_id__in=ids, verb="100%").order_by("id").values_list("id", "verb", "at")
)


@pytest.fixture
def kept(db: None) -> list[AuditEntry]:
    rows = [audit(new_id(), verb=verb) for verb in ("100%", "%s", "100%", "100%")]
    for row in rows:
        insert_row(row)
    return rows


def test_logged_or_not_the_rows_are_the_same(kept: list[AuditEntry]) -> None:
    ids = [row.actor_id for row in kept]
    wanted = [(row.id, row.verb, row.at) for row in kept if row.verb == "100%"]
    for some in (ids, ids[:3], ids[:1]):
        with CaptureQueriesContext(connection) as told:
            logged = asked(some)
        assert logged == asked(some) == [one for one in wanted if one[0] in {r.id for r in kept[: len(some)]}]
        assert len(told) == 1


def test_a_fault_of_the_database_is_told_as_django_tells_it(db: None) -> None:
    with pytest.raises(DatabaseError, match="no_such_table") as told, transaction.atomic():
        asking.fetched(connection, "SELECT 1 FROM no_such_table", [])
    assert type(told.value).__module__ == "django.db.utils"
    assert asked([new_id()]) == []  # the connection is still good


def test_a_statement_is_prepared_once_and_planned_no_more(kept: list[AuditEntry]) -> None:
    _only_on_postgresql()
    for row in kept * 4:
        asked([row.actor_id])
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE '%100%'")
        assert [plans > 0 for (plans,) in cursor.fetchall()] == [True]


def test_through_a_pooler_nothing_is_prepared(kept: list[AuditEntry], monkeypatch: pytest.MonkeyPatch) -> None:
    _only_on_postgresql()
    where = connection.settings_dict
    login = {"dbname": where["NAME"], "user": where["USER"], "password": where["PASSWORD"] or None}
    with psycopg.connect(host=where["HOST"], port=where["PORT"] or 5432, **login) as line:
        assert asking.speaks_directly(line)
    with (
        _pooler(where["HOST"] or "127.0.0.1", int(where["PORT"] or 5432)) as port,
        psycopg.connect(host="127.0.0.1", port=port, sslmode="disable", **login) as line,
    ):
        assert not asking.speaks_directly(line)
    monkeypatch.setattr(asking, "speaks_directly", lambda line: False)
    asking._is_direct.pop(connection.connection, None)
    monkeypatch.setattr(connection.connection, "prepare_threshold", None)
    assert [one[0] for one in asked([row.actor_id for row in kept])] == [r.id for r in kept if r.verb == "100%"]
    assert connection.connection.prepare_threshold is None
    asking._is_direct.pop(connection.connection, None)


def _only_on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("statements are prepared on PostgreSQL only (PUHUI_DATABASE_URL=postgresql://…)")


@contextmanager
def _pooler(host: str, port: int) -> Iterator[int]:
    """What stands between, and names another server process than the one that answers, as poolers do."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def pass_on() -> None:
            client, _ = door.accept()
            server = socket.create_connection((host, port))
            back = threading.Thread(target=_pass, args=(client, server), daemon=True)
            back.start()
            _pass(server, client)

        threading.Thread(target=pass_on, daemon=True).start()
        yield door.getsockname()[1]


def _pass(taken: socket.socket, given: socket.socket) -> None:
    """Passes bytes on; the number of the server's process (message `K`) becomes another."""
    while said := taken.recv(65536):
        at = said.find(b"K\x00\x00\x00\x0c")
        given.sendall(said if at < 0 else said[: at + 5] + b"\x00\x00\x00\x07" + said[at + 9 :])
    given.close()


def test_what_is_asked_is_the_callers_alone(kept: list[AuditEntry]) -> None:
    found: list[Any] = asked([kept[0].actor_id])
    found.clear()
    assert len(asked([kept[0].actor_id])) == 1
