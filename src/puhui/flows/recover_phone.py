"""A customer who lost the old phone gets another number: staff see who it is, the new number is proven, a second of us
agrees, the old number is told. Draws and payouts wait afterwards as after any change of the number.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from puhui.conduct.protection.facade import protection_on
from puhui.flows.change_phone import put_phone
from puhui.foundation.access.facade import (
    CODE_LIFE,
    CodeExpired,
    Sealed,
    check_code,
    counts_wrong_codes,
    limit_rate,
    make_code,
    sealed,
)
from puhui.foundation.casework.facade import drop_case, open_case
from puhui.foundation.catalogue.facade import institution_on
from puhui.foundation.documents.facade import keep_paper
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.notices.facade import answer_phone, send_code_notice, send_notice
from puhui.foundation.party.facade import (
    HOME_TIME,
    blind_index,
    decide_phone,
    home_date,
    language_of,
    masked_phone,
    normal_phone,
    phone_of,
    phone_waiting_for,
    propose_phone,
    prove_phone,
    waiting_phone,
)
from puhui.kernel.actors import Call

CASE: Final = "lost_phone"
CODE: Final = "lost_phone"
PAPER: Final = "identity_paper"
MOST_A_DAY: Final = 5


@dataclass(frozen=True, slots=True)
class PhoneRecoveryAsked:
    """The proposal and its case; where the code went, in part, and until when it is valid."""

    proposal_id: UUID
    case_id: UUID
    paper_id: UUID
    phone: str
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class PhoneProven:
    """The code came back from the new number: a second of us looks now."""

    proposal_id: UUID


@dataclass(frozen=True, slots=True)
class PhoneRecovered:
    """What was decided; `draws_wait_until`: None when the old number stays."""

    party_id: UUID
    proposal_id: UUID
    draws_wait_until: datetime | None


def ask_phone_recovery(
    call: Call, *, party_id: UUID, phone: str | Sealed, seen: str, content: bytes
) -> PhoneRecoveryAsked:
    """Staff propose the number, with what they saw and a copy of the identity paper; a code goes to the new number.

    The old number is told at once, so that whoever still has it can call. What waited before is replaced.
    """
    return _ask(call, party_id=party_id, phone=sealed(phone, where="phone"), seen=seen, content=content)


@use_case("recover_phone.ask", answers=PhoneRecoveryAsked, subject="party_id")
def _ask(call: Call, *, party_id: UUID, phone: Sealed, seen: str, content: bytes) -> PhoneRecoveryAsked:
    number = normal_phone(phone.opened())
    limit_rate(f"new_phone/{party_id}", most=MOST_A_DAY, seconds=86_400, at=call.at)
    limit_rate(f"new_phone_to/{blind_index('phone', number)}", most=MOST_A_DAY, seconds=86_400, at=call.at)
    before = phone_waiting_for(call.actor, party_id=party_id)
    proposal_id = propose_phone(call, party_id=party_id, phone=number, seen=seen)
    if before is not None:
        drop_case(call, kind=CASE, subject=str(before.id), outcome="replaced")
    paper_id = keep_paper(call, party_id=party_id, subject_id=proposal_id, kind=PAPER, content=content)
    case_id = open_case(call, kind=CASE, subject=str(proposal_id), party_id=party_id, reason=masked_phone(number))
    language = language_of(party_id)
    code = make_code(call, purpose=CODE, subject=str(proposal_id))
    send_code_notice(call, phone=number, code=code, purpose=CODE, language=language)
    contact = {"phone": institution_on(home_date(call.at)).contact.phone}
    answer_phone(call, phone=phone_of(party_id), kind="phone_change_asked", params=contact, language=language)
    return PhoneRecoveryAsked(proposal_id, case_id, paper_id, masked_phone(number), call.at + CODE_LIFE)


def prove_new_phone(call: Call, *, phone: str | Sealed, code: str | Sealed) -> PhoneProven:
    """The customer enters the code that came to the new number: nobody signs in by it, and staff never see it."""
    return _prove(call, phone=sealed(phone, where="phone"), code=sealed(code, where="code"))


@counts_wrong_codes
@use_case("recover_phone.prove", answers=PhoneProven)
def _prove(call: Call, *, phone: Sealed, code: Sealed) -> PhoneProven:
    number = normal_phone(phone.opened())
    limit_rate(f"prove_phone/{blind_index('phone', number)}", most=20, seconds=86_400, at=call.at)
    waits = waiting_phone(number)
    if waits is None:
        raise CodeExpired(where="code")  # the same words as for a code that is over: a visitor learns nothing
    check_code(call, purpose=CODE, subject=str(waits.id), code=code)
    prove_phone(call, proposal_id=waits.id)
    return PhoneProven(waits.id)


@use_case("recover_phone.decide", answers=PhoneRecovered, subject="proposal_id")
def decide_phone_recovery(call: Call, *, proposal_id: UUID, agree: bool, reason: str) -> PhoneRecovered:
    """Somebody else of us agrees or declines. Agreed: the number holds, sessions end, draws and payouts wait."""
    today = home_date(call.at)
    hours = protection_on(today).second_thoughts.phone_proof_hours
    decided, number = decide_phone(call, proposal_id=proposal_id, agree=agree, reason=reason, hours=hours)
    who = decided.party_id
    drop_case(call, kind=CASE, subject=str(proposal_id), outcome=decided.state)
    if not agree:
        contact = {"phone": institution_on(today).contact.phone}
        answer_phone(call, phone=number, kind="phone_not_changed", params=contact, language=language_of(who))
        return PhoneRecovered(who, proposal_id, None)
    until = put_phone(call, party_id=who, phone=number, may_free=True)
    send_notice(call, party_id=who, kind="phone_recovered", params={"until": until.astimezone(HOME_TIME)})
    return PhoneRecovered(who, proposal_id, until)
