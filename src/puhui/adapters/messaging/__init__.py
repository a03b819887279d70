"""Messaging: the embedded adapter behind the port by which messages reach people.

It keeps what it was given in a table of its own, sealed, and the demo shows it on its outbox page. A remote adapter (an
operator's gateway) takes its place in `config/wiring.py`.
"""
