"""Operations: dashboards.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import TypedDict

from puhui_client.api.shared import MoneyOut, TextOut
from puhui_client.transport import Group, part


class BoardName(TypedDict):
    """A dashboard that may be opened, and the filters that it heeds."""

    key: str
    title: TextOut
    filters: list[str]


class BoardOut(TypedDict):
    """A dashboard under its filters; `narrowed`: the names of the branch and the officer whom it is about."""

    key: str
    title: TextOut
    since: str
    until: str
    note: TextOut | None
    narrowed: TextOut | None
    sheets: list[SheetOut]


class ColumnOut(TypedDict):
    """A column; `unit` is text, count, minor (an amount), pct, date or month."""

    name: TextOut
    unit: str


class DashboardsLinkOut(TypedDict):
    """The list that adds up to a figure with its filters, or the one thing that a row is about. `to` beginning with `board:` is a dashboard that looks closer: the branch or the officer in `params`."""

    to: str
    params: dict[str, str]
    subject: str | None


class DashboardsListOut(TypedDict):
    """A page of a list: how many rows there are in all, of how many people, what they come to, the next page."""

    key: str
    title: TextOut
    count: int | None
    people: int | None
    total: MoneyOut | None
    sheet: SheetOut
    next: str


class SheetOut(TypedDict):
    """One table; `links` has the shape of `rows` where something leads on."""

    key: str
    title: TextOut
    note: TextOut | None
    columns: list[ColumnOut]
    rows: list[list[MoneyOut | TextOut | int | str | None]]
    total: list[MoneyOut | TextOut | int | str | None]
    links: list[list[DashboardsLinkOut | None]]


class DashboardsOperations(Group):
    """Operations: dashboards."""

    def read_boards(self) -> list[BoardName]:
        """The dashboards that you may open. By name, with the filters that each heeds. Scope `dashboards:read`."""
        answer: list[BoardName] = self._transport.call("GET", "/api/v1/dashboards")
        return answer

    def read_list(
        self,
        key: str,
        *,
        period: str | None = None,
        since: str | None = None,
        until: str | None = None,
        product: str | None = None,
        region: str | None = None,
        itself: str | None = None,
        officer: str | None = None,
        branch: str | None = None,
        by: str | None = None,
        step: str | None = None,
        outcome: str | None = None,
        reason: str | None = None,
        grade: str | None = None,
        band: str | None = None,
        below: str | None = None,
        group: str | None = None,
        state: str | None = None,
        month: str | None = None,
        booked: str | None = None,
        segment: str | None = None,
        after: str | None = None,
        limit: int | None = None,
    ) -> DashboardsListOut:
        """A list behind a figure. A page; `after` is the `next` of the page before. Scope `dashboards:read`."""
        answer: DashboardsListOut = self._transport.call(
            "GET",
            f"/api/v1/dashboards/lists/{part(key)}",
            query={
                "period": period,
                "since": since,
                "until": until,
                "product": product,
                "region": region,
                "itself": itself,
                "officer": officer,
                "branch": branch,
                "by": by,
                "step": step,
                "outcome": outcome,
                "reason": reason,
                "grade": grade,
                "band": band,
                "below": below,
                "group": group,
                "state": state,
                "month": month,
                "booked": booked,
                "segment": segment,
                "after": after,
                "limit": limit,
            },
        )
        return answer

    def read_board(
        self,
        key: str,
        *,
        period: str | None = None,
        since: str | None = None,
        until: str | None = None,
        product: str | None = None,
        region: str | None = None,
        itself: str | None = None,
        officer: str | None = None,
        branch: str | None = None,
        by: str | None = None,
    ) -> BoardOut:
        """A dashboard. Every table with its figures, and for each figure the list that adds up to it. Scope `dashboards:read`."""
        answer: BoardOut = self._transport.call(
            "GET",
            f"/api/v1/dashboards/{part(key)}",
            query={
                "period": period,
                "since": since,
                "until": until,
                "product": product,
                "region": region,
                "itself": itself,
                "officer": officer,
                "branch": branch,
                "by": by,
            },
        )
        return answer
