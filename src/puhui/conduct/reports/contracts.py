"""What crosses the wall of reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text

EVERY: Final[Mapping[str, Text]] = {
    "day": Text(en="every day", zh="每天"),
    "week": Text(en="every week, after Sunday", zh="每周（周日日终后）"),
    "month": Text(en="every month, after its last day", zh="每月（月末日终后）"),
}
THEMES: Final[Mapping[str, Text]] = {
    "auto": Text(en="as this device", zh="跟随设备"),
    "light": Text(en="light", zh="浅色"),
    "dark": Text(en="dark", zh="深色"),
}
MOST_VIEWS, MOST_SUBSCRIPTIONS = 50, 20  # of one person


class NameTaken(Refusal):
    """The owner has a view of this name on this page."""

    code = "view_name_taken"
    http_status = 409
    text = Text(en="You have a view called {name} here already.", zh="您在此页面已有名为“{name}”的视图。")


class TooManyKept(Refusal):
    """One person keeps no more than so many."""

    code = "too_many_kept"
    http_status = 409
    text = Text(en="{most} is the most; end one of them first.", zh="最多 {most} 个，请先停用其中一个。")


class AlreadySubscribed(Refusal):
    """The same table under the same filters comes to the owner already as often."""

    code = "already_subscribed"
    http_status = 409
    text = Text(en="This comes to you already.", zh="您已订阅此报表。")


@dataclass(frozen=True, slots=True)
class ViewLine:
    """A page with filters that somebody keeps under a name."""

    id: UUID
    what: str
    name: str
    params: Mapping[str, str]
    shared_with: str
    owner_name: str
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionLine:
    """A table that is made for somebody regularly."""

    id: UUID
    owner_id: UUID
    what: str
    sheet: str
    name: str
    params: Mapping[str, str]
    form: str
    language: str
    every: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """A report that was made, or the code of why it could not be."""

    id: UUID
    subscription_id: UUID
    owner_id: UUID
    what: str
    params: Mapping[str, str]
    name: str
    form: str
    language: str
    day: date
    rows: int
    refused: str
    file_id: UUID | None
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubscription:
    """What somebody wants to be sent."""

    what: str
    sheet: str
    name: str
    params: Mapping[str, str]
    form: str
    language: str
    every: str
    purpose: str
