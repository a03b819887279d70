"""Lenders in processes and databases of their own: a file, or on PostgreSQL a copy made from a template."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

ON_POSTGRESQL = os.environ.get("PUHUI_DATABASE_URL", "").startswith("postgresql")
THOROUGH = os.environ.get("PUHUI_TEST_THOROUGH") == "1"
LONGEST_SECONDS = 1800 if THOROUGH else 300  # of one process: a storm of fifty points beside other work takes long
ROOT = Path(__file__).parents[2]


class Lenders:
    """A filled lender and copies of it, by name."""

    def __init__(self, folder: Path, *, server: str = "", like: "Lenders | None" = None) -> None:
        """`server`: the address of a PostgreSQL with `{name}` for the database; preset the one of the test run.

        `like`: lenders whose `base` is copied, instead of one that is filled anew.
        """
        self.server = server or (_test_server() if ON_POSTGRESQL else "")
        self.folder, self.prefix = folder, f"puhui_kill_{uuid4().hex[:12]}"
        self.names: list[str] = []
        if like is None:
            self._make("base")
            self.run("base", "fill")
        else:
            self._copy(like, "base")

    def copy(self, name: str) -> str:
        self._copy(self, name)
        return name

    def _copy(self, source: "Lenders", name: str) -> None:
        shutil.copytree(source.folder / "base", self.folder / name)
        self._make(name, template=f"{source.prefix}_base")

    def run(self, name: str, *what: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "tests.simulation.lender_under_fire", *what],
            env=self.environment(name),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout or done.stderr

    def environment(self, name: str, **more: str) -> dict[str, str]:
        home = {"PUHUI_HOME": str(self.folder / name), "PUHUI_DATABASE_URL": self._url(name)}
        return {**os.environ, **home, **more}

    def books(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run(name, "books"))
        return found

    def open_day(self, name: str) -> str:
        """The day that is open, as the database says it."""
        asked = "SELECT business_date FROM ledger_businessdate WHERE is_open"
        if self.server:
            with psycopg.connect(self._url(name)) as connection:
                return str(connection.execute(asked).fetchone()[0])
        with closing(sqlite3.connect(self.folder / name / "puhui.sqlite3", timeout=30)) as connection:
            return str(connection.execute(asked).fetchone()[0])

    def drop(self) -> None:
        for name in self.names if self.server else []:
            self._execute(f"DROP DATABASE IF EXISTS {self.prefix}_{name} WITH (FORCE)")

    def _make(self, name: str, template: str = "") -> None:
        (self.folder / name).mkdir(exist_ok=True)
        self.names.append(name)
        if self.server:
            source = f" TEMPLATE {template}" if template else ""
            self._execute(f"CREATE DATABASE {self.prefix}_{name}{source}")

    def _url(self, name: str) -> str:
        return self.server.format(name=f"{self.prefix}_{name}") if self.server else ""

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self.server.format(name="postgres"), autocommit=True) as connection:
            connection.execute(statement)


def _test_server() -> str:
    return os.environ["PUHUI_DATABASE_URL"].rsplit("/", 1)[0] + "/{name}"
