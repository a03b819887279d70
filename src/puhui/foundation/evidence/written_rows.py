"""Rows that come with every request: the statement that keeps them is put together once a process."""

from functools import lru_cache
from typing import Any, Final, TypeAlias, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import CharField, Field, Model, TextField

from puhui.foundation.evidence.asking import sent

AnyField: TypeAlias = "Field[Any, Any]"
_OF_TEXT: Final = frozenset({CharField, TextField})  # they hand a text to any database unchanged


def insert_row(row: Model) -> None:
    """Inserts a new row whose key it already bears, as `row.save(force_insert=True)` does."""
    _insert(row, unless_there="")


def insert_unless_there(row: Model) -> bool:
    """Inserts it unless a row with one of its unique keys is there, waiting for who is writing one; says whether."""
    return _insert(row, unless_there=" ON CONFLICT DO NOTHING") == 1


def update_row(row: Model, *, field: str) -> None:
    """Writes one field of a row that is there."""
    connection: Any = connections[DEFAULT_DB_ALIAS]
    statement, fields = _change(type(row), field, connection.vendor)
    sent(connection, statement, [_prepared(one, row, connection) for one in fields])


def _insert(row: Model, *, unless_there: str) -> int:
    connection: Any = connections[DEFAULT_DB_ALIAS]
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    statement = _statement(type(row), connection.vendor, unless_there)
    return sent(connection, statement, [_prepared(one, row, connection) for one in type(row)._meta.concrete_fields])


@lru_cache(maxsize=64)
def _change(model: type[Model], field: str, vendor: str) -> tuple[str, tuple[AnyField, AnyField]]:
    del vendor  # part of the key: how names are quoted
    changed, key = cast(AnyField, model._meta.get_field(field)), model._meta.pk
    quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name
    table, column, by = quoted(model._meta.db_table), quoted(cast(str, changed.column)), quoted(cast(str, key.column))
    return f"UPDATE {table} SET {column} = %s WHERE {by} = %s", (changed, key)  # noqa: S608 - names of a model


@lru_cache(maxsize=64)
def _statement(model: type[Model], vendor: str, unless_there: str) -> str:
    del vendor  # part of the key: how names are quoted
    quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = [cast(str, one.column) for one in model._meta.concrete_fields]
    names, places = ", ".join(map(quoted, columns)), ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES ({places}){unless_there}"  # noqa: S608 - names of a model


def _prepared(one: AnyField, row: Model, connection: Any) -> Any:
    value = row.__dict__.get(one.attname)
    if type(value) is str and type(one) in _OF_TEXT:
        return value
    return one.get_db_prep_save(one.pre_save(row, add=True), connection)
