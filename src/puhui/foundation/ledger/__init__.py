"""Ledger: every amount of the institution, in books that can be proven.

Owns: ledger accounts with their running totals, journals, transfers, entries, resolutions of pending journals, and
the business date; reads the chart of accounts and the posting templates from policies.
Laws: a transfer has one debit and one credit of one amount above zero, so every journal balances by construction; sums
of debits and of credits are equal, for posted and for pending separately; a journal id is posted once, and a reused id
with another content is refused; a pending journal is resolved at most once, a journal is reversed at most once; an
account never passes its bound, counted with what is pending; journals, transfers, entries and resolutions are never
changed or deleted (a database trigger refuses it on SQLite and PostgreSQL). Tests: tests/laws/test_ledger_laws.py.
Events: none of its own; the use case that posts tells.
Personal data: none; accounts are owned by ids of loans.
"""
