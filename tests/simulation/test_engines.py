"""Days closed by workers that a real broker wakes, while one of them is killed: the books are those of a calm twin."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.services import address_of
from tests.simulation.lenders import THOROUGH, Lenders

PUHUI = [sys.executable, "-m", "puhui.interfaces.command_line.main"]
DAYS = 4 if THOROUGH else 3


@pytest.fixture(scope="module")
def lenders(tmp_path_factory: pytest.TempPathFactory, filled: Lenders) -> Iterator[Lenders]:
    made = Lenders(tmp_path_factory.mktemp("engines"), like=filled)
    made.run("base", "quiet")
    try:
        yield made
    finally:
        made.drop()


@pytest.fixture(scope="module")
def alone(lenders: Lenders) -> dict[str, Any]:
    """The twin whose days are closed in one process."""
    name = lenders.copy("alone")
    for _ in range(DAYS):
        puhui(lenders.environment(name), "day", "close")
    return lenders.books(name)


def puhui(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [*PUHUI, *arguments], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def worker(environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """A worker of two processes, in a group of its own so that all of it can be killed."""
    with log.open("ab") as out:
        command = [*PUHUI, "worker", "--concurrency", "2", "--interval", "0.3"]
        return subprocess.Popen(command, env=environment, stdout=out, stderr=out, start_new_session=True)


def ended(started: subprocess.Popen[bytes], how: signal.Signals) -> None:
    os.killpg(started.pid, how)
    started.wait(30)


def until(lenders: Lenders, name: str, before: str, log: Path) -> None:
    """Waits until another day than that is open."""
    deadline = time.monotonic() + 90
    while lenders.open_day(name) == before:
        assert time.monotonic() < deadline, log.read_text()[-3000:]
        time.sleep(0.3)


@pytest.mark.slow
@pytest.mark.parametrize("service", ["rabbitmq", "redis"])
def test_workers_woken_by_a_broker_close_what_was_asked_for(
    lenders: Lenders, alone: dict[str, Any], service: str, tmp_path: Path
) -> None:
    broker = {"PUHUI_BROKER_URL": address_of(service), "PUHUI_QUEUE": f"puhui-test-{uuid4().hex[:12]}"}
    environment = lenders.environment(lenders.copy(service), **broker)
    log = tmp_path / "worker.log"
    workers = [worker(environment, log), worker(environment, log)]
    try:
        for number in range(DAYS):
            before = lenders.open_day(service)
            puhui(environment, "day", "ask", "--workers", "3")
            if number == 1:  # one dies with whatever it had in hand
                ended(workers.pop(), signal.SIGKILL)
            until(lenders, service, before, log)
    finally:
        for started in workers:
            ended(started, signal.SIGTERM)
    books = lenders.books(service)
    assert books["faults"] == []
    assert {key: books[key] for key in COMPARED} == {key: alone[key] for key in COMPARED}


COMPARED = ("business_date", "accounts", "loans", "events", "positions")


def test_what_was_asked_for_is_not_lost_with_a_broker_that_is_away(lenders: Lenders) -> None:
    environment = lenders.environment(lenders.copy("away"))
    before = lenders.open_day("away")
    puhui({**environment, "PUHUI_BROKER_URL": "redis://127.0.0.1:9/0"}, "day", "ask", "--json")
    assert lenders.open_day("away") == before
    puhui(environment, "worker", "--once")
    assert lenders.open_day("away") > before


def test_the_command_shares_a_close_among_processes(lenders: Lenders, alone: dict[str, Any]) -> None:
    environment = lenders.environment(lenders.copy("shared"))
    for _ in range(DAYS):
        puhui(environment, "day", "close", "--workers", "3", "--json")
    books = lenders.books("shared")
    assert {key: books[key] for key in COMPARED} == {key: alone[key] for key in COMPARED}


def test_a_broker_of_another_kind_is_refused(lenders: Lenders) -> None:
    environment = lenders.environment("base", PUHUI_BROKER_URL="kafka://127.0.0.1")
    done = subprocess.run([*PUHUI, "doctor"], env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert "PUHUI_BROKER_URL begins with one of" in done.stderr
