"""Turns: the requests of one process work one after the other, and give way while they wait for the world outside.

Python runs one thread of a process at a time. Threads that all have work take it from each other after each answer of
the database, and wait up to 5 ms (`sys.getswitchinterval`) to get it back: a request of forty statements among four
such threads takes 200 ms instead of 10. With turns each is done sooner, and none later. A turn is a courtesy and no
lock: who has waited for `PATIENCE_SECONDS` goes on without one, so that nobody waits for a thread that itself waits.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

PATIENCE_SECONDS: Final = 0.1


class Turns:
    """Gives one turn at a time to the threads of a process."""

    def __init__(self, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._free = threading.Semaphore(1)
        self._patience = patience_seconds
        self._thread = threading.local()

    @contextmanager
    def taken(self) -> Iterator[bool]:
        """Waits for the turn and keeps it until the end of the block; False when patience ended before."""
        had = self._take()
        try:
            yield had
        finally:
            self._give()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Lets another thread have the turn, if this one has it, until the end of the block."""
        if not self._give():
            yield
            return
        try:
            yield
        finally:
            self._take()

    def _take(self) -> bool:
        self._thread.has = self._free.acquire(timeout=self._patience)
        return bool(self._thread.has)

    def _give(self) -> bool:
        had = bool(getattr(self._thread, "has", False))
        self._thread.has = False
        if had:
            self._free.release()
        return had


TURNS: Final = Turns()
"""Those of this process: `puhui serve` takes one for each request."""
