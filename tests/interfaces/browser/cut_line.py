"""The line between a phone and the server, as a relay of bytes that can be cut, mended, and made slow."""

import socket
import threading
import time
from contextlib import suppress
from urllib.parse import urlsplit

PIECE = 65536


class Line:
    """Listens on a port of its own; while it is cut, nothing comes through and nothing is answered.

    `bytes_a_second`: no more than so many come down it, for all connections together; a question waits `delay` seconds.
    """

    def __init__(self, server: str, *, bytes_a_second: int = 0, delay: float = 0) -> None:
        self._rate, self._delay, self._busy = bytes_a_second, delay, threading.Lock()
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
                threading.Thread(target=self._relay, args=(phone, server, self._delay), daemon=True).start()
                threading.Thread(target=self._relay, args=(server, phone, 0.0), daemon=True).start()

    def _relay(self, one: socket.socket, other: socket.socket, delay: float) -> None:
        with suppress(OSError):
            while piece := one.recv(self._rate // 20 or PIECE):
                time.sleep(delay)
                self._take_turns(len(piece))
                other.sendall(piece)
        _shut(other)

    def _take_turns(self, size: int) -> None:
        if self._rate:
            with self._busy:
                time.sleep(size / self._rate)


def _shut(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
