"""What dashboards and lists are made of: sheets of plain values, each figure with the list that adds up to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from puhui.kernel.texts import Text

Unit = Literal["text", "count", "minor", "pct", "date", "month"]
Value = str | int | Decimal | date | Text | None
Params = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet. `minor`: fen; `pct`: percent with two places; `month`: the first day of one."""

    name: Text
    unit: Unit = "text"

    @property
    def is_number(self) -> bool:
        """Whether its values stand to the right."""
        return self.unit in ("count", "minor", "pct")


@dataclass(frozen=True, slots=True)
class Link:
    """Where a cell leads: a list with the filters under which it adds up to the cell, or the page of one thing.

    `board:` and a name leads to a dashboard that looks closer, under its filters.
    """

    to: str
    params: Params = field(default_factory=dict)
    subject: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table of a dashboard, or one page of a list. `links` have the shape of `rows`; `total` stands below.

    `chart` says how the page draws it: bars of the column with that number; lines, each a column of percents over the
    rows; curves, each a row over its percents; or not at all.
    """

    key: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    links: tuple[tuple[Link | None, ...], ...] = ()
    total: tuple[Value, ...] = ()
    chart: Literal["", "bars", "lines", "curves"] = ""
    chart_column: int = 1
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a dashboard is asked for: the period, and filters; an empty one filters nothing.

    `itself`: the region without what lies in it. `officer`: an id, or `none` for what no person worked on; so is
    `branch`, of the place where the officer works.
    """

    since: date
    until: date
    product: str = ""
    region: str = ""
    itself: bool = False
    officer: str = ""
    branch: str = ""
    by: str = "product"
    period: str = ""

    def params(self, **more: str) -> dict[str, str]:
        """The filters as they stand in an address, with some of them set otherwise; what is empty is left out."""
        own = {
            "from": self.since.isoformat(),
            "to": self.until.isoformat(),
            "product": self.product,
            "region": self.region,
            "itself": "1" if self.itself else "",
            "officer": self.officer,
            "branch": self.branch,
        }
        return {name: value for name, value in (own | more).items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A dashboard as it was made; `narrowed`: the names of the branch and the officer whom it is about."""

    key: str
    title: Text
    asked: Asked
    sheets: tuple[Sheet, ...]
    note: Text | None = None
    narrowed: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of a list: `count` rows of `people` in all, which come to `amount_minor`; `next`: the page after."""

    key: str
    title: Text
    sheet: Sheet
    count: int | None = None
    amount_minor: int | None = None
    people: int | None = None
    next: str = ""
    note: Text | None = None
