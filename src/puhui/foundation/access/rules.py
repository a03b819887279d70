"""What is true of access: who may look up what, what a login name, a branch, a device and a recovery code are."""

import ipaddress
import re
from collections.abc import Iterable, Mapping
from typing import Final

from puhui.foundation.access.contracts import BadLoginName, NotGrantable
from puhui.kernel.actors import STAFF_ROLES, Role
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text

# Which rooms (app labels) each role may look up in the staff console. Absent means no; nobody changes data there.
_BUSINESS: Final = frozenset(
    {
        "party",
        "consent",
        "documents",
        "catalogue",
        "origination",
        "lending",
        "collateral",
        "facilities",
        "collections",
        "farms",
        "casework",
        "regions",
        "subsidies",
        "vouchers",
        "bills",
        "receivables",
        "orders",
        "leasing",
        "payees",
    }
)
LOOK_UP: Final[Mapping[Role, frozenset[str]]] = {
    Role.RELATIONSHIP_MANAGER: _BUSINESS | {"notices", "protection"},
    Role.RISK_OFFICER: _BUSINESS
    | {"sources", "decisioning", "lab", "monitoring", "indicators", "protection", "holds", "drafts"},
    Role.OPERATIONS: _BUSINESS | {"sources", "notices", "payments", "ledger", "partners", "drafts"},
    Role.FINANCE: frozenset(
        {
            "catalogue",
            "lending",
            "collateral",
            "facilities",
            "collections",
            "ledger",
            "payments",
            "indicators",
            "lab",
            "regions",
            "subsidies",
            "vouchers",
            "bills",
            "receivables",
            "orders",
            "leasing",
            "payees",
        }
    ),
    Role.COMPLIANCE: _BUSINESS
    | {"sources", "notices", "decisioning", "lab", "monitoring", "indicators", "access", "evidence", "protection"}
    | {"partners", "holds", "drafts"},
    Role.AUDITOR: _BUSINESS
    | {
        "sources",
        "notices",
        "decisioning",
        "lab",
        "monitoring",
        "indicators",
        "protection",
        "partners",
        "holds",
        "drafts",
        "access",
        "evidence",
        "payments",
        "ledger",
        "admin",
    },
    Role.ADMINISTRATOR: frozenset(
        {"access", "catalogue", "evidence", "admin", "django_tasks_database", "regions", "partners", "drafts"}
    ),
}
GRANTABLE: Final = STAFF_ROLES | {Role.AGENT}
_VIEW: Final = re.compile(r"([a-z_]+)\.view_[a-z_]+\Z")
_BRANCH_CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{1,19}\Z")
_READABLE: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LOGIN_NAME: Final = re.compile(r"[a-z][a-z0-9._-]{2,39}\Z")


def may_look_up(roles: Iterable[Role], permission: str) -> bool:
    """True for `app.view_model` of a room that one of the roles may look up; every other permission is refused."""
    match = _VIEW.match(permission)
    return match is not None and may_enter(roles, match.group(1))


def may_enter(roles: Iterable[Role], app_label: str) -> bool:
    """True when one of the roles may look up this room at all."""
    return any(app_label in LOOK_UP.get(role, frozenset()) for role in roles)


def checked_login_name(text: str) -> str:
    """The login name itself; refuses one that is too long, too short or has other characters."""
    if not isinstance(text, str) or not _LOGIN_NAME.match(text[:41]):
        raise BadLoginName(where="login_name")
    return text


def grantable(roles: Iterable[Role | str]) -> frozenset[Role]:
    """The roles, when each is one that a staff member may hold."""
    wanted = frozenset(str(role) for role in roles)
    wrong = sorted(wanted - {str(role) for role in GRANTABLE})
    if wrong:
        raise NotGrantable(where="roles", role=wrong[0][:40])
    return frozenset(Role(role) for role in wanted)


# What a browser says of itself is long and changes with each version; two words are enough to know one's own device.
_BROWSERS: Final = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device_words(agent: str) -> str:
    """`Chrome, Windows` from what a browser says of itself; empty for one that says nothing known."""
    text = agent[:400]
    found = (next((word for mark, word in table if mark in text), "") for table in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, found))


def masked_place(address: str) -> str:
    """The first half of an address, enough to know one's own office: `203.0.*.*`, `2001:db8:1:*`."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv4Address):
        first, second, *_ = str(found).split(".")
        return f"{first}.{second}.*.*"
    return ":".join(part.lstrip("0") or "0" for part in found.exploded.split(":")[:3]) + ":*"


def checked_branch(*, code: str, name_zh: str, name_en: str) -> None:
    """Refuses a branch whose code or names do not hold."""
    if not _BRANCH_CODE.match(code):
        raise InvalidInput(
            "code", Text(en="2 to 20 capital letters, digits or dashes", zh="应为 2 至 20 个大写字母、数字、短横")
        )
    for where, name in (("name_zh", name_zh), ("name_en", name_en)):
        if not (1 <= len(name.strip()) <= 60 and name.isprintable()):
            raise InvalidInput(where, Text(en="a name of 1 to 60 characters is needed", zh="请填写 1 至 60 个字的名称"))


def recovery_words(secret: str) -> str:
    """Ten characters in two groups, from 50 bits of a secret; without letters that are read for another."""
    number = int(secret[:13], 16) >> 2
    letters = [_READABLE[number >> shift & 31] for shift in range(0, 50, 5)]
    return f"{''.join(letters[:5])}-{''.join(letters[5:])}"


def normal_recovery_words(text: str) -> str:
    """What was typed, as it was shown: blanks and dashes do not matter, nor small letters."""
    bare = "".join(char for char in text.upper()[:40] if char.isalnum())
    return f"{bare[:5]}-{bare[5:]}"
