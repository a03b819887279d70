"""The simulator's registers, bureaus and platforms, served over real HTTP on this machine, with faults on demand.

POST /<source> answers as a real source would. POST /faults sets what goes wrong, for tests and demonstrations:
{"source": "tax", "fault": "delay", "ms": 300}. Faults: delay (ms before the answer), error (HTTP 500), refuse (403),
garbage (bytes that are no JSON), drift (a renamed field), wrong_person, trickle (byte by byte), endless, none.
"""

import json
import threading
import time
from collections.abc import Callable, Mapping
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from puhui.flows.simulation.source_answers import SOURCES, answer_of, people_index

FAULTS = ("none", "delay", "error", "refuse", "garbage", "drift", "wrong_person", "trickle", "endless")
_MOST_BODY = 100_000


class SimulatedSources:
    """A server on the loopback interface; `with SimulatedSources() as world: HttpSources(world.address)`."""

    def __init__(
        self, *, seed: int = 20261123, size: int = 1000, port: int = 0, delays_ms: Mapping[str, int] = {}
    ) -> None:
        self.faults: dict[str, tuple[str, int]] = {name: ("delay", ms) for name, ms in delays_ms.items()}
        self.asked: dict[str, int] = {}
        self._people = people_index(seed, size)
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True, name="simulated-sources")

    @property
    def address(self) -> str:
        """Where it serves."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def set_fault(self, source: str, fault: str = "none", *, ms: int = 0) -> None:
        """What goes wrong with a source from now on."""
        if source not in SOURCES or fault not in FAULTS:
            raise ValueError(f"{source} / {fault}")
        self.faults[source] = (fault, ms)

    def start(self) -> Self:
        """Serves in a thread of its own, which ends with the process."""
        self._thread.start()
        return self

    def serve(self) -> None:
        """Serves until interrupted."""
        self._server.serve_forever()

    def close(self) -> None:
        """Ends it."""
        if self._thread.is_alive():
            self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def answer(self, source: str, question: Mapping[str, Any]) -> dict[str, Any]:
        """What the source says, before anything goes wrong."""
        with self._lock:
            self.asked[source] = self.asked.get(source, 0) + 1
        on = date.fromisoformat(question["on"])
        content = answer_of(source, identifiers=question["identifiers"], on=on, people=self._people)
        return {
            "source": source,
            "schema_version": question["schema_version"],
            "subject": dict(question["identifiers"]),
            "as_of": question["on"],
            "content": content,
        }


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def _handler(world: SimulatedSources) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """One question."""

        def do_POST(self) -> None:
            body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), _MOST_BODY))
            try:
                asked, path = json.loads(body), self.path.strip("/")
                if path == "faults":
                    world.set_fault(asked["source"], asked["fault"], ms=int(asked.get("ms", 0)))
                    return self._say(b"{}")
                if path not in SOURCES:
                    return self._say(b"{}", status=404)
                answer = world.answer(path, asked)
            except (ValueError, KeyError, TypeError):
                return self._say(b"{}", status=400)
            fault, ms = world.faults.get(path, ("none", 0))
            return _FAULTY[fault](self, answer, ms)

        def _say(self, body: bytes, *, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Says nothing: a question holds identity numbers."""

    return Handler


def _plainly(handler: Any, answer: dict[str, Any], ms: int) -> None:
    time.sleep(ms / 1000)
    handler._say(json.dumps(answer, ensure_ascii=False).encode())


def _drifted(handler: Any, answer: dict[str, Any], ms: int) -> None:
    content = answer["content"] or {}
    renamed = {f"{name}_v2" if place == 0 else name: value for place, (name, value) in enumerate(content.items())}
    _plainly(handler, {**answer, "content": renamed}, ms)


def _about_somebody_else(handler: Any, answer: dict[str, Any], ms: int) -> None:
    _plainly(handler, {**answer, "subject": {name: value[::-1] for name, value in answer["subject"].items()}}, ms)


def _slowly(handler: Any, answer: dict[str, Any], ms: int) -> None:
    body = json.dumps(answer).encode()
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    for place in range(len(body)):
        try:
            handler.wfile.write(body[place : place + 1])
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(max(ms, 5) / 1000)


def _without_end(handler: Any, answer: dict[str, Any], ms: int) -> None:
    del answer, ms
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b" " * 65536)
    except OSError:
        return


_FAULTY: Mapping[str, Callable[[Any, dict[str, Any], int], None]] = {
    "none": _plainly,
    "delay": _plainly,
    "error": lambda handler, answer, ms: handler._say(b"oops", status=500),
    "refuse": lambda handler, answer, ms: handler._say(b"{}", status=403),
    "garbage": lambda handler, answer, ms: handler._say(b"\x00\xff<html>"),
    "drift": _drifted,
    "wrong_person": _about_somebody_else,
    "trickle": _slowly,
    "endless": _without_end,
}
