"""PostgreSQL: one round trip to lock and read, one statement to write, whatever the size of the batch.

Server-side bound, prepared statements on the connection that Django holds (its own cursors bind on the client and so
plan every statement anew). Columns travel as array literals made here: a list of ten thousand ids is one string.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, LiteralString

import psycopg
from django.db import connection, transaction

from puhui.foundation.ledger.rules.totals import Totals
from puhui.foundation.ledger.storage.batch import AccountRow, Batch, KnownJournal, Standing, nothing

Part = tuple[LiteralString, LiteralString, list[Any]]
"""One write: its name in the statement, its text, its parameters."""

_LARGE = 100  # transfers: above it, a second statement costs less than the time it saves
_DATE_LOCK = 0x70756875  # "puhu": shared by every posting, taken alone by whoever moves the business date

_LOCK = """
SELECT a.code, a.bucket, a.is_debit_normal, a.floor_minor, a.entries, a.debits_posted_minor, a.credits_posted_minor,
       a.debits_pending_minor, a.credits_pending_minor
FROM ledger_ledgeraccount a WHERE a.id = ANY(%s::uuid[]) ORDER BY a.id FOR NO KEY UPDATE OF a"""

# Locks nothing unless every account is there: otherwise a poster would hold some while another opens the rest.
_LOCK_ALL_OR_NONE = """
SELECT a.code, a.bucket, a.is_debit_normal, a.floor_minor, a.entries, a.debits_posted_minor, a.credits_posted_minor,
       a.debits_pending_minor, a.credits_pending_minor
FROM ledger_ledgeraccount a
WHERE a.id = ANY(%s::uuid[]) AND (SELECT count(*) FROM ledger_ledgeraccount WHERE id = ANY(%s::uuid[])) = %s
ORDER BY a.id FOR NO KEY UPDATE OF a"""
_MOST_SEEN = 200_000

# Read after the locks: a poster that waited sees what the other one wrote.
_STANDING = """
SELECT d.business_date, j.id, j.business_date, j.content_digest, j.is_pending, r.outcome
FROM (SELECT max(business_date) AS business_date FROM ledger_businessdate WHERE is_open) d
LEFT JOIN ledger_journal j ON j.id = ANY(%s::uuid[])
LEFT JOIN ledger_resolution r ON r.journal_id = j.id"""

_OPEN = """
INSERT INTO ledger_ledgeraccount (id, bucket, code, currency, owner_id, stripe, segment, is_debit_normal, floor_minor,
    entries, debits_posted_minor, credits_posted_minor, debits_pending_minor, credits_pending_minor)
SELECT u.*, 0, 0, 0, 0, 0
FROM unnest(%s::uuid[], %s::smallint[], %s::text[], %s::text[], %s::uuid[], %s::smallint[], %s::text[],
    %s::boolean[], %s::bigint[]) u
ORDER BY 1 ON CONFLICT (id) DO NOTHING"""

_JOURNALS = """
INSERT INTO ledger_journal (id, bucket, kind, source, text, template, value_date, is_pending, expires_on, reverses_id,
    content_digest, business_date, actor_id, posted_at)
SELECT u.*, %s::date, %s::uuid, %s::timestamptz
FROM unnest(%s::uuid[], %s::smallint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::date[], %s::boolean[],
    %s::date[], %s::uuid[], %s::text[]) u"""

_TRANSFERS = """
INSERT INTO ledger_transfer (journal_id, n, bucket, debit_account_id, credit_account_id, amount_minor, code)
SELECT * FROM unnest(%s::uuid[], %s::smallint[], %s::smallint[], %s::uuid[], %s::uuid[], %s::bigint[], %s::text[])"""

_ENTRIES = """
INSERT INTO ledger_entry (account_id, seq, bucket, journal_id, n, is_debit, amount_minor, debits_after_minor,
    credits_after_minor, business_date)
SELECT u.*, %s::date
FROM unnest(%s::uuid[], %s::bigint[], %s::smallint[], %s::uuid[], %s::smallint[], %s::boolean[], %s::bigint[],
    %s::bigint[], %s::bigint[]) u"""

_RESOLUTIONS = """
INSERT INTO ledger_resolution (journal_id, bucket, outcome, business_date, actor_id, resolved_at)
SELECT u.*, %s::date, %s::uuid, %s::timestamptz FROM unnest(%s::uuid[], %s::smallint[], %s::text[]) u"""

_TOTALS = """
UPDATE ledger_ledgeraccount a
SET entries = u.e, debits_posted_minor = u.dp, credits_posted_minor = u.cp, debits_pending_minor = u.dn,
    credits_pending_minor = u.cn
FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]) u(id, e, dp, cp, dn, cn)
WHERE a.id = u.id"""


class PostgresqlStore:
    """The ledger's statements on PostgreSQL."""

    def __init__(self) -> None:
        self._seen: set[str] = set()  # accounts that a committed transaction found: they are there for everybody

    def lock_standing(
        self, accounts: Sequence[str], journals: Sequence[str], *, meanwhile: Callable[[], object] = nothing
    ) -> Standing | None:
        """Locks and reads in one round trip."""
        raw = _raw()
        keys = _words(accounts)
        with connection.wrap_database_errors, raw.pipeline():
            raw.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_DATE_LOCK], prepare=True)
            if self._seen.issuperset(accounts):
                rows = raw.execute(_LOCK, [keys], prepare=True)
            else:
                rows = raw.execute(_LOCK_ALL_OR_NONE, [keys, keys, len(accounts)], prepare=True)
            standing = raw.execute(_STANDING, [_words(journals)], prepare=True)
            meanwhile()
            found, states = rows.fetchall(), standing.fetchall()
        if len(found) != len(accounts):
            self._seen.clear()  # another database than before: they are never deleted
            return None
        self._remember(accounts)
        known = {s[1].hex: KnownJournal(s[2], s[3], s[4], s[5]) for s in states if s[1] is not None}
        totals = {key: Totals(*row) for key, row in zip(accounts, found, strict=True)}
        return Standing(states[0][0], totals, known)

    def _remember(self, accounts: Sequence[str]) -> None:
        """After commit only: until then another transaction does not find what this one opened, and would deadlock."""
        if self._seen.issuperset(accounts):
            return
        if len(self._seen) > _MOST_SEEN:
            self._seen.clear()
        transaction.on_commit(lambda: self._seen.update(accounts))

    def open_accounts(self, rows: Sequence[AccountRow]) -> None:
        """One INSERT for all."""
        keys, buckets, codes, currencies, owners, stripes, segments, sides, floors = _columns(rows)
        with connection.wrap_database_errors:
            _raw().execute(
                _OPEN,
                [_plain(keys), _plain(buckets), list(codes), list(currencies), _plain(owners), _plain(stripes),
                 list(segments), _plain(sides), _plain(floors)],
            )  # fmt: skip

    def write(self, batch: Batch, *, meanwhile: Callable[[], object] = nothing) -> None:
        """A small batch in one statement; of a large one the entries are made while journals are being written."""
        raw = _raw()
        parts = [*_journal_parts(batch)]
        with connection.wrap_database_errors, raw.pipeline():
            if len(batch.transfers) >= _LARGE:
                raw.execute(*_statement(parts, "SELECT 1", []), prepare=True)
                parts = []
            parts += _entry_parts(batch)
            raw.execute(*_statement(parts, _TOTALS, _totals_columns(batch)), prepare=True)
            meanwhile()

    def lock_business_date(self) -> None:
        """Takes the date lock alone."""
        with connection.wrap_database_errors:
            _raw().execute("SELECT pg_advisory_xact_lock(%s)", [_DATE_LOCK])


def _raw() -> psycopg.Connection[Any]:
    """The psycopg connection inside Django's, with server-side binding and prepared statements allowed."""
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    raw: psycopg.Connection[Any] = connection.connection
    if raw.prepare_threshold is None:
        raw.prepare_threshold = 5
    if raw.cursor_factory is not psycopg.Cursor:
        raw = _ServerBound(raw)  # type: ignore[assignment]
    return raw


class _ServerBound:
    """Executes on psycopg's plain cursor instead of Django's client-binding one."""

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        self._raw = raw

    def execute(self, query: LiteralString, parameters: Sequence[Any], *, prepare: bool | None = None) -> Any:
        return psycopg.Cursor(self._raw).execute(query, parameters, prepare=prepare)

    def pipeline(self) -> Any:
        return self._raw.pipeline()


def _statement(parts: Sequence[Part], main: LiteralString, parameters: list[Any]) -> tuple[LiteralString, list[Any]]:
    """One statement of several writes; each combination is one text, and so one prepared plan."""
    if not parts:
        return main, parameters
    names = ", ".join([f"{name} AS ({sql})" for name, sql, _ in parts])
    return f"WITH {names} {main}", [value for part in parts for value in part[2]] + parameters


def _journal_parts(batch: Batch) -> Iterator[Part]:
    """Journals and transfers."""
    if not batch.journals:
        return
    keys, buckets, kinds, sources, texts, templates, values, pending, expires, reverses, digests = _columns(
        batch.journals
    )
    columns = [_words(keys), _numbers(buckets), _texts(kinds), _texts(sources), _texts(texts), _texts(templates)]
    columns += [_words(values), _numbers(pending), _plain(expires), _plain(reverses), _words(digests)]
    yield "j", _JOURNALS, [batch.business_date, batch.actor, batch.at, *columns]
    keys, ns, buckets, debits, credits_, amounts, codes = _columns(batch.transfers)
    columns = [_words(keys), _numbers(ns), _numbers(buckets), _words(debits), _words(credits_)]
    yield "t", _TRANSFERS, [*columns, _numbers(amounts), _texts(codes)]


def _entry_parts(batch: Batch) -> Iterator[Part]:
    """Entries, sorted so that neighbours in the index are written together, and resolutions."""
    if batch.entries:
        accounts, seqs, buckets, journals, *numbers = _columns(sorted(batch.entries))
        columns = [_words(accounts), _numbers(seqs), _numbers(buckets), _words(journals)]
        yield "e", _ENTRIES, [batch.business_date, *columns, *[_numbers(column) for column in numbers]]
    if batch.resolutions:
        columns = [_plain(column) for column in _columns(batch.resolutions)]
        yield "r", _RESOLUTIONS, [batch.business_date, batch.actor, batch.at, *columns]


def _totals_columns(batch: Batch) -> list[Any]:
    totals = [
        (t.entries, t.debits_posted, t.credits_posted, t.debits_pending, t.credits_pending)
        for t in batch.totals.values()
    ]
    return [_words(batch.totals), *[_numbers(column) for column in _columns(totals)]]


def _columns(rows: Iterable[tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
    return zip(*rows, strict=True)


def _words(values: Iterable[str]) -> str:
    """An array literal of text that needs no quotes: ids in hex, dates."""
    return "{" + ",".join(values) + "}"


def _numbers(values: Iterable[int]) -> str:
    """An array literal of numbers, or of truths."""
    return "{" + ",".join(map(str, values)) + "}"


def _texts(values: Sequence[str]) -> str:
    """An array literal of any text."""
    joined = '","'.join(values)
    if "\\" in joined or joined.count('"') != 2 * (len(values) - 1):
        joined = '","'.join([value.replace("\\", "\\\\").replace('"', '\\"') for value in values])
    return '{"' + joined + '"}'


def _plain(values: Iterable[Any]) -> str:
    """An array literal of values that need no quotes, with holes."""
    return "{" + ",".join(["NULL" if value is None else str(value) for value in values]) + "}"
