"""Says who looks after a customer, and whom a colleague looks after."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from puhui.foundation.access.facade import colleagues
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.contracts import PartyLine
from puhui.foundation.party.models import Party, PartyManager
from puhui.foundation.party.queries import lines_of
from puhui.foundation.party.rules import normal_text
from puhui.kernel.actors import STAFF_ROLES, Actor, Call, Role
from puhui.kernel.errors import NotFound, Refusal
from puhui.kernel.texts import Text

ASSIGNING = (Role.RELATIONSHIP_MANAGER, Role.OPERATIONS, Role.SYSTEM)
MOST_LINES = 200
MOST_CUSTOMERS = 2000


class NotAManager(Refusal):
    """Nobody of this name is a relationship manager."""

    code = "not_a_manager"
    text = Text(
        en="{where}: nobody called {name} is a relationship manager.", zh="{where}：没有名为 {name} 的客户经理。"
    )


class AnothersCustomer(Refusal):
    """A relationship manager does not take a colleague's customer."""

    code = "anothers_customer"
    http_status = 403
    text = Text(
        en="A colleague looks after this customer. They give them on, or operations does.",
        zh="该客户由其他同事负责。须由该同事转交，或由运营人员调整。",
    )


@dataclass(frozen=True, slots=True)
class ManagerView:
    """Who looks after a customer, since when and why."""

    party_id: UUID
    manager_id: UUID
    manager_name: str
    since_at: datetime
    reason: str


@use_case("party.assign_manager", answers=UUID, subject="party_id")
def assign_manager(call: Call, *, party_id: UUID, to_login: str, reason: str) -> UUID:
    """Gives a customer to a relationship manager. One who has the customer gives them on; operations gives any.

    The same manager again changes nothing. Answers the party's id.
    """
    call.actor.require(*ASSIGNING, verb="say who looks after a customer")
    why = normal_text(reason, most=200, least=4, where="reason")
    if not Party.objects.select_for_update().filter(id=party_id).exists():
        raise NotFound("party", where="party_id")
    name = to_login.strip()[:40] if isinstance(to_login, str) else ""
    found = [one for one in colleagues(login_names=[name]) if Role.RELATIONSHIP_MANAGER in one.roles]
    if not found:
        raise NotAManager(where="to_login", name=name)
    now = PartyManager.objects.filter(party_id=party_id, ended_at=None).first()
    is_free = now is None or now.manager_id == call.actor.id
    if not is_free and not call.actor.roles & {Role.OPERATIONS, Role.SYSTEM}:
        raise AnothersCustomer(where="party_id")
    if now is not None and now.manager_id == found[0].user_id:
        return party_id
    PartyManager.objects.filter(party_id=party_id, ended_at=None).update(ended_at=call.at)
    PartyManager.objects.create(
        party_id=party_id,
        manager_id=found[0].user_id,
        manager_name=found[0].name[:80],
        reason=why,
        since_at=call.at,
        by_id=call.actor.id,
    )
    return party_id


def manager_of(actor: Actor, *, party_id: UUID) -> ManagerView | None:
    """Who looks after a customer now. Staff only."""
    actor.require(*STAFF_ROLES, verb="read who looks after a customer")
    row = PartyManager.objects.filter(party_id=party_id, ended_at=None).first()
    return ManagerView(row.party_id, row.manager_id, row.manager_name, row.since_at, row.reason) if row else None


def my_customers(actor: Actor, *, after: UUID | None = None, most: int = 50) -> list[PartyLine]:
    """The customers whom the actor looks after, masked, in the order of their ids; `after` is the last one seen."""
    actor.require(*STAFF_ROLES, verb="read whom one looks after")
    found = Party.objects.filter(id__in=_mine(actor)).order_by("id")
    if after:
        found = found.filter(id__gt=after)
    return lines_of(actor, list(found[: max(1, min(most, MOST_LINES))]))


def my_customer_ids(actor: Actor) -> Collection[UUID]:
    """Their ids, at most 2,000: what nobody looks after alone any more is no list for a first page."""
    actor.require(*STAFF_ROLES, verb="read whom one looks after")
    return list(_mine(actor)[:MOST_CUSTOMERS])


def managers_now() -> dict[UUID, UUID]:
    """Who looks after each customer now; one query. For counts of flows: no rights are looked at."""
    return dict(PartyManager.objects.filter(ended_at=None).values_list("party_id", "manager_id"))


def customers_of(manager_ids: Collection[UUID] | None) -> "QuerySet[PartyManager, UUID]":
    """The ids of the customers whom these colleagues look after, or anybody does (None), to ask other tables with.

    For sums of flows: no rights are looked at.
    """
    rows = PartyManager.objects.filter(ended_at=None)
    if manager_ids is not None:
        rows = rows.filter(manager_id__in=list(manager_ids))
    return rows.values_list("party_id", flat=True)


def _mine(actor: Actor) -> QuerySet[PartyManager, UUID]:
    mine = PartyManager.objects.filter(manager_id=actor.id, ended_at=None)
    return mine.order_by("id").values_list("party_id", flat=True)
