"""How a statement that was written once reaches the database: by the shortest way that its driver has.

On PostgreSQL it is prepared, so that it is planned once a connection, wherever the connection is PostgreSQL's own: a
pooler between gives every transaction another server process, which does not know what the one before has prepared.
"""

from collections.abc import Sequence
from typing import Any, Final
from weakref import WeakKeyDictionary

from psycopg import Cursor
from psycopg.sql import Literal

MOST_PREPARED: Final = 300  # a connection keeps so many; the longest unused goes first
Rows = list[Sequence[Any]]

_is_direct: "WeakKeyDictionary[Any, bool]" = WeakKeyDictionary()


def fetched(connection: Any, statement: str, params: Sequence[object]) -> Rows:
    """The rows of a statement with `%s` as places, raw. What logs or wraps statements sees this one too."""
    if connection.queries_logged or connection.execute_wrappers:
        with connection.cursor() as cursor:
            cursor.execute(statement, params)
            found: Rows = cursor.fetchall()
            return found
    _make_ready(connection)
    with connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            rows: Rows = connection.connection.execute(_with_marks(statement), params).fetchall()
            return rows
        return _from_postgresql(connection, statement, params)


def sent(connection: Any, statement: str, params: Sequence[object]) -> int:
    """How many rows a statement that writes has touched."""
    if connection.vendor != "sqlite" or connection.queries_logged or connection.execute_wrappers:
        with connection.cursor() as cursor:
            cursor.execute(statement, params)
            return int(cursor.rowcount)
    _make_ready(connection)
    with connection.wrap_database_errors:
        return int(connection.connection.execute(_with_marks(statement), params).rowcount)


def in_text(constant: object, connection: Any) -> str | None:
    """A constant as it stands in the text of a statement, so that its plan knows it; None where it stays a value."""
    if connection.vendor != "postgresql":
        return None
    connection.ensure_connection()
    return Literal(constant).as_string(connection.connection).replace("%", "%%")


def _make_ready(connection: Any) -> None:
    """What Django looks at before each statement."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    connection.validate_thread_sharing()
    connection.validate_no_broken_transaction()


def _from_postgresql(connection: Any, statement: str, params: Sequence[object]) -> Rows:
    line = connection.connection
    if line not in _is_direct:
        _is_direct[line] = speaks_directly(line)
        if _is_direct[line]:
            line.prepare_threshold, line.prepared_max = 1, MOST_PREPARED
    if not _is_direct[line]:
        with connection.cursor() as cursor:
            cursor.execute(statement, params)
            through: Rows = cursor.fetchall()
            return through
    rows: Rows = Cursor(line).execute(statement, params, prepare=True).fetchall()
    return rows


def speaks_directly(line: Any) -> bool:
    """Whether the server process that answers is the one that opened the connection: a pooler names another one."""
    row = line.execute("SELECT pg_backend_pid()").fetchone()
    return bool(row[0] == line.info.backend_pid)


_marked: dict[str, str] = {}


def _with_marks(statement: str) -> str:
    """The statement as SQLite reads it."""
    if statement not in _marked:
        if len(_marked) > MOST_PREPARED:
            _marked.clear()
        _marked[statement] = statement.replace("%s", "?").replace("%%", "%")
    return _marked[statement]
