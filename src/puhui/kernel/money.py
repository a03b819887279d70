"""Money: an integer of minor units and a currency; never a float."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Final, Literal

from puhui.kernel.errors import InvalidInput

RoundingMode = Literal["half_up", "half_even"]
EXPONENTS: Final = {"CNY": 2, "USD": 2, "EUR": 2, "HKD": 2, "JPY": 0, "KWD": 3}  # ISO 4217 minor units
MAX_MINOR: Final = 10**17  # a bound far below int64, so that a sum of many amounts still fits
_AMOUNT = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]+)?\Z")
_MODES: Final = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}


def exponent_of(currency: str) -> int:
    """How many decimals the currency has; refuses one that is not known."""
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise InvalidInput("currency", f"{currency!r} is not a known currency") from None


def round_minor(value: Decimal, *, mode: RoundingMode = "half_up") -> int:
    """A Decimal of minor units rounded to a whole one."""
    return int(value.quantize(Decimal(1), rounding=_MODES[mode]))


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units (fen for CNY) of one ISO 4217 currency."""

    minor: int
    currency: str = "CNY"

    @classmethod
    def parse(cls, text: str, currency: str = "CNY", *, where: str = "amount") -> "Money":
        """From major units as text, such as `"1024.50"`; refuses more decimals than the currency has."""
        if not isinstance(text, str) or not _AMOUNT.match(text):
            raise InvalidInput(where, 'an amount is text in major units, such as "1024.50"')
        digits = exponent_of(currency)
        scaled = Decimal(text).scaleb(digits)
        if scaled != scaled.to_integral_value():
            raise InvalidInput(where, f"{currency} has {digits} decimals")
        if abs(scaled) > MAX_MINOR:
            raise InvalidInput(where, "the amount is too large")
        return cls(int(scaled), currency)

    def __str__(self) -> str:
        """Major units with the currency's decimals, `1024.50`: what `parse` reads."""
        digits = exponent_of(self.currency)
        sign, whole = "-" if self.minor < 0 else "", abs(self.minor)
        if digits == 0:
            return f"{sign}{whole}"
        return f"{sign}{whole // 10**digits}.{whole % 10**digits:0{digits}d}"

    @property
    def grouped(self) -> str:
        """For people, where the currency stands beside it: `1,024.50`."""
        text = str(self)
        sign, (whole, dot, part) = "-" * text.startswith("-"), text.lstrip("-").partition(".")
        return f"{sign}{int(whole):,}{dot}{part}"

    @property
    def written(self) -> str:
        """For people: `¥1,024.50`, `-¥3.00`, `USD 12.00`."""
        sign, digits = "-" * (self.minor < 0), self.grouped.lstrip("-")
        return f"{sign}{'¥' if self.currency == 'CNY' else f'{self.currency} '}{digits}"

    def in_language(self, language: str) -> str:
        """As a sentence says it; both languages write an amount alike."""
        del language
        return self.written

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise TypeError(f"cannot mix {self.currency} and {other.currency}")
        return other.minor

    def as_json(self) -> dict[str, str]:
        """The shape of contract.md: `{"amount": "1024.50", "currency": "CNY"}`."""
        return {"amount": str(self), "currency": self.currency}


def total(amounts: Iterable[Money], currency: str = "CNY") -> Money:
    """The sum of amounts of one currency."""
    result = Money(0, currency)
    for amount in amounts:
        result = result + amount
    return result
