"""Closers, workers, repayments and the database server are killed at random points; the books are the calm twin's.

A PostgreSQL cluster of the test's own is killed with SIGKILL, every process of it, and recovers from its log. With
PUHUI_TEST_THOROUGH=1 there are at least fifty points; else nine.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.simulation.lenders import THOROUGH, Lenders

STORM = {"STORM_DAYS": "9" if THOROUGH else "3", "STORM_LEAST": "2" if THOROUGH else "1"}
TOOLS = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
pytestmark = pytest.mark.slow


def as_postgres(*command: object) -> None:
    subprocess.run(["runuser", "-u", "postgres", "--", *map(str, command)], check=True, capture_output=True)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Path]:
    """A durable PostgreSQL of our own, on a socket only."""
    if os.geteuid() != 0 or not TOOLS or not shutil.which("runuser"):
        why = "needs root and PostgreSQL's own tools (apt-get install postgresql) to make and kill a cluster"
        if "postgresql" in os.environ.get("PUHUI_TEST_REQUIRE", "").split(","):
            pytest.fail(why)
        pytest.skip(why)
    folder = Path("/tmp") / f"puhui-storm-{os.getpid()}"
    folder.mkdir(mode=0o755)
    shutil.chown(folder, "postgres")
    data, bin_ = folder / "data", TOOLS[-1].parent
    try:
        as_postgres(bin_ / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-instructions")
        settings = f"listen_addresses = ''\nunix_socket_directories = '{folder}'\nmax_connections = 30\n"
        with (data / "postgresql.auto.conf").open("a") as out:
            out.write(settings)
        as_postgres(bin_ / "pg_ctl", "-D", data, "-w", "-l", data / "log", "start")
        yield folder
        as_postgres(bin_ / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("seed", [1, 2] if THOROUGH else [1])
def test_after_a_storm_the_books_are_those_of_the_calm_twin(
    cluster: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    for name, value in {**STORM, "STORM_DATA": str(cluster / "data"), "STORM_TOOL": str(TOOLS[-1])}.items():
        monkeypatch.setenv(name, value)
    lenders = Lenders(tmp_path, server=f"postgresql://postgres@/{{name}}?host={cluster}")
    lenders.run(lenders.copy("calm"), "calm")
    blows = int(lenders.run(lenders.copy("storm"), "storm", str(seed)).split()[-1])
    assert blows >= (50 if THOROUGH else 9)
    calm = lenders.books("calm")
    assert calm["faults"] == []
    assert lenders.books("storm") == calm
