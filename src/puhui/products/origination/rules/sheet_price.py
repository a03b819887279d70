"""What a cost sheet says of the price: the rate as a base and named parts that add up to it."""

from decimal import Decimal
from typing import Any

from puhui.kernel.canonical import plain
from puhui.kernel.texts import Text
from puhui.products.origination.contracts import QuoteTerms

BASE = Text(en="Rate by the risk", zh="按风险确定的利率")


def price_part(quote: QuoteTerms) -> dict[str, Any]:
    """Nothing where the rate is the base alone; else each part with its points, and how it is lost."""
    if quote.base_rate_pct is None or not quote.price_parts:
        return {}
    return {
        "price": {
            "base": {"name": plain(BASE), "rate_pct": _points(quote.base_rate_pct)},
            "parts": [
                {
                    "code": part.code,
                    "name": plain(part.name),
                    "points": _points(part.points),
                    "lost_when": plain(part.lost_when),
                }
                for part in quote.price_parts
            ],
            "rate_pct": _points(quote.terms.annual_rate_pct),
        }
    }


def _points(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
