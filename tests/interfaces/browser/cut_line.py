"""The line between a phone and the server, as a relay of bytes that a test can cut and mend."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

PIECE = 65536


class Line:
    """Listens on a port of its own; while it is cut, nothing comes through and nothing is answered."""

    def __init__(self, server: str) -> None:
        address = urlsplit(server)
        self._server = (address.hostname or "localhost", address.port or 80)
        self._open: list[socket.socket] = []
        self._is_cut = False
        self._listener = socket.create_server(("localhost", 0))
        self.url = f"http://localhost:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def cut(self) -> None:
        """The network is gone."""
        self._is_cut = True
        while self._open:
            _shut(self._open.pop())

    def mend(self) -> None:
        """The network is back."""
        self._is_cut = False

    def close(self) -> None:
        """Ends the line for good."""
        self.cut()
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                phone, _ = self._listener.accept()
                if self._is_cut:
                    _shut(phone)
                    continue
                server = socket.create_connection(self._server)
                self._open += [phone, server]
                for one, other in ((phone, server), (server, phone)):
                    threading.Thread(target=_relay, args=(one, other), daemon=True).start()


def _relay(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while piece := one.recv(PIECE):
            other.sendall(piece)
    _shut(other)


def _shut(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
