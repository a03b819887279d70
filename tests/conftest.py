"""What every test stands on: append-only tables are emptied between transactional tests, and only there."""

import os
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import settings

from tests.append_only import empty_tables

# On a loaded machine an example may be slow; in CI the same examples are tried each time.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(autouse=True, scope="session")
def _flush_lifts_triggers() -> None:
    """Django's flush, which ends every transactional test: it empties what is filled, with the triggers lifted."""

    def emptied(self: Any, style: Any, tables: list[str], **how: Any) -> list[str]:
        del style, how
        with transaction.atomic(using=self.connection.alias):
            empty_tables(self.connection, tables)
        return []

    type(connection.ops).sql_flush = emptied  # type: ignore[method-assign]
