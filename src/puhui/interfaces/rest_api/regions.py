"""Regions: looked up by code or name, what holds in a place today."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from puhui.conduct.indicators.facade import Group
from puhui.flows.reach import PlaceReach, Reach, Tally, places_of, reach
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.regions.facade import (
    Atlas,
    ImportReport,
    LocalPolicy,
    Region,
    atlas,
    import_regions,
    local_on,
    preview_import,
    tiers,
)
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, Limit, MoneyOut, Strict, TextOut

router = Router()
CSV = Annotated[str, Field(min_length=1, max_length=2_000_000)]


class RegionOut(Schema):
    """A region; `path` is the names from the province down. `tier` is that of the nearest region that states one."""

    code: str
    name: TextOut
    path: TextOut
    kind: str
    tier: str | None
    parent: str
    effective_until: date | None


class TierOut(Schema):
    """A tier, what it is called and how regions are sorted into it."""

    tier: str
    name: TextOut
    rule: TextOut
    mark: str


class GoalOut(Schema):
    """What the institution means to reach in a place."""

    measure: str
    at_least: Decimal
    text: TextOut


class LocalOut(Schema):
    """What a place says of its own. Caps are percent a year."""

    id: str
    version: int
    region: str
    name: TextOut
    source: str
    mark: str
    is_example: bool
    effective_from: date
    effective_until: date | None
    rate_cap_pct: Decimal | None
    all_in_cap_pct: Decimal | None
    subsidies: list[str]
    guarantee_schemes: list[str]
    relief: list[str]
    goals: list[GoalOut]


class PlaceOut(RegionOut):
    """One region with what lies in it and what holds there, the nearest first."""

    children: list[RegionOut]
    local: list[LocalOut]


class ListIn(Strict):
    """A list of regions as CSV; on a dry run nothing is changed."""

    csv: CSV
    source: Annotated[str, Field(max_length=200)] = ""
    dry_run: bool = True


class DifferenceOut(Schema):
    """What the list says differently of a region."""

    code: str
    name: str
    what: str
    before: str
    after: str


class ReportOut(Schema):
    """What the list changed, or would change."""

    rows: int
    added: int
    changed: int
    left_out: int
    differences: list[DifferenceOut]


@router.get("", response={200: list[RegionOut], **REFUSALS}, summary="Regions by name or code, or those of a parent")
def list_regions(
    request: HttpRequest,
    search: Annotated[str, Query(max_length=60)] = "",
    parent: Annotated[str, Query(max_length=6)] = "",
    limit: Limit = 50,
) -> object:
    """With `search` the likeliest first; else what lies directly in `parent`, or the provinces."""
    known, on = atlas(), business_date()
    found = known.search(search, on=on, most=limit) if search.strip() else known.children(parent, on=on)[:limit]
    return [_out(known, region) for region in found]


@router.get("/tiers", response={200: list[TierOut], **REFUSALS}, summary="Tiers, and the rule of each")
def list_tiers(request: HttpRequest) -> object:
    """How regions are sorted."""
    return list(tiers())


@router.post("/import", response={200: ReportOut, **REFUSALS}, summary="Lay a list over the known one")
def bring_list(request: HttpRequest, key: IdempotencyKey, body: ListIn) -> ImportReport:
    """All of it or nothing; a dry run only tells the differences."""
    if body.dry_run:
        return preview_import(actor_from(request), text=body.csv)
    return import_regions(call_from(request, key), text=body.csv, source=body.source)


class GroupReachOut(Schema):
    """A group among the customers of a place; nulls of fewer than 5 customers. `behind_points`: below the whole."""

    customers: int | None
    share_pct: Decimal | None
    outstanding: MoneyOut | None
    behind_points: Decimal | None


class TierReachOut(Schema):
    """The places of a tier, added up, by group; null: of no tier or no known place."""

    tier: str | None
    customers: int
    groups: dict[str, GroupReachOut]


class PlaceReachOut(Schema):
    """A region with all within it: our own figures, shares in percent (none of fewer than 5 cases), missed goals."""

    code: str
    name: TextOut
    tier: str | None
    customers: int
    loans: int
    outstanding: MoneyOut
    first_time_pct: Decimal | None
    rural_pct: Decimal | None
    approval_pct: Decimal | None
    customers_per_10k: Decimal | None
    groups: dict[str, GroupReachOut]
    missed_goals: list[TextOut]


class ReachOut(Schema):
    """The places of a region, and the region itself as the last of them; `unplaced` counts loans of no known place.

    `on`: the closed business date that was counted; null before the first count.
    """

    on: date | None
    places: list[PlaceReachOut]
    tiers: list[TierReachOut]
    unplaced_loans: int


@router.get("/reach", response={200: ReachOut, **REFUSALS}, summary="Whom we reach, by region")
def read_reach(request: HttpRequest, region: Annotated[str, Query(max_length=60)] = "") -> object:
    """The provinces, or what lies directly in a region. Staff."""
    found = reach(actor_from(request), region=region)
    places = [_reached(found, one) for one in places_of(found)]
    by_tier = [
        TierReachOut(tier=tier, customers=tally.customers, groups=_groups(found, tally))
        for tier, tally in found.by_tier
    ]
    return ReachOut(on=found.counted_on, places=places, tiers=by_tier, unplaced_loans=found.unplaced.loans)


@router.get("/{code}", response={200: PlaceOut, **REFUSALS}, summary="One region and what holds there today")
def read_region(request: HttpRequest, code: str) -> object:
    """By code, or by a name that only one region has. A code that was merged away leads to what it became."""
    known, on = atlas(), business_date()
    region = known.regions[known.resolve(code[:60], on=on, where="code")]
    return PlaceOut(
        **_out(known, region).model_dump(),
        children=[_out(known, child) for child in known.children(region.code, on=on)],
        local=[_local(one) for one in local_on(region.code, on=on)],
    )


def _out(known: Atlas, region: Region) -> RegionOut:
    paths = {language: known.path(region.code, language=language) for language in ("en", "zh")}
    return RegionOut(
        code=region.code,
        name=TextOut.model_validate(region.name),
        path=TextOut(**paths),
        kind=region.kind,
        tier=known.tier(region.code),
        parent=region.parent,
        effective_until=region.effective_until,
    )


def _groups(found: Reach, tally: Tally) -> dict[str, GroupReachOut]:
    told = {}
    for group in Group:
        share = tally.share(group)
        told[group.value] = GroupReachOut(
            customers=None if share is None else getattr(tally, group),
            share_pct=share,
            outstanding=None if share is None else MoneyOut.of(getattr(tally, f"{group}_minor")),
            behind_points=found.behind(tally, group),
        )
    return told


def _reached(found: Reach, one: PlaceReach) -> PlaceReachOut:
    tally = one.tally
    return PlaceReachOut(
        code=one.region.code,
        name=TextOut.model_validate(one.region.name),
        tier=one.tier,
        customers=tally.customers,
        loans=tally.loans,
        outstanding=MoneyOut.of(tally.outstanding_minor),
        first_time_pct=tally.share("first_time"),
        rural_pct=tally.share("rural"),
        approval_pct=tally.share("approval"),
        customers_per_10k=one.per_10k,
        groups=_groups(found, tally),
        missed_goals=[TextOut.model_validate(gap.goal.text) for gap in one.gaps if gap.missing],
    )


def _local(one: LocalPolicy) -> LocalOut:
    return LocalOut.model_validate(one)
