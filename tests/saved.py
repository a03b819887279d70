"""Rows that are made once and read by many tests: by all of one module, or by whoever begins from the same world."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.append_only import filled_tables

Made = TypeVar("Made")
Row = tuple[Any, ...]
Rows = dict[str, dict[Row, Row]]  # by table, by key


@contextmanager
def saved_rows(blocker: DjangoDbBlocker) -> Iterator[None]:
    """What is made inside is there until the block ends, then gone: tests of a module begin from savepoints in it.

    Not for tests that commit (`transactional_db`, `live_server`), nor for modules with tests of an empty database.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass(frozen=True, slots=True)
class _Kept:
    made: Any
    before: Rows
    after: Rows


_kept: dict[Hashable, _Kept] = {}


def once(key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gives and writes; the second time its rows are written back as they were, and what it gave is copied.

    Only from where it began the first time: over other rows it is made anew. What `make` keeps has to be in the
    database or in what it gives. Serves tests that commit as well as those that roll back.
    """
    before = _all_rows()
    kept = _kept.get(key)
    if kept is None or kept.before != before:
        made = make()
        _kept[key] = _Kept(deepcopy(made), before, _all_rows())
        return made
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in kept.after.items():
            _write(cursor, table, before.get(table, {}), rows)
        for table in before.keys() - kept.after.keys():
            _write(cursor, table, before[table], {})
    copied: Made = deepcopy(kept.made)
    return copied


def _write(cursor: Any, table: str, before: dict[Row, Row], after: dict[Row, Row]) -> None:
    """Brings a table from these rows to those."""
    name = connection.ops.quote_name
    found = " AND ".join(f"{name(key)} = %s" for key in _keys()[table])
    new = [row for key, row in after.items() if key not in before]
    changed = [(*row, *key) for key, row in after.items() if key in before and before[key] != row]
    gone = [key for key in before if key not in after]
    if gone:
        cursor.executemany(f"DELETE FROM {name(table)} WHERE {found}", gone)
    if changed:
        cursor.execute(f"SELECT * FROM {name(table)} LIMIT 0")
        values = ", ".join(f"{name(column[0])} = %s" for column in cursor.description)
        cursor.executemany(f"UPDATE {name(table)} SET {values} WHERE {found}", changed)
    if new:
        cursor.executemany(f"INSERT INTO {name(table)} VALUES ({', '.join(['%s'] * len(new[0]))})", new)


@cache
def _keys() -> dict[str, list[str]]:
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: [field.column for field in model._meta.pk_fields] for model in models}


def _all_rows() -> Rows:
    with connection.cursor() as cursor:
        return {table: _rows(cursor, table) for table in filled_tables(connection, sorted(_keys()))}


def _rows(cursor: Any, table: str) -> dict[Row, Row]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
    places = {column[0]: place for place, column in enumerate(cursor.description)}
    at = [places[column] for column in _keys()[table]]
    return {tuple(row[place] for place in at): tuple(row) for row in cursor.fetchall()}
