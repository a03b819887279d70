"""A customer lets a partner see some of what is theirs, only to read, and ends it at will (PIPL 23)."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from puhui.conduct.partners.actions.messages import tell_listener
from puhui.conduct.partners.contracts import PartnerState
from puhui.conduct.partners.models import Partner, Sharing
from puhui.conduct.partners.rules import SHAREABLE, checked_scopes
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import party_ids_for, require_party
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id

LONGEST_DAYS = 366


@use_case("partners.share_with_partner", answers=UUID)
def share_with_partner(call: Call, *, party_id: UUID, partner_id: UUID, scopes: Sequence[str], days: int) -> UUID:
    """By the customer whom it concerns, for so many days; never by the partner itself."""
    call.actor.require(Role.CUSTOMER, verb="share with a partner")
    require_party(call.actor, party_id=party_id)
    if not 1 <= days <= LONGEST_DAYS:
        raise InvalidInput("days", f"1 to {LONGEST_DAYS} days")
    if not Partner.objects.filter(id=partner_id, state=PartnerState.ACTIVE).exists():
        raise NotFound("partner", where="partner_id")
    made = Sharing.objects.create(
        id=new_id(),
        partner_id=partner_id,
        party_id=party_id,
        scopes=list(checked_scopes(scopes, within=SHAREABLE)),
        given_by=call.actor.id,
        given_at=call.at,
        until=call.at + timedelta(days=days),
    )
    _tell(call, made, kind="sharing.given")
    return made.id


@use_case("partners.end_sharing", answers=UUID, subject="sharing_id")
def end_sharing(call: Call, *, sharing_id: UUID) -> UUID:
    """At once, by the customer; one that is over stays as it is."""
    call.actor.require(Role.CUSTOMER, verb="end what is shared with a partner")
    own = Sharing.objects.filter(id=sharing_id, party_id__in=party_ids_for(call.actor))
    if not own.exists():
        raise NotFound("sharing", where="sharing_id")
    if own.filter(ended_at=None).update(ended_at=call.at):
        _tell(call, own.get(), kind="sharing.ended")
    return sharing_id


def _tell(call: Call, made: Sharing, *, kind: str) -> None:
    facts = {"sharing_id": str(made.id), "party_id": str(made.party_id), "scopes": made.scopes}
    tell_listener(call, party_id=made.partner_id, kind=kind, subject_id=made.id, facts=facts)
