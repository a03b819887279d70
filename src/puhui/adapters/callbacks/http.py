"""Posts a message to a program: https only, to public addresses only, no redirect is followed, bounded time.

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

from puhui.kernel.ports import NotTaken

SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class HttpCallbacks:
    """Implements `CallbackPort`. `inside` lets addresses of this machine through, without TLS too: demo and tests."""

    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    inside: bool = False

    def post(self, address: str, *, body: bytes, headers: Mapping[str, str]) -> int:
        """One try; raises `NotTaken` with what came instead."""
        target = urlsplit(address)
        is_plain = target.scheme == "http" and self.inside
        if not (target.scheme == "https" or is_plain) or not target.hostname:
            raise NotTaken("not an https address")
        try:
            where = self._public(target.hostname, target.port or (80 if is_plain else 443))
            with socket.create_connection(where, timeout=SECONDS) as plain:
                connection = http.client.HTTPConnection(target.hostname, where[1], timeout=SECONDS)
                wrap = self.context.wrap_socket
                connection.sock = plain if is_plain else wrap(plain, server_hostname=target.hostname)
                path = (target.path or "/") + (f"?{target.query}" if target.query else "")
                connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
                status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as problem:
            raise NotTaken(f"{type(problem).__name__}: {problem}"[:200]) from None
        if not 200 <= status < 300:
            raise NotTaken(f"answered {status}", answer_code=status)
        return status

    def _public(self, host: str, port: int) -> tuple[str, int]:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
        for one in sorted(found):
            if self.inside or ipaddress.ip_address(one).is_global:
                return one, port
        raise NotTaken("leads to no public address")
