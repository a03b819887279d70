"""A customer changes their phone number: a code to each of the two numbers, the old one is told, draws wait a while.

Sessions elsewhere end: they were opened with a code to the old number.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from puhui.conduct.protection.facade import protection_on
from puhui.foundation.access.facade import (
    CODE_LIFE,
    Sealed,
    check_code,
    counts_wrong_codes,
    end_customer_sessions,
    limit_rate,
    make_code,
    sealed,
)
from puhui.foundation.catalogue.facade import institution_on
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.notices.facade import answer_phone, send_code_notice
from puhui.foundation.party.facade import (
    HOME_TIME,
    blind_index,
    home_date,
    language_of,
    masked_phone,
    move_phone,
    normal_phone,
    phone_of,
)
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import Forbidden

OLD, NEW = "old_phone", "new_phone"  # purposes of codes
MOST_A_DAY = 5


@dataclass(frozen=True, slots=True)
class PhoneCodesSent:
    """Where the two codes went, in part, and until when they are valid; the same for a number that is known here."""

    old_phone: str
    new_phone: str
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class PhoneChanged:
    """The new number holds; draws wait until then."""

    party_id: UUID
    draws_wait_until: datetime


def request_phone_codes(call: Call, *, phone: str | Sealed) -> PhoneCodesSent:
    """Sends one code to the number that holds and one to the new one; earlier codes end."""
    return _request(call, phone=sealed(phone, where="phone"))


@use_case("change_phone.request_codes", answers=PhoneCodesSent)
def _request(call: Call, *, phone: Sealed) -> PhoneCodesSent:
    me = _self(call)
    number = normal_phone(phone.opened())
    limit_rate(f"new_phone/{me}", most=MOST_A_DAY, seconds=86_400, at=call.at)
    limit_rate(f"new_phone_to/{blind_index('phone', number)}", most=MOST_A_DAY, seconds=86_400, at=call.at)
    held, language = phone_of(me), language_of(me)
    for purpose, to in ((OLD, held), (NEW, number)):
        code = make_code(call, purpose=purpose, subject=_subject(me, number))
        send_code_notice(call, phone=to, code=code, purpose=purpose, language=language)
    return PhoneCodesSent(masked_phone(held), masked_phone(number), call.at + CODE_LIFE)


def change_phone(call: Call, *, phone: str | Sealed, old_code: str | Sealed, new_code: str | Sealed) -> PhoneChanged:
    """With both codes; whoever had the number before is told there. Numbers and codes are sealed and leave no trace."""
    return _change(
        call,
        phone=sealed(phone, where="phone"),
        old_code=sealed(old_code, where="old_code"),
        new_code=sealed(new_code, where="new_code"),
    )


@counts_wrong_codes
@use_case("change_phone.change", answers=PhoneChanged, subject="party_id")
def _change(call: Call, *, phone: Sealed, old_code: Sealed, new_code: Sealed) -> PhoneChanged:
    me = _self(call)
    number = normal_phone(phone.opened())
    for purpose, given in ((OLD, old_code), (NEW, new_code)):
        check_code(call, purpose=purpose, subject=_subject(me, number), code=given)
    return PhoneChanged(me, put_phone(call, party_id=me, phone=number))


def put_phone(call: Call, *, party_id: UUID, phone: str, may_free: bool = False) -> datetime:
    """The number that was proven holds: sessions end, the old one is told; until when draws wait. A part of a flow."""
    before = move_phone(call, party_id=party_id, phone=phone, may_free=may_free)
    end_customer_sessions(party_id)  # whoever is signed in with the old number elsewhere
    today = home_date(call.at)
    until = call.at + timedelta(hours=protection_on(today).second_thoughts.new_phone_hours)
    said = {"until": until.astimezone(HOME_TIME), "phone": institution_on(today).contact.phone}
    answer_phone(call, phone=before, kind="phone_changed", params=said, language=language_of(party_id))
    return until


def _self(call: Call) -> UUID:
    call.actor.require(Role.CUSTOMER, verb="change a phone number")
    if call.actor.party_id is None:
        raise Forbidden("change a phone number")
    return call.actor.party_id


def _subject(person: UUID, number: str) -> str:
    return f"{person}/{blind_index('phone', number)}"
