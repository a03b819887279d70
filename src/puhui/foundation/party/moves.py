"""An organisation says that it has moved: kept as a statement, and carried out when somebody of ours has looked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from puhui.foundation.party.actions.organisations import move_organisation
from puhui.foundation.party.move_models import MoveStated
from puhui.foundation.party.queries import require_party
from puhui.foundation.party.rules import normal_text
from puhui.kernel.actors import STAFF_ROLES, Actor, Call, Role
from puhui.kernel.errors import NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.texts import Text

CONFIRMING = (Role.OPERATIONS, Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER)


@dataclass(frozen=True, slots=True)
class MoveView:
    """A statement of where an organisation is now: from where, to where, and what is said to show it."""

    id: UUID
    party_id: UUID
    before: str
    region: str
    evidence: str
    state: str
    stated_by: UUID
    stated_at: datetime
    reason: str


class MoveDecided(Refusal):
    """The statement does not wait any more, or the one who made it may not decide on it."""

    code = "move_decided"
    http_status = 409
    text = Text(
        en="This move does not wait for an answer any more, or was stated by yourself.",
        zh="该迁址申报已处理，或由您本人提交，不能由您确认。",
    )


def state_move(call: Call, *, party_id: UUID, before: str, region: str, evidence: str) -> UUID:
    """Keeps what was said; what waited before is replaced by it. A part of a flow, which has looked at the rights."""
    said = normal_text(evidence, most=200, least=4, where="evidence")
    MoveStated.objects.filter(party_id=party_id, state="stated").update(state="replaced")
    row = MoveStated(
        id=new_id(),
        party_id=party_id,
        before=before,
        region=region,
        evidence=said,
        stated_by=call.actor.id,
        stated_at=call.at,
    )
    row.save(force_insert=True)
    return row.id


def decide_move(call: Call, *, move_id: UUID, agree: bool, reason: str) -> MoveView:
    """Somebody else has looked: the organisation is there from now on, or stays where it was. A part of a flow."""
    call.actor.require(*CONFIRMING, verb="confirm where a firm is")
    row = MoveStated.objects.select_for_update().filter(id=move_id).first()
    if row is None:
        raise NotFound("move", where="move_id")
    if row.state != "stated" or row.stated_by == call.actor.id:
        raise MoveDecided(where="move_id")
    row.reason = normal_text(reason, most=300, least=4, where="reason")
    row.state, row.decided_by, row.decided_at = "confirmed" if agree else "declined", call.actor.id, call.at
    row.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    if agree:
        move_organisation(party_id=row.party_id, region=row.region)
    return _view(row)


def move_stated(actor: Actor, *, move_id: UUID) -> MoveView:
    """One statement, for staff."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="look at a move")
    row = MoveStated.objects.filter(id=move_id).first()
    if row is None:
        raise NotFound("move", where="move_id")
    return _view(row)


def last_move(actor: Actor, *, party_id: UUID) -> MoveView | None:
    """What an organisation said last of where it is, for its own people and for staff."""
    require_party(actor, party_id=party_id)
    row = MoveStated.objects.filter(party_id=party_id).exclude(state="replaced").order_by("-id").first()
    return _view(row) if row else None


def _view(row: MoveStated) -> MoveView:
    return MoveView(
        id=row.id,
        party_id=row.party_id,
        before=row.before,
        region=row.region,
        evidence=row.evidence,
        state=row.state,
        stated_by=row.stated_by,
        stated_at=row.stated_at,
        reason=row.reason,
    )
