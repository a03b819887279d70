"""A paper's tables as CSV for spreadsheets: UTF-8 with a byte order mark, CRLF, no formulas."""

import csv
from io import StringIO
from typing import Final

from puhui.foundation.documents.papers.paper import Paper

_FORMULA: Final = ("=", "+", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide ones count as well in the East


def csv_of(paper: Paper) -> bytes:
    """The first table with its total; the heads are the first line."""
    made = StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    table = paper.tables[0]
    for row in (table.heads, *table.rows, *([table.total] if table.total else [])):
        writer.writerow([_plain(cell) for cell in row])
    return made.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    """Text that no spreadsheet takes for a formula; amounts lose their separators of thousands."""
    if cell.replace(",", "").replace(".", "").lstrip("-").isdigit():
        return cell.replace(",", "")
    return "'" + cell if cell.startswith((*_FORMULA, "-")) and len(cell) > 1 else cell
