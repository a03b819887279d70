"""Writes positions: few through the ORM, many by the way that the database is fastest in."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from puhui.products.lending.models import LoanPosition
from puhui.products.lending.queries.positions import GRADE_COLUMNS

_FIELDS = LoanPosition._meta.concrete_fields
_REPLAYED = [
    field.attname
    for field in _FIELDS
    if not field.primary_key and field.attname not in GRADE_COLUMNS  # a replay leaves them as they are
]
_FEW = 100
_COLUMNS = ", ".join(field.attname for field in _FIELDS)
_INSERT = f"INSERT INTO lending_loanposition ({_COLUMNS})"
_OVERWRITE = f"ON CONFLICT (loan_id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _REPLAYED)}"
_OPEN_COPY = "CREATE TEMP TABLE IF NOT EXISTS stored_positions (LIKE lending_loanposition) ON COMMIT DELETE ROWS"
_COPY = f"COPY stored_positions ({_COLUMNS}) FROM STDIN"
_FROM_COPY = " ".join([_INSERT, "SELECT", _COLUMNS, "FROM stored_positions", _OVERWRITE])
_EACH = " ".join([_INSERT, f"VALUES ({', '.join('?' * len(_FIELDS))})", _OVERWRITE])


def store_positions(rows: Iterable[LoanPosition]) -> None:
    """Writes cache rows, new or known."""
    listed = list(rows)
    if len(listed) <= _FEW:
        LoanPosition.objects.bulk_create(
            listed, update_conflicts=True, unique_fields=["loan"], update_fields=_REPLAYED, batch_size=_FEW
        )
    elif connection.vendor == "postgresql":
        _copy(listed)
    else:
        _insert_each(listed)


def _copy(rows: Sequence[LoanPosition]) -> None:
    """Through a temporary table of the session, which COPY fills without parsing a statement a row."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_COPY)
        with cursor.copy(_COPY) as copy:
            copy.write("".join(["\t".join(_values(row, _as_copied)) + "\n" for row in rows]))
        cursor.execute(_FROM_COPY)
        cursor.execute("TRUNCATE stored_positions")


def _insert_each(rows: Sequence[LoanPosition]) -> None:
    """One prepared statement, run for each row."""
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        connection.connection.executemany(_EACH, (_values(row, _as_bound) for row in rows))


def _values(row: LoanPosition, write: Callable[[Any], Any]) -> list[Any]:
    told = row.__dict__
    return [write(told[field.attname]) for field in _FIELDS]


def _as_copied(value: object) -> str:
    """A value in the text format of COPY; none of them holds a tab, a newline or a backslash."""
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    return json.dumps(value) if isinstance(value, dict) else str(value)


def _as_bound(value: Any) -> Any:
    """A value as Django stores it in SQLite."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, dict):
        return json.dumps(value)
    return value.isoformat() if isinstance(value, date) else value
