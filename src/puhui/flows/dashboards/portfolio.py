"""How good the book is at its last close, and how vintages fare: from the pictures that each day close keeps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from puhui.conduct.indicators.facade import ManagedLine, ManagedSum, last_managed, managed_days, managed_sums
from puhui.flows.dashboards.asking import Places, product_names
from puhui.flows.dashboards.contracts import Asked, Board, Link, Sheet, Value
from puhui.flows.dashboards.made import TOTAL, column, percent
from puhui.flows.dashboards.managed import (
    Reach,
    borrowers_of,
    is_managed,
    managed_asked,
    named,
    quality_sheet,
    reach_of,
    tells_branches,
)
from puhui.kernel.actors import Actor
from puhui.kernel.dates import add_months
from puhui.kernel.texts import Text
from puhui.products.lending.facade import (
    DAYS_BANDS,
    PortfolioLine,
    last_pictured,
    loan_ids_of,
    paid_out_by_month,
    portfolio_days,
)
from puhui.risk.provisioning.facade import Grade, ProvisionLine, VintagePoint, provisions, vintages

Line = PortfolioLine | ManagedLine
MONTHS: Final = 12
LATE: Final = (1, 31, 91)
GRADE_TEXTS: Final = {
    1: Text(en="Normal", zh="正常"),
    2: Text(en="Special mention", zh="关注"),
    3: Text(en="Substandard", zh="次级"),
    4: Text(en="Doubtful", zh="可疑"),
    5: Text(en="Loss", zh="损失"),
}
SINCE_THEN: Final = Text(
    en="As of the close of {on}. The lists show the book as it stands now: what was booked since the close moves them.",
    zh="数据截至 {on} 日终。明细清单为当前余额，日终之后的入账会使其变动。",
)
NOTHING: Final = Text(en="No day has been closed yet.", zh="尚未完成任何日终。")


@dataclass(frozen=True, slots=True)
class Pictured:
    """The book at the last close of a period and at the month ends before it, and what is set aside for it."""

    on: date
    lines: Sequence[Line]
    set_aside: Sequence[ProvisionLine | ManagedLine]
    whose: Sequence[ManagedSum]
    counted_on: date | None
    loan_ids: Any = None


def portfolio(actor: Actor, asked: Asked, places: Places) -> Board:
    """The book at the last close of the period: classes, days past due, products, month ends, vintages.

    Of all of it with its branches; of one branch with its officers; or of one officer.
    """
    del places
    title = Text(en="Portfolio quality and vintages", zh="资产质量与账龄分析")
    reach = reach_of(actor)
    by_branch = tells_branches(asked, managed_asked(asked, reach))
    found = _of_managers(actor, asked, reach) if is_managed(asked.params()) else _of_all(actor, asked, reach)
    narrowed = named(actor, asked)
    if found is None:
        return Board(key="portfolio", title=title, asked=asked, sheets=(), note=NOTHING, narrowed=narrowed)
    now = [line for line in found.lines if line.on == found.on]
    own = {"product_code": asked.product or None, "loan_ids": found.loan_ids}
    paid_out = paid_out_by_month(since=add_months(found.on.replace(day=1), 1 - MONTHS), **own)
    points = vintages(actor, paid_out=paid_out, on=found.on, **own)
    counted = None if asked.officer else found.counted_on
    return Board(
        key="portfolio",
        title=title,
        asked=asked,
        sheets=(
            _classes(asked, now, found.set_aside),
            _bands(asked, now),
            _products(asked, now, found.set_aside),
            *([quality_sheet(actor, asked, found.whose, on=counted, by_branch=by_branch)] if counted else []),
            _month_ends(found.lines),
            *([_vintages(points)] if points else []),
        ),
        note=SINCE_THEN.filled(on=found.on.isoformat()),
        narrowed=narrowed,
    )


def _of_all(actor: Actor, asked: Asked, reach: Reach) -> Pictured | None:
    """The whole book as each close keeps it, and the branches in reach as they were counted after it."""
    day, counted = last_pictured(actor, until=asked.until), last_managed(actor, until=asked.until)
    if day is None:
        return None
    lines = portfolio_days(actor, on=[*_month_ends_before(day), day], product_code=asked.product or None)
    lines_of_day = provisions(actor, on=day, product_code=asked.product or None)
    set_aside = [line for line in lines_of_day if line.currency == "CNY"]
    whose = managed_sums(actor, managed_asked(asked, reach), on=counted) if counted else []
    return Pictured(day, lines, set_aside, whose, counted)


def _of_managers(actor: Actor, asked: Asked, reach: Reach) -> Pictured | None:
    """The part of a branch or an officer, as it was counted after each close; vintages of whom they have now."""
    wanted, day = managed_asked(asked, reach), last_managed(actor, until=asked.until)
    if day is None:
        return None
    lines = managed_days(actor, wanted, on=[*_month_ends_before(day), day])
    whose = [] if asked.officer else managed_sums(actor, wanted, on=day)
    managed, unmanaged = borrowers_of(asked, reach)
    loan_ids = loan_ids_of(managed, but=unmanaged)
    return Pictured(day, lines, [line for line in lines if line.on == day], whose, day, loan_ids)


def _month_ends_before(day: date) -> list[date]:
    first = day.replace(day=1)
    return [add_months(first, -back) - timedelta(days=1) for back in range(MONTHS)]


def _sums(lines: Iterable[Line]) -> tuple[int, int]:
    listed = list(lines)
    return sum(line.loans for line in listed), sum(line.principal_minor for line in listed)


def _classes(asked: Asked, now: Sequence[Line], set_aside: Sequence[ProvisionLine | ManagedLine]) -> Sheet:
    whole = _sums(now)[1]
    rows = []
    for grade in Grade:
        loans, principal = _sums(line for line in now if line.grade == grade)
        losses = sum(line.expected_loss_minor for line in set_aside if line.grade == grade)
        statutory = sum(line.statutory_minor for line in set_aside if line.grade == grade)
        rows.append((GRADE_TEXTS[int(grade)], loans, principal, percent(principal, whole), statutory, losses))
    return Sheet(
        key="classes",
        title=Text(en="Five classes", zh="五级分类"),
        columns=(
            column("Class", "分类"),
            column("Loans", "借据数", "count"),
            column("Principal", "本金", "minor"),
            column("Share", "占比", "pct"),
            column("Statutory provision", "法定拨备", "minor"),
            column("Expected loss", "预期损失", "minor"),
        ),
        rows=tuple(rows),
        links=tuple(
            (None, Link("loans", _loans(asked, grade=str(int(grade)))), None, None, None, None) for grade in Grade
        ),
        total=_total(rows, whole),
        chart="bars",
        chart_column=2,
    )


def _bands(asked: Asked, now: Sequence[Line]) -> Sheet:
    whole = _sums(now)[1]
    rows: list[tuple[Value, ...]] = []
    links: list[tuple[Link | None, ...]] = []
    for low, high in zip(DAYS_BANDS, (*DAYS_BANDS[1:], None), strict=True):
        loans, principal = _sums(line for line in now if line.days_band == low)
        rows.append((_band_text(low, high), loans, principal, percent(principal, whole)))
        bounds = {"band": str(low), "below": str(high) if high else ""}
        links.append((None, Link("loans", _loans(asked, **bounds)), None, None))
    return Sheet(
        key="bands",
        title=Text(en="Days past due", zh="逾期天数"),
        columns=(
            column("Days past due", "逾期天数"),
            column("Loans", "借据数", "count"),
            column("Principal", "本金", "minor"),
            column("Share", "占比", "pct"),
        ),
        rows=tuple(rows),
        links=tuple(links),
        total=_total(rows, whole),
        chart="bars",
        chart_column=2,
    )


def _products(asked: Asked, now: Sequence[Line], set_aside: Sequence[ProvisionLine | ManagedLine]) -> Sheet:
    names = product_names(asked.until)
    codes = sorted({line.product_code for line in now})
    rows: list[tuple[Value, ...]] = []
    for code in codes:
        mine = [line for line in now if line.product_code == code]
        loans, principal = _sums(mine)
        at_risk = _sums(line for line in mine if line.days_band > 1)[1]
        bad = _sums(line for line in mine if line.grade >= Grade.SUBSTANDARD)[1]
        losses = sum(line.expected_loss_minor for line in set_aside if line.product_code == code)
        rows.append(
            (names.get(code, code), loans, principal, percent(at_risk, principal), percent(bad, principal), losses)
        )
    return Sheet(
        key="products",
        title=Text(en="By product", zh="按产品"),
        columns=(
            column("Product", "产品"),
            column("Loans", "借据数", "count"),
            column("Principal", "本金", "minor"),
            column("Over 30 days late", "逾期超 30 天", "pct"),
            column("Non-performing", "不良率", "pct"),
            column("Expected loss", "预期损失", "minor"),
        ),
        rows=tuple(rows),
        links=tuple(
            (None, Link("loans", {**_loans(asked), "product": code}), None, None, None, None) for code in codes
        ),
        chart="bars",
        chart_column=2,
    )


def _month_ends(lines: Sequence[Line]) -> Sheet:
    rows = []
    for on in sorted({line.on for line in lines}):
        mine = [line for line in lines if line.on == on]
        loans, principal = _sums(mine)
        late = [percent(_sums(x for x in mine if x.days_band >= low)[1], principal) for low in LATE]
        rows.append((on, *late, loans, principal))
    return Sheet(
        key="month_ends",
        title=Text(en="The book at month ends", zh="月末资产质量"),
        columns=(
            column("At the end of", "日终", "date"),
            column("Late at all", "逾期", "pct"),
            column("Over 30 days", "逾期超 30 天", "pct"),
            column("Over 90 days", "逾期超 90 天", "pct"),
            column("Loans", "借据数", "count"),
            column("Principal", "本金", "minor"),
        ),
        rows=tuple(rows),
        chart="lines",
    )


def _vintages(points: Sequence[VintagePoint]) -> Sheet:
    months = max(point.months_on_book for point in points)
    rows: list[tuple[Value, ...]] = []
    for vintage in sorted({point.vintage for point in points}):
        mine = {point.months_on_book: point for point in points if point.vintage == vintage}
        shares = [_share(mine.get(month)) for month in range(months + 1)]
        rows.append((vintage.strftime("%Y-%m"), next(iter(mine.values())).loans, *shares))
    return Sheet(
        key="vintages",
        title=Text(
            en="Vintages: ever non-performing, by months on the book", zh="各放款月份的不良累计率（按在账月数）"
        ),
        columns=(
            column("Paid out in", "放款月份"),
            column("Loans", "借据数", "count"),
            *(column(str(month), str(month), "pct") for month in range(months + 1)),
        ),
        rows=tuple(rows),
        chart="curves",
        chart_column=2,
    )


def _share(point: VintagePoint | None) -> Decimal | None:
    return point.share_pct.quantize(Decimal("0.01")) if point else None


def _band_text(low: int, high: int | None) -> Text:
    if low == 0:
        return Text(en="in time", zh="未逾期")
    return (
        Text(en=f"{low} to {high - 1}", zh=f"{low}–{high - 1} 天")
        if high
        else Text(en=f"{low} and more", zh=f"{low} 天及以上")
    )


def _loans(asked: Asked, **more: str) -> dict[str, str]:
    own = {"product": asked.product, "branch": asked.branch, "officer": asked.officer, **more}
    return {name: value for name, value in own.items() if value}


def _total(rows: Sequence[Sequence[Value]], whole: int) -> tuple[Value, ...]:
    """Sums of every column but the share, which is the whole."""
    sums = [sum(value for row in rows if isinstance(value := row[n], int)) for n in range(1, len(rows[0]))]
    return (TOTAL, *sums[:2], percent(whole, whole), *sums[3:])
