"""What is true of parties: how numbers are written and checked, and how they are masked."""

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone
from typing import Final

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from puhui.foundation.party.contracts import BadFoundingDate, BadPhone, BadResidentId, BadText, BadUscc

LONGEST_NUMBER: Final = 40  # as typed, with separators
LONGEST_PERSON_NAME: Final = 80
LONGEST_ORGANISATION_NAME: Final = 200
HOME_TIME: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
_SEPARATORS: Final = re.compile(r"[ \t\-()]+")
_PHONE: Final = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})\Z")
_RESIDENT_ID: Final = re.compile(r"[0-9]{17}[0-9X]\Z")
_USCC: Final = re.compile(r"[0-9A-Z]{18}\Z")
_EARLIEST: Final = date(1900, 1, 1)


def normal_phone(text: str, *, where: str = "phone") -> str:
    """The 11 digits of a mainland mobile number (GB/T: 1, 3 to 9, nine more), without country code and separators."""
    match = _PHONE.match(_compact(text)) if _is_short(text) else None
    if match is None:
        raise BadPhone(where=where)
    return match.group(1)


def normal_resident_id(text: str, *, on: date, where: str = "resident_id") -> str:
    """The 18 characters of a resident identity number (GB 11643-1999); the person was born by the day `on`."""
    number = _compact(text).upper() if _is_short(text) else ""
    try:
        if not _RESIDENT_ID.match(number) or ric.get_birth_date(ric.validate(number)) > on:
            raise BadResidentId(where=where)
    except ValidationError:
        raise BadResidentId(where=where) from None
    return number


def normal_uscc(text: str, *, where: str = "uscc") -> str:
    """The 18 characters of a unified social credit code (GB 32100-2015)."""
    number = _compact(text).upper() if _is_short(text) else ""
    if not _USCC.match(number) or not uscc.is_valid(number):
        raise BadUscc(where=where)
    return number


def normal_text(text: str, *, most: int, least: int = 1, where: str) -> str:
    """The text in Unicode form C with single spaces; the length is looked at first, so a huge one costs nothing."""
    if not isinstance(text, str) or len(text) > most:
        raise BadText(where=where, least=least, most=most)
    clean = " ".join(unicodedata.normalize("NFC", text).split())
    wrong = any(unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn"} for c in clean)
    if wrong or not least <= len(clean) <= most:
        raise BadText(where=where, least=least, most=most)
    return clean


def name_for_index(name: str) -> str:
    """One spelling for names that look alike: width, case and spaces do not count."""
    return unicodedata.normalize("NFKC", name).casefold().replace(" ", "")


def checked_founding(day: date | None, *, today: date, where: str = "founded_on") -> date | None:
    """The day itself, when an organisation may have been founded on it."""
    if day is not None and not _EARLIEST <= day <= today:
        raise BadFoundingDate(where=where)
    return day


def home_date(instant: datetime) -> date:
    """The date on a calendar in the home market (UTC+8, no summer time)."""
    return instant.astimezone(HOME_TIME).date()


def sex_in(resident_id: str) -> str:
    """The sex that the number tells: its 17th digit is odd for men (GB 11643-1999); empty without a number."""
    return ("male" if int(resident_id[16]) % 2 else "female") if len(resident_id) == 18 else ""


def birth_date_in(resident_id: str) -> date | None:
    """The birth date that the number tells; None without a number."""
    return ric.get_birth_date(resident_id) if len(resident_id) == 18 else None


def masked_phone(phone: str) -> str:
    """138****1234."""
    return f"{phone[:3]}****{phone[-4:]}" if phone else ""


def masked_name(name: str) -> str:
    """The first character; the star does not tell how many follow."""
    return f"{name[0]}*" if name else ""


def masked_resident_id(number: str) -> str:
    """110***********1234."""
    return f"{number[:3]}{'*' * 11}{number[-4:]}" if number else ""


def _is_short(text: object) -> bool:
    return isinstance(text, str) and len(text) <= LONGEST_NUMBER


def _compact(text: str) -> str:
    return _SEPARATORS.sub("", text.strip())
