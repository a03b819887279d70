"""A poster that is killed in mid-batch leaves nothing half: a real process, a real database file or server."""

import os
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from psycopg.sql import SQL, Identifier

PREPARE = """
import django
django.setup()
from django.core.management import call_command
from tests.rooms.ledger.books import open_books
call_command("migrate", verbosity=0)
open_books()
"""
POSTER = """
import django
django.setup()
from puhui.foundation.ledger.facade import post
from puhui.kernel.ids import new_id
from tests.rooms.ledger.books import BANK, call, draft, principal
while True:
    kind = "batch-" + new_id().hex
    post([draft(principal(new_id()), BANK, n, kind=kind) for n in range(1, 401)], call=call())
    print(kind, flush=True)
"""
JUDGE = """
import django
django.setup()
from collections import Counter
from puhui.foundation.ledger.facade import check_books, post
from puhui.foundation.ledger.models import Journal
from tests.rooms.ledger.books import call, draft
batches = Counter(Journal.objects.values_list("kind", flat=True))
assert check_books() == [], check_books()
assert post([draft()], call=call())[0].is_new
print(sorted(set(batches.values())), len(batches))
"""


def python(code: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def kill_after_its_first_batch(environment: dict[str, str], *, wait: float) -> str:
    with subprocess.Popen([sys.executable, "-c", POSTER], env=environment, stdout=subprocess.PIPE, text=True) as poster:
        assert poster.stdout is not None
        first = poster.stdout.readline().strip()
        time.sleep(wait)
        poster.kill()
        rest = poster.stdout.read().split()
    assert first
    return " ".join([first, *rest])


def fresh_database(tmp_path: Path) -> tuple[str, str]:
    """An address, and for PostgreSQL the name of a database made for this test."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{tmp_path / 'books.sqlite3'}", ""
    name = f"puhui_kill_{uuid4().hex[:8]}"
    kept = connection.settings_dict
    server = f"postgresql://{kept['USER']}:{kept['PASSWORD']}@{kept['HOST']}:{kept['PORT'] or 5432}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return f"{server}/{name}", name


@pytest.mark.slow
def test_a_poster_killed_in_mid_batch_leaves_nothing_half(tmp_path: Path) -> None:
    url, name = fresh_database(tmp_path)
    environment = {**os.environ, "PUHUI_HOME": str(tmp_path / "home"), "PUHUI_DATABASE_URL": url}
    try:
        python(PREPARE, environment)
        told = [kill_after_its_first_batch(environment, wait=0.02 + 0.031 * turn) for turn in range(4)]
        sizes, count = python(JUDGE, environment).rsplit(" ", 1)
        assert sizes == "[400]"
        assert int(count) >= sum(len(batches.split()) for batches in told)  # nothing that was told is lost
    finally:
        if name:
            with psycopg.connect(url.rsplit("/", 1)[0] + "/postgres", autocommit=True) as admin:
                admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
