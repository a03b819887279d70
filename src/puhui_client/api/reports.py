"""Operations: reports.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict
from uuid import UUID

from puhui_client.transport import Group, part


class KeptHere(TypedDict):
    """What was kept or ended."""

    id: str


class MadeReportOut(TypedDict):
    """A report that was made; `refused` is the code of why it could not be."""

    id: str
    subscription_id: str
    what: str
    name: str
    form: str
    day: str
    rows: int
    refused: str
    made_at: str


class ReportSubscriptionIn(TypedDict):
    """A table under filters, how often it is made, and as what; `purpose` where it names people."""

    what: str
    every: Literal["day", "week", "month"]
    form: Literal["csv", "xlsx", "pdf"]
    sheet: NotRequired[str]
    params: NotRequired[dict[str, str]]
    language: NotRequired[Literal["zh-hans", "en"]]
    purpose: NotRequired[str]


class ReportSubscriptionOut(TypedDict):
    """What comes regularly."""

    id: str
    what: str
    sheet: str
    name: str
    params: dict[str, str]
    form: str
    language: str
    every: str
    purpose: str


class SavedViewIn(TypedDict):
    """A table under filters, a name for it, and perhaps the role that sees it too."""

    what: str
    name: str
    params: NotRequired[dict[str, str]]
    shared_with: NotRequired[str]


class SavedViewOut(TypedDict):
    """A kept view, one's own or one that a colleague shares."""

    id: str
    what: str
    name: str
    params: dict[str, str]
    shared_with: str
    owner_name: str
    is_own: bool


class ReportsOperations(Group):
    """Operations: reports."""

    def list_views(self, *, what: str) -> list[SavedViewOut]:
        """The views of a table. One's own, and those shared with a role that one holds. Scope `dashboards:read`."""
        answer: list[SavedViewOut] = self._transport.call("GET", "/api/v1/reports/views", query={"what": what})
        return answer

    def keep_view(self, body: SavedViewIn, *, idempotency_key: str = "") -> KeptHere:
        """Keep a view. Filters that do not hold are refused. Scope `dashboards:write`."""
        answer: KeptHere = self._transport.call("POST", "/api/v1/reports/views", body=body, key=idempotency_key)
        return answer

    def end_view(self, view_id: UUID | str, *, idempotency_key: str = "") -> KeptHere:
        """Take a view of one's own away. Out of the menus. Scope `dashboards:write`."""
        answer: KeptHere = self._transport.call(
            "POST", f"/api/v1/reports/views/{part(view_id)}/end", key=idempotency_key
        )
        return answer

    def list_subscriptions(self) -> list[ReportSubscriptionOut]:
        """What comes regularly. To whoever asks. Scope `dashboards:read`."""
        answer: list[ReportSubscriptionOut] = self._transport.call("GET", "/api/v1/reports/subscriptions")
        return answer

    def begin_subscription(self, body: ReportSubscriptionIn, *, idempotency_key: str = "") -> KeptHere:
        """Have a table come regularly. It is made once now, so that nobody subscribes to what cannot be made. Scope `dashboards:write`."""
        answer: KeptHere = self._transport.call("POST", "/api/v1/reports/subscriptions", body=body, key=idempotency_key)
        return answer

    def end_subscription(self, subscription_id: UUID | str, *, idempotency_key: str = "") -> KeptHere:
        """End a subscription. One's own. Scope `dashboards:write`."""
        answer: KeptHere = self._transport.call(
            "POST", f"/api/v1/reports/subscriptions/{part(subscription_id)}/end", key=idempotency_key
        )
        return answer

    def list_reports(self, *, limit: int | None = None) -> list[MadeReportOut]:
        """The reports that were made. For whoever asks, newest first. Scope `dashboards:read`."""
        answer: list[MadeReportOut] = self._transport.call("GET", "/api/v1/reports", query={"limit": limit})
        return answer

    def open_file(self, report_id: UUID | str, *, idempotency_key: str = "") -> None:
        """The file of a report. Under the rights of now; the audit log has it. Scope `dashboards:write`."""
        self._transport.call("POST", f"/api/v1/reports/{part(report_id)}/open", key=idempotency_key)
