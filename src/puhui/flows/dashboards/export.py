"""Takes a table of a dashboard or a list out of the house as CSV, XLSX or PDF: bounded, and written in the audit log.

What names people asks for a purpose. No cell can run as a formula in whatever opens the file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from puhui.flows.dashboards.boards import BOARDS, LISTS, board, listing
from puhui.flows.dashboards.contracts import Column, Params, Sheet, Value
from puhui.foundation.documents.facade import Block, Facts, Paper, Sentences, Table, csv_of, pdf_of, xlsx_of
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import REVEAL_PURPOSES
from puhui.kernel.actors import Actor, Call
from puhui.kernel.errors import InvalidInput, NotFound, Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import Text

MOST_ROWS: Final = {"csv": 5_000, "xlsx": 5_000, "pdf": 1_000}
AT_ONCE: Final = 200
FORMS: Final[Mapping[str, tuple[Callable[[Paper], bytes], str]]] = {
    "csv": (csv_of, "text/csv; charset=utf-8"),
    "xlsx": (xlsx_of, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf": (pdf_of, "application/pdf"),
}
PURPOSES: Final[Mapping[str, Text]] = {
    **REVEAL_PURPOSES,
    "reporting": Text(en="Report inside the institution", zh="内部报表"),
}


class TooManyRows(Refusal):
    """A file of this form does not hold so many rows."""

    code = "too_many_rows"
    text = Text(
        en="A {form} file holds {most} rows at most; narrow the filters first.",
        zh="{form} 文件最多 {most} 行，请先缩小筛选范围。",
    )


class PurposeMissing(Refusal):
    """What names people leaves the house for a stated purpose only."""

    code = "purpose_missing"
    text = Text(en="Say what the list is needed for.", zh="请说明导出用途。")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAsked:
    """Which table, under which filters, in which form and language, and what for."""

    what: str  # board:<name> or list:<name>
    sheet: str = ""
    params: Params
    form: str
    language: str
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file to give away."""

    name: str
    media_type: str
    content: bytes
    rows: int


def export_table(call: Call, asked: ExportAsked) -> Exported:
    """The table as a file; first it is made, then written down, then given."""
    made = rendered(call.actor, asked)
    meta = {**call.meta, "form": asked.form, "rows": str(made.rows), "purpose": asked.purpose[:40]}
    noted = Call(call.actor, call.key, call.at, call.channel, meta)
    _note_export(noted, what=asked.what, sheet=asked.sheet, params=dict(asked.params), form=asked.form)
    return made


@use_case("dashboards.export_table", answers=str, subject="what")
def _note_export(call: Call, *, what: str, sheet: str, params: dict[str, str], form: str) -> str:
    """The export stands in the audit log: who, which table, under which filters, in which form, for what."""
    del call, sheet, params, form
    return what


def rendered(actor: Actor, asked: ExportAsked) -> Exported:
    """The table as a file, under the rights that the actor has now. Nothing is written down: the caller does that."""
    if asked.form not in FORMS:
        raise InvalidInput("form", f"one of {', '.join(FORMS)}")
    if is_personal(asked.what) and asked.purpose not in PURPOSES:
        raise PurposeMissing(where="purpose")
    title, sheet, facts = _table_of(actor, asked)
    paper = _paper(title, sheet, facts, asked.language, business_date())
    render, media_type = FORMS[asked.form]
    name = f"{asked.what.partition(':')[2]}-{asked.sheet or 'list'}-{paper.made_on}.{asked.form}".replace("_", "-")
    return Exported(name, media_type, render(paper), len(sheet.rows))


def is_personal(what: str) -> bool:
    """Whether the table names people. Refuses what is no dashboard and no list."""
    kind, _, key = what.partition(":")
    if kind == "list" and key in LISTS:
        return LISTS[key].is_personal
    if kind == "board" and key in BOARDS:
        return False
    raise NotFound("table", where="what")


def _table_of(actor: Actor, asked: ExportAsked) -> tuple[Text, Sheet, list[tuple[str, str]]]:
    """The table with its title and the filters that it stands under."""
    kind, _, key = asked.what.partition(":")
    if kind == "list":
        title, sheet = _whole_list(actor, key, asked)
        return title, sheet, _filters(asked.params)
    made = board(actor, key, asked.params)
    named = {one.key: one for one in made.sheets}
    if asked.sheet not in named:
        raise NotFound("table", where="sheet")
    sheet = named[asked.sheet]
    if len(sheet.rows) > MOST_ROWS[asked.form]:
        raise TooManyRows(where="form", form=asked.form.upper(), most=MOST_ROWS[asked.form])
    title = Text(en=f"{made.title.en}: {sheet.title.en}", zh=f"{made.title.zh}：{sheet.title.zh}")
    return title, sheet, _filters(made.asked.params())


def _whole_list(actor: Actor, key: str, asked: ExportAsked) -> tuple[Text, Sheet]:
    """Every page of a list, up to what the form holds."""
    params, most = {name: value for name, value in asked.params.items() if name != "after"}, MOST_ROWS[asked.form]
    page = listing(actor, key, params, most=AT_ONCE)
    if page.count is not None and page.count > most:
        raise TooManyRows(where="form", form=asked.form.upper(), most=most)
    rows = list(page.sheet.rows)
    while page.next and len(rows) <= most:
        page = listing(actor, key, {**params, "after": page.next}, most=AT_ONCE)
        rows += page.sheet.rows
    if len(rows) > most:
        raise TooManyRows(where="form", form=asked.form.upper(), most=most)
    return page.title, replace(page.sheet, rows=tuple(rows), links=())


def _paper(title: Text, sheet: Sheet, facts: list[tuple[str, str]], language: str, on: date) -> Paper:
    heads = tuple(_head(column, language) for column in sheet.columns)
    table = Table(
        heads=heads,
        rows=tuple(_row(sheet, row, language) for row in sheet.rows),
        caption=sheet.title.in_language(language),
        numbers=frozenset(n for n, column in enumerate(sheet.columns) if column.is_number),
        total=_row(sheet, sheet.total, language) if sheet.total else (),
    )
    blocks: list[Block] = [Facts(tuple(facts)), table] if facts else [table]
    if sheet.note:
        blocks.append(Sentences(sheet.note.in_language(language), is_small=True))
    return Paper(title=title.in_language(language), language=language, made_on=on, blocks=tuple(blocks), issuer="puhui")


def _head(column: Column, language: str) -> str:
    name = column.name.in_language(language)
    return f"{name} (%)" if column.unit == "pct" else name


def _row(sheet: Sheet, row: tuple[Value, ...], language: str) -> tuple[str, ...]:
    return tuple(_cell(column, value, language) for column, value in zip(sheet.columns, row, strict=True))


def _cell(column: Column, value: Value, language: str) -> str:
    if value is None:
        return ""
    if isinstance(value, Text):
        return value.in_language(language)
    if column.unit == "minor" and isinstance(value, int):
        return str(Money(value))
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value)


def _filters(params: Params) -> list[tuple[str, str]]:
    return [(name, value) for name, value in sorted(params.items()) if name != "after" and value]
