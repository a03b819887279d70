"""Puts risk tags on parties and takes them off."""

from uuid import UUID

from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.models import Party, RiskTag
from puhui.foundation.party.rules import normal_text
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import NotFound

TAGGING = (Role.RISK_OFFICER, Role.COMPLIANCE, Role.SYSTEM)


@use_case("party.tag_party", answers=UUID, subject="party_id")
def tag_party(call: Call, *, party_id: UUID, tag: str, reason: str) -> UUID:
    """Puts a tag on; one that is on already stays with its first reason. Answers the party's id."""
    call.actor.require(*TAGGING, verb="tag a party")
    name = normal_text(tag, most=40, where="tag")
    why = normal_text(reason, most=200, least=4, where="reason")
    if not Party.objects.filter(id=party_id).exists():
        raise NotFound("party", where="party_id")
    row = RiskTag(party_id=party_id, tag=name, reason=why, tagged_by=call.actor.id, tagged_at=call.at)
    RiskTag.objects.bulk_create([row], ignore_conflicts=True)
    return party_id


@use_case("party.clear_tag", answers=UUID, subject="party_id")
def clear_tag(call: Call, *, party_id: UUID, tag: str) -> UUID:
    """Takes a tag off; who and when is kept."""
    call.actor.require(*TAGGING, verb="clear a tag")
    on = RiskTag.objects.filter(party_id=party_id, tag=normal_text(tag, most=40, where="tag"), cleared_at=None)
    if not on.update(cleared_at=call.at, cleared_by=call.actor.id):
        raise NotFound("tag", where="tag")
    return party_id
