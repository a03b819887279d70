"""Reads what a dashboard or a list is asked for from plain parameters; every wrong one is refused by its name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from puhui.flows.dashboards.contracts import Asked, Params
from puhui.foundation.catalogue.facade import products_on
from puhui.foundation.regions.facade import Atlas, atlas
from puhui.kernel.dates import add_months, parse_date
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text

MOST_DAYS: Final = 400
PRESET: Final = "90d"
BY: Final = ("product", "region", "officer", "month")
NOBODY: Final = "none"
PERIODS: Final[Mapping[str, Text]] = {
    "7d": Text(en="last 7 days", zh="近 7 天"),
    "30d": Text(en="last 30 days", zh="近 30 天"),
    "90d": Text(en="last 90 days", zh="近 90 天"),
    "month": Text(en="this month", zh="本月"),
    "last_month": Text(en="last month", zh="上月"),
    "year": Text(en="this year", zh="本年"),
}
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,59}\Z")
_DAYS: Final = {"7d": 7, "30d": 30, "90d": 90}


def asked_of(params: Params, *, today: date) -> Asked:
    """The filters of a dashboard. A `period` goes before days, for a form sends both; preset: the last ninety days."""
    period = params.get("period", "")
    if not period and (params.get("from") or params.get("to")):
        until = parse_date(params["to"], where="to") if params.get("to") else today
        since = parse_date(params["from"], where="from") if params.get("from") else until - timedelta(days=89)
    else:
        since, until = _period(period or PRESET, today)
    if not 0 <= (until - since).days < MOST_DAYS:
        raise InvalidInput("from", f"a period of 1 to {MOST_DAYS} days")
    by = params.get("by", "") or "product"
    if by not in BY:
        raise InvalidInput("by", f"one of {', '.join(BY)}")
    return Asked(
        since=since,
        until=until,
        product=code_of(params, "product"),
        region=_region(params.get("region", ""), on=today),
        itself=params.get("itself", "") == "1",
        officer=_id_or_none(params, "officer"),
        branch=_id_or_none(params, "branch"),
        by=by,
        period=period,
    )


def code_of(params: Params, name: str) -> str:
    """A code of letters, digits and hyphens, or nothing."""
    text = params.get(name, "")
    if text and not _CODE.match(text):
        raise InvalidInput(name, "this is no code")
    return text


def number_of(params: Params, name: str, *, of: tuple[int, ...]) -> int | None:
    """One of some numbers, or None."""
    text = params.get(name, "")
    if not text:
        return None
    if text not in {str(number) for number in of}:
        raise InvalidInput(name, f"one of {', '.join(map(str, of))}")
    return int(text)


def id_of(params: Params, name: str) -> UUID | None:
    """An id, or None."""
    text = params.get(name, "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise InvalidInput(name, "this is no id") from None


@dataclass(frozen=True)
class Places:
    """The list of regions on a day, read once for a page."""

    known: Atlas
    on: date

    def within(self, region: str, *, itself: bool = False) -> list[str] | None:
        """The codes that parties of a region may carry, also those of the past; None for everywhere."""
        if not region:
            return None
        now = {code: self.known.current(code, on=self.on) for code in self.known.regions}
        return [
            code
            for code, one in now.items()
            if one and (one.code == region if itself else self.known.is_within(one.code, of=region))
        ]

    def child_of(self, region: str, place: str) -> str:
        """Which region directly within one (of none: which province) a place lies in; the region itself; '' unknown."""
        now = self.known.current(place, on=self.on) if place else None
        if now is None:
            return ""
        line = [one.code for one in self.known.line(now.code)]
        if not region:
            return line[-1]
        return line[line.index(region) - 1] if region in line and now.code != region else region

    def name(self, code: str) -> Text:
        """The name of a region in both languages."""
        return Text(en=self.known.path(code, language="en"), zh=self.known.path(code, language="zh"))


def places_on(today: date) -> Places:
    """The regions as of a day; one query."""
    return Places(atlas(), today)


def product_names(on: date) -> dict[str, Text]:
    """The names of the products that are sold."""
    return {product.code: product.name for product in products_on(on)}


def _period(name: str, today: date) -> tuple[date, date]:
    first = today.replace(day=1)
    if name in _DAYS:
        return today - timedelta(days=_DAYS[name] - 1), today
    if name == "month":
        return first, today
    if name == "last_month":
        return add_months(first, -1), first - timedelta(days=1)
    if name == "year":
        return today.replace(month=1, day=1), today
    raise InvalidInput("period", f"one of {', '.join(PERIODS)}")


def _region(text: str, *, on: date) -> str:
    return atlas().resolve(text, on=on) if text else ""


def _id_or_none(params: Params, name: str) -> str:
    text = params.get(name, "")
    if text and text != NOBODY:
        try:
            UUID(text)
        except ValueError:
            raise InvalidInput(name, "an id, or none") from None
    return text
