"""A paper's tables as a workbook: a sheet each, numbers as numbers, words as words and never as formulas.

XlsxWriter is the extra `xlsx` (docs/decisions): the library is loaded when the first workbook is made.
"""

import importlib
import re
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any, Final

from puhui.foundation.documents.contracts import XlsxMissing
from puhui.foundation.documents.papers.paper import Paper, Table

NAME_MOST: Final = 31  # characters, a limit of the format
_NUMBER: Final = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})*(\.[0-9]+)?\Z|-?[0-9]{1,15}(\.[0-9]+)?\Z")
_NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\']")


def xlsx_of(paper: Paper) -> bytes:
    """The paper's tables as a workbook; the same paper is the same bytes."""
    made = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = require_xlsxwriter().Workbook(made, options)
    made_at = datetime.combine(paper.made_on, time(), UTC).replace(tzinfo=None)  # the format knows no zones
    book.set_properties({"title": paper.title, "created": made_at})
    bold = book.add_format({"bold": True, "bottom": 1})
    for n, table in enumerate(paper.tables, start=1):
        _write(book.add_worksheet(_name(table.caption or paper.title, n)), table, bold=bold)
    book.close()
    return made.getvalue()


def _write(sheet: Any, table: Table, *, bold: Any) -> None:
    sheet.freeze_panes(1, 0)
    for place, head in enumerate(table.heads):
        sheet.write_string(0, place, head, bold)
        widest = max((len(row[place].encode("gb18030", "replace")) for row in table.rows[:200]), default=8)
        sheet.set_column(place, place, min(max(widest, len(head.encode("gb18030", "replace")), 8), 60) + 2)
    for n, row in enumerate((*table.rows, *([table.total] if table.total else [])), start=1):
        for place, cell in enumerate(row):
            if place in table.numbers and _NUMBER.match(cell):
                sheet.write_number(n, place, float(cell.replace(",", "")))
            elif cell:
                sheet.write_string(n, place, cell)


def _name(text: str, n: int) -> str:
    """A name for a sheet: short, without what the format forbids, told apart by its number."""
    return f"{n} {_NOT_IN_A_NAME.sub(' ', text)}"[:NAME_MOST].strip()


def require_xlsxwriter() -> Any:
    """The library, or the refusal that says how to install it."""
    try:
        return importlib.import_module("xlsxwriter")
    except ImportError:
        raise XlsxMissing(where="format", library="XlsxWriter") from None
