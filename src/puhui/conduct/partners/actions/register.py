"""Proposes partners, lets them in, suspends them and lets them in again: four eyes each time a door opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from puhui.conduct.partners.contracts import PartnerFourEyes, PartnerNotMovable, PartnerState, PartnerTaken
from puhui.conduct.partners.models import Partner
from puhui.conduct.partners.rules import checked_scopes
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import firm_traits, normal_text
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound


@dataclass(frozen=True, slots=True)
class PartnerMoved:
    """A partner after an act."""

    partner_id: UUID
    state: str


@use_case("partners.propose_partner", answers=PartnerMoved, subject="party_id")
def propose_partner(call: Call, *, party_id: UUID, scopes: Sequence[str], reason: str) -> PartnerMoved:
    """Writes an organisation down as a partner with the scopes that it may hold; a second person lets it in.

    One that was declined or suspended is proposed anew in the same way, with other scopes if need be.
    """
    call.actor.require(Role.OPERATIONS, Role.ADMINISTRATOR, verb="propose a partner")
    if party_id not in firm_traits([party_id]):
        raise NotFound("organisation", where="party_id")
    given = checked_scopes(scopes)
    why = normal_text(reason, where="reason", most=200)
    row = Partner.objects.select_for_update(of=("self",)).filter(id=party_id).first() or Partner(id=party_id)
    is_new = not row.state
    if row.state in (PartnerState.PROPOSED, PartnerState.ACTIVE):
        raise PartnerTaken(where="party_id")
    row.state, row.scopes, row.reason = PartnerState.PROPOSED, list(given), why
    row.proposed_by, row.proposed_at, row.decided_by, row.decided_at = call.actor.id, call.at, None, None
    try:
        with transaction.atomic():
            row.save(force_insert=is_new)
    except IntegrityError:
        raise PartnerTaken(where="party_id") from None
    return PartnerMoved(row.id, row.state)


@use_case("partners.decide_partner", answers=PartnerMoved, subject="partner_id")
def decide_partner(call: Call, *, partner_id: UUID, agree: bool) -> PartnerMoved:
    """Lets a partner in, or not: never by the one who proposed."""
    call.actor.require(Role.COMPLIANCE, Role.ADMINISTRATOR, verb="let a partner in")
    row = locked_partner(partner_id)
    if row.state != PartnerState.PROPOSED:
        raise PartnerNotMovable(where="partner_id", state=row.state)
    if row.proposed_by == call.actor.id:
        raise PartnerFourEyes(where="partner_id")
    return _move(call, row, PartnerState.ACTIVE if agree else PartnerState.DECLINED)


@use_case("partners.suspend_partner", answers=PartnerMoved, subject="partner_id")
def suspend_partner(call: Call, *, partner_id: UUID) -> PartnerMoved:
    """None of its programs comes in from this moment on."""
    call.actor.require(Role.OPERATIONS, Role.COMPLIANCE, Role.ADMINISTRATOR, verb="suspend a partner")
    row = locked_partner(partner_id)
    if row.state != PartnerState.ACTIVE:
        raise PartnerNotMovable(where="partner_id", state=row.state)
    return _move(call, row, PartnerState.SUSPENDED)


def locked_partner(partner_id: UUID) -> Partner:
    """The partner's row under a lock."""
    row = Partner.objects.select_for_update(of=("self",)).filter(id=partner_id).first()
    if row is None:
        raise NotFound("partner", where="partner_id")
    return row


def checked_name(name: str) -> str:
    """A name for a program: 1 to 80 printable characters."""
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= 80 or not name.isprintable():
        raise InvalidInput("name", "a name of 1 to 80 printable characters is needed")
    return name.strip()


def _move(call: Call, row: Partner, state: PartnerState) -> PartnerMoved:
    row.state, row.decided_by, row.decided_at = state, call.actor.id, call.at
    row.save(update_fields=["state", "decided_by", "decided_at"])
    return PartnerMoved(row.id, state)
