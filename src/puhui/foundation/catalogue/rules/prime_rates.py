"""A month's quotation of the loan prime rate as words in cells: what is wrong with it, and the quotation that it makes.

Quoted on the 20th of a month or the next working day (People's Bank of China, announcement 15 of 2019).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from puhui.foundation.catalogue.dated import PolicyFile
from puhui.foundation.catalogue.schema.rulebook import RateQuote
from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text

PRIME_RATE: Final = "lpr"  # kind of drafts and releases
TENORS: Final[Mapping[str, str]] = {"one_year_pct": "1Y", "five_year_pct": "5Y"}
SHORTEST_SOURCE, LONGEST_SOURCE, LONGEST_NUMBER = 4, 300, 8
_NUMBER: Final = Text(en="a rate in percent, such as 3.10", zh="应为百分比利率，例如3.10")
_RANGE: Final = Text(
    en="from {low} to {high} percent, in steps of {step}", zh="应在 {low}% 至 {high}% 之间，以 {step} 为步长"
)
_MOVE: Final = Text(
    en="{rate} is more than {most} points away from {before} of {day}; a slip?",
    zh="{rate} 与 {day} 的 {before} 相差超过 {most} 个百分点，请核对。",
)
_DAY: Final = Text(en="the day of the announcement, as 2026-11-20", zh="公布日期，例如2026-11-20")
_EARLY: Final = Text(en="it is announced on day {day} of a month or later", zh="报价于每月{day}日或之后公布")
_AHEAD: Final = Text(
    en="it holds from the day of the announcement at the earliest", zh="最早自公布当日起生效，不得早于公布日期"
)
_REPEATED: Final = Text(en="this month has a quotation already, of {day}", zh="该月已有报价（{day}）")
_PAST: Final = Text(en="there is a newer one, of {day}", zh="已有更新的报价（{day}）")
_LATE: Final = Text(
    en="it was announced more than {days} days before the day from which it is to hold",
    zh="公布日距生效日已超过{days}天",
)
_SOURCE: Final = Text(
    en=f"who announced it and where, in {SHORTEST_SOURCE} to {LONGEST_SOURCE} characters",
    zh=f"公布机构与出处，{SHORTEST_SOURCE}至{LONGEST_SOURCE}个字符",
)


class QuotationBounds(PolicyFile):
    """Between which rates a quotation lies and how far it moves in a month; from which day of a month it comes, and for
    how many days after that it may still be put into force."""

    lowest_pct: Decimal
    highest_pct: Decimal
    most_move_pct: Decimal
    earliest_day: int
    latest_days: int
    step_pct: Decimal

    def __hash__(self) -> int:
        return hash((self.id, self.version, self.effective_from))


def quotation_faults(
    document: Mapping[str, Any], *, on: date, known: Sequence[RateQuote], bounds: QuotationBounds
) -> Iterator[tuple[str, Text]]:
    """What is wrong with a quotation that is to hold from the day on: the cell, and why. `known`: all others."""
    last = max(known, key=lambda one: one.effective_from, default=None)
    for cell, tenor in TENORS.items():
        yield from ((cell, fault) for fault in _rate_faults(document.get(cell, ""), tenor, last=last, bounds=bounds))
    yield from (("quoted_on", fault) for fault in _day_faults(document, on=on, known=known, bounds=bounds))
    if not SHORTEST_SOURCE <= len(document.get("source", "")) <= LONGEST_SOURCE:
        yield "source", _SOURCE


def quotation_of(document: Mapping[str, Any], *, effective_from: date) -> RateQuote:
    """The quotation of a sound document; who published it has read the source."""
    return RateQuote(
        effective_from=effective_from,
        one_year_pct=Decimal(document["one_year_pct"]),
        five_year_pct=Decimal(document["five_year_pct"]),
        mark="S",
        quoted_on=parse_date(document["quoted_on"], where="quoted_on"),
    )


def _rate_faults(words: str, tenor: str, *, last: RateQuote | None, bounds: QuotationBounds) -> Iterator[Text]:
    rate = _number(words)
    if rate is None:
        yield _NUMBER
    elif not bounds.lowest_pct <= rate <= bounds.highest_pct or rate % bounds.step_pct:
        yield _RANGE.filled(low=bounds.lowest_pct, high=bounds.highest_pct, step=bounds.step_pct)
    elif last is not None and abs(rate - last.pct(tenor)) > bounds.most_move_pct:
        yield _MOVE.filled(rate=rate, most=bounds.most_move_pct, before=last.pct(tenor), day=last.effective_from)


def _day_faults(
    document: Mapping[str, Any], *, on: date, known: Sequence[RateQuote], bounds: QuotationBounds
) -> Iterator[Text]:
    try:
        quoted_on = parse_date(document.get("quoted_on", ""), where="quoted_on")
    except InvalidInput:
        yield _DAY
        return
    if quoted_on.day < bounds.earliest_day:
        yield _EARLY.filled(day=bounds.earliest_day)
    if quoted_on > on:
        yield _AHEAD
    elif (on - quoted_on).days > bounds.latest_days:
        yield _LATE.filled(days=bounds.latest_days)
    same = [one.announced_on for one in known if _month(one.announced_on) == _month(quoted_on)]
    later = [one.announced_on for one in known if one.announced_on > quoted_on or one.effective_from >= on]
    if same:
        yield _REPEATED.filled(day=max(same))
    elif later:
        yield _PAST.filled(day=max(later))


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _number(words: str) -> Decimal | None:
    is_plain = words.isascii() and len(words) <= LONGEST_NUMBER and words.replace(".", "", 1).isdigit()
    try:
        return Decimal(words) if is_plain else None
    except InvalidOperation:
        return None
