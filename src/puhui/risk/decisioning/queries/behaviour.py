"""What can be asked of behaviour: the scores of a loan over time."""

from uuid import UUID

from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.risk.decisioning.model_contracts import BehaviourView
from puhui.risk.decisioning.models import BehaviourScore


def behaviour_of(actor: Actor, loan_id: UUID, *, most: int = 24) -> list[BehaviourView]:
    """The behaviour scores of a loan, newest first; for staff."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="look at behaviour")
    rows = BehaviourScore.objects.filter(loan_id=loan_id).order_by("-on")[:most]
    return [BehaviourView(row.on, row.score, row.pd, row.model, row.facts) for row in rows]
