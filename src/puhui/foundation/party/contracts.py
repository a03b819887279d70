"""What crosses the wall of party."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class PartyKind(StrEnum):
    """What a party is."""

    PERSON = "person"
    ORGANISATION = "organisation"


class PartyRoleKind(StrEnum):
    """What a person is in an organisation."""

    OWNER = "owner"
    LEGAL_REPRESENTATIVE = "legal_representative"


class PersonalField(StrEnum):
    """What can be unmasked, one at a time."""

    NAME = "name"
    PHONE = "phone"
    RESIDENT_ID = "resident_id"


# Purposes that the workbench offers; any stated purpose of 4 to 200 characters is accepted.
TEXT_SIZES: Final = ("standard", "large")
REVEAL_PURPOSES: Final[Mapping[str, Text]] = {
    "identity_check": Text(en="Check the customer's identity", zh="核实客户身份"),
    "contact_customer": Text(en="Contact the customer", zh="联系客户"),
    "contract": Text(en="Prepare or check a contract", zh="准备或核对合同"),
    "complaint": Text(en="Answer a complaint", zh="处理投诉"),
    "investigation": Text(en="Investigate fraud or money laundering", zh="欺诈或反洗钱调查"),
    "authority_request": Text(en="Answer a lawful request of an authority", zh="配合有权机关依法查询"),
}


class BadPhone(Refusal):
    """Not a mobile number of the home market."""

    code = "phone_invalid"
    text = Text(en="{where}: this is not a mainland mobile number.", zh="{where}：手机号码不正确。")


class BadResidentId(Refusal):
    """The resident identity number does not hold: length, date, place or check digit."""

    code = "resident_id_invalid"
    text = Text(
        en="{where}: this is not a valid resident identity number; please check each digit.",
        zh="{where}：居民身份证号码不正确，请逐位核对。",
    )


class BadUscc(Refusal):
    """The unified social credit code does not hold: length, characters or check digit."""

    code = "uscc_invalid"
    text = Text(
        en="{where}: this is not a valid unified social credit code; please check each character.",
        zh="{where}：统一社会信用代码不正确，请逐位核对。",
    )


class BadText(Refusal):
    """A name or another text is missing, too long, or has characters that no name has."""

    code = "text_invalid"
    text = Text(
        en="{where}: {least} to {most} characters are needed, without control characters.",
        zh="{where}：应为 {least} 至 {most} 个字符，且不含控制字符。",
    )


class BadFoundingDate(Refusal):
    """An organisation is founded between 1900 and today."""

    code = "founded_on_invalid"
    text = Text(en="{where}: the date must lie between 1900 and today.", zh="{where}：日期应在 1900 年至今天之间。")


class AlreadyIdentified(Refusal):
    """The person is known under another name or number."""

    code = "already_identified"
    http_status = 409
    text = Text(
        en="You are already registered with another name or identity number. Ask us to correct it.",
        zh="您已用其他姓名或身份证号码登记。如需更正，请联系我们。",
    )


class PhoneTaken(Refusal):
    """The phone number belongs to another person here."""

    code = "phone_taken"
    http_status = 409
    text = Text(
        en="This number belongs to another customer. Use another number, or ask us for help.",
        zh="该手机号已属于其他客户。请换一个号码，或联系我们协助办理。",
    )


class IdentityTaken(Refusal):
    """The identity number belongs to a person with another phone number."""

    code = "identity_taken"
    http_status = 409
    text = Text(
        en="This identity number is registered with another phone number. Sign in with that one, or ask us for help.",
        zh="该身份证号码已用其他手机号登记。请用原手机号登录，或联系我们协助办理。",
    )


class NotIdentified(Refusal):
    """The person has not said yet who they are."""

    code = "not_identified"
    http_status = 409
    text = Text(
        en="Tell us first who you are: your name and resident identity number.",
        zh="请先填写您的姓名和居民身份证号码。",
    )


class RoleTaken(Refusal):
    """The organisation has another legal representative already."""

    code = "role_taken"
    http_status = 409
    text = Text(
        en="This organisation has another legal representative on record.",
        zh="该企业已登记其他法定代表人。",
    )


@dataclass(frozen=True, slots=True)
class RoleLine:
    """Who acts for whom, seen from one of the two."""

    other_id: UUID
    other_name: str
    role: PartyRoleKind


@dataclass(frozen=True, slots=True)
class TagLine:
    """A risk tag that is on."""

    tag: str
    reason: str
    tagged_at: datetime


@dataclass(frozen=True, slots=True)
class PartyLine:
    """One party in a list; a person's values are masked."""

    party_id: UUID
    kind: PartyKind
    name: str
    identifier: str
    phone: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FirmTraits:
    """What a decision asks of a firm that is not a fact of a source."""

    kind: str
    industry: str
    region: str
    founded_on: date | None


@dataclass(frozen=True, slots=True)
class PartyCard:
    """One party; a person's values are masked unless the actor is that person.

    `identifier` is the resident identity number (always masked) or the unified social credit code (a public register).
    """

    party_id: UUID
    kind: PartyKind
    name: str
    identifier: str
    phone: str
    language: str
    region: str
    industry: str
    founded_on: date | None
    roles: tuple[RoleLine, ...]
    tags: tuple[TagLine, ...]
    is_identified: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a party is, in full: for a document that the party itself receives."""

    name: str
    identifier: str
    kind: PartyKind


@dataclass(frozen=True, slots=True)
class UnmaskingLine:
    """One unmasking."""

    at: datetime
    actor_id: UUID
    field: PersonalField
    purpose: str


@dataclass(frozen=True, slots=True)
class AuditTraits:
    """What an audit of fairness counts groups by: of the owner of a firm, and of the address. Empty: not known."""

    sex: str
    born_on: date | None
    region: str
    is_person: bool
