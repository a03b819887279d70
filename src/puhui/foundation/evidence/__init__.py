"""Evidence: what was done, by whom, and the proof that it was not changed afterwards.

Owns: audit entries (append-only), idempotency records, the outbox, sealed batches of any append-only table.
Laws: one use case is one transaction with one actor, one key and one audit entry; a key that comes again with the
same request gets the same answer, with another request it is refused; an audit entry is never changed (a database
trigger refuses it on SQLite and PostgreSQL) and a sealed batch can be recomputed by anyone.
Events: none of its own; it carries everybody's.
Personal data: audit entries hold ids and hashes only; outbox payloads hold ids only.
"""
