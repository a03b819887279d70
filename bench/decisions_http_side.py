"""One database of `bench.decisions_http`: firms with invoices and kept facts, the server, requests at fixed rates."""

import json
import os
import resource
import select
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPResponse
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

RATES, LEAN_RATES = (6, 12, 25, 50, 100), (25, 50, 100)
SECONDS, LEAN_SECONDS, WARM_UP, LEAN_WARM_UP, LEAST, FIRMS = 5, 20, 12, 100, 100, 250
CONNECTIONS, MOST_MS = 32, 60
PROGRAMS = 20  # a program may ask 600 times a minute; so many stand for the institution's channels and partners
PUHUI = [sys.executable, "-m", "puhui.interfaces.command_line.main"]


class Asked(NamedTuple):
    """One request that decides."""

    path: str
    body: str
    key: str


class Door(NamedTuple):
    """Where the server listens, and who is let in."""

    port: int
    tokens: tuple[str, ...]


def main() -> None:
    """Prepares, asks at each rate, and writes."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    doors, tokens = _firms()
    with served() as port:
        door = Door(port, tokens)
        lean = _at_rates(LEAN_RATES, lambda n: _lean(doors, n), warm_up=LEAN_WARM_UP, seconds=LEAN_SECONDS, door=door)
        whole = _at_rates(RATES, lambda n: _whole(doors[:n]), warm_up=WARM_UP, seconds=SECONDS, door=door)
    lean["statements"] = _statements(_lean(doors, 1)[0], token=tokens[0])
    figures = {"firms": len(doors), **whole, "on_stored_facts": lean}
    Path(sys.argv[1]).write_text(json.dumps(figures))


def _at_rates(
    rates: Sequence[int], asks: Callable[[int], Sequence[Asked]], *, warm_up: int, seconds: int, door: Door
) -> dict[str, Any]:
    """The figures at each rate, and the highest at which the p99 holds and nothing fails."""
    _asked(asks(warm_up), rate=rates[0], door=door)
    told = {f"{rate} a second": _asked(asks(max(LEAST, rate * seconds)), rate=rate, door=door) for rate in rates}
    held = [rate for rate in rates if _holds(told[f"{rate} a second"])]
    return {"rates": told, "highest_rate_that_holds": max(held, default=0)}


def _holds(told: dict[str, Any]) -> bool:
    return bool(told["p99_ms"] < MOST_MS and not told["errors"])


def _firms() -> tuple[list[Any], tuple[str, ...]]:
    """Firms with three years of invoices and their consent, and tokens of programs that submit as a manager would."""
    from tests.rooms.origination.firm_at_the_door import AT, firm_at_the_door, staff

    from puhui.flows.measure_facts import refresh_facts
    from puhui.foundation.access.facade import issue_token
    from puhui.kernel.actors import SYSTEM, Call, Role

    boss = staff(Role.ADMINISTRATOR)
    tokens = tuple(
        issue_token(Call(boss, f"bench-token-{n}", AT), name=f"bench {n}", roles=[Role.RELATIONSHIP_MANAGER])
        for n in range(PROGRAMS)
    )
    doors = [firm_at_the_door() for _ in range(FIRMS)]
    for door in doors:
        for n, party_id in enumerate((door.firm_id, door.actor.party_id)):
            refresh_facts(Call(SYSTEM, f"bench-{door.firm_id}-{n}", door.at), party_id=party_id)
    return doors, tokens


def _lean(doors: Sequence[Any], count: int) -> list[Asked]:
    """Decisions on the facts kept of the firms, each in turn."""
    body = {
        "product_code": "working-capital",
        "amount": {"amount": "200000.00"},
        "term_months": 12,
        "method": "equal_instalment",
        "purpose": "stock",
    }
    parties = [str(doors[n % len(doors)].firm_id) for n in range(count)]
    return [Asked("/api/v1/decisions/", json.dumps({**body, "party_id": party}), str(uuid4())) for party in parties]


def _whole(doors: Sequence[Any]) -> list[Asked]:
    """A new application of each firm, to be submitted; the one before is withdrawn. Nothing of this is measured."""
    from puhui.flows.originate_loan.withdraw_application import withdraw_application

    drafts = []
    for door in doors:
        if earlier := getattr(door, "earlier", None):
            withdraw_application(door.call(), application_id=earlier)
        door.earlier = door.apply()
        drafts.append(Asked(f"/api/v1/applications/{door.earlier}/submit", "", f"bench-{door.earlier}"))
    return drafts


@contextmanager
def served() -> Iterator[int]:
    """`puhui serve` on a free port, until the end of the block."""
    from bench.journey import free_port, wait_for

    port = free_port()
    server = subprocess.Popen([*PUHUI, "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}")
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _asked(asks: Sequence[Asked], *, rate: int, door: Door) -> dict[str, Any]:
    """Sends them at the rate; latencies from the intended instants, and what did not end well."""
    lines = [_request(one, door.port, token) for one, token in zip(asks, cycle(door.tokens), strict=False)]
    begun, open_ones = time.perf_counter() + 0.2, threading.local()

    def one(number: int) -> tuple[float, str]:
        due = begun + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        said = _send(lines[number], open_ones, port=door.port)
        return (time.perf_counter() - due) * 1000, said

    busy = resource.getrusage(resource.RUSAGE_SELF)
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        told = list(pool.map(one, range(len(asks))))
    took, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF)
    timed = sorted(ms for ms, _ in told)
    outcomes = [said for _, said in told]
    return {
        "requests": len(told),
        **{f"p{share}_ms": round(timed[min(len(timed) - 1, len(timed) * share // 100)], 1) for share in (50, 95, 99)},
        "answered_per_second": round(len(told) / took, 1),
        "errors": sum(said not in ("approve", "refer", "decline") for said in outcomes),
        "ended": dict(Counter(outcomes)),
        "sender_processor_seconds": round(after.ru_utime + after.ru_stime - busy.ru_utime - busy.ru_stime, 2),
        "load": round(os.getloadavg()[0], 1),
    }


def _request(asked: Asked, port: int, token: str) -> bytes:
    """The request as it goes over the line, made before anything is measured."""
    head = (
        f"POST {asked.path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Authorization: Bearer {token}",
        f"Idempotency-Key: {asked.key}",
        "Content-Type: application/json",
        f"Content-Length: {len(asked.body.encode())}",
    )
    return ("\r\n".join(head) + "\r\n\r\n" + asked.body).encode()


def _send(line: bytes, open_ones: threading.local, *, port: int) -> str:
    """The outcome, or what went wrong; over a connection that stays open as long as the server keeps it."""
    try:
        return _outcome(_connection(open_ones, port=port), line)
    except OSError as problem:
        open_ones.kept = None
        return type(problem).__name__


def _connection(open_ones: threading.local, *, port: int) -> Any:
    """The thread's connection, or a new one where the server has closed it in the meantime."""
    kept = getattr(open_ones, "kept", None)
    if kept is None or select.select([kept], [], [], 0)[0]:
        kept = socket.create_connection(("127.0.0.1", port), timeout=60)
        kept.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        open_ones.kept = kept
    return kept


def _outcome(connection: Any, line: bytes) -> str:
    connection.sendall(line)
    answer = HTTPResponse(connection, method="POST")
    answer.begin()
    body = answer.read()
    return str(json.loads(body)["outcome"]) if answer.status in (200, 201) else f"HTTP {answer.status}"


def _statements(asked: Asked, *, token: str) -> int:
    """How many statements one request takes, its transaction and the look at the token included; the first one, which
    reads policies and models into the process, is not counted.
    """
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    for _ in range(2):
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
        with CaptureQueriesContext(connection) as told:
            answer = Client().post(
                asked.path, data=asked.body, content_type="application/json", headers=headers, HTTP_HOST="127.0.0.1"
            )
        assert answer.status_code == 201, answer.content
    return len(told)


if __name__ == "__main__":
    main()
