"""One database of `bench.decisions_http`: firms with invoices, the server, requests at fixed rates."""

import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from uuid import UUID

RATES = (6, 12, 25, 50, 100)
SECONDS, WARM_UP, LEAST, FIRMS = 5, 12, 100, 250
CONNECTIONS, MOST_MS = 32, 60
PUHUI = [sys.executable, "-m", "puhui.interfaces.command_line.main"]


def main() -> None:
    """Prepares, asks at each rate, and writes."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    doors, token = _firms()
    with _server() as port:
        _asked(_drafts(doors[:WARM_UP]), rate=6, port=port, token=token)
        rates = {
            f"{rate} a second": _asked(_drafts(doors[: max(LEAST, rate * SECONDS)]), rate=rate, port=port, token=token)
            for rate in RATES
        }
    held = [rate for rate in RATES if _holds(rates[f"{rate} a second"])]
    figures = {"firms": len(doors), "rates": rates, "highest_rate_that_holds": max(held, default=0)}
    Path(sys.argv[1]).write_text(json.dumps(figures))


def _holds(told: dict[str, Any]) -> bool:
    return bool(told["p99_ms"] < MOST_MS and not told["errors"])


def _firms() -> tuple[list[Any], str]:
    """Firms with three years of invoices and their consent, and a token of a relationship manager who submits."""
    from tests.rooms.origination.firm_at_the_door import AT, firm_at_the_door, staff

    from puhui.foundation.access.facade import issue_token
    from puhui.kernel.actors import Call, Role

    call = Call(staff(Role.ADMINISTRATOR), "bench-token", AT)
    token = issue_token(call, name="bench", roles=[Role.RELATIONSHIP_MANAGER])
    return [firm_at_the_door() for _ in range(FIRMS)], token


def _drafts(doors: Sequence[Any]) -> list[UUID]:
    """A new application of each firm; the one before is withdrawn. Nothing of this is measured."""
    from puhui.flows.originate_loan.withdraw_application import withdraw_application

    drafts = []
    for door in doors:
        if earlier := getattr(door, "earlier", None):
            withdraw_application(door.call(), application_id=earlier)
        door.earlier = door.apply()
        drafts.append(door.earlier)
    return drafts


@contextmanager
def _server() -> Iterator[int]:
    from bench.journey import _free_port, _wait_for

    port = _free_port()
    server = subprocess.Popen([*PUHUI, "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}")
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _asked(drafts: Sequence[UUID], *, rate: int, port: int, token: str) -> dict[str, Any]:
    """Submits them at the rate; latencies from the intended instants, and what did not end well."""
    begun = time.perf_counter() + 0.2

    def one(number: int) -> tuple[float, str]:
        due = begun + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        said = _submit(drafts[number], port=port, token=token)
        return (time.perf_counter() - due) * 1000, said

    busy = resource.getrusage(resource.RUSAGE_SELF)
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        told = list(pool.map(one, range(len(drafts))))
    took, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF)
    timed = sorted(ms for ms, _ in told)
    outcomes = [said for _, said in told]
    return {
        "requests": len(told),
        "p50_ms": round(timed[len(timed) // 2], 1),
        "p99_ms": round(timed[min(len(timed) - 1, int(len(timed) * 0.99))], 1),
        "answered_per_second": round(len(told) / took, 1),
        "errors": sum(said not in ("approve", "refer", "decline") for said in outcomes),
        "ended": dict(Counter(outcomes)),
        "sender_processor_seconds": round(after.ru_utime + after.ru_stime - busy.ru_utime - busy.ru_stime, 2),
    }


def _submit(application_id: UUID, *, port: int, token: str) -> str:
    """The outcome, or what went wrong."""
    headers = {
        "Authorization": f"Bearer {token}",
        "Idempotency-Key": f"bench-{application_id}",
        "Content-Type": "application/json",
    }
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", f"/api/v1/applications/{application_id}/submit", headers=headers)
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, HTTPException) as problem:
        return type(problem).__name__
    finally:
        connection.close()
    return str(json.loads(body)["outcome"]) if answer.status == 200 else f"HTTP {answer.status}"


if __name__ == "__main__":
    main()
