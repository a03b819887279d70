"""What a period brought by branch and officer: interest as loans earned it day by day, funding, expected loss, margin.

Fees, recoveries and write-offs are booked by product and stand there alone; interest that the counts after the closes
did not tell apart (loans repaid on the day, corrections) has a row of its own, so that the whole is that of the books.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from puhui.conduct.indicators.facade import ManagedAsked, ManagedEarned, managed_earned
from puhui.flows.dashboards.asking import product_names
from puhui.flows.dashboards.contracts import Asked, Column, Sheet, Value
from puhui.flows.dashboards.made import TOTAL, column, summed
from puhui.flows.dashboards.managed import (
    BRANCH,
    BY_BRANCH,
    BY_OFFICER,
    OFFICER,
    WHOSE,
    closer_links,
    earned_names,
    tells_branches,
)
from puhui.kernel.actors import Actor
from puhui.kernel.money import round_minor
from puhui.kernel.texts import Text

YEAR_DAYS: Final = 365
WIDTH: Final = 7
Bounds = tuple[date | None, date | None]
ELSE: Final = Text(en="not told apart by officer", zh="未能区分客户经理")
PRODUCT: Final = Text(en="Product", zh="产品")
BY_PRODUCT: Final = Text(en="By product", zh="按产品")
MANAGED_HOW: Final = Text(
    en="Interest as the loans earned it on each counted day. Funding: their mean principal at {rate} % a year "
    "({source}). Expected loss: how their share of the allowance moved from {first} to {last}.",
    zh="利息按各统计日贷款实际计提。资金成本：平均本金 × 年利率 {rate}%（{source}）。"
    "预期损失：所分摊拨备在 {first} 至 {last} 的变动。",
)
WITHOUT: Final = Text(
    en="Fees, recoveries and write-offs are kept by product and are not in it.",
    zh="手续费、核销与收回仅按产品核算，未计入本表。",
)


def funding_cost(principal_days_minor: int, rate: Decimal) -> int:
    """What money costs at a rate in percent a year for a principal summed over days; minor units."""
    return round_minor(Decimal(principal_days_minor) * rate / 100 / YEAR_DAYS)


def yearly(margin_minor: int, principal_days_minor: int) -> Decimal | None:
    """A margin over the principal that earned it, as percent a year."""
    if not principal_days_minor:
        return None
    return (Decimal(margin_minor) * 100 * YEAR_DAYS / principal_days_minor).quantize(Decimal("0.01"))


def branch_margins(
    actor: Actor, asked: Asked, wanted: ManagedAsked, *, bounds: Bounds, rate: Decimal, booked_minor: int
) -> tuple[Sheet, ...]:
    """What each branch in reach brought; for who sees every branch, with the interest of the books that is left."""
    if bounds[1] is None:
        return ()
    by_branch = tells_branches(asked, wanted)
    found = _earned(actor, asked, wanted, by="branch_id" if by_branch else "manager_id", bounds=bounds)
    sees_all = wanted.sees_branch is None and wanted.sees_manager is None
    rest = booked_minor - sum(one.earned_minor for one in found) if sees_all else 0
    names = earned_names(actor, found, by_branch=by_branch)
    head = BRANCH if by_branch else OFFICER
    return (_sheet(asked, found, names, head=head, on=bounds[1], rate=rate, rest_minor=rest),)


def managed_margins(
    actor: Actor, asked: Asked, wanted: ManagedAsked, *, bounds: Bounds, rate: Decimal
) -> tuple[Sheet, ...]:
    """What one branch brought by officer and by product; or one officer by product."""
    if bounds[1] is None:
        return ()
    sheets = []
    if not asked.officer:
        found = _earned(actor, asked, wanted, by="manager_id", bounds=bounds)
        names = earned_names(actor, found, by_branch=False)
        sheets.append(_sheet(asked, found, names, head=OFFICER, on=bounds[1], rate=rate))
    found, products = _earned(actor, asked, wanted, by="product_code", bounds=bounds), product_names(asked.until)
    sheets.append(_sheet(asked, found, lambda code: products.get(code, code), head=PRODUCT, on=bounds[1], rate=rate))
    return tuple(sheets)


def _earned(actor: Actor, asked: Asked, wanted: ManagedAsked, *, by: str, bounds: Bounds) -> list[ManagedEarned]:
    before, last = bounds
    return managed_earned(actor, wanted, by=by, since=asked.since, until=asked.until, before=before, last=last)


def _sheet(
    asked: Asked,
    found: Sequence[ManagedEarned],
    names: Callable[[Any], Value],
    *,
    head: Text,
    on: date,
    rate: Decimal,
    rest_minor: int = 0,
) -> Sheet:
    rows = [_row(one, names(one.key), rate) for one in found]
    if rest_minor:
        rows.append((ELSE, rest_minor, 0, 0, rest_minor, None, None))
    keys = [one.key for one in found if isinstance(one.key, UUID)]
    links = closer_links(asked, keys, by_branch=head is BRANCH, board="profit", width=WIDTH)
    if rest_minor:
        links = (*links, (None,) * WIDTH)
    whose = WHOSE.filled(on=on.isoformat())
    key, title = {BRANCH: ("branches", BY_BRANCH), OFFICER: ("officers", BY_OFFICER)}.get(
        head, ("products", BY_PRODUCT)
    )
    return Sheet(
        key=key,
        title=title,
        columns=(
            Column(head),
            column("Interest", "利息收入", "minor"),
            column("Funding cost", "资金成本", "minor"),
            column("Expected loss", "预期损失变动", "minor"),
            column("Margin before fees", "费用前利差", "minor"),
            column("Mean principal", "平均本金", "minor"),
            column("Margin, % a year", "年化利差", "pct"),
        ),
        rows=tuple(rows),
        links=() if head is PRODUCT else links,
        total=(TOTAL, *(summed(rows, place) for place in range(1, 6)), None) if rows else (),
        chart="bars",
        chart_column=4,
        note=Text(en=f"{whose.en} {WITHOUT.en}", zh=f"{whose.zh}{WITHOUT.zh}"),
    )


def _row(one: ManagedEarned, name: Value, rate: Decimal) -> tuple[Value, ...]:
    days = one.principal_days_minor
    funding = funding_cost(days, rate)
    margin = one.earned_minor - funding - one.moved_minor
    mean = round_minor(Decimal(days) / one.days) if one.days else 0
    return (name, one.earned_minor, funding, one.moved_minor, margin, mean, yearly(margin, days))
