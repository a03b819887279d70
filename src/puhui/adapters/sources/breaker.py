"""A small circuit breaker: a source that failed several times in a row is left alone for a while."""

import threading
import time
from collections.abc import Callable

FAILURES, REST_SECONDS = 5, 30.0


class Breaker:
    """Counts failures in a row by source; open from the fifth on, for 30 seconds, then one try decides."""

    def __init__(
        self,
        *,
        failures: int = FAILURES,
        rest_seconds: float = REST_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._rest, self._clock = failures, rest_seconds, clock
        self._lock = threading.Lock()
        self._failed: dict[str, int] = {}
        self._open_until: dict[str, float] = {}

    def lets_through(self, source: str) -> bool:
        """False while the source rests. After the rest one caller is let through, and the next ones wait for it."""
        with self._lock:
            if self._failed.get(source, 0) < self._most:
                return True
            if self._clock() < self._open_until[source]:
                return False
            self._open_until[source] = self._clock() + self._rest
            return True

    def note(self, source: str, *, ok: bool) -> None:
        """Hears how a question ended."""
        with self._lock:
            self._failed[source] = 0 if ok else self._failed.get(source, 0) + 1
            if self._failed[source] >= self._most:
                self._open_until[source] = self._clock() + self._rest
