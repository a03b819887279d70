"""What the price of a loan was made of, as it is stored. Pure."""

from collections.abc import Mapping
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
