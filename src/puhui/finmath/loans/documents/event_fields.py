"""The keys that events have in JSON: how each is read, checked and written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, get_args

from puhui.finmath.loans.allocation import Surplus
from puhui.finmath.loans.check import MOST_INSTALMENTS, check_rate
from puhui.finmath.loans.documents.fields import MISSING, Fields
from puhui.finmath.loans.events import Arrears, Effect, HolidayInterest, Treatment, Waivable
from puhui.finmath.loans.terms import Method
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money

EFFECTS: Final[tuple[Effect, ...]] = get_args(Effect)
HOLIDAYS: Final[tuple[HolidayInterest, ...]] = get_args(HolidayInterest)
WAIVABLE: Final[tuple[Waivable, ...]] = tuple(name for name in get_args(Waivable) if name)
ARREARS: Final[tuple[Arrears, ...]] = get_args(Arrears)
TREATMENTS: Final[tuple[Treatment, ...]] = get_args(Treatment)
METHODS: Final[tuple[Method, ...]] = tuple(name for name in get_args(Method) if name != "credit_line")
LONGEST_REASON: Final = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reading of one list needs: its currency, the effect of a payment that names none, its first place."""

    currency: str
    surplus: Surplus
    first_place: int

    def event_id(self, index: int) -> str:
        """The id of the event at that place: text that sorts as the places do."""
        return f"{index:06}"


@dataclass(frozen=True, slots=True)
class Field:
    """One key: the field of an event that it fills, and how it is read and written.

    `is_optional`: need not be there; it is echoed when it is, or (`is_always_told`) with its preset.
    """

    name: str
    read: Callable[[Fields, str, Reading], Any]
    write: Callable[[Any, str], Any]
    is_optional: bool = False
    is_always_told: bool = False


def _amount(item: Fields, key: str, reading: Reading) -> int:
    amount = item.amount(key, reading.currency)
    if amount < 0 or (not amount and item.peek("kind") != "pay_off"):
        raise InvalidInput(item.name(key), "is above zero")
    return amount


def _money(minor: int, currency: str) -> str:
    return str(Money(minor, currency))


def _place(item: Fields, key: str, reading: Reading) -> str:
    return reading.event_id(item.whole(key) - reading.first_place)


def _rate(item: Fields, key: str, _: Reading) -> Decimal:
    rate = item.decimal(key)
    check_rate(rate, where=item.name(key))
    return rate


def _until(item: Fields, key: str, _: Reading) -> date:
    until = item.day(key)
    if until <= item.day("date"):
        raise InvalidInput(item.name(key), "comes after the day of the event")
    return until


def _count(item: Fields, key: str, _: Reading) -> int:
    count = item.whole(key)
    if not 1 <= count <= MOST_INSTALMENTS:
        raise InvalidInput(item.name(key), f"lies between 1 and {MOST_INSTALMENTS}")
    return count


def _reason(item: Fields, key: str, _: Reading) -> str:
    reason = item.text(key)
    if len(reason) > LONGEST_REASON:
        raise InvalidInput(item.name(key), f"has at most {LONGEST_REASON} characters")
    return reason


def _treatment(item: Fields, key: str, _: Reading) -> tuple[tuple[Arrears, Treatment], ...]:
    asked = Fields(item.peek(key), where=item.name(key))
    asked.only(ARREARS)
    return tuple((name, asked.choice(name, TREATMENTS)) for name in ARREARS if asked.has(name))


def _moves(item: Fields, key: str, _: Reading) -> tuple[tuple[date, date], ...]:
    if not item.has(key):
        raise InvalidInput(item.name(key), MISSING)
    moves = item.objects(key, most=MOST_INSTALMENTS, keys=("from", "to"))
    return tuple((move.day("from"), move.day("to")) for move in moves)


def _choice(choices: tuple[str, ...]) -> Callable[[Fields, str, Reading], Any]:
    return lambda item, key, _: item.choice(key, choices)


def _plain(value: Any, _: str) -> Any:
    return value


def _day_text(value: date | None, _: str) -> str | None:
    return value.isoformat() if value else None


FIELDS: Final[Mapping[str, Field]] = {
    "amount": Field("amount_minor", _amount, _money),
    "effect": Field("effect", _choice(EFFECTS), _plain, is_optional=True, is_always_told=True),
    "of": Field("of", _place, lambda value, _: int(value or 0)),
    "annual_rate_pct": Field("annual_rate_pct", _rate, lambda value, _: format(value or 0, "f")),
    "until": Field("until", _until, _day_text),
    "interest": Field("interest", _choice(HOLIDAYS), _plain, is_optional=True, is_always_told=True),
    "n": Field("n", _count, _plain),
    "component": Field("component", _choice(WAIVABLE), _plain, is_optional=True),
    "reason": Field("reason", _reason, _plain, is_optional=True),
    "method": Field("method", _choice(METHODS), _plain, is_optional=True),
    "treatment": Field("treatment", _treatment, lambda value, _: dict(value), is_optional=True),
    "moved_dues": Field(
        "moved_dues",
        _moves,
        lambda value, _: [{"from": day.isoformat(), "to": moved.isoformat()} for day, moved in value],
    ),
}
