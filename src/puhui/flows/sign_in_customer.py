"""A customer signs in with their phone and the code that was sent to it; the first time makes them known."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from puhui.flows.request_sign_in_code import PURPOSE
from puhui.foundation.access.facade import (
    CODE_LIFE,
    VISITOR,
    CodeExpired,
    Sealed,
    check_code,
    counts_wrong_codes,
    customer_user_for,
    limit_rate,
    sealed,
)
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import blind_index, normal_phone, register_person
from puhui.kernel.actors import Call


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, and when."""

    user_id: UUID
    party_id: UUID
    signed_in_at: datetime


def sign_in_customer(call: Call, *, phone: str | Sealed, code: str | Sealed, language: str = "") -> SignedIn:
    """Uses the code up and answers the user for the session.

    Tries are counted before the use case, so that a refused one counts too. The same request again gets its answer
    only as long as the code would have been valid: an old key, phone and code open nothing.
    """
    number, given = sealed(phone, where="phone"), sealed(code, where="code")
    subject = blind_index("phone", normal_phone(number.opened()))
    limit_rate(f"sign_in/{subject}", most=20, seconds=600, at=call.at)
    answer = _sign_in(call, phone=number, code=given, language=language)
    if call.at >= answer.signed_in_at + CODE_LIFE:
        raise CodeExpired(where="code")
    return answer


@counts_wrong_codes
@use_case("flows.sign_in_customer", answers=SignedIn, subject="party_id")
def _sign_in(call: Call, *, phone: Sealed, code: Sealed, language: str) -> SignedIn:
    number = normal_phone(phone.opened())
    check_code(call, purpose=PURPOSE, subject=blind_index("phone", number), code=code)
    party_id = register_person(replace(call, actor=VISITOR), phone=number, language=language)
    return SignedIn(customer_user_for(party_id), party_id, call.at)
