"""Adjustments by hand, kept as data: a person's cuts, groups, direction or points of a column, with who and why.

[[column]]
name = "age_of_firm"
cuts = ["12", "36"]              # or groups = [["shop", "stall"], ["mill"]] of a category; all others are one more
direction = "falling"            # of the risk: rising or falling
points = { "1" = -20, missing = 0 }   # by the id of the bin: from 1 on, other, missing
who = "Li Wei, risk"
why = "firms younger than a year were not lent to before 2024"
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import Any

from puhui.risk.modelling.contracts import TrainingRefused

DIRECTIONS = {"rising": -1, "falling": 1}  # as signs: +1 more is better
KNOWN = {"name", "cuts", "groups", "direction", "points", "who", "why"}


@dataclass(frozen=True, slots=True)
class HandColumn:
    """What a person decided of one column."""

    name: str
    who: str
    why: str
    sign: int = 0
    cuts: tuple[Decimal, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    points: Mapping[str, int] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """For the card."""
        return {
            "column": self.name,
            "who": self.who,
            "why": self.why,
            "cuts": [str(cut) for cut in self.cuts],
            "groups": [list(group) for group in self.groups],
            "sign": self.sign,
            "points": dict(self.points),
        }


def read_adjustments(path: Path) -> dict[str, HandColumn]:
    """The adjustments of a file; a fault is refused with the column it lies in."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as fault:
        raise TrainingRefused(f"the adjustments cannot be read: {fault}", where="bins") from None
    return parse_adjustments(text)


def parse_adjustments(text: str) -> dict[str, HandColumn]:
    """The adjustments of a text, as in a file."""
    try:
        entries = tomllib.loads(text).get("column", [])
    except tomllib.TOMLDecodeError as fault:
        raise TrainingRefused(f"the adjustments cannot be read: {fault}", where="bins") from None
    if not isinstance(entries, list):
        raise TrainingRefused("the adjustments are a list of [[column]]", where="bins")
    found: dict[str, HandColumn] = {}
    for entry in entries:
        column = _column(entry)
        if column.name in found:
            raise TrainingRefused(f"{column.name} is adjusted twice", where=column.name)
        found[column.name] = column
    if not found:
        raise TrainingRefused("the file has no [[column]]", where="bins")
    return found


def _column(entry: Any) -> HandColumn:
    name = str(entry.get("name", "?")) if isinstance(entry, dict) else "?"
    try:
        if odd := sorted(set(entry) - KNOWN):
            raise ValueError(f"{odd[0]} is not known")
        if not str(entry["who"]).strip() or not str(entry["why"]).strip():
            raise ValueError("who and why are needed")
        cuts = tuple(Decimal(str(cut)) for cut in entry.get("cuts", ()))
        if any(not a < b for a, b in pairwise(cuts)) or not all(cut.is_finite() for cut in cuts):
            raise ValueError("cuts rise")
        groups = tuple(tuple(str(value) for value in group) for group in entry.get("groups", ()))
        names = [value for group in groups for value in group]
        if len(names) != len(set(names)) or (cuts and groups):
            raise ValueError("a value is in one group, and a column has cuts or groups")
        points = {str(bin_id): int(value) for bin_id, value in entry.get("points", {}).items()}
        sign = DIRECTIONS[entry["direction"]] if "direction" in entry else 0
        return HandColumn(str(entry["name"]), str(entry["who"]), str(entry["why"]), sign, cuts, groups, points)
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as fault:
        raise TrainingRefused(f"the adjustment of {name}: {type(fault).__name__}: {fault}", where=name) from None
