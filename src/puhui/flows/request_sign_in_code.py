"""A visitor asks for a one-time code to sign in with their phone."""

from dataclasses import dataclass
from datetime import datetime

from puhui.foundation.access.facade import CODE_LIFE, Sealed, limit_rate, make_code, sealed
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.notices.facade import send_code_notice
from puhui.foundation.party.facade import blind_index, masked_phone, normal_phone
from puhui.kernel.actors import Call

PURPOSE = "sign_in"


@dataclass(frozen=True, slots=True)
class SignInCodeSent:
    """Where the code went, and until when it is valid; the same for a known and for an unknown phone number."""

    masked_phone: str
    valid_until: datetime


def request_sign_in_code(call: Call, *, phone: str | Sealed, language: str = "") -> SignInCodeSent:
    """Sends a code to the phone; any earlier one ends. Five in ten minutes and twenty a day to one number."""
    return _request(call, phone=sealed(phone, where="phone"), language=language)


@use_case("flows.request_sign_in_code", answers=SignInCodeSent)
def _request(call: Call, *, phone: Sealed, language: str) -> SignInCodeSent:
    number = normal_phone(phone.opened())
    subject = blind_index("phone", number)
    limit_rate(f"code/{subject}", most=5, seconds=600, at=call.at)
    limit_rate(f"code/{subject}", most=20, seconds=86_400, at=call.at)
    code = make_code(call, purpose=PURPOSE, subject=subject)
    send_code_notice(call, phone=number, code=code, purpose=PURPOSE, language=language)
    return SignInCodeSent(masked_phone(number), call.at + CODE_LIFE)
