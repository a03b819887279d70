"""SQLite: the single writer needs no locks; each table is written by one prepared statement, row after row."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from puhui.foundation.ledger.rules.totals import Totals
from puhui.foundation.ledger.storage.batch import AccountRow, Batch, KnownJournal, Standing, nothing

_ACCOUNTS = """
SELECT code, bucket, is_debit_normal + 0, floor_minor, entries, debits_posted_minor, credits_posted_minor,
       debits_pending_minor, credits_pending_minor
FROM ledger_ledgeraccount WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"""
_STANDING = """
SELECT d.business_date || '', j.id, j.business_date || '', j.content_digest, j.is_pending + 0, r.outcome
FROM (SELECT max(business_date) AS business_date FROM ledger_businessdate WHERE is_open) d
LEFT JOIN ledger_journal j ON j.id IN (SELECT value FROM json_each(?))
LEFT JOIN ledger_resolution r ON r.journal_id = j.id"""
_OPEN = """
INSERT INTO ledger_ledgeraccount (id, bucket, code, currency, owner_id, stripe, segment, is_debit_normal, floor_minor,
    entries, debits_posted_minor, credits_posted_minor, debits_pending_minor, credits_pending_minor)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0) ON CONFLICT (id) DO NOTHING"""
_JOURNALS = """
INSERT INTO ledger_journal (id, bucket, kind, source, text, template, value_date, is_pending, expires_on, reverses_id,
    content_digest, business_date, actor_id, posted_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_TRANSFERS = """
INSERT INTO ledger_transfer (journal_id, n, bucket, debit_account_id, credit_account_id, amount_minor, code)
VALUES (?, ?, ?, ?, ?, ?, ?)"""
_ENTRIES = """
INSERT INTO ledger_entry (account_id, seq, bucket, journal_id, n, is_debit, amount_minor, debits_after_minor,
    credits_after_minor, business_date)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_RESOLUTIONS = """
INSERT INTO ledger_resolution (journal_id, bucket, outcome, business_date, actor_id, resolved_at)
VALUES (?, ?, ?, ?, ?, ?)"""
_TOTALS = """
UPDATE ledger_ledgeraccount
SET entries = ?, debits_posted_minor = ?, credits_posted_minor = ?, debits_pending_minor = ?,
    credits_pending_minor = ?
WHERE id = ?"""


class SqliteStore:
    """The ledger's statements on SQLite. The transaction began IMMEDIATE, so nobody else writes."""

    def lock_standing(
        self, accounts: Sequence[str], journals: Sequence[str], *, meanwhile: Callable[[], object] = nothing
    ) -> Standing | None:
        """Two reads."""
        meanwhile()
        database = connections[DEFAULT_DB_ALIAS]
        with database.wrap_database_errors:
            run = _raw(database).execute
            found = run(_ACCOUNTS, [_json(accounts)]).fetchall()
            if len(found) != len(accounts):
                return None
            states = run(_STANDING, [_json(journals)]).fetchall()
        known = {s[1]: KnownJournal(date.fromisoformat(s[2]), s[3], s[4] == 1, s[5]) for s in states if s[1]}
        totals = {key: Totals(*row) for key, row in zip(accounts, found, strict=True)}
        opened = states[0][0]
        return Standing(date.fromisoformat(opened) if opened else None, totals, known)

    def open_accounts(self, rows: Sequence[AccountRow]) -> None:
        """One statement, run for each row."""
        database = connections[DEFAULT_DB_ALIAS]
        with database.wrap_database_errors:
            _raw(database).executemany(_OPEN, rows)

    def write(self, batch: Batch, *, meanwhile: Callable[[], object] = nothing) -> None:
        """One statement a table, run for each row."""
        meanwhile()
        on = batch.business_date.isoformat()
        database = connections[DEFAULT_DB_ALIAS]
        common = (on, batch.actor, batch.at.replace(tzinfo=None).isoformat(" "))  # UTC, as Django writes it
        day = (on,)
        with database.wrap_database_errors:
            run = _raw(database).executemany
            if batch.journals:
                run(_JOURNALS, [row + common for row in batch.journals])
                run(_TRANSFERS, batch.transfers)
            if batch.entries:
                run(_ENTRIES, [row + day for row in sorted(batch.entries)])  # neighbours in the index, together
            if batch.resolutions:
                run(_RESOLUTIONS, [(*row, *common) for row in batch.resolutions])
            run(
                _TOTALS,
                [
                    (t.entries, t.debits_posted, t.credits_posted, t.debits_pending, t.credits_pending, key)
                    for key, t in batch.totals.items()
                ],
            )

    def lock_business_date(self) -> None:
        """Nothing to do: a writer is alone."""


def _raw(database: BaseDatabaseWrapper) -> sqlite3.Connection:
    """The connection inside Django's: statements by the thousand need no logging of each."""
    database.ensure_connection()
    database.validate_no_broken_transaction()
    raw: sqlite3.Connection = database.connection
    return raw


def _json(keys: Iterable[str]) -> str:
    """A JSON list of hex keys: one parameter, however many."""
    return '["' + '","'.join(keys) + '"]' if keys else "[]"
