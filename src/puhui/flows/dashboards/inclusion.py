"""Whom we reach: women's firms, old people, people without a record, first-time borrowers, the countryside; by place.

The figures are those of the last count, after a close; each leads to the list of the borrowers who were counted.
"""

from collections.abc import Mapping
from typing import Final

from puhui.conduct.indicators.facade import Group, month_end_figures
from puhui.flows.dashboards.asking import Places
from puhui.flows.dashboards.contracts import Asked, Board, Link, Sheet, Value
from puhui.flows.dashboards.made import TOTAL, UNKNOWN, column, percent, summed
from puhui.flows.reach import FEWEST, Reach, Tally, added, reach
from puhui.kernel.actors import Actor
from puhui.kernel.texts import Text

TITLE: Final = Text(en="Inclusion", zh="普惠覆盖")
HOW: Final = Text(
    en="As counted after the close of {on}; what was booked since shows in the lists first. "
    "Of fewer than {fewest} cases no share is shown, for it would tell of single people.",
    zh="数据截至 {on} 日终，之后的入账先反映在明细清单中。少于 {fewest} 例的不显示占比，以免指向个人。",
)
NOT_YET: Final = Text(
    en="Nothing is counted yet: the first count follows the next close of a day.", zh="尚未统计：下一次日终后首次统计。"
)
GROUPS: Final = {
    Group.WOMEN: Text(en="Firms led by women", zh="女性经营的企业"),
    Group.OLD: Text(en="People of 60 and over", zh="60 岁及以上的个人"),
    Group.THIN_FILE: Text(en="No record at a credit bureau", zh="征信无记录"),
    Group.FIRST_TIME: Text(en="First loan with us", zh="首次在本机构借款"),
    Group.RURAL: Text(en="In counties", zh="县域"),
}


def inclusion(actor: Actor, asked: Asked, places: Places) -> Board:
    """Borrowers and loans by group, how the shares moved, and by the regions within one (preset: the provinces)."""
    found = reach(actor, region=asked.region)
    trend = () if asked.region else (_trend(actor),)  # kept for the whole book alone
    sheets = (_by_group(found.whole, asked), *trend, _by_place(found, asked, places))
    note = HOW.filled(on=found.counted_on, fewest=FEWEST) if found.counted_on else NOT_YET
    return Board(key="inclusion", title=TITLE, asked=asked, sheets=sheets, note=note)


def _by_group(whole: Tally, asked: Asked) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    links: list[tuple[Link | None, ...]] = []
    enough = whole.customers >= FEWEST
    for group, name in GROUPS.items():
        people, loans, owed = (getattr(whole, f"{group}{what}") for what in ("", "_loans", "_minor"))
        share, of_owed = percent(people, whole.customers), percent(owed, whole.outstanding_minor)
        rows.append((name, people, share if enough else None, loans, owed, of_owed if enough else None))
        link = Link("loans", {"group": group.value} | ({"region": asked.region} if asked.region else {}))
        links.append((None, link, None, link, link, None))
    return Sheet(
        key="groups",
        title=Text(en="By group", zh="按群体"),
        columns=(
            column("Group", "群体"),
            column("Borrowers", "在贷客户", "count"),
            column("Share of borrowers", "客户占比", "pct"),
            column("Loans", "借据数", "count"),
            column("Outstanding", "余额", "minor"),
            column("Share of outstanding", "余额占比", "pct"),
        ),
        rows=tuple(rows),
        links=tuple(links),
        chart="bars",
        note=Text(
            en="Somebody may belong to several groups, so they come to no total. A firm is led by its owner, else by "
            "its legal representative; what is not known puts nobody into a group.",
            zh="同一客户可属于多个群体，故不设合计。企业以其所有人为经营者，无所有人信息的以法定代表人为经营者；"
            "信息不详者不计入任何群体。",
        ),
    )


def _trend(actor: Actor) -> Sheet:
    """The shares of the last counted day of each month."""
    days = month_end_figures(actor, names=["borrowers", *(f"borrowers_{group}" for group in Group)])
    rows = tuple((day.on.replace(day=1), *_shares(day.values), day.values["borrowers"]) for day in days)
    return Sheet(
        key="trend",
        title=Text(en="Shares of borrowers by month", zh="各月客户占比"),
        columns=(
            column("Month", "月份", "month"),
            *(column(name.en, name.zh, "pct") for name in GROUPS.values()),
            column("Borrowers", "在贷客户", "count"),
        ),
        rows=rows,
        chart="lines",
        note=Text(en="The last counted day of each month.", zh="取各月最后一个统计日。"),
    )


def _shares(values: Mapping[str, int]) -> tuple[Value, ...]:
    borrowers = values["borrowers"]
    enough = borrowers >= FEWEST
    return tuple(percent(values[f"borrowers_{group}"], borrowers) if enough else None for group in GROUPS)


def _by_place(found: Reach, asked: Asked, places: Places) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    links: list[tuple[Link | None, ...]] = []
    for place in found.places:
        if place.tally.customers or place.tally.approved or place.tally.declined:
            rows.append(_row(places.name(place.region.code), place.tally))
            links.append(_links({"region": place.region.code}))
    own = _itself(found.total.tally if found.total else None, [place.tally for place in found.places])
    if found.total and own.customers:
        name = Text(en="{place} (not further known)", zh="{place}（未细分）").filled(place=places.name(asked.region))
        rows.append(_row(name, own))
        links.append(_links({"region": asked.region, "itself": "1"}))
    if not asked.region and found.unplaced.customers:
        rows.append(_row(UNKNOWN, found.unplaced))
        links.append((None,) * 10)
    return Sheet(
        key="places",
        title=Text(en="By region", zh="按地区"),
        columns=(
            column("Region", "地区"),
            column("Borrowers", "在贷客户", "count"),
            column("First-time", "首贷客户", "count"),
            column("First-time share", "首贷占比", "pct"),
            column("Rural", "县域客户", "count"),
            column("Rural share", "县域占比", "pct"),
            column("Loans", "借据数", "count"),
            column("Outstanding", "余额", "minor"),
            column("Mean loan", "户均借据余额", "minor"),
            column("Approval rate", "批准率", "pct"),
        ),
        rows=tuple(rows),
        links=tuple(links),
        total=_total(rows),
        chart="bars",
    )


def _row(name: Text, tally: Tally) -> tuple[Value, ...]:
    enough = tally.customers >= FEWEST
    decided = tally.approved + tally.declined
    return (
        name,
        tally.customers,
        tally.first_time,
        percent(tally.first_time, tally.customers) if enough else None,
        tally.rural,
        percent(tally.rural, tally.customers) if enough else None,
        tally.loans,
        tally.outstanding_minor,
        tally.outstanding_minor // tally.loans if tally.loans else None,
        percent(tally.approved, decided) if decided >= FEWEST else None,
    )


def _links(params: dict[str, str]) -> tuple[Link | None, ...]:
    every = Link("loans", params)
    first, rural = (Link("loans", {**params, "group": group.value}) for group in (Group.FIRST_TIME, Group.RURAL))
    return (None, every, first, None, rural, None, every, every, None, None)


def _itself(total: Tally | None, parts: list[Tally]) -> Tally:
    """What is of the region and of no place within it."""
    if total is None:
        return Tally()
    within = added(parts)
    return Tally(**{name: getattr(total, name) - getattr(within, name) for name in Tally.__slots__})


def _total(rows: list[tuple[Value, ...]]) -> tuple[Value, ...]:
    if not rows:
        return ()
    borrowers, first, rural, loans, owed = (summed(rows, place) for place in (1, 2, 4, 6, 7))
    return (
        TOTAL,
        borrowers,
        first,
        percent(first, borrowers) if borrowers >= FEWEST else None,
        rural,
        percent(rural, borrowers) if borrowers >= FEWEST else None,
        loans,
        owed,
        owed // loans if loans else None,
        None,
    )
