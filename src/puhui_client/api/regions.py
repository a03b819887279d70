"""Operations: regions.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict

from puhui_client.api.shared import MoneyOut, TextOut
from puhui_client.transport import Group, part


class GoalOut(TypedDict):
    """What the institution means to reach in a place."""

    measure: str
    at_least: str
    text: TextOut


class GroupReachOut(TypedDict):
    """A group among the customers of a place; nulls of fewer than 5 customers. `behind_points`: below the whole."""

    customers: int | None
    share_pct: str | None
    outstanding: MoneyOut | None
    behind_points: str | None


class LocalOut(TypedDict):
    """What a place says of its own. Caps are percent a year."""

    id: str
    version: int
    region: str
    name: TextOut
    source: str
    mark: str
    is_example: bool
    effective_from: str
    effective_until: str | None
    rate_cap_pct: str | None
    all_in_cap_pct: str | None
    subsidies: list[str]
    guarantee_schemes: list[str]
    relief: list[str]
    goals: list[GoalOut]


class PlaceReachOut(TypedDict):
    """A region with all within it: our own figures, shares in percent (none of fewer than 5 cases), missed goals."""

    code: str
    name: TextOut
    tier: str | None
    customers: int
    loans: int
    outstanding: MoneyOut
    first_time_pct: str | None
    rural_pct: str | None
    approval_pct: str | None
    customers_per_10k: str | None
    groups: dict[str, GroupReachOut]
    missed_goals: list[TextOut]


class ReachOut(TypedDict):
    """The places of a region, and the region itself as the last of them; `unplaced` counts loans of no known place. `on`: the closed business date that was counted; null before the first count."""

    on: str | None
    places: list[PlaceReachOut]
    tiers: list[TierReachOut]
    unplaced_loans: int


class RegionOut(TypedDict):
    """A region; `path` is the names from the province down. `tier` is that of the nearest region that states one."""

    code: str
    name: TextOut
    path: TextOut
    kind: str
    tier: str | None
    parent: str
    effective_until: str | None


class RegionsDifferenceOut(TypedDict):
    """What the list says differently of a region."""

    code: str
    name: str
    what: str
    before: str
    after: str


class RegionsListIn(TypedDict):
    """A list of regions as CSV; on a dry run nothing is changed."""

    csv: str
    source: NotRequired[str]
    dry_run: NotRequired[bool]


class RegionsPlaceOut(TypedDict):
    """One region with what lies in it and what holds there, the nearest first."""

    code: str
    name: TextOut
    path: TextOut
    kind: str
    tier: str | None
    parent: str
    effective_until: str | None
    children: list[RegionOut]
    local: list[LocalOut]


class ReportOut(TypedDict):
    """What the list changed, or would change."""

    rows: int
    added: int
    changed: int
    left_out: int
    differences: list[RegionsDifferenceOut]


class TierOut(TypedDict):
    """A tier, what it is called and how regions are sorted into it."""

    tier: str
    name: TextOut
    rule: TextOut
    mark: str


class TierReachOut(TypedDict):
    """The places of a tier, added up, by group; null: of no tier or no known place."""

    tier: str | None
    customers: int
    groups: dict[str, GroupReachOut]


class RegionsOperations(Group):
    """Operations: regions."""

    def list_regions(
        self, *, search: str | None = None, parent: str | None = None, limit: int | None = None
    ) -> list[RegionOut]:
        """Regions by name or code, or those of a parent. With `search` the likeliest first; else what lies directly in `parent`, or the provinces. Scope `regions:read`."""
        answer: list[RegionOut] = self._transport.call(
            "GET", "/api/v1/regions", query={"search": search, "parent": parent, "limit": limit}
        )
        return answer

    def list_tiers(self) -> list[TierOut]:
        """Tiers, and the rule of each. How regions are sorted. Scope `regions:read`."""
        answer: list[TierOut] = self._transport.call("GET", "/api/v1/regions/tiers")
        return answer

    def bring_list(self, body: RegionsListIn, *, idempotency_key: str = "") -> ReportOut:
        """Lay a list over the known one. All of it or nothing; a dry run only tells the differences. Scope `regions:write`."""
        answer: ReportOut = self._transport.call("POST", "/api/v1/regions/import", body=body, key=idempotency_key)
        return answer

    def read_reach(self, *, region: str | None = None) -> ReachOut:
        """Whom we reach, by region. The provinces, or what lies directly in a region. Staff. Scope `regions:read`."""
        answer: ReachOut = self._transport.call("GET", "/api/v1/regions/reach", query={"region": region})
        return answer

    def read_region(self, code: str) -> RegionsPlaceOut:
        """One region and what holds there today. By code, or by a name that only one region has. A code that was merged away leads to what it became. Scope `regions:read`."""
        answer: RegionsPlaceOut = self._transport.call("GET", f"/api/v1/regions/{part(code)}")
        return answer
