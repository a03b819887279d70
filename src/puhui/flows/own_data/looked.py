"""Who looked at what is held of a customer: unmaskings by staff and readings by staff and decisions, newest first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from puhui.foundation.access.facade import roles_of_staff
from puhui.foundation.party.facade import parties_of, unmaskings_of
from puhui.foundation.sources.facade import readings_of
from puhui.kernel.actors import SYSTEM_ID, Actor, Role

MOST_PARTIES = 10  # the person and the firms they act for


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked: when, in which role, at what, what for. A decision has the role of the system."""

    at: datetime
    party_id: UUID
    roles: tuple[Role, ...]
    what: tuple[str, ...]
    purpose: str

    @property
    def is_decision(self) -> bool:
        """Whether no person looked, but a decision was made."""
        return self.roles == (Role.SYSTEM,)


def who_looked(actor: Actor, *, most: int = 50) -> list[Look]:
    """Of the customer and the firms they act for; colleagues are named by their role, never by their name."""
    actor.require(Role.CUSTOMER, verb="see who looked")
    rows: list[tuple[datetime, UUID, UUID, tuple[str, ...], str]] = []
    for party_id in parties_of(actor)[:MOST_PARTIES]:
        rows += [
            (one.at, party_id, one.actor_id, (str(one.field),), one.purpose)
            for one in unmaskings_of(actor, party_id=party_id, most=most)
        ]
        rows += [
            (one.at, party_id, one.actor_id, one.sources, one.purpose)
            for one in readings_of(actor, party_id=party_id, most=most)
            if one.actor_id != actor.id
        ]
    rows = sorted(rows, key=lambda row: row[0], reverse=True)[:most]
    roles = roles_of_staff({row[2] for row in rows})
    return [
        Look(at, party_id, (Role.SYSTEM,) if who == SYSTEM_ID else roles.get(who, ()), what, purpose)
        for at, party_id, who, what, purpose in rows
    ]
