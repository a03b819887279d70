"""Rows that are made once and read by every test of a module; each test rolls back to them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker


@contextmanager
def saved_rows(blocker: DjangoDbBlocker) -> Iterator[None]:
    """What is made inside is there until the block ends, then gone: tests of a module begin from savepoints in it.

    Not for tests that commit (`transactional_db`, `live_server`), nor for modules with tests of an empty database.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
