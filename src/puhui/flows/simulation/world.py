"""The world around a simulated business: its moved clock, its people, and what lies outside of puhui."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from uuid import UUID

from puhui.kernel.actors import SYSTEM, Actor, Call
from puhui.kernel.ports import MovedClock, SourceConnector

OPENS_AT = time(1, 0)  # 09:00 in China, in UTC
CLOSES_AT = time(14, 0)  # 22:00 in China


class Outside(Protocol):
    """What a simulation needs of the world outside: interfaces hand it in, built from the embedded adapters."""

    @property
    def sources(self) -> SourceConnector:
        """The way to registers, bureaus and platforms."""
        ...

    def work(self) -> None:
        """Delivers the outbox and books the bank's answers, until nothing is due."""
        ...

    def code_sent_to(self, phone: str) -> str:
        """The last one-time code that reached the phone."""
        ...

    def set_account(self, party_id: UUID, *, is_empty: bool = False, is_closed: bool = False) -> None:
        """Empties or closes a customer's account at the bank."""
        ...


@dataclass(slots=True)
class World:
    """Everything that a customer or a member of staff of the simulation can reach."""

    clock: MovedClock
    outside: Outside
    staff: Mapping[str, Actor]
    seed: int
    tally: dict[str, int] = field(default_factory=dict)
    _calls: int = 0

    def start_day(self, day: date) -> None:
        """Puts the clock to the opening hour of a day."""
        self.clock.instant = datetime.combine(day, OPENS_AT, tzinfo=UTC)

    def end_day(self, day: date) -> None:
        """Puts the clock to the closing hour, unless the day lasted longer."""
        self.clock.instant = max(self.clock.instant, datetime.combine(day, CLOSES_AT, tzinfo=UTC))

    def pass_seconds(self, seconds: float) -> None:
        """Lets time pass."""
        self.clock.instant += timedelta(seconds=seconds)

    def call(self, actor: Actor = SYSTEM) -> Call:
        """A new call, a few seconds after the last one."""
        self._calls += 1
        self.pass_seconds(3)
        return Call(actor, f"simulation/{self.seed}/{self._calls}", self.clock.now(), channel="simulation")

    def count(self, what: str) -> None:
        """Notes that something happened."""
        self.tally[what] = self.tally.get(what, 0) + 1


Told = Callable[[str, int, int], None]
