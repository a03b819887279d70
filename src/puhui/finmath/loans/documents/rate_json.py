"""A rate that follows a benchmark, from JSON and back."""

from collections.abc import Sequence
from typing import Any, Final, Literal

from puhui.finmath.loans.check import check_rate
from puhui.finmath.loans.documents.fields import Fields
from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.repricing import MOST_QUOTES, BenchmarkRate, RepricingRule, check_benchmark

_RULES: Final[tuple[Literal["anniversary", "new_year"], ...]] = ("anniversary", "new_year")


def read_rate(fields: Fields) -> BenchmarkRate | None:
    """The benchmark, the spread and the repricing rule, where the document has them."""
    item = fields.part("rate", keys=("benchmark", "spread_bps", "reprice"))
    if item is None:
        return None
    quotes = []
    for quote in item.pairs("benchmark", ("date", "pct"), most=MOST_QUOTES):
        pct = quote.decimal("pct")
        check_rate(pct, where=quote.name("pct"))
        quotes.append((quote.day("date"), pct))
    rate = BenchmarkRate(benchmark=tuple(quotes), spread_bps=item.whole("spread_bps", 0), reprice=_rule(item))
    check_benchmark(rate)
    return rate


def rate_as_json(rate: BenchmarkRate) -> dict[str, Any]:
    """The benchmark as it was understood, in the form it is read in."""
    return {
        "benchmark": [[day.isoformat(), format(pct, "f")] for day, pct in rate.benchmark],
        "spread_bps": rate.spread_bps,
        "reprice": {"months": rate.reprice} if isinstance(rate.reprice, int) else rate.reprice,
    }


def changes_as_json(changes: Sequence[LoanEvent]) -> list[dict[str, str]]:
    """What the benchmark has changed, and will."""
    return [
        {"date": event.on.isoformat(), "annual_rate_pct": format(event.annual_rate_pct or 0, "f")} for event in changes
    ]


def _rule(item: Fields) -> RepricingRule:
    if isinstance(item.peek("reprice"), dict):
        months = item.part("reprice", keys=("months",))
        assert months is not None
        return months.whole("months")
    return item.choice("reprice", _RULES, "anniversary")
