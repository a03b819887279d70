"""Lets a transactional test empty its database although the tables are append-only. Production has no such door:
Django's flush meets the triggers there, and fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def triggers_lifted(connection: Any) -> Iterator[None]:
    """Without triggers inside the block, with the same ones after it. Call it in a transaction."""
    if connection.vendor == "sqlite":
        yield from _dropped(connection)
    else:
        yield from _disabled(connection)


def _dropped(connection: Any) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _, sql in triggers:
            cursor.execute(sql)


def _disabled(connection: Any) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        tables = [row[0] for row in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
