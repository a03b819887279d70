"""Whom we reach: borrowers by place, how many borrow for the first time or live in the countryside, small loans."""

from typing import Final

from puhui.flows.dashboards.asking import Places
from puhui.flows.dashboards.contracts import Asked, Board, Link, Sheet, Value
from puhui.flows.dashboards.made import TOTAL, UNKNOWN, column, percent, summed
from puhui.flows.reach import FEWEST, Tally, reach
from puhui.kernel.actors import Actor
from puhui.kernel.texts import Text

HOW: Final = Text(
    en="As the book stands now. Of fewer than {fewest} cases no share is shown, for it would tell of single people. "
    "Who leads a firm and how old people are is kept sealed, so that no figure tells of it here.",
    zh="按当前余额统计。少于 {fewest} 例的不显示占比，以免指向个人。经营者性别与年龄等信息加密保存，此处不作统计。",
)


def inclusion(actor: Actor, asked: Asked, places: Places) -> Board:
    """Borrowers and loans by the regions within one (preset: the provinces)."""
    found = reach(actor, region=asked.region)
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
    sheet = Sheet(
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
    title = Text(en="Inclusion", zh="普惠覆盖")
    return Board(key="inclusion", title=title, asked=asked, sheets=(sheet,), note=HOW.filled(fewest=FEWEST))


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
    every, first = Link("loans", params), Link("loans", {**params, "first": "1"})
    return (None, every, first, None, None, None, every, None, None, None)


def _itself(total: Tally | None, parts: list[Tally]) -> Tally:
    """What is of the region and of no place within it."""
    if total is None:
        return Tally()
    return Tally(**{name: getattr(total, name) - sum(getattr(one, name) for one in parts) for name in Tally.__slots__})


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
