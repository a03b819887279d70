"""Posts a message to a shop's program: https only, to public addresses only, no redirect is followed, bounded time.

The address comes from outside, so it is looked up once and the very address that was checked is connected to: a name
that leads into our own network, now or a moment later, is refused (server-side request forgery).
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

SECONDS: Final = 5.0


class NotTaken(Exception):
    """The message was not taken; it is tried again later."""


@dataclass(frozen=True, slots=True)
class HttpCallbacks:
    """Implements `CallbackPort`. `inside` lets addresses of this machine through, for tests."""

    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    inside: bool = False

    def post(self, address: str, *, body: bytes, headers: Mapping[str, str]) -> None:
        """One try; raises `NotTaken` with what came instead."""
        target = urlsplit(address)
        if target.scheme != "https" or not target.hostname:
            raise NotTaken("not an https address")
        try:
            where = self._public(target.hostname, target.port or 443)
            with socket.create_connection(where, timeout=SECONDS) as plain:
                connection = http.client.HTTPSConnection(target.hostname, where[1], timeout=SECONDS)
                connection.sock = self.context.wrap_socket(plain, server_hostname=target.hostname)
                path = (target.path or "/") + (f"?{target.query}" if target.query else "")
                connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
                status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as problem:
            raise NotTaken(f"{type(problem).__name__}: {problem}"[:200]) from None
        if not 200 <= status < 300:
            raise NotTaken(f"answered {status}")

    def _public(self, host: str, port: int) -> tuple[str, int]:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
        for one in sorted(found):
            if self.inside or ipaddress.ip_address(one).is_global:
                return one, port
        raise NotTaken("leads to no public address")
