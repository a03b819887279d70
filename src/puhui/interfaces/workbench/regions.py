"""Reach by region: a map of tiles and the table that says the same, gaps to goals, what holds in a place."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from puhui.conduct.indicators.facade import Group
from puhui.flows.dashboards.facade import GROUPS
from puhui.flows.reach import Gap, PlaceReach, Reach, Tally, places_of, reach
from puhui.foundation.regions.facade import atlas, licence_on, local_on, tiers
from puhui.interfaces.workbench.frame import actor_from, page, staff_page

# Where each province stands among the tiles: column and row. Our own drawing: neighbours stay neighbours, size says
# nothing. What is not among them (counties, prefectures) is laid out in rows.
TILES = {
    "23": (8, 0), "15": (6, 1), "22": (8, 1), "65": (0, 2), "62": (3, 2), "64": (4, 2), "14": (5, 2), "11": (6, 2),
    "12": (7, 2), "21": (8, 2), "54": (0, 3), "63": (2, 3), "61": (4, 3), "41": (5, 3), "13": (6, 3), "37": (7, 3),
    "51": (3, 4), "50": (4, 4), "42": (5, 4), "34": (6, 4), "32": (7, 4), "31": (8, 4), "53": (2, 5), "52": (3, 5),
    "43": (4, 5), "36": (5, 5), "33": (7, 5), "45": (3, 6), "44": (4, 6), "35": (6, 6), "71": (8, 6), "46": (3, 7),
    "82": (4, 7), "81": (5, 7),
}  # fmt: skip
SIZE, ACROSS = 100, 9
COLUMNS = (
    "code", "region", "tier", "customers", "loans", "outstanding", "women_pct", "old_pct", "thin_file_pct",
    "first_time_pct", "rural_pct", "approval_pct", "customers_per_10k", "gaps",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tile:
    """One place on the map: where it stands, how dark it is, and what is written in it."""

    place: PlaceReach
    x: int
    y: int
    shade: float
    has_gap: bool
    text: str


@require_GET
@staff_page("regions")
def regions(request: HttpRequest) -> HttpResponse:
    """The country by provinces, or one region by what lies in it."""
    found = reach(actor_from(request), region=request.GET.get("region", "").strip()[:120])
    known, code = atlas(), found.region.code if found.region else ""
    group = group_of(request)
    tiles = tiles_of(found, group)
    title = known.path(code, language=get_language() or "en") if code else _("Regions and reach")
    return page(
        request,
        "regions",
        title,
        found=found,
        tiles=tiles,
        group=group,
        groups=GROUPS,
        rows=[group_row(found, one, group) for one in places_of(found)] if group else [],
        by_tier=[(tier, group_row(found, tally, group)) for tier, tally in found.by_tier] if group else [],
        height=max((tile.y for tile in tiles), default=0) + SIZE,
        above=list(reversed(list(known.line(code)))) if code else [],
        tiers={line.tier: line for line in tiers()},
        local=local_on(code, on=found.on) if code else (),
        licence=licence_on(found.on),
    )


@require_GET
@staff_page("regions")
def regions_file(request: HttpRequest) -> HttpResponse:
    """The table as CSV."""
    found = reach(actor_from(request), region=request.GET.get("region", "").strip()[:120])
    language = get_language() or "en"
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for one in places_of(found):
        tally = one.tally
        shares = [tally.share(name) for name in (*Group, "approval")]
        writer.writerow(
            [
                one.region.code,
                one.region.name.in_language(language),
                one.tier or "",
                tally.customers,
                tally.loans,
                f"{tally.outstanding_minor / 100:.2f}",
                *("" if share is None else share for share in shares),
                "" if one.per_10k is None else one.per_10k,
                "; ".join(gap.goal.text.in_language(language) for gap in one.gaps if gap.missing),
            ]
        )
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="reach.csv"'
    return response


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A place or a tier by one group: how many belong to it, their share, and how far that is behind the whole."""

    place: PlaceReach | None
    customers: int
    people: int | None
    share: Decimal | None
    owed_minor: int | None
    behind: Decimal | None
    gaps: tuple[Gap, ...]


def group_of(request: HttpRequest) -> Group | None:
    """The group of the address, or none: all customers."""
    asked = request.GET.get("by", "")
    return Group(asked) if asked in set(Group) else None


def group_row(found: Reach, one: PlaceReach | Tally, group: Group) -> GroupRow:
    """Of fewer than five customers nothing is said: it would tell of single people."""
    place = one if isinstance(one, PlaceReach) else None
    tally = one.tally if isinstance(one, PlaceReach) else one
    is_told = tally.share(group) is not None
    return GroupRow(
        place=place,
        customers=tally.customers,
        people=getattr(tally, group) if is_told else None,
        share=tally.share(group),
        owed_minor=getattr(tally, f"{group}_minor") if is_told else None,
        behind=found.behind(tally, group),
        gaps=tuple(gap for gap in place.gaps if gap.goal.measure == f"{group}_pct") if place else (),
    )


def tiles_of(found: Reach, group: Group | None = None) -> list[Tile]:
    """The places as tiles; the darker, the more customers, or the larger the share of a group, by rank.

    A mark: a goal is missed, or where a group is looked at, its share is behind the whole.
    """
    values = {one.region.code: _weight(one.tally, group) for one in found.places}
    counts = sorted({value for value in values.values() if value})
    made = []
    for n, one in enumerate(found.places):
        own = TILES.get(one.region.code[:2]) if one.region.code.endswith("0000") else None
        column, row = own or (n % ACROSS, n // ACROSS)
        value = values[one.region.code]
        rank = counts.index(value) + 1 if value else 0
        shade = round(0.06 + (0.34 * rank / len(counts) if counts else 0), 2)
        has_gap = bool(found.behind(one.tally, group)) if group else any(gap.missing for gap in one.gaps)
        made.append(Tile(one, column * SIZE, row * SIZE, shade, has_gap, _written(one.tally, group)))
    return made


def _weight(tally: Tally, group: Group | None) -> Decimal:
    return (tally.share(group) or Decimal(0)) if group else Decimal(tally.customers)


def _written(tally: Tally, group: Group | None) -> str:
    if group is None:
        return str(tally.customers)
    share = tally.share(group)
    return "–" if share is None else f"{share:.0f} %"
