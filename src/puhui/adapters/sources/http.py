"""Asks sources over HTTP: within a time, with bounded retries, a bounded answer, and a breaker for what is down.

A question is a POST of JSON, so that identity numbers stand in no address and no log. 200 is an answer, 4xx is "the
source does not want to answer this" (never tried again), everything else is "down". Redirects are not followed.
"""

import http.client
import json
import random
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Final
from urllib.parse import SplitResult, urlsplit

from puhui.adapters.sources.breaker import Breaker
from puhui.kernel.ports import SourceFailed, SourceQuestion, SourceReply

MOST_BYTES: Final = 2_000_000
PAUSE_SECONDS: Final = 0.05
_PIECE: Final = 64 * 1024
_BUSY: Final = (408, 425, 429)


class _Down(Exception):
    """This try failed; another one may not."""


class _Refused(Exception):
    """The source answered that it does not answer."""


@dataclass(frozen=True, slots=True)
class HttpSources:
    """Implements `SourceConnector`. `base` is where the sources are; one with an address of its own is asked there."""

    base: str
    token: str = ""
    breaker: Breaker = field(default_factory=Breaker)
    sleep: Callable[[float], None] = time.sleep
    is_connected: bool = True

    def ask(self, question: SourceQuestion) -> SourceReply:
        """Asks, and again after a short random pause when the source was down."""
        begun, why, attempts = time.monotonic(), "", 0
        for attempt in range(1, question.retries + 2):
            if not self.breaker.lets_through(question.source):
                why = why or "resting after failures in a row"
                break
            attempts = attempt
            try:
                body = self._try(question)
            except _Refused as problem:
                self.breaker.note(question.source, ok=True)
                raise SourceFailed("refused", str(problem), latency_ms=_ms(begun), attempts=attempt) from None
            except _Down as problem:
                why = str(problem)
                self.breaker.note(question.source, ok=False)
                if attempt <= question.retries:
                    self.sleep(PAUSE_SECONDS * 2 ** (attempt - 1) * (0.5 + random.random()))  # noqa: S311 - jitter
                continue
            self.breaker.note(question.source, ok=True)
            return SourceReply(body, _ms(begun), attempt)
        raise SourceFailed("down", why, latency_ms=_ms(begun), attempts=attempts)

    def _try(self, question: SourceQuestion) -> bytes:
        """One try; the time holds for all of it: connecting, waiting and reading."""
        deadline = time.monotonic() + question.timeout_ms / 1000
        target = urlsplit(question.address or f"{self.base.rstrip('/')}/{question.source}")
        connection = _connection(target, timeout=question.timeout_ms / 1000)
        try:
            connection.request("POST", target.path or "/", body=_body(question), headers=self._headers())
            waiting = connection.sock  # the connection forgets it when the other side will close
            _left(waiting, deadline)
            response = connection.getresponse()
            if response.status != 200:
                said = f"HTTP {response.status}"
                raise _Refused(said) if 400 <= response.status < 500 and response.status not in _BUSY else _Down(said)
            return _read(response, waiting=waiting, deadline=deadline)
        except (OSError, http.client.HTTPException) as problem:
            said = "timeout" if isinstance(problem, TimeoutError) else type(problem).__name__
            raise _Down(said) from None
        finally:
            connection.close()

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        return headers | ({"Authorization": f"Bearer {self.token}"} if self.token else {})


def _connection(target: SplitResult, *, timeout: float) -> http.client.HTTPConnection:
    host = target.hostname or ""
    if target.scheme == "https":
        return http.client.HTTPSConnection(host, target.port, timeout=timeout, context=_trusted())
    return http.client.HTTPConnection(host, target.port, timeout=timeout)


@cache
def _trusted() -> ssl.SSLContext:
    """Whom we believe, read once a process: eleven questions at once read the list of authorities eleven times."""
    return ssl.create_default_context()


def _body(question: SourceQuestion) -> bytes:
    return json.dumps(
        {
            "source": question.source,
            "schema_version": question.schema_version,
            "identifiers": dict(question.identifiers),
            "purpose": question.purpose,
            "consent_id": str(question.consent_id),
            "request_id": str(question.request_id),
            "on": question.on.isoformat(),
        }
    ).encode()


def _read(response: http.client.HTTPResponse, *, waiting: socket.socket, deadline: float) -> bytes:
    """The body, piece by piece: one that trickles, or does not end, is no answer."""
    pieces: list[bytes] = []
    size = 0
    while True:
        _left(waiting, deadline)
        piece = response.read1(_PIECE)
        if not piece:
            return b"".join(pieces)
        size += len(piece)
        if size > MOST_BYTES:
            raise _Down("answer too large")
        pieces.append(piece)


def _left(waiting: socket.socket, deadline: float) -> None:
    """Lets the socket wait no longer than the time that is left."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    waiting.settimeout(left)


def _ms(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)
