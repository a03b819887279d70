"""What can be asked of regions. Public knowledge: places have no owner, so no actor is asked for."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from puhui.foundation.regions.contracts import NotLicensedHere, Region, RegionKind, Tier, TierLine
from puhui.foundation.regions.models import RegionImport, RegionRow
from puhui.foundation.regions.policy_files import (
    Figure,
    FigureFile,
    Goal,
    Licence,
    LocalPolicy,
    figure_files,
    licences,
    local_policies,
    overlay_folder,
    shipped_regions,
)
from puhui.foundation.regions.rules import Atlas, atlas_of
from puhui.kernel.texts import Text

_ELSEWHERE = Text(en="an unknown place", zh="未知地区")


def atlas() -> Atlas:
    """All regions: the shipped list, and what was imported over it. Read anew only after an import; one query."""
    newest = RegionImport.objects.order_by("-id").values_list("id", flat=True).first()
    return _atlas(newest, overlay_folder())


@lru_cache(maxsize=8)
def _atlas(newest: UUID | None, overlay: Path | None) -> Atlas:
    rows, _ = shipped_regions(overlay)
    imported = RegionRow.objects.filter(region_import_id__lte=newest).order_by("region_import_id") if newest else ()
    return atlas_of([*rows, *(_region(row) for row in imported)])


def tiers() -> tuple[TierLine, ...]:
    """The tiers, what they are called and how regions are sorted into them."""
    return shipped_regions(overlay_folder())[1]


def licence_on(on: date) -> Licence | None:
    """The licence in force on a day: the newest version."""
    holding = [one for one in licences(overlay_folder()) if one.holds(on)]
    return max(holding, key=lambda one: (one.effective_from, one.version), default=None)


def require_licensed(region: str, *, on: date) -> None:
    """Refuses a place in which the lender may not lend, with the rule of the licence named."""
    licence, known = licence_on(on), atlas()
    if licence is None:
        return
    code = region if known.find(region) else ""
    inside = known.is_within_any(code, of=licence.areas) and not known.is_within_any(code, of=licence.excluded)
    if inside or (not code and licence.unknown == "allow"):
        return
    place = known.regions[code].name if code else _ELSEWHERE
    raise NotLicensedHere(
        where="region",
        place=place.en,
        place_zh=place.zh,
        rule=f"{licence.id}/{licence.article}",
        covers=licence.covers.en,
        covers_zh=licence.covers.zh,
    )


def local_on(region: str, *, on: date) -> tuple[LocalPolicy, ...]:
    """What holds in a place on a day, the nearest first: its own, and what the places say that it lies in."""
    near = [found.code for found in atlas().line(region)]
    holding = {}
    for one in sorted(local_policies(overlay_folder()), key=lambda p: (p.effective_from, p.version)):
        if one.region in near and one.holds(on):
            holding[one.id] = one
    return tuple(sorted(holding.values(), key=lambda one: (near.index(one.region), one.id)))


def caps_in(region: str, *, on: date) -> tuple[tuple[LocalPolicy, Decimal] | None, tuple[LocalPolicy, Decimal] | None]:
    """The lowest cap of a place on the rate and on the all-in cost, with the policy that sets it; None without one."""
    found = local_on(region, on=on)
    rates = [(one, one.rate_cap_pct) for one in found if one.rate_cap_pct is not None]
    costs = [(one, one.all_in_cap_pct) for one in found if one.all_in_cap_pct is not None]
    return min(rates, key=lambda pair: pair[1], default=None), min(costs, key=lambda pair: pair[1], default=None)


def goals_in(region: str, *, on: date) -> dict[str, tuple[LocalPolicy, Goal]]:
    """The goals of exactly this place by measure, the newest; goals are not inherited, they are sums of a place."""
    own = [one for one in local_policies(overlay_folder()) if one.region == region and one.holds(on)]
    own.sort(key=lambda one: (one.effective_from, one.version))
    return {goal.measure: (one, goal) for one in own for goal in one.goals}


def figures_of(regions: Iterable[str], *, on: date) -> dict[str, dict[str, tuple[Figure, FigureFile]]]:
    """The newest outside figures of places known on a day, by region and measure, with the file that says so."""
    asked = set(regions)
    found: dict[str, dict[str, tuple[Figure, FigureFile]]] = {}
    told = [(figure, file) for file in figure_files(overlay_folder()) if file.holds(on) for figure in file.figures]
    for figure, file in sorted(told, key=lambda pair: pair[0].as_of):
        if figure.region in asked and figure.as_of <= on:
            found.setdefault(figure.region, {})[figure.measure] = (figure, file)
    return found


def _region(row: RegionRow) -> Region:
    return Region(
        code=row.code,
        name=Text(en=row.name_en, zh=row.name_zh),
        kind=RegionKind(row.kind),
        tier=Tier(row.tier) if row.tier else None,
        parent=row.parent,
        effective_from=row.effective_from,
        effective_until=row.effective_until,
        replaced_by=row.replaced_by,
    )
