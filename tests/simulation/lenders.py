"""Lenders in processes and databases of their own: a file, or on PostgreSQL a copy made from a template."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

ON_POSTGRESQL = os.environ.get("PUHUI_DATABASE_URL", "").startswith("postgresql")
ROOT = Path(__file__).parents[2]


class Lenders:
    """A filled lender and copies of it, by name."""

    def __init__(self, folder: Path, *, server: str = "") -> None:
        """`server`: the address of a PostgreSQL with `{name}` for the database; preset the one of the test run."""
        self.server = server or (_test_server() if ON_POSTGRESQL else "")
        self.folder, self.prefix = folder, f"puhui_kill_{uuid4().hex[:12]}"
        self.names: list[str] = []
        self._make("base")
        self.run("base", "fill")

    def copy(self, name: str) -> str:
        shutil.copytree(self.folder / "base", self.folder / name)
        self._make(name, template="base")
        return name

    def run(self, name: str, *what: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "tests.simulation.lender_under_fire", *what],
            env=self.environment(name),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
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

    def drop(self) -> None:
        for name in self.names if self.server else []:
            self._execute(f"DROP DATABASE IF EXISTS {self.prefix}_{name} WITH (FORCE)")

    def _make(self, name: str, template: str = "") -> None:
        (self.folder / name).mkdir(exist_ok=True)
        self.names.append(name)
        if self.server:
            source = f" TEMPLATE {self.prefix}_{template}" if template else ""
            self._execute(f"CREATE DATABASE {self.prefix}_{name}{source}")

    def _url(self, name: str) -> str:
        return self.server.format(name=f"{self.prefix}_{name}") if self.server else ""

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self.server.format(name="postgres"), autocommit=True) as connection:
            connection.execute(statement)


def _test_server() -> str:
    return os.environ["PUHUI_DATABASE_URL"].rsplit("/", 1)[0] + "/{name}"
