"""Made-up people and firms with valid check digits, for tests."""

from datetime import UTC, datetime
from itertools import count
from uuid import UUID

from stdnum.cn import ric, uscc

from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.ids import new_id

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
_keys = count()


def resident_id(n: int = 1, place: str = "110101", born: str = "19900307") -> str:
    body = f"{place}{born}{n:03d}"
    return body + ric.calc_check_digit(body + "0")


def credit_code(n: int = 1) -> str:
    body = f"91110000{n:09d}"
    return body + uscc.calc_check_digit(body)


def phone(n: int = 1) -> str:
    return f"138{n:08d}"


def call_by(actor: Actor = SYSTEM, key: str = "") -> Call:
    return Call(actor, key or f"key-{next(_keys)}", AT)


def customer(party_id: UUID) -> Actor:
    return Actor(new_id(), frozenset({Role.CUSTOMER}), party_id)


def staff(*roles: Role) -> Actor:
    return Actor(new_id(), frozenset(roles), name="staff")
