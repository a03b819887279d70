"""Writes checked invoice rows set-wise: one statement a step for a chunk, on SQLite and on PostgreSQL.

A chunk goes into a temporary table (COPY on PostgreSQL), from there into the invoices where it is new, and what was
new into the monthly roll-up. Rows whose invoice is known already are counted, and compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
from django.db import connection

from puhui.foundation.documents.contracts import RefusedLine
from puhui.kernel.ids import bucket_of

KEY = ("firm_id", "side", "counterparty_id", "invoice_no")
CONTENT = ("invoice_date", "amount_minor", "tax_minor", "is_void")
STAGED = ("bucket", *KEY, *CONTENT, "line_no", "month_no")
IMPORT_LOCK = 0x70756875  # "puhu": one advisory lock for all imports, another one for each firm
_SAME_KEY = " AND ".join(f"i.{name} = s.{name}" for name in KEY)
_DIFFERS = " OR ".join(f"i.{name} <> s.{name}" for name in CONTENT)
_CREATE_STAGE = {
    "sqlite": """CREATE TEMP TABLE IF NOT EXISTS invoice_stage (bucket INTEGER, firm_id TEXT, side TEXT,
        counterparty_id TEXT, invoice_no TEXT, invoice_date TEXT, amount_minor INTEGER, tax_minor INTEGER,
        is_void INTEGER, line_no INTEGER, month_no INTEGER)""",
    "postgresql": """CREATE TEMP TABLE IF NOT EXISTS invoice_stage (bucket smallint, firm_id uuid, side text,
        counterparty_id text, invoice_no text, invoice_date date, amount_minor bigint, tax_minor bigint,
        is_void boolean, line_no bigint, month_no integer) ON COMMIT DROP""",
}
_INSERT_NEW = f"""INSERT INTO documents_invoice ({", ".join(STAGED[:-1])}, batch_id)
    SELECT {", ".join(STAGED[:-1])}, %s FROM invoice_stage WHERE true ON CONFLICT DO NOTHING"""  # noqa: S608
_KNOWN = f"""FROM invoice_stage s JOIN documents_invoice i ON {_SAME_KEY}
    WHERE NOT (i.batch_id = %s AND i.line_no = s.line_no)"""
_FIND_CONFLICTS = f"SELECT s.line_no {_KNOWN} AND ({_DIFFERS}) ORDER BY s.line_no"
_FORGET_KNOWN = f"DELETE FROM invoice_stage WHERE line_no IN (SELECT s.line_no {_KNOWN})"  # noqa: S608
_ROLL_UP = """INSERT INTO documents_invoicemonth (bucket, firm_id, month_no, side, counterparty_id,
        count, amount_minor, tax_minor, void_count, negative_count, negative_minor)
    SELECT bucket, firm_id, month_no, side, counterparty_id,
        SUM(CASE WHEN is_void THEN 0 ELSE 1 END),
        SUM(CASE WHEN is_void THEN 0 ELSE amount_minor END),
        SUM(CASE WHEN is_void THEN 0 ELSE tax_minor END),
        SUM(CASE WHEN is_void THEN 1 ELSE 0 END),
        SUM(CASE WHEN NOT is_void AND amount_minor < 0 THEN 1 ELSE 0 END),
        SUM(CASE WHEN NOT is_void AND amount_minor < 0 THEN amount_minor ELSE 0 END)
    FROM invoice_stage WHERE true
    GROUP BY bucket, firm_id, month_no, side, counterparty_id
    ORDER BY firm_id, month_no, side, counterparty_id
    ON CONFLICT (firm_id, month_no, side, counterparty_id) DO UPDATE SET
        count = documents_invoicemonth.count + excluded.count,
        amount_minor = documents_invoicemonth.amount_minor + excluded.amount_minor,
        tax_minor = documents_invoicemonth.tax_minor + excluded.tax_minor,
        void_count = documents_invoicemonth.void_count + excluded.void_count,
        negative_count = documents_invoicemonth.negative_count + excluded.negative_count,
        negative_minor = documents_invoicemonth.negative_minor + excluded.negative_minor"""


@dataclass(slots=True)
class Stored:
    """What became of the valid rows of a chunk."""

    new: int
    known: int
    conflicts: list[RefusedLine]


def lock_imports(firm_id: UUID | None) -> None:
    """Lets imports of one firm, or an import of many, run one after another (SQLite has one writer anyway)."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        if firm_id is None:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [IMPORT_LOCK])
        else:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, 0)", [IMPORT_LOCK])
            one = int.from_bytes(firm_id.bytes[-4:], "big", signed=True)
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [IMPORT_LOCK + 1, one])


def store_rows(table: pa.Table, *, batch_id: UUID) -> Stored:
    """Writes the new ones among the rows of a chunk, with their share of the roll-up. In a running transaction."""
    if not table.num_rows:
        return Stored(0, 0, [])
    batch = str(batch_id) if connection.vendor == "postgresql" else batch_id.hex
    with connection.cursor() as cursor:
        _stage(cursor, _staged(table))
        cursor.execute(_INSERT_NEW, [batch])
        new = cursor.rowcount
        conflicts: list[RefusedLine] = []
        if new < table.num_rows:
            cursor.execute(_FIND_CONFLICTS, [batch])
            conflicts = [RefusedLine(line_no, "invoice_no", "conflict") for (line_no,) in cursor.fetchall()]
            cursor.execute(_FORGET_KNOWN, [batch])
        if new:
            cursor.execute(_ROLL_UP)
    return Stored(new, table.num_rows - new - len(conflicts), conflicts)


def _staged(table: pa.Table) -> pa.Table:
    """The columns of the stage, with the bucket of the firm, the month number, and ids as the database keeps them."""
    firms = table.column("firm_id").combine_chunks().dictionary_encode()
    ids = [UUID(text) for text in firms.dictionary.to_pylist()]
    keys = [str(i) if connection.vendor == "postgresql" else i.hex for i in ids]
    dates = table.column("invoice_date")
    extra = {
        "firm_id": pa.array(keys, pa.string()).take(firms.indices),
        "bucket": pa.array([bucket_of(i) for i in ids], pa.int64()).take(firms.indices),
        "month_no": pc.add(pc.multiply(pc.year(dates), 12), pc.subtract(pc.month(dates), 1)),
    }
    return pa.table({name: extra[name] if name in extra else table.column(name) for name in STAGED})


def _stage(cursor: Any, table: pa.Table) -> None:
    cursor.execute(_CREATE_STAGE[connection.vendor])
    cursor.execute("DELETE FROM invoice_stage")
    if connection.vendor == "postgresql":
        lines = BytesIO()
        pv.write_csv(table, lines, pv.WriteOptions(include_header=False))
        with cursor.copy(f"COPY invoice_stage ({', '.join(STAGED)}) FROM STDIN (FORMAT csv)") as copy:
            copy.write(lines.getbuffer())
        return
    places = ", ".join(["%s"] * len(STAGED))
    cursor.executemany(f"INSERT INTO invoice_stage VALUES ({places})", _tuples(table))  # noqa: S608


def _tuples(table: pa.Table) -> Iterator[tuple[object, ...]]:
    dates = table.schema.get_field_index("invoice_date")
    columns = [
        (column.cast(pa.string()) if place == dates else column).to_pylist()
        for place, column in enumerate(table.columns)
    ]
    return zip(*columns, strict=True)
