"""Who acts, and the call they make: the two things every use case is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from puhui.kernel.errors import Forbidden


class Role(StrEnum):
    """What an actor may be. A staff member may hold several."""

    CUSTOMER = "customer"
    RELATIONSHIP_MANAGER = "relationship_manager"
    RISK_OFFICER = "risk_officer"
    OPERATIONS = "operations"
    FINANCE = "finance"
    COMPLIANCE = "compliance"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    AGENT = "agent"
    SYSTEM = "system"


# An agent is no staff: a helper at a service point, who sees one customer at a time and only while they allow it.
STAFF_ROLES = frozenset(Role) - {Role.CUSTOMER, Role.SYSTEM, Role.AGENT}
READING_ROLES = STAFF_ROLES | {Role.SYSTEM}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user id, the roles held, and for a customer the person that signed in.

    For an agent `party_id` is the customer who sits beside them and allowed it; the door sets it for one request.
    """

    id: UUID
    roles: frozenset[Role]
    party_id: UUID | None = None
    name: str = ""

    def require(self, *roles: Role, verb: str) -> None:
        """Deny by default: refuses unless one of the roles is held."""
        if not self.roles.intersection(roles):
            raise Forbidden(verb)

    @property
    def is_customer(self) -> bool:
        """True for somebody who may only see what is their own."""
        return Role.CUSTOMER in self.roles

    @property
    def reads_all(self) -> bool:
        """True for staff and for the system: they may look things up beyond their own."""
        return bool(self.roles & READING_ROLES)


SYSTEM_ID = UUID("00000000-0000-7000-8000-000000000001")
SYSTEM = Actor(id=SYSTEM_ID, roles=frozenset({Role.SYSTEM}), name="system")


@dataclass(slots=True)
class Proof:
    """How long ago somebody at a page proved who they are (None: never); `asked_for`: an act that wants it anew."""

    age: timedelta | None = None
    asked_for: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One request for a use case: who, when, under which idempotency key, through which channel.

    `proof` comes with a person at a page; programs, jobs and commands have none and are not asked for one.
    """

    actor: Actor
    key: str
    at: datetime
    channel: str = "system"
    meta: Mapping[str, str] = field(default_factory=dict)
    proof: Proof | None = None

    def __post_init__(self) -> None:
        if self.at.tzinfo is not UTC:
            raise ValueError("an instant is in UTC")

    def step(self, name: str) -> "Call":
        """A call for one step of a longer piece of work, with a key of its own that repeats."""
        return Call(self.actor, f"{self.key}/{name}", self.at, self.channel, self.meta, self.proof)
