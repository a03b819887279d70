"""Rows that come with every request: the statement that keeps them is put together once a process."""

from functools import lru_cache
from typing import Any, TypeAlias, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Model

AnyField: TypeAlias = "Field[Any, Any]"


def insert_row(row: Model) -> None:
    """Inserts a new row whose key it already bears, as `row.save(force_insert=True)` does."""
    _insert(row, unless_there="")


def insert_unless_there(row: Model) -> bool:
    """Inserts it unless a row with one of its unique keys is there, waiting for who is writing one; says whether."""
    return _insert(row, unless_there=" ON CONFLICT DO NOTHING") == 1


def update_row(row: Model, *, field: str) -> None:
    """Writes one field of a row that is there."""
    connection: Any = connections[DEFAULT_DB_ALIAS]
    meta = type(row)._meta
    changed, key = cast(AnyField, meta.get_field(field)), meta.pk
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quoted(meta.db_table)} SET {quoted(changed.column)} = %s WHERE {quoted(key.column)} = %s",  # noqa: S608 - names of a model
            [_prepared(one, row, connection) for one in (changed, key)],
        )


def _insert(row: Model, *, unless_there: str) -> int:
    connection: Any = connections[DEFAULT_DB_ALIAS]
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    with connection.cursor() as cursor:
        cursor.execute(
            _statement(type(row), connection.vendor) + unless_there,
            [_prepared(one, row, connection) for one in type(row)._meta.concrete_fields],
        )
        return int(cursor.rowcount)


@lru_cache(maxsize=64)
def _statement(model: type[Model], vendor: str) -> str:
    del vendor  # part of the key: how names are quoted
    quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = [cast(str, one.column) for one in model._meta.concrete_fields]
    names, places = ", ".join(map(quoted, columns)), ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608 - names of a model


def _prepared(one: AnyField, row: Model, connection: Any) -> Any:
    return one.get_db_prep_save(one.pre_save(row, add=True), connection)
