"""Which group somebody belongs to, from what is known of them; only to see that groups are treated alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Traits:
    """What groups are told by: of the owner, and of the firm's address. Empty or None is not known."""

    sex: str = ""
    born_on: date | None = None
    region: str = ""


def groups_of(traits: Traits, *, on: date) -> dict[str, str]:
    """The group of each attribute that can be told; `unknown` where it cannot."""
    return {name: tell(traits, on) for name, tell in _TELL.items()}


def age_band(born_on: date, *, on: date) -> str:
    """The age band on a day, by full years."""
    years = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    bands = ((30, "under_30"), (45, "30_to_44"), (60, "45_to_59"))
    return next((band for end, band in bands if years < end), "60_and_over")


def place_of(region: str) -> str:
    """City or county, by the last two digits of the code of the division: 01-20 are districts of cities, 21-80 counties
    and banners, 81-99 cities at county level (GB/T 2260). The code of a province or prefecture alone tells nothing.
    """
    if len(region) != 6 or not region.isascii() or not region.isdigit():
        return UNKNOWN
    last = int(region[4:])
    if last == 0:
        return UNKNOWN
    return "city" if last <= 20 else "county"


_TELL: Mapping[str, Callable[[Traits, date], str]] = {
    "sex": lambda traits, on: traits.sex or UNKNOWN,
    "age": lambda traits, on: age_band(traits.born_on, on=on) if traits.born_on else UNKNOWN,
    "place": lambda traits, on: place_of(traits.region),
}
