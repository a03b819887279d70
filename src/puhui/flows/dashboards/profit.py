"""What lending brought and cost in a period, by product: income from the ledger, expected loss from provisioning,
and what the money itself cost, reckoned on the mean principal at the rate of the lab's assumptions.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from puhui.conduct.indicators.facade import last_managed
from puhui.flows.dashboards.asking import Places, product_names
from puhui.flows.dashboards.contracts import Asked, Board, Column, Link, Sheet, Value
from puhui.flows.dashboards.made import TOTAL, column, summed
from puhui.flows.dashboards.managed import is_managed, managed_asked, named, reach_of
from puhui.flows.dashboards.managed_profit import (
    MANAGED_HOW,
    branch_margins,
    funding_cost,
    managed_margins,
    yearly,
)
from puhui.foundation.ledger.facade import SegmentSum, booked_by_segment
from puhui.kernel.actors import Actor
from puhui.kernel.money import round_minor
from puhui.kernel.texts import Text
from puhui.products.lending.facade import ProductDays, last_pictured, principal_days
from puhui.risk.lab.facade import assumptions_on
from puhui.risk.provisioning.facade import provisions

# What stands in a column: the accounts, and whether they take from the margin.
BOOKED: Final[Mapping[str, tuple[Text, tuple[str, ...], int]]] = {
    "interest": (Text(en="Interest", zh="利息收入"), ("income.interest", "income.penalty"), 1),
    "fees": (Text(en="Fees", zh="手续费收入"), ("income.fee",), 1),
    "recovered": (Text(en="Recovered", zh="核销收回"), ("income.recovery",), 1),
    "lost": (Text(en="Written off and waived", zh="核销与减免"), ("loss.written_off", "loss.waived"), -1),
}
ELSEWHERE: Final = Text(en="of no one product", zh="未归属产品")
HOW: Final = Text(
    en="Income and write-offs as they stand in the ledger. Funding: the mean principal of the closed days of the "
    "period at {rate} % a year ({source}). Expected loss: how the allowance moved from {first} to {last}.",
    zh="收入与核销取自总账。资金成本：期间已日终各日的平均本金 × 年利率 {rate}%（{source}）。"
    "预期损失：{first} 至 {last} 的拨备变动。",
)


def profit(actor: Actor, asked: Asked, places: Places) -> Board:
    """Interest, fees, recoveries; funding, expected loss, write-offs; the margin, by product; and what is told apart
    by branch, of one branch by officer, or of one officer by product."""
    del places
    given = assumptions_on(asked.until)
    rate, reach = Decimal(str(given.funding_rate_pct)), reach_of(actor)
    wanted = managed_asked(asked, reach)
    bounds = _pictured(actor, asked, last_managed if is_managed(asked.params()) else last_pictured)
    note = HOW.filled(rate=f"{rate:f}", source=given.name, first=bounds[0] or "–", last=bounds[1] or "–")
    if is_managed(asked.params()):
        sheets: tuple[Sheet, ...] = managed_margins(actor, asked, wanted, bounds=bounds, rate=rate)
        note = MANAGED_HOW.filled(rate=f"{rate:f}", source=given.name, first=bounds[0] or "–", last=bounds[1] or "–")
    else:
        booked, margin = _by_product(actor, asked, bounds=bounds, rate=rate)
        counted = _pictured(actor, asked, last_managed)
        sheets = (margin, *branch_margins(actor, asked, wanted, bounds=counted, rate=rate, booked_minor=booked))
    return Board(
        key="profit",
        title=Text(en="Profitability", zh="盈利分析"),
        asked=asked,
        sheets=sheets,
        note=note,
        narrowed=named(actor, asked),
    )


def _pictured(actor: Actor, asked: Asked, last: Callable[..., date | None]) -> tuple[date | None, date | None]:
    """The last close before a period, and the last one in it."""
    return last(actor, until=asked.since - timedelta(days=1)), last(actor, until=asked.until)


def _by_product(
    actor: Actor, asked: Asked, *, bounds: tuple[date | None, date | None], rate: Decimal
) -> tuple[int, Sheet]:
    """The margin of each product, and the interest in it altogether."""
    codes = [code for _, accounts, _ in BOOKED.values() for code in accounts]
    booked = booked_by_segment(actor, codes=codes, since=asked.since, until=asked.until)
    owed = {row.product_code: row for row in principal_days(actor, since=asked.since, until=asked.until)}
    moved = _moved(actor, *bounds)
    segments = sorted({row.segment for row in booked} | set(owed) | set(moved))
    if asked.product:
        segments = [segment for segment in segments if segment == asked.product]
    names = product_names(asked.until)
    rows = tuple(
        _row(segment, booked, owed.get(segment), moved=moved.get(segment, 0), rate=rate, names=names)
        for segment in segments
    )
    sheet = Sheet(
        key="margin",
        title=Text(en="Margin by product", zh="分产品损益"),
        columns=(
            column("Product", "产品"),
            *(Column(text, "minor") for text, _, _ in BOOKED.values()),
            column("Funding cost", "资金成本", "minor"),
            column("Expected loss", "预期损失变动", "minor"),
            column("Margin", "利差损益", "minor"),
            column("Mean principal", "平均本金", "minor"),
            column("Margin, % a year", "年化利差", "pct"),
        ),
        rows=rows,
        links=tuple(_links(asked, segment) for segment in segments),
        total=_total(rows),
        chart="bars",
        chart_column=7,
    )
    return summed(rows, 1), sheet


def _moved(actor: Actor, before: date | None, last: date | None) -> dict[str, int]:
    """By how much the expected loss of each product rose between two closes."""
    moved: dict[str, int] = {}
    for day, sign in ((before, -1), (last, 1)):
        for line in provisions(actor, on=day) if day else ():
            if line.currency == "CNY":
                moved[line.product_code] = moved.get(line.product_code, 0) + sign * line.expected_loss_minor
    return moved


def _row(
    segment: str,
    booked: Sequence[SegmentSum],
    owed: ProductDays | None,
    *,
    moved: int,
    rate: Decimal,
    names: Mapping[str, Text],
) -> tuple[Value, ...]:
    parts = [
        sum(row.minor for row in booked if row.segment == segment and row.code in codes)
        for _, codes, _ in BOOKED.values()
    ]
    signs = [sign for _, _, sign in BOOKED.values()]
    days = owed.principal_minor if owed else 0
    funding = funding_cost(days, rate)
    margin = sum(part * sign for part, sign in zip(parts, signs, strict=True)) - funding - moved
    mean = round_minor(Decimal(days) / owed.days) if owed and owed.days else 0
    name: Value = names.get(segment, segment) if segment else ELSEWHERE
    return (name, *parts, funding, moved, margin, mean, yearly(margin, days))


def _total(rows: Sequence[tuple[Value, ...]]) -> tuple[Value, ...]:
    if not rows:
        return ()
    return (TOTAL, *(summed(rows, place) for place in range(1, 9)), None)


def _links(asked: Asked, segment: str) -> tuple[Link | None, ...]:
    bounds = {"from": asked.since.isoformat(), "to": asked.until.isoformat()}
    own = [Link("entries", {**bounds, "booked": name, "segment": segment or "-"}) for name in BOOKED]
    return (None, *own, None, None, None, None, None)
