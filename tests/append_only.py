"""Lets a transactional test empty its database although the tables are append-only. Production has no such door:
Django's flush meets the triggers there, and fails."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

_ON_SQLITE = "SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'"
_ON_POSTGRESQL = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"


@contextmanager
def triggers_lifted(connection: Any, only: Iterable[str] | None = None) -> Iterator[None]:
    """Without triggers inside the block, of all tables or of these; with the same ones after it. In a transaction."""
    if connection.vendor == "sqlite":
        yield from _dropped(connection, only)
    else:
        yield from _disabled(connection, only)


def _dropped(connection: Any, only: Iterable[str] | None) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(_ON_SQLITE)
        triggers = [(name, sql) for name, sql, table in cursor.fetchall() if only is None or table in only]
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _, sql in triggers:
            cursor.execute(sql)


def _disabled(connection: Any, only: Iterable[str] | None) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(_ON_POSTGRESQL)
        tables = [row[0] for row in cursor.fetchall() if only is None or row[0] in only]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no trigger may change while a check waits
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def empty_tables(connection: Any, tables: Iterable[str]) -> None:
    """Deletes what is in these tables; those that are empty, most of them, are not touched.

    Far faster than TRUNCATE, which makes new files for every table and index on PostgreSQL.
    """
    filled = filled_tables(connection, tables)
    with connection.cursor() as cursor, triggers_lifted(connection, only=set(filled)):
        for table in filled:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


def filled_tables(connection: Any, tables: Iterable[str]) -> list[str]:
    """Those of these tables that hold a row, in few statements."""
    filled: list[str] = []
    with connection.cursor() as cursor:
        for part in _parts(list(tables), most=400):
            asks = (f"SELECT '{t}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(t)})" for t in part)
            cursor.execute(" UNION ALL ".join(asks))
            filled += [row[0] for row in cursor.fetchall()]
    return filled


def _parts(listed: list[str], *, most: int) -> Iterator[list[str]]:
    """SQLite takes at most 500 parts of a compound statement."""
    return (listed[start : start + most] for start in range(0, len(listed), most))
