"""What lies outside of puhui, for a simulation: the embedded adapters under a moved clock."""

import contextlib
import re
from datetime import timedelta
from uuid import UUID

from puhui.adapters.messaging.embedded import EmbeddedMessaging, demo_outbox
from puhui.adapters.payments.embedded import BankHabits, EmbeddedBank
from puhui.adapters.sources.embedded import EmbeddedSources
from puhui.adapters.sources.simulated import SimulatedSources
from puhui.interfaces.jobs.rounds import run_until_idle
from puhui.interfaces.ports import Ports
from puhui.kernel.ports import MovedClock


class EmbeddedOutside:
    """Implements `Outside` of the simulation; the bank answers at once, now and then twice."""

    def __init__(self, clock: MovedClock) -> None:
        self.bank = EmbeddedBank(clock=clock, habits=BankHabits(delay=timedelta(0)))
        self.sources = EmbeddedSources()
        self.ports = Ports(clock=clock, payments=self.bank, messaging=EmbeddedMessaging(), sources=self.sources)

    def work(self) -> None:
        """Delivers the outbox and books the bank's answers, until nothing is due."""
        run_until_idle(self.ports, with_tasks=False)

    def code_sent_to(self, phone: str) -> str:
        """The last one-time code that reached the phone."""
        for message in demo_outbox(most=5, phone=phone):
            found = re.search(r"(?<!\d)\d{6}(?!\d)", message.body)
            if found:
                return found.group()
        raise LookupError("no code has reached the phone")

    def set_account(self, party_id: UUID, *, is_empty: bool = False, is_closed: bool = False) -> None:
        """Empties or closes a customer's account at the bank."""
        self.bank.set_account(party_id, is_empty=is_empty, is_closed=is_closed)


def serve_sources(*, seed: int, size: int, port: int) -> None:
    """Serves the sources of a made-up population until interrupted."""
    with contextlib.suppress(KeyboardInterrupt):
        SimulatedSources(seed=seed, size=size, port=port).serve()
