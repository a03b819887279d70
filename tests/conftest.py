"""What every test stands on: append-only tables are emptied between transactional tests, and only there.

And what makes them fast: the longest files first, a quick hasher of passwords, on PostgreSQL only what asks a database,
static files listed once, and no search for garbage among what stays until the end.
"""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings
from hypothesis import settings
from whitenoise.middleware import WhiteNoiseMiddleware

from puhui.foundation.drafts.facade import look_again
from tests.append_only import empty_tables

# On a loaded machine an example may be slow; in CI the same examples are tried each time.
ON_POSTGRESQL = os.environ.get("PUHUI_DATABASE_URL", "").startswith("postgresql")
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


@pytest.fixture(autouse=True, scope="session")
def _passwords_are_hashed_fast() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def _static_files_are_listed_once() -> Iterator[None]:
    """Each test client makes the middleware anew, which would look through all folders of static files each time."""
    listed: dict[str, Any] = {}
    look = WhiteNoiseMiddleware.add_files_from_finders

    def add_files(self: WhiteNoiseMiddleware) -> None:
        if not listed:
            look(self)
            listed.update(self.files)
        self.files.update(listed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add_files)
        yield


@pytest.fixture(autouse=True)
def _releases_of_another_test_are_forgotten() -> None:
    """A process looks for new releases of texts every few seconds; a test that ended took its own away at once."""
    look_again()


LONGEST = (
    "test_fuzz.py",
    "test_in_browser.py",
    "test_accessibility.py",
    "test_kill.py",
    "test_engines.py",
    "test_run_book.py",
)
# Rows of one table of a test ask the database alike: SQLite sees all of them, PostgreSQL the first three.
ROWS = sys.maxsize if os.environ.get("PUHUI_TEST_THOROUGH") == "1" else 3
LONG = ("simulation", "browser", "stories")  # folders


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Hands the longest files out first; on PostgreSQL leaves out what asks no database, and most rows of a table."""
    if ON_POSTGRESQL:
        taken = [_asks_database(item) and (_row(item) < ROWS or _every_row(item)) for item in items]
        config.hook.pytest_deselected(items=[item for item, takes in zip(items, taken, strict=True) if not takes])
        items[:] = [item for item, takes in zip(items, taken, strict=True) if takes]
    items.sort(key=lambda item: (_place(item.path), item.path))


def pytest_collection_finish() -> None:
    """Modules, tests and models stay until the end: the collector of garbage need not walk through them each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _place(path: Path) -> int:
    """0 for the longest, then long ones, then all others."""
    if path.name in LONGEST:
        return 0
    return 1 if set(LONG) & set(path.parts) else 2


def _row(item: pytest.Item) -> int:
    """The place of a test's row in its table, counted from 0."""
    made_for = getattr(item, "callspec", None)
    return max(made_for.indices.values(), default=0) if made_for else 0


def _every_row(item: pytest.Item) -> bool:
    return item.get_closest_marker("every_row") is not None


def _asks_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & {"db", "transactional_db", "lenders"}) or item.get_closest_marker("django_db") is not None
