"""A table of a draft as a grid to edit, without JavaScript: every act posts the cells and saves them first."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from puhui.foundation.drafts.facade import DraftState
from puhui.interfaces.workbench.draft_forms import revision_of
from puhui.interfaces.workbench.frame import actor_from, call_from, page, said, staff_page
from puhui.interfaces.workbench.policies import WRITING
from puhui.interfaces.workbench.policy_words import POLICY_WORDS, column_label
from puhui.interfaces.workbench.templatetags.workbench import said as spoken
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.texts import Text
from puhui.risk.decisioning.facade import (
    POLICY_TABLES,
    SEGMENTS,
    DraftView,
    Grid,
    GridRow,
    change_draft,
    draft,
    findings,
    grid_of,
    moved,
    slots,
    table_in,
    with_rows,
    with_table,
)

TABLES = (SEGMENTS, *POLICY_TABLES)
MOST_FIELDS = 900  # Django reads a thousand fields of a form
LONGEST_CELL = 300


@require_http_methods(["GET", "POST"])
@staff_page("decisioning")
def edit_table(request: HttpRequest, draft_id: UUID, table: str) -> HttpResponse:
    """Shows the grid, or saves its cells and does what the button says: add, delete, up, down."""
    actor = actor_from(request)
    found = draft(actor, draft_id)
    kept = table_in(found.document, table) if table in TABLES else None
    if kept is None:
        raise NotFound("table", where=table[:40])
    if not actor.roles & WRITING:
        raise Forbidden("edit a decision policy")
    grid = grid_of(kept)
    if request.method == "POST":
        try:
            posted = _posted(request, grid)
            _save(request, found, table, posted)
        except (NotFound, Forbidden):
            raise
        except Refusal as refusal:
            messages.error(request, said(refusal))
            return _shown(request, found, table, grid, status=refusal.http_status)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("workbench:policy_table", args=[draft_id, table]))
    return _shown(request, found, table, grid)


def _save(request: HttpRequest, found: DraftView, table: str, rows: list[GridRow]) -> None:
    document = with_table(found.document, table, with_rows(table_in(found.document, table) or {}, rows))
    change_draft(call_from(request), draft_id=found.id, revision=revision_of(request.POST), document=document)


def _posted(request: HttpRequest, grid: Grid) -> list[GridRow]:
    """The rows of the form after its act; the number of rows is the one that the form had."""
    form = request.POST
    count = str(form.get("rows", ""))
    if not (count.isascii() and count.isdecimal()) or int(count) * (1 + _width(grid)) > MOST_FIELDS:
        raise InvalidInput("rows", Text(en="this form is not whole", zh="表单不完整"))
    rows = [_row(form, place, grid) for place in range(int(count))]
    act, _colon, place_text = form.get("act", "save").partition(":")
    if act == "save":
        return rows
    if place_text and not (place_text.isascii() and place_text.isdecimal() and len(place_text) < 6):
        raise InvalidInput("act", Text(en="there is no such row", zh="没有这一行"))
    return moved(Grid(grid.inputs, grid.outputs, tuple(rows)), act, place=int(place_text) if place_text else -1)


def _row(form: Any, place: int, grid: Grid) -> GridRow:
    def cells(kind: str, count: int) -> tuple[str, ...]:
        return tuple(_cell(form.get(f"{kind}-{place}-{n}")) for n in range(count))

    return GridRow(_cell(form.get(f"id-{place}")), cells("in", len(grid.inputs)), cells("out", len(grid.outputs)))


def _cell(text: str | None) -> str:
    if text is None or len(text) > LONGEST_CELL or "\x00" in text:
        raise InvalidInput(
            "cell",
            Text(en=f"each cell holds at most {LONGEST_CELL} characters", zh=f"每个单元格最多{LONGEST_CELL}个字符"),
        )
    return text.strip()


def _width(grid: Grid) -> int:
    return len(grid.inputs) + len(grid.outputs)


def _shown(request: HttpRequest, found: DraftView, table: str, grid: Grid, *, status: int = 200) -> HttpResponse:
    faults = [fault for fault in findings(found.document) if fault.where.split(".")[0] == table]
    wrong = {fault.where: spoken(fault.reason) for fault in faults}
    labels = {name: column_label(name, found.document) for name in (*grid.inputs, *grid.outputs)}
    rows = [
        {
            "row": row,
            "is_wrong": f"{table}.{row.id}" in wrong,
            "when": _cells(grid.inputs, row.when, f"{table}.{row.id}.when", labels, wrong),
            "then": _cells(grid.outputs, row.then, f"{table}.{row.id}.then", labels, wrong),
        }
        for row in grid.rows
    ]
    return page(
        request,
        "policy_table",
        f"{POLICY_WORDS[table]} · {found.policy_id}",
        status=status,
        found=found,
        table=table,
        inputs=[labels[name] for name in grid.inputs],
        outputs=[labels[name] for name in grid.outputs],
        rows=rows,
        faults=faults,
        slots=slots() if table == SEGMENTS else (),
        is_open=found.state == DraftState.OPEN,
        is_too_large=len(grid.rows) * (1 + _width(grid)) > MOST_FIELDS - 1 - _width(grid),
    )


def _cells(
    names: Sequence[str], cells: Sequence[str], where: str, labels: Mapping[str, str], wrong: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """For each cell the label of its column, its text, and what is wrong with it."""
    return [(labels[name], cell, wrong.get(f"{where}.{name}", "")) for name, cell in zip(names, cells, strict=True)]
