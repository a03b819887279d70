"""Picks the store of the database in use."""

from django.db import NotSupportedError, connection

from puhui.foundation.ledger.storage.batch import Store
from puhui.foundation.ledger.storage.postgresql import PostgresqlStore
from puhui.foundation.ledger.storage.sqlite import SqliteStore

_STORES: dict[str, Store] = {"postgresql": PostgresqlStore(), "sqlite": SqliteStore()}


def store() -> Store:
    """The store for Django's default connection."""
    try:
        return _STORES[connection.vendor]
    except KeyError:
        raise NotSupportedError(f"the ledger has no store for {connection.vendor}") from None
