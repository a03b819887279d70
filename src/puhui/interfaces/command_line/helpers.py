"""Processes that share a day close with the command that started them, and end with it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

_PUHUI = (sys.executable, "-m", "puhui.interfaces.command_line.main")


@contextmanager
def helpers(through: date, *, count: int) -> Iterator[None]:
    """So many further closers up to `through`; what they had in hand when this process ends is done by the next."""
    command = [*_PUHUI, "day", "close", "--date", through.isoformat(), "--json"]
    children = [
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
        for _ in range(count)
    ]
    try:
        yield
        for child in children:
            child.wait()
    finally:
        for child in children:
            if child.poll() is None:
                child.terminate()
                child.wait()
