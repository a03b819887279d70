"""Staff propose a phone number for a customer who cannot read the old one: kept, proven by its code, then decided."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from puhui.foundation.access.facade import blind_index, seal, sealing_key, unseal
from puhui.foundation.party.contracts import NotIdentified, PartyKind, PhoneTaken
from puhui.foundation.party.models import Party, PhoneProposed
from puhui.foundation.party.phone_models import WAITING
from puhui.foundation.party.phones import require_other_phone
from puhui.foundation.party.rules import masked_phone, normal_phone, normal_text
from puhui.kernel.actors import STAFF_ROLES, Actor, Call, Role
from puhui.kernel.errors import NotFound, Refusal
from puhui.kernel.texts import Text

PROPOSING_PHONES = (Role.OPERATIONS, Role.RELATIONSHIP_MANAGER)
DECIDING_ON_PHONES = (Role.OPERATIONS, Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER)


@dataclass(frozen=True, slots=True)
class PhoneProposal:
    """A number that was proposed, masked; `seen`: what was looked at of the identity paper."""

    id: UUID
    party_id: UUID
    phone: str
    seen: str
    state: str
    proposed_by: UUID
    proposed_at: datetime
    proven_at: datetime | None
    decided_by: UUID | None
    decided_at: datetime | None
    reason: str

    @property
    def is_waiting(self) -> bool:
        """True while nobody has decided."""
        return self.state in WAITING


class PhoneDecided(Refusal):
    """The proposal does not wait any more, or the one who made it may not decide on it."""

    code = "phone_decided"
    http_status = 409
    text = Text(
        en="This number does not wait for an answer any more, or was proposed by yourself.",
        zh="该号码变更已处理，或由您本人提交，不能由您确认。",
    )


class PhoneNotProven(Refusal):
    """The customer has not entered the code that went to the new number, or did so too long ago."""

    code = "phone_not_proven"
    http_status = 409
    text = Text(
        en="The customer has not entered the code that went to the new number, or did so more than {hours} hours ago. "
        "Propose the number again.",
        zh="客户尚未输入发到新号码的验证码，或输入后已超过 {hours} 小时。请重新提交该号码。",
    )


def propose_phone(call: Call, *, party_id: UUID, phone: str, seen: str) -> UUID:
    """Keeps the number; what waited before for this person is replaced. A part of a flow.

    Refuses who is no person, who never said who they are, the number that they have, and one of somebody else;
    not one of an account in which nobody ever said who they are.
    """
    call.actor.require(*PROPOSING_PHONES, verb="propose a phone number")
    number, words = normal_phone(phone), normal_text(seen, most=200, least=4, where="seen")
    party = Party.objects.filter(id=party_id, kind=PartyKind.PERSON).first()
    if party is None:
        raise NotFound("party", where="party_id")
    if not party.identifier_sealed:
        raise NotIdentified(where="party_id")
    require_other_phone(party_id=party_id, phone=number, may_free=True)
    _end(PhoneProposed.objects.filter(party_id=party_id, state__in=WAITING), state="replaced")
    index = blind_index("phone", number)
    if PhoneProposed.objects.filter(phone_index=index, state__in=WAITING).exists():
        raise PhoneTaken(where="phone")
    row = PhoneProposed(
        party_id=party_id,
        phone_masked=masked_phone(number),
        phone_sealed=seal(number),
        phone_index=index,
        sealed_with=sealing_key(),
        seen=words,
        proposed_by=call.actor.id,
        proposed_at=call.at,
    )
    row.save(force_insert=True)
    return row.id


def waiting_phone(phone: str) -> PhoneProposal | None:
    """The proposal that waits for its code at this number. For flows, which check the code: no rights are looked at."""
    row = PhoneProposed.objects.filter(phone_index=blind_index("phone", normal_phone(phone)), state="proposed").first()
    return _view(row) if row else None


def prove_phone(call: Call, *, proposal_id: UUID) -> None:
    """The code that went to the number came back. A part of a flow, which has checked it."""
    PhoneProposed.objects.filter(id=proposal_id, state="proposed").update(state="proven", proven_at=call.at)


def decide_phone(call: Call, *, proposal_id: UUID, agree: bool, reason: str, hours: int) -> tuple[PhoneProposal, str]:
    """Somebody else has looked: the proposal, decided, and its number in clear. A part of a flow, which moves it.

    To agree the number must have been proven at most so many hours ago; to decline, it need not.
    """
    call.actor.require(*DECIDING_ON_PHONES, verb="decide on a phone number")
    row = PhoneProposed.objects.select_for_update().filter(id=proposal_id).first()
    if row is None:
        raise NotFound("phone proposal", where="proposal_id")
    if row.state not in WAITING or row.proposed_by == call.actor.id:
        raise PhoneDecided(where="proposal_id")
    if agree and (row.proven_at is None or call.at > row.proven_at + timedelta(hours=hours)):
        raise PhoneNotProven(where="proposal_id", hours=hours)
    number = unseal(row.phone_sealed)
    row.reason = normal_text(reason, most=300, least=4, where="reason")
    row.state, row.decided_by, row.decided_at = "confirmed" if agree else "declined", call.actor.id, call.at
    row.phone_sealed = row.phone_index = ""
    row.save(update_fields=["state", "decided_by", "decided_at", "reason", "phone_sealed", "phone_index"])
    return _view(row), number


def phone_proposed(actor: Actor, *, proposal_id: UUID) -> PhoneProposal:
    """One proposal, for staff."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="look at a phone proposal")
    row = PhoneProposed.objects.filter(id=proposal_id).first()
    if row is None:
        raise NotFound("phone proposal", where="proposal_id")
    return _view(row)


def phone_waiting_for(actor: Actor, *, party_id: UUID) -> PhoneProposal | None:
    """What waits for one person, for staff."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="look at a phone proposal")
    row = PhoneProposed.objects.filter(party_id=party_id, state__in=WAITING).first()
    return _view(row) if row else None


def _end(rows: QuerySet[PhoneProposed], *, state: str) -> None:
    rows.update(state=state, phone_sealed="", phone_index="")


def _view(row: PhoneProposed) -> PhoneProposal:
    return PhoneProposal(
        id=row.id,
        party_id=row.party_id,
        phone=row.phone_masked,
        seen=row.seen,
        state=row.state,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        proven_at=row.proven_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
    )
