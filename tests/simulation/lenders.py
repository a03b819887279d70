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

    def __init__(self, folder: Path) -> None:
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
        for name in self.names if ON_POSTGRESQL else []:
            self._execute(f"DROP DATABASE IF EXISTS {self.prefix}_{name} WITH (FORCE)")

    def _make(self, name: str, template: str = "") -> None:
        (self.folder / name).mkdir(exist_ok=True)
        self.names.append(name)
        if ON_POSTGRESQL:
            source = f" TEMPLATE {self.prefix}_{template}" if template else ""
            self._execute(f"CREATE DATABASE {self.prefix}_{name}{source}")

    def _url(self, name: str) -> str:
        return f"{self._server()}/{self.prefix}_{name}" if ON_POSTGRESQL else ""

    def _server(self) -> str:
        return os.environ["PUHUI_DATABASE_URL"].rsplit("/", 1)[0]

    def _execute(self, statement: str) -> None:
        with psycopg.connect(f"{self._server()}/postgres", autocommit=True) as connection:
            connection.execute(statement)
