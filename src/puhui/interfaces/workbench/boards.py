"""Dashboards: what the figures are, how they went, and the list behind each of them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from puhui.flows.dashboards.facade import (
    BOARDS,
    BY_TEXTS,
    PERIODS,
    Column,
    Link,
    Sheet,
    board,
    boards_of,
    branches_in_reach,
    listing,
    product_names,
)
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.workbench.exports import LONGEST, filters_of
from puhui.interfaces.workbench.frame import actor_from, page, staff_page
from puhui.interfaces.workbench.sheet_charts import SheetLines, bar_widths, lines_of, shown

PAGES = {
    "application": "application",
    "customer": "customer",
    "loan": "loan",
    "journal": "journal",
    "collection": "collection",
    "case": "case",
}


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as the page shows it."""

    text: str
    is_number: bool
    href: str


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """A sheet with its cells in words, its links as addresses and its chart."""

    sheet: Sheet
    rows: tuple[tuple[tuple[ShownCell, ...], float | None], ...]
    total: tuple[ShownCell, ...]
    lines: SheetLines | None

    @property
    def has_bars(self) -> bool:
        """Whether each row has a bar."""
        return self.sheet.chart == "bars"

    @property
    def bar_of(self) -> Column:
        """The column that the bars show."""
        return self.sheet.columns[self.sheet.chart_column]


@require_GET
@staff_page()
def show_boards(request: HttpRequest) -> HttpResponse:
    """The dashboards that the actor may open."""
    return page(request, "boards", _("Dashboards"), boards=boards_of(actor_from(request)))


@require_GET
@staff_page()
def show_board(request: HttpRequest, key: str) -> HttpResponse:
    """One dashboard under the filters of the address."""
    found = board(actor_from(request), key, params_of(request))
    kind = BOARDS[key]
    return page(
        request,
        "board",
        found.title.in_language(request.LANGUAGE_CODE),
        board=found,
        what=f"board:{key}",
        kind=kind,
        boards=boards_of(actor_from(request)),
        sheets=[shown_sheet(sheet) for sheet in found.sheets],
        periods=PERIODS,
        by_texts=[(name, BY_TEXTS[name]) for name in kind.by],
        products=product_names(business_date()) if "product" in kind.filters else {},
        branches=branches_in_reach(actor_from(request)) if "branch" in kind.filters else [],
    )


@require_GET
@staff_page()
def show_behind(request: HttpRequest, key: str) -> HttpResponse:
    """The list behind a figure, a page at a time; above it how many rows it has and what they come to."""
    params = params_of(request)
    found = listing(actor_from(request), key, params)
    following = urlencode({**params, "after": found.next}) if found.next else ""
    return page(
        request,
        "behind",
        found.title.in_language(request.LANGUAGE_CODE),
        found=found,
        what=f"list:{key}",
        sheet=shown_sheet(found.sheet),
        following=following,
        params=params,
    )


def params_of(request: HttpRequest) -> dict[str, str]:
    """The filters of the address, and where a page of a list begins."""
    after = request.GET.get("after", "")[:LONGEST]
    return filters_of(request.GET.urlencode()) | ({"after": after} if after else {})


def shown_sheet(sheet: Sheet) -> ShownSheet:
    """The sheet as the page shows it."""
    widths = bar_widths(sheet)
    rows = []
    for n, row in enumerate(sheet.rows):
        links = sheet.links[n] if sheet.links else (None,) * len(row)
        cells = tuple(_cell(column, value, link) for column, value, link in zip(sheet.columns, row, links, strict=True))
        rows.append((cells, widths[n] if widths else None))
    total = tuple(_cell(column, value, None) for column, value in zip(sheet.columns, sheet.total, strict=False))
    return ShownSheet(sheet, tuple(rows), total, lines_of(sheet))


def _cell(column: Column, value: Any, link: Link | None) -> ShownCell:
    return ShownCell(shown(column, value), column.is_number, _address(link) if link and value not in (None, 0) else "")


def _address(link: Link) -> str:
    if link.subject is not None:
        return reverse(f"workbench:{PAGES[link.to]}", args=[link.subject])
    query = urlencode(link.params)
    kind, _, key = link.to.partition(":")
    page_of = ("workbench:board", key) if kind == "board" else ("workbench:behind", link.to)
    return reverse(page_of[0], args=[page_of[1]]) + (f"?{query}" if query else "")
