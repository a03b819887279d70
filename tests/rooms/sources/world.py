"""A firm that lets every source be asked, and the simulator's sources over real HTTP. For tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.rooms.origination.firm_at_the_door import Door, firm_at_the_door

from puhui.adapters.sources.breaker import Breaker
from puhui.adapters.sources.http import HttpSources
from puhui.adapters.sources.simulated import SimulatedSources
from puhui.foundation.consent.facade import give_consent

FIRM_SOURCES = (
    "business_registration", "tax", "social_security", "judicial_records", "platform_trade", "utility_bills",
    "credit_bureau",
)  # fmt: skip
PERSON_SOURCES = ("person_credit", "person_income", "person_spending", "person_tenure")


@dataclass
class Sources:
    """The server and the way to it."""

    server: SimulatedSources
    http: HttpSources

    @property
    def server_sources(self) -> tuple[str, ...]:
        """Everything that it serves."""
        return (*FIRM_SOURCES, *PERSON_SOURCES)


@contextmanager
def sources() -> Iterator[Sources]:
    """Serves until the end of the test; a breaker of its own, so that tests do not trip each other's."""
    with SimulatedSources(size=50) as server:
        yield Sources(server, HttpSources(server.address, breaker=Breaker()))


def open_door(*, consents: bool = True) -> Door:
    """A firm at the door whose representative lets every source be asked."""
    door = firm_at_the_door()
    if consents:
        for party_id, purpose, scope in (
            (door.firm_id, "firm_records", ()),
            (door.firm_id, "credit_report", ("credit_bureau",)),
            (door.actor.party_id, "personal_records", ()),
            (door.actor.party_id, "credit_report", ("person_credit",)),
        ):
            assert party_id is not None
            give_consent(door.call(), party_id=party_id, purpose=purpose, scope=scope)
    return door
