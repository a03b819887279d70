"""Reads the fields of a JSON object by name and type; what is wrong or unknown is refused by name."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeVar

from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money

_Choice = TypeVar("_Choice", bound=str)
_RATE: Final = re.compile(r"[0-9]{1,12}(\.[0-9]{1,20})?\Z")
MISSING: Final = "is missing"


class Fields:
    """One JSON object being read. `null` is the same as absent."""

    def __init__(self, document: object, *, where: str = "") -> None:
        if not isinstance(document, Mapping):
            raise InvalidInput(where or "document", "a JSON object is expected")
        self._values: Mapping[str, Any] = document
        self._where = f"{where}." if where else ""

    def name(self, key: str) -> str:
        """The field's name in a refusal."""
        return self._where + key

    def only(self, keys: Collection[str]) -> None:
        """Refuses the first key that is none of these: before a value is read, so that a slip of the pen is named."""
        for key in self._values:
            if key not in keys:
                raise InvalidInput(self._where + str(key)[:80], "is not a known key")

    def has(self, key: str) -> bool:
        """True when the key stands there with a value."""
        return self._values.get(key) is not None

    def peek(self, key: str) -> object:
        """The raw value, without reading it."""
        return self._values.get(key)

    def optional_day(self, key: str) -> date | None:
        """An ISO 8601 date, or nothing."""
        return self.day(key) if self.has(key) else None

    def text(self, key: str, preset: str | None = None) -> str:
        """Text."""
        value = self._take(key, preset)
        if not isinstance(value, str):
            raise InvalidInput(self.name(key), "text is expected")
        return value

    def choice(self, key: str, choices: Sequence[_Choice], preset: _Choice | None = None) -> _Choice:
        """One of the given words."""
        value = self._take(key, preset)
        for choice in choices:
            if isinstance(value, str) and value == choice:
                return choice
        raise InvalidInput(self.name(key), f"is one of {', '.join(choices)}")

    def whole(self, key: str, preset: int | None = None) -> int:
        """A whole number; neither text nor true or false."""
        value = self._take(key, preset)
        if type(value) is not int:
            raise InvalidInput(self.name(key), "a whole number is expected")
        return value

    def wholes(self, key: str, *, most: int) -> list[int]:
        """A list of whole numbers."""
        value = self._take(key, [])
        if not isinstance(value, list) or any(type(number) is not int for number in value):
            raise InvalidInput(self.name(key), "a list of whole numbers is expected")
        if len(value) > most:
            raise InvalidInput(self.name(key), f"has at most {most} entries")
        return value

    def truth(self, key: str, preset: bool) -> bool:
        """True or false."""
        value = self._take(key, preset)
        if not isinstance(value, bool):
            raise InvalidInput(self.name(key), "true or false is expected")
        return value

    def amount(self, key: str, currency: str, preset: str | None = None) -> int:
        """An amount of money as text in major units; gives minor units."""
        return Money.parse(self.text(key, preset), currency, where=self.name(key)).minor

    def decimal(self, key: str, preset: str | None = None) -> Decimal:
        """A number that is not negative, as text."""
        value = self._take(key, preset)
        if not isinstance(value, str) or not _RATE.match(value):
            raise InvalidInput(self.name(key), 'a number as text is expected, such as "12.5"')
        return Decimal(value)

    def day(self, key: str, preset: str | None = None) -> date:
        """An ISO 8601 date."""
        return parse_date(self._take(key, preset), where=self.name(key))

    def part(self, key: str, *, keys: Collection[str]) -> "Fields | None":
        """An object of these keys, or nothing."""
        if not self.has(key):
            return None
        item = Fields(self._values[key], where=self.name(key))
        item.only(keys)
        return item

    def pairs(self, key: str, names: tuple[str, str], *, most: int) -> list["Fields"]:
        """A list of lists of two, each as an object of these names."""
        value = self._take(key, [])
        if not isinstance(value, list) or any(not isinstance(pair, list) or len(pair) != 2 for pair in value):
            raise InvalidInput(self.name(key), f"a list of [{', '.join(names)}] is expected")
        if len(value) > most:
            raise InvalidInput(self.name(key), f"has at most {most} entries")
        named = [dict(zip(names, pair, strict=True)) for pair in value]
        return [Fields(pair, where=f"{self.name(key)}[{index}]") for index, pair in enumerate(named)]

    def objects(self, key: str, *, most: int, keys: Collection[str] | None = None) -> list["Fields"]:
        """A list of objects, of these keys when they are named."""
        value = self._take(key, [])
        if not isinstance(value, list):
            raise InvalidInput(self.name(key), "a list is expected")
        if len(value) > most:
            raise InvalidInput(self.name(key), f"has at most {most} entries")
        items = [Fields(item, where=f"{self.name(key)}[{index}]") for index, item in enumerate(value)]
        for item in items if keys is not None else ():
            item.only(keys or ())
        return items

    def _take(self, key: str, preset: object) -> object:
        value = self._values.get(key)
        if value is None:
            value = preset
        if value is None:
            raise InvalidInput(self.name(key), MISSING)
        return value
