"""What a cost sheet says of the price: the rate as a base and named parts that add up to it, and what can be lost."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from pydantic import TypeAdapter

from puhui.finmath.pricing import PriceTerms
from puhui.kernel.canonical import plain
from puhui.kernel.texts import Text
from puhui.products.origination.contracts import QuoteTerms

BASE = Text(en="Rate by the risk", zh="按风险确定的利率")
LPR = Text(en="of it LPR {tenor}", zh="其中 LPR {tenor}")
MARGIN = Text(en="of it for work, risk and margin", zh="其中 运营、风险与收益加点")
KEEPING = Text(
    en="Discounts marked so are looked at each month. When what one hangs on ends, the rate rises with the beginning of"
    " a new period, at least {days} days after you were told, and with all of them lost to {most} % a year at the most."
    " When it holds again, the discount is back with the next period.",
    zh="标注的优惠按月核对。条件不再满足的，提前至少{days}天通知，自新的还款周期起调整利率；"
    "全部优惠失去后年利率最高为{most}%。条件重新满足的，自下一周期起恢复优惠。",
)
_TERMS: Final[TypeAdapter[PriceTerms]] = TypeAdapter(PriceTerms)


def price_part(quote: QuoteTerms) -> dict[str, Any]:
    """Nothing where the rate is the base alone; else each part with its points, and how it is lost."""
    if quote.base_rate_pct is None or not quote.price_parts:
        return {}
    can_be_lost = quote.price_terms.kept if quote.price_terms else ()
    return {
        "price": {
            "base": {
                "name": plain(BASE),
                "rate_pct": _points(quote.base_rate_pct),
                "made_of": [
                    {"name": plain(LPR.filled(tenor=quote.benchmark)), "points": _points(quote.lpr_pct)},
                    {"name": plain(MARGIN), "points": _points(quote.base_rate_pct - quote.lpr_pct)},
                ],
            },
            "parts": [
                {
                    "code": part.code,
                    "name": plain(part.name),
                    "points": _points(part.points),
                    "lost_when": plain(part.lost_when),
                    "can_be_lost": part.code in can_be_lost,
                }
                for part in quote.price_parts
            ],
            "rate_pct": _points(quote.terms.annual_rate_pct),
            **_keeping(quote.price_terms),
        }
    }


def price_terms_of(sheet: Mapping[str, Any]) -> PriceTerms | None:
    """What was agreed of discounts that can be lost, as the sheet says it; None where none can."""
    kept = sheet.get("price", {}).get("keeping")
    return _TERMS.validate_python(kept["terms"]) if kept else None


def _keeping(terms: PriceTerms | None) -> dict[str, Any]:
    if terms is None:
        return {}
    most = _points(terms.rate(lost=terms.kept))
    return {
        "keeping": {
            "terms": _TERMS.dump_python(terms, mode="json"),
            "most_pct": most,
            "text": plain(KEEPING.filled(days=terms.notice_days, most=most)),
        }
    }


def _points(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
