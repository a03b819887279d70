"""What every test stands on: append-only tables are emptied between transactional tests, and only there."""

import os
from typing import Any

import pytest
from django.db import transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from hypothesis import settings

from tests.append_only import triggers_lifted

# On a loaded machine an example may be slow; in CI the same examples are tried each time.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(autouse=True, scope="session")
def _flush_lifts_triggers() -> None:
    """Django's flush, which ends every transactional test, with the triggers lifted."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def lifted(self: Any, sql_list: list[str]) -> None:
        with transaction.atomic(using=self.connection.alias), triggers_lifted(self.connection):
            flush(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = lifted
