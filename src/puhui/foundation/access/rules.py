"""What is true of access: who may look up what, what a login name is."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from puhui.foundation.access.contracts import BadLoginName, NotGrantable
from puhui.kernel.actors import STAFF_ROLES, Role

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
    Role.RISK_OFFICER: _BUSINESS | {"sources", "decisioning", "lab", "monitoring", "indicators", "protection"},
    Role.OPERATIONS: _BUSINESS | {"sources", "notices", "payments", "ledger", "partners"},
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
    | {"partners"},
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
        "access",
        "evidence",
        "payments",
        "ledger",
        "admin",
    },
    Role.ADMINISTRATOR: frozenset(
        {"access", "catalogue", "evidence", "admin", "django_tasks_database", "regions", "partners"}
    ),
}
GRANTABLE: Final = STAFF_ROLES | {Role.AGENT}
_VIEW: Final = re.compile(r"([a-z_]+)\.view_[a-z_]+\Z")
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
