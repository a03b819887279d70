"""The server is killed under requests that close the day; asked again by the same key, each day is closed once."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from tests.simulation.lenders import THOROUGH, Lenders

DAYS = 5 if THOROUGH else 3
PUHUI = [sys.executable, "-m", "puhui.interfaces.command_line.main"]
pytestmark = pytest.mark.slow


@pytest.fixture
def lenders(tmp_path_factory: pytest.TempPathFactory, filled: Lenders) -> Iterator[Lenders]:
    made = Lenders(tmp_path_factory.mktemp("served"), like=filled)
    made.run("base", "quiet")
    try:
        yield made
    finally:
        made.drop()


class Server:
    """`puhui serve` in a process group of its own, on a free port."""

    def __init__(self, environment: dict[str, str], token: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environment, self.token = environment, token
        self.start()

    def start(self) -> None:
        command = [*PUHUI, "serve", "--port", str(self.port), "--workers", "1"]
        self.process = subprocess.Popen(command, env=self.environment, start_new_session=True)

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def close(self, day: str) -> str:
        """Asks until it is answered; gives the day that is open then."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1/operations/day/close",
            data=json.dumps({"on": day}).encode(),
            headers={
                "Authorization": f"Bearer {self.token}",
                "Idempotency-Key": f"close {day}",
                "Content-Type": "application/json",
            },
        )
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return str(json.load(answer)["opened"])
            except urllib.error.HTTPError as error:
                raise AssertionError(error.read()) from error
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.1)


def killed_while_closing(server: Server, day: str, chance: random.Random) -> str:
    """One who asks in a process of its own; the server dies under the request, and comes back."""
    asking = os.fork()
    if not asking:
        server.close(day)
        os._exit(0)
    time.sleep(chance.uniform(0.0, 0.5))
    server.kill()
    server.start()
    _, status = os.waitpid(asking, 0)
    assert status == 0
    return server.close(day)


def test_a_server_that_dies_under_a_close_leaves_the_twins_books(lenders: Lenders) -> None:
    chance = random.Random(7)
    calm, fire = lenders.copy("calm"), lenders.copy("fire")
    day = lenders.open_day(fire)
    server = Server(lenders.environment(fire), lenders.run(fire, "token").strip())
    try:
        for _ in range(DAYS):
            day = killed_while_closing(server, day, chance)
    finally:
        server.kill()
    for _ in range(DAYS):
        subprocess.run([*PUHUI, "day", "close"], env=lenders.environment(calm), capture_output=True, check=True)
    books, twin = lenders.books(fire), lenders.books(calm)
    assert books["faults"] == []
    assert books["business_date"] == twin["business_date"]
    for part in ("accounts", "loans", "events", "positions"):
        assert books[part] == twin[part]
