"""The simulator's sources, served in this process over loopback HTTP and asked as real ones are."""

import threading
from functools import cache

from puhui.adapters.sources.http import HttpSources
from puhui.adapters.sources.simulated import SimulatedSources
from puhui.kernel.ports import SourceQuestion, SourceReply


class EmbeddedSources:
    """Implements `SourceConnector`: the server starts with the first question and ends with the process."""

    is_connected = True

    def ask(self, question: SourceQuestion) -> SourceReply:
        """Asks over HTTP."""
        with _starting:
            connector = _served()
        return connector.ask(question)


_starting = threading.Lock()


@cache
def _served() -> HttpSources:
    return HttpSources(SimulatedSources().start().address)
