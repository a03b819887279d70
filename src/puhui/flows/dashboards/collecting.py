"""How collections go: promises kept, how late loans rolled within each month, and how many were cured."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from puhui.flows.dashboards.asking import NOBODY, Places
from puhui.flows.dashboards.contracts import Asked, Board, Column, Link, Sheet, Value
from puhui.flows.dashboards.made import TOTAL, column, percent
from puhui.foundation.access.facade import display_names
from puhui.foundation.party.facade import region_column
from puhui.kernel.actors import Actor
from puhui.kernel.dates import add_months
from puhui.kernel.texts import Text
from puhui.products.collections.facade import PromiseCount, PromisesAsked, PromiseState, promise_counts
from puhui.risk.provisioning.facade import STATES, RollRate, roll_rates

STATE_TEXTS: Final = {
    PromiseState.OPEN: Text(en="Open", zh="未到期"),
    PromiseState.KEPT: Text(en="Kept", zh="已履行"),
    PromiseState.PARTLY: Text(en="Kept in part", zh="部分履行"),
    PromiseState.BROKEN: Text(en="Broken", zh="未履行"),
}
BAND_TEXTS: Final = {
    "0": Text(en="in time", zh="未逾期"),
    "1": Text(en="1 to 30 days", zh="1–30 天"),
    "31": Text(en="31 to 60 days", zh="31–60 天"),
    "61": Text(en="61 to 90 days", zh="61–90 天"),
    "default": Text(en="over 90 days", zh="超过 90 天"),
    "closed": Text(en="repaid or left", zh="结清或出表"),
}
LATE: Final = STATES[1:4]


def promises_asked(asked: Asked, places: Places) -> PromisesAsked:
    """The promises that the dashboard looks at."""
    return PromisesAsked(
        since=asked.since,
        until=asked.until,
        officer_id=UUID(asked.officer) if asked.officer not in ("", NOBODY) else None,
        place=region_column("party_id"),
        places=places.within(asked.region, itself=asked.itself),
    )


def collecting(actor: Actor, asked: Asked, places: Places) -> Board:
    """Promises by month and by who took them; moves between bands by month; the share that was cured."""
    found = promises_asked(asked, places)
    by_month = promise_counts(actor, found, by="month")
    by_officer = promise_counts(actor, found, by="officer")
    since = asked.since.replace(day=1)
    rolls = roll_rates(actor, since=since, until=asked.until, product_code=asked.product or None)
    names = display_names([row.key for row in by_officer if row.key])
    return Board(
        key="collecting",
        title=Text(en="Collections", zh="催收成效"),
        asked=asked,
        sheets=(
            _promises("promises", Column(Text(en="Promised for", zh="承诺月份")), by_month, asked, _month_of),
            _promises(
                "promises_by_officer",
                Column(Text(en="Taken by", zh="经办人")),
                by_officer,
                asked,
                lambda _, key: (names.get(key, str(key)), {"officer": str(key)}),
            ),
            _cures(rolls),
            _moves(rolls, asked),
        ),
        note=Text(
            en="Promises follow region and officer; moves between bands are kept by product at each month's end.",
            zh="还款承诺可按地区和经办人筛选；逾期迁徙按产品在每月末留存。",
        ),
    )


def _promises(key: str, head: Column, counts: Sequence[PromiseCount], asked: Asked, named: Any) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    links: list[tuple[Link | None, ...]] = []
    for one in dict.fromkeys(row.key for row in counts):
        n = {state: _of(counts, one, state) for state in PromiseState}
        name, params = named(asked, one)
        judged = sum(n.values()) - n[PromiseState.OPEN]
        rows.append((name, *(n[state] for state in STATE_TEXTS), percent(n[PromiseState.KEPT], judged)))
        own = [Link("promises", asked.params(state=state, **params)) for state in STATE_TEXTS]
        links.append((None, *own, None))
    sums = [sum(row.promises for row in counts if row.state == state) for state in STATE_TEXTS]
    kept = sum(row.promises for row in counts if row.state == PromiseState.KEPT)
    title = Text(en="Promises to pay", zh="还款承诺")
    return Sheet(
        key=key,
        title=title if key == "promises" else Text(en="Promises by who took them", zh="还款承诺（按经办人）"),
        columns=(
            head,
            *(Column(text, "count") for text in STATE_TEXTS.values()),
            column("Kept of those judged", "履约率", "pct"),
        ),
        rows=tuple(rows),
        links=tuple(links),
        total=(TOTAL, *sums, percent(kept, sum(sums) - sums[0])) if rows else (),
        chart="bars",
        chart_column=2,
    )


def _of(counts: Sequence[PromiseCount], key: Any, state: PromiseState) -> int:
    return sum(row.promises for row in counts if row.key == key and row.state == state)


def _month_of(asked: Asked, first: date) -> tuple[str, dict[str, str]]:
    last = add_months(first, 1) - date.resolution
    bounds = {"from": max(first, asked.since).isoformat(), "to": min(last, asked.until).isoformat()}
    return first.strftime("%Y-%m"), bounds


def _cures(rolls: Sequence[RollRate]) -> Sheet:
    """Of the loans of each late band at the end of the month before: how many were in time or repaid a month later."""
    rows: list[tuple[Value, ...]] = []
    for month in sorted({roll.month for roll in rolls}):
        shares: list[Decimal | None] = []
        for band in LATE:
            mine = [roll for roll in rolls if roll.month == month and roll.from_band == band]
            shares.append(percent(_loans(x for x in mine if x.to_band in ("0", "closed")), _loans(mine)))
        rows.append((month.strftime("%Y-%m"), *shares))
    return Sheet(
        key="cures",
        title=Text(en="Cure rates: in time again or repaid within the month", zh="逾期化解率（当月恢复正常或结清）"),
        columns=(column("Month", "月份"), *(Column(BAND_TEXTS[band], "pct") for band in LATE)),
        rows=tuple(rows),
        chart="lines",
    )


def _moves(rolls: Sequence[RollRate], asked: Asked) -> Sheet:
    """Where the late loans of the last month came from and went, in loans; each start leads to its loans."""
    last = max((roll.month for roll in rolls), default=None)
    rows: list[tuple[Value, ...]] = []
    links: list[tuple[Link | None, ...]] = []
    for band in LATE if last else ():
        mine = [roll for roll in rolls if roll.month == last and roll.from_band == band]
        whole = _loans(mine)
        went = [percent(_loans(x for x in mine if x.to_band == to), whole) for to in STATES]
        rows.append((BAND_TEXTS[band], whole, *went))
        before = add_months(last, -1).isoformat() if last else ""
        params = {"month": before, "band": band, "product": asked.product}
        links.append((None, Link("late", {k: v for k, v in params.items() if v}), *(None for _ in STATES)))
    title = Text(en="Roll rates of the last month that ended", zh="最近一个完整月份的逾期迁徙率")
    if last:
        title = Text(en="Roll rates of {month}", zh="{month} 逾期迁徙率").filled(month=last.strftime("%Y-%m"))
    return Sheet(
        key="moves",
        title=title,
        columns=(
            column("From, days past due", "月初逾期"),
            column("Loans", "借据数", "count"),
            *(Column(BAND_TEXTS[to], "pct") for to in STATES),
        ),
        rows=tuple(rows),
        links=tuple(links),
        note=Text(en="From the band of the first column to those on the right.", zh="由首列所示档位迁徙至右侧各档位。"),
    )


def _loans(rolls: Any) -> int:
    return sum(roll.loans for roll in rolls)
