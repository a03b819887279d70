"""SQLite: the single writer needs no locks; each table is written by one prepared statement, row after row."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection

from puhui.foundation.ledger.rules.totals import Totals
from puhui.foundation.ledger.storage.batch import AccountRow, Batch, KnownJournal, Standing

_ACCOUNTS = """
SELECT id, code, bucket, is_debit_normal, floor_minor, entries, debits_posted_minor, credits_posted_minor,
       debits_pending_minor, credits_pending_minor
FROM ledger_ledgeraccount WHERE id IN (SELECT value FROM json_each(%s))"""
_KNOWN = """
SELECT j.id, j.business_date, j.content_digest, j.is_pending, r.outcome
FROM ledger_journal j LEFT JOIN ledger_resolution r ON r.journal_id = j.id
WHERE j.id IN (SELECT value FROM json_each(%s))"""
_DATE = "SELECT business_date FROM ledger_businessdate WHERE is_open"
_OPEN = """
INSERT INTO ledger_ledgeraccount (id, bucket, code, currency, owner_id, stripe, is_debit_normal, floor_minor, entries,
    debits_posted_minor, credits_posted_minor, debits_pending_minor, credits_pending_minor)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 0, 0, 0, 0, 0) ON CONFLICT (id) DO NOTHING"""
_JOURNALS = """
INSERT INTO ledger_journal (id, bucket, kind, source, text, template, value_date, is_pending, expires_on, reverses_id,
    content_digest, business_date, actor_id, posted_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"""
_TRANSFERS = """
INSERT INTO ledger_transfer (journal_id, n, bucket, debit_account_id, credit_account_id, amount_minor, code)
VALUES (%s, %s, %s, %s, %s, %s, %s)"""
_ENTRIES = """
INSERT INTO ledger_entry (account_id, seq, bucket, journal_id, n, is_debit, amount_minor, debits_after_minor,
    credits_after_minor, business_date)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"""
_RESOLUTIONS = """
INSERT INTO ledger_resolution (journal_id, bucket, outcome, business_date, actor_id, resolved_at)
VALUES (%s, %s, %s, %s, %s, %s)"""
_TOTALS = """
UPDATE ledger_ledgeraccount
SET entries = %s, debits_posted_minor = %s, credits_posted_minor = %s, debits_pending_minor = %s,
    credits_pending_minor = %s
WHERE id = %s"""


class SqliteStore:
    """The ledger's statements on SQLite. The transaction began IMMEDIATE, so nobody else writes."""

    def lock_standing(self, accounts: Sequence[str], journals: Sequence[str]) -> Standing | None:
        """Three reads."""
        with connection.cursor() as cursor:
            cursor.execute(_ACCOUNTS, [_json(accounts)])
            totals = {
                row[0]: Totals(row[1], row[2], bool(row[3]), *row[4:])  # the names of the columns, in order
                for row in cursor.fetchall()
            }
            if len(totals) != len(accounts):
                return None
            cursor.execute(_KNOWN, [_json(journals)])
            known = {
                key: KnownJournal(_date(on), digest, bool(pending), outcome)
                for key, on, digest, pending, outcome in cursor.fetchall()
            }
            cursor.execute(_DATE)
            row = cursor.fetchone()
        return Standing(_date(row[0]) if row else None, totals, known)

    def open_accounts(self, rows: Sequence[AccountRow]) -> None:
        """One statement, run for each row."""
        with connection.cursor() as cursor:
            cursor.executemany(_OPEN, rows)

    def write(self, batch: Batch) -> None:
        """One statement a table, run for each row."""
        on = batch.business_date.isoformat()
        common = (on, batch.actor, connection.ops.adapt_datetimefield_value(batch.at))
        with connection.cursor() as cursor:
            if batch.journals:
                cursor.executemany(_JOURNALS, [(*_dates_as_text(row), *common) for row in batch.journals])
                cursor.executemany(_TRANSFERS, batch.transfers)
            if batch.entries:
                day = (on,)
                cursor.executemany(_ENTRIES, [row + day for row in batch.entries])
            if batch.resolutions:
                cursor.executemany(_RESOLUTIONS, [(*row, *common) for row in batch.resolutions])
            cursor.executemany(
                _TOTALS,
                [
                    (t.entries, t.debits_posted, t.credits_posted, t.debits_pending, t.credits_pending, key)
                    for key, t in batch.totals.items()
                ],
            )

    def lock_business_date(self) -> None:
        """Nothing to do: a writer is alone."""


def _json(keys: Iterable[str]) -> str:
    """A JSON list of hex keys: one parameter, however many."""
    return '["' + '","'.join(keys) + '"]' if keys else "[]"


def _date(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _dates_as_text(row: tuple[Any, ...]) -> list[Any]:
    return [value.isoformat() if type(value) is date else value for value in row]
