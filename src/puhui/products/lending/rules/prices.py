"""What the price of a loan was made of, as it is stored. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter

from puhui.finmath.pricing import PriceTerms

_TERMS: Final[TypeAdapter[PriceTerms]] = TypeAdapter(PriceTerms)


def price_as_json(terms: PriceTerms) -> dict[str, Any]:
    """The terms as JSON types."""
    made: dict[str, Any] = _TERMS.dump_python(terms, mode="json")
    return made


def price_from_json(kept: Mapping[str, Any]) -> PriceTerms:
    """The terms as agreed."""
    return _TERMS.validate_python(dict(kept))


@dataclass(frozen=True, slots=True)
class LostParts:
    """Which parts of a price are lost, which are spared, and what was lost as of each change of the rate, by event."""

    lost: tuple[str, ...]
    spared: tuple[str, ...]
    applied: tuple[tuple[str, tuple[str, ...]], ...]


def undone_loss(kept: LostParts, *, event_id: str) -> LostParts:
    """What is left when a change of the rate is undone: what it newly took stays granted, and nothing else does.

    A change that gave something back took nothing: undoing it spares nothing.
    """
    before: tuple[str, ...] = ()
    taken: Sequence[str] = ()
    for id_, codes in kept.applied:
        if id_ == event_id:
            taken = [code for code in codes if code not in before]
            break
        before = codes
    left = tuple(
        (id_, tuple(code for code in codes if code not in taken)) for id_, codes in kept.applied if id_ != event_id
    )
    lost = tuple(code for code in kept.lost if code not in taken)
    spared = (*kept.spared, *(code for code in taken if code in kept.lost and code not in kept.spared))
    return LostParts(lost=lost, spared=spared, applied=left)


def told_apart(failing: Sequence[str], *, spared: Sequence[str]) -> tuple[list[str], list[str]]:
    """What of the parts whose conditions fail is lost, and what stays spared: until its condition has held again."""
    return [code for code in failing if code not in spared], [code for code in failing if code in spared]
