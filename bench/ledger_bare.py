"""The bare-SQL limit: the same rows (journal, transfer, two entries with totals after, account totals), written as
fast as hand-written SQL can from rows that are ready, on copies of the ledger's tables with the same keys, checks and
indexes.

It leaves out what a ledger must do besides: no making of digests and rows, no repeats told from reuses,
no bounds, no chart, no opening of accounts, no lock on the business date.
"""

import re
import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import psycopg

TABLES = ["ledger_ledgeraccount", "ledger_journal", "ledger_transfer", "ledger_entry"]
ACTOR = "00000000000070008000000000000001"


class Row(NamedTuple):
    """All that differs from row to row, ready for the database."""

    journal: str
    debit: str
    credit: str
    amount: int
    bucket: int
    kind: str
    source: str
    digest: str
    value_date: str
    code: str


_PG_LOCK = """
SELECT count(*) FROM (
    SELECT 1 FROM bare_ledger_ledgeraccount WHERE id = ANY(%s::uuid[]) ORDER BY id FOR NO KEY UPDATE
) locked"""
_PG_ALL = """
WITH input AS (
    SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::bigint[], %s::smallint[], %s::text[], %s::text[],
        %s::text[], %s::date[], %s::text[])
        WITH ORDINALITY AS u(journal, debit, credit, amount, bucket, kind, source, digest, value_date, code, n)
), sides AS (
    SELECT n, journal, debit AS account, true AS is_debit, amount, amount AS d, 0 AS c FROM input
    UNION ALL SELECT n, journal, credit, false, amount, 0, amount FROM input
), running AS (
    SELECT s.*, l.bucket, l.entries + row_number() OVER w AS seq, l.debits_posted_minor + sum(s.d) OVER w AS da,
        l.credits_posted_minor + sum(s.c) OVER w AS ca
    FROM sides s JOIN bare_ledger_ledgeraccount l ON l.id = s.account WINDOW w AS (PARTITION BY s.account ORDER BY s.n)
), j AS (
    INSERT INTO bare_ledger_journal (id, bucket, kind, source, text, template, business_date, value_date, is_pending,
        content_digest, actor_id, posted_at)
    SELECT journal, bucket, kind, source, '', '', %s::date, value_date, false, digest, %s::uuid, %s::timestamptz
    FROM input
), t AS (
    INSERT INTO bare_ledger_transfer (journal_id, n, bucket, debit_account_id, credit_account_id, amount_minor, code)
    SELECT journal, 1, bucket, debit, credit, amount, code FROM input
), e AS (
    INSERT INTO bare_ledger_entry (account_id, business_date, seq, bucket, journal_id, n, is_debit, amount_minor,
        debits_after_minor, credits_after_minor)
    SELECT account, %s::date, seq, bucket, journal, 1, is_debit, amount, da, ca FROM running
)
UPDATE bare_ledger_ledgeraccount a SET entries = a.entries + x.n, debits_posted_minor = a.debits_posted_minor + x.d,
    credits_posted_minor = a.credits_posted_minor + x.c
FROM (SELECT account, count(*) AS n, sum(d) AS d, sum(c) AS c FROM sides GROUP BY account) x WHERE a.id = x.account"""


class BarePostgresql:
    """Begin, lock, one statement for all tables, commit: four messages in one round trip."""

    def __init__(self, dsn: str, on: date, at: datetime) -> None:
        self.connection = psycopg.connect(dsn, autocommit=True)
        self.on, self.at = on, at
        for table in TABLES:
            self.connection.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
        self.connection.execute("ALTER TABLE bare_ledger_ledgeraccount SET (fillfactor = 50)")
        self.connection.execute("INSERT INTO bare_ledger_ledgeraccount SELECT * FROM ledger_ledgeraccount")
        self.connection.execute("ANALYZE")

    def post(self, rows: Sequence[Row]) -> None:
        columns = list(zip(*rows, strict=True))
        accounts = {*columns[1], *columns[2]}
        values = [_array(column) for column in columns]
        with self.connection.pipeline(), self.connection.transaction():
            self.connection.execute(_PG_LOCK, [_array(accounts)], prepare=True)
            self.connection.execute(_PG_ALL, [*values, self.on, ACTOR, self.at, self.on], prepare=True)

    def analyze(self) -> None:
        self.connection.execute("ANALYZE")

    def counts(self) -> list[int]:
        answers = [self.connection.execute(f"SELECT count(*) FROM bare_{table}") for table in TABLES[1:]]
        return [answer.fetchall()[0][0] for answer in answers]


def _array(values: Any) -> str:
    return "{" + ",".join([str(value) for value in values]) + "}"


class BareSqlite:
    """Python's sqlite3 with the same pragmas as puhui; one executemany a table, totals kept in a dict meanwhile."""

    def __init__(self, path: str, on: date, at: datetime) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;")
        self.on, self.at = on.isoformat(), str(at.replace(tzinfo=None))
        statements = self.connection.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name IN (?, ?, ?, ?) AND type IN ('table', 'index') AND sql > ''",
            TABLES,
        ).fetchall()
        for (sql,) in statements:
            copied = re.sub(r'"(ledger_\w+)"', r'"bare_\1"', sql)
            self.connection.execute(copied.replace('INDEX "', 'INDEX "bare_'))
        self.connection.execute("INSERT INTO bare_ledger_ledgeraccount SELECT * FROM ledger_ledgeraccount")

    def post(self, rows: Sequence[Row]) -> None:
        run = self.connection
        run.execute("BEGIN IMMEDIATE")
        ids = {key for row in rows for key in (row.debit, row.credit)}
        marks = '["' + '","'.join(ids) + '"]'
        totals = {
            key: [*rest]
            for key, *rest in run.execute(
                "SELECT id, bucket, entries, debits_posted_minor, credits_posted_minor FROM bare_ledger_ledgeraccount "
                "WHERE id IN (SELECT value FROM json_each(?))",
                [marks],
            )
        }
        entries = []
        for journal, debit, credit, amount, *_ in rows:
            of = totals[debit]
            of[1] += 1
            of[2] += amount
            entries.append((debit, self.on, of[1], of[0], journal, 1, 1, amount, of[2], of[3]))
            of = totals[credit]
            of[1] += 1
            of[3] += amount
            entries.append((credit, self.on, of[1], of[0], journal, 1, 0, amount, of[2], of[3]))
        on, at = self.on, self.at
        run.executemany(
            "INSERT INTO bare_ledger_journal (id, bucket, kind, source, text, template, business_date, value_date, "
            "is_pending, content_digest, actor_id, posted_at) VALUES (?, ?, ?, ?, '', '', ?, ?, 0, ?, ?, ?)",
            [(r.journal, r.bucket, r.kind, r.source, on, r.value_date, r.digest, ACTOR, at) for r in rows],
        )
        run.executemany(
            "INSERT INTO bare_ledger_transfer (journal_id, n, bucket, debit_account_id, credit_account_id, "
            "amount_minor, code) VALUES (?, 1, ?, ?, ?, ?, ?)",
            [(r.journal, r.bucket, r.debit, r.credit, r.amount, r.code) for r in rows],
        )
        run.executemany(
            "INSERT INTO bare_ledger_entry (account_id, business_date, seq, bucket, journal_id, n, is_debit, "
            "amount_minor, debits_after_minor, credits_after_minor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            entries,
        )
        run.executemany(
            "UPDATE bare_ledger_ledgeraccount SET entries = ?, debits_posted_minor = ?, credits_posted_minor = ? "
            "WHERE id = ?",
            [(n, debits, credits_, key) for key, (_, n, debits, credits_) in totals.items()],
        )
        run.execute("COMMIT")

    def analyze(self) -> None:
        """SQLite's planner needs no statistics for look-ups by key."""

    def counts(self) -> list[int]:
        return [self.connection.execute(f"SELECT count(*) FROM bare_{table}").fetchone()[0] for table in TABLES[1:]]
