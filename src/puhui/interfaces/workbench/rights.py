"""Which rooms a staff member may open in the workbench: those that their roles may look up, and their own queues.

The rooms' queries and use cases have the last word; this keeps staff out of what is not their work.
"""

from puhui.foundation.access.facade import may_enter
from puhui.foundation.casework.facade import KINDS
from puhui.kernel.actors import Actor
from puhui.kernel.errors import Forbidden

ROOMS = (
    "party",
    "origination",
    "lending",
    "collateral",
    "facilities",
    "collections",
    "farms",
    "ledger",
    "access",
    "evidence",
    "casework",
    "decisioning",
    "lab",
    "monitoring",
    "sources",
    "regions",
    "subsidies",
    "vouchers",
    "bills",
    "orders",
    "receivables",
    "leasing",
    "payees",
    "protection",
    "partners",
    "holds",
    "drafts",
)


def rooms_of(actor: Actor) -> frozenset[str]:
    """The rooms that the actor may look up."""
    return frozenset(room for room in ROOMS if may_enter(actor.roles, room))


def require_room(actor: Actor, room: str) -> None:
    """Refuses who may not look up a room."""
    if not may_enter(actor.roles, room):
        raise Forbidden(f"open {room}")


def may_open_queue(actor: Actor, kind: str) -> bool:
    """True for who works on this kind of case, and for who may look up casework."""
    return kind in KINDS and (bool(actor.roles & KINDS[kind].workers) or may_enter(actor.roles, "casework"))


def require_queue(actor: Actor, kind: str) -> None:
    """Refuses who may not see a queue."""
    if not may_open_queue(actor, kind):
        raise Forbidden(f"open the queue {kind}")
