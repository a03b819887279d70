"""Dashboards and the lists behind their figures, as the pages of staff show them."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from puhui.flows.dashboards.facade import Column, Link, Sheet, Value, board, boards_of, listing
from puhui.interfaces.rest_api.door import actor_from
from puhui.interfaces.rest_api.schemas import REFUSALS, Limit, MoneyOut, TextOut
from puhui.kernel.money import Money
from puhui.kernel.texts import Text

router = Router()
CellOut = MoneyOut | TextOut | int | str | None


class LinkOut(Schema):
    """The list that adds up to a figure with its filters, or the one thing that a row is about.

    `to` beginning with `board:` is a dashboard that looks closer: the branch or the officer in `params`.
    """

    to: str
    params: dict[str, str]
    subject: UUID | None


class ColumnOut(Schema):
    """A column; `unit` is text, count, minor (an amount), pct, date or month."""

    name: TextOut
    unit: str


class SheetOut(Schema):
    """One table; `links` has the shape of `rows` where something leads on."""

    key: str
    title: TextOut
    note: TextOut | None
    columns: list[ColumnOut]
    rows: list[list[CellOut]]
    total: list[CellOut]
    links: list[list[LinkOut | None]]


class BoardOut(Schema):
    """A dashboard under its filters; `narrowed`: the names of the branch and the officer whom it is about."""

    key: str
    title: TextOut
    since: date
    until: date
    note: TextOut | None
    narrowed: TextOut | None
    sheets: list[SheetOut]


class BoardName(Schema):
    """A dashboard that may be opened, and the filters that it heeds."""

    key: str
    title: TextOut
    filters: list[str]


class ListOut(Schema):
    """A page of a list: how many rows there are in all, of how many people, what they come to, the next page."""

    key: str
    title: TextOut
    count: int | None
    people: int | None
    total: MoneyOut | None
    sheet: SheetOut
    next: str


class BoardFilters(Schema):
    """What a dashboard is asked for; `period`: 7d, 30d, 90d, month, last_month or year, or two days.

    `officer` and `branch`: an id, or none; of the book and of what it brought, a branch in one's reach.
    """

    period: Annotated[str, Field(max_length=20)] = ""
    since: Annotated[str, Field(max_length=10)] = ""
    until: Annotated[str, Field(max_length=10)] = ""
    product: Annotated[str, Field(max_length=60)] = ""
    region: Annotated[str, Field(max_length=60)] = ""
    itself: Annotated[str, Field(max_length=1)] = ""
    officer: Annotated[str, Field(max_length=36)] = ""
    branch: Annotated[str, Field(max_length=36)] = ""
    by: Annotated[str, Field(max_length=10)] = ""

    def params(self) -> dict[str, str]:
        """As an address of a page has them."""
        named = {"since": "from", "until": "to"}
        return {named.get(name, name): value for name, value in self.dict().items() if value}


class ListFilters(BoardFilters):
    """What a list is asked for; the filters that a link names."""

    step: Annotated[str, Field(max_length=20)] = ""
    outcome: Annotated[str, Field(max_length=20)] = ""
    reason: Annotated[str, Field(max_length=80)] = ""
    grade: Annotated[str, Field(max_length=1)] = ""
    band: Annotated[str, Field(max_length=10)] = ""
    below: Annotated[str, Field(max_length=10)] = ""
    group: Annotated[str, Field(max_length=20)] = ""
    state: Annotated[str, Field(max_length=20)] = ""
    month: Annotated[str, Field(max_length=10)] = ""
    booked: Annotated[str, Field(max_length=20)] = ""
    segment: Annotated[str, Field(max_length=60)] = ""
    after: Annotated[str, Field(max_length=40)] = ""


@router.get("", response=list[BoardName], summary="The dashboards that you may open")
def read_boards(request: HttpRequest) -> list[BoardName]:
    """By name, with the filters that each heeds."""
    return [
        BoardName(key=kind.key, title=_text(kind.title), filters=sorted(kind.filters))
        for kind in boards_of(actor_from(request))
    ]


@router.get("/lists/{key}", response={200: ListOut, **REFUSALS}, summary="A list behind a figure")
def read_list(request: HttpRequest, key: str, filters: Query[ListFilters], limit: Limit) -> ListOut:
    """A page; `after` is the `next` of the page before."""
    found = listing(actor_from(request), key, filters.params(), most=limit)
    return ListOut(
        key=found.key,
        title=_text(found.title),
        count=found.count,
        people=found.people,
        total=None if found.amount_minor is None else _money(found.amount_minor),
        sheet=_sheet(found.sheet),
        next=found.next,
    )


@router.get("/{key}", response={200: BoardOut, **REFUSALS}, summary="A dashboard")
def read_board(request: HttpRequest, key: str, filters: Query[BoardFilters]) -> BoardOut:
    """Every table with its figures, and for each figure the list that adds up to it."""
    found = board(actor_from(request), key, filters.params())
    return BoardOut(
        key=found.key,
        title=_text(found.title),
        since=found.asked.since,
        until=found.asked.until,
        note=_text(found.note) if found.note else None,
        narrowed=_text(found.narrowed) if found.narrowed else None,
        sheets=[_sheet(sheet) for sheet in found.sheets],
    )


def _sheet(sheet: Sheet) -> SheetOut:
    return SheetOut(
        key=sheet.key,
        title=_text(sheet.title),
        note=_text(sheet.note) if sheet.note else None,
        columns=[ColumnOut(name=_text(column.name), unit=column.unit) for column in sheet.columns],
        rows=[_row(sheet, row) for row in sheet.rows],
        total=_row(sheet, sheet.total) if sheet.total else [],
        links=[[_link(link) for link in links] for links in sheet.links],
    )


def _row(sheet: Sheet, row: tuple[Value, ...]) -> list[Any]:
    return [_cell(column, value) for column, value in zip(sheet.columns, row, strict=True)]


def _cell(column: Column, value: Value) -> Any:
    if isinstance(value, Text):
        return _text(value)
    if column.unit == "minor" and isinstance(value, int):
        return _money(value)
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def _link(link: Link | None) -> LinkOut | None:
    return None if link is None else LinkOut(to=link.to, params=dict(link.params), subject=link.subject)


def _text(text: Text) -> TextOut:
    return TextOut(en=text.en, zh=text.zh)


def _money(minor: int) -> MoneyOut:
    return MoneyOut(**Money(minor).as_json())
