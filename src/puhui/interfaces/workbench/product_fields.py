"""The fields of a product's draft that have a box of their own: what stands there, and how a value is written."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from puhui.foundation.catalogue.facade import ProductFault
from puhui.kernel.errors import InvalidInput

_NUMBER = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?")
LONGEST = 500


def _text(value: str, key: str) -> str:
    if len(value) > LONGEST or not value.isprintable():
        raise InvalidInput(key, f"at most {LONGEST} characters on one line")
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _number(value: str, key: str) -> str:
    if not _NUMBER.fullmatch(value):
        raise InvalidInput(key, "a number such as 12 or 7.5")
    return value


def _amount(value: str, key: str) -> str:
    return _text(_number(value, key), key)


def _numbers(value: str, key: str) -> str:
    parts = [part for part in re.split(r"[,，、\s]+", value) if part]
    return f"[{', '.join(_number(part, key) for part in parts)}]"


@dataclass(frozen=True, slots=True)
class Box:
    """A key with a box on the page."""

    key: str
    label: str | Promise
    write: Callable[[str, str], str]


BOXES = (
    Box("name.zh", _("Name in Chinese"), _text),
    Box("name.en", _("Name in English"), _text),
    Box("description.zh", _("Description in Chinese"), _text),
    Box("description.en", _("Description in English"), _text),
    Box("amount.lowest", _("Smallest amount, yuan"), _amount),
    Box("amount.highest", _("Largest amount, yuan"), _amount),
    Box("amount.step", _("Step of amounts, yuan"), _amount),
    Box("price.lowest_pct", _("Lowest rate, percent a year"), _number),
    Box("price.highest_pct", _("Highest rate, percent a year"), _number),
    Box("terms_months", _("Terms in months, with commas"), _numbers),
    Box("penalty_multiple", _("Default interest, times the rate"), _number),
    Box("eligibility.months_since_founding", _("Founded at least so many months ago"), _number),
)


@dataclass(frozen=True, slots=True)
class ShownBox:
    """A box with what stands in it and what is wrong with it."""

    key: str
    label: str | Promise
    value: str
    faults: list[ProductFault] = field(default_factory=list)

    @property
    def id(self) -> str:
        """For the label."""
        return "f-" + self.key.replace(".", "-")


def shown_boxes(document: Mapping[str, Any], *, faults: Iterable[ProductFault]) -> list[ShownBox]:
    """Every box whose key the text says."""
    told = list(faults)
    found = []
    for box in BOXES:
        value = _value_at(document, box.key)
        if value is not None:
            mine = [one for one in told if one.key == box.key or one.key.startswith(f"{box.key}.")]
            found.append(ShownBox(box.key, box.label, _shown(value), mine))
    return found


def changed_values(form: Mapping[str, str], *, document: Mapping[str, Any]) -> dict[str, str]:
    """The keys whose box says something else than the text, each as TOML."""
    changed = {}
    for box in BOXES:
        current, given = _value_at(document, box.key), form.get(box.key)
        if current is not None and given is not None and given.strip() != _shown(current):
            changed[box.key] = box.write(given.strip(), box.key)
    return changed


def _value_at(document: Mapping[str, Any], key: str) -> Any:
    value: Any = document
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
