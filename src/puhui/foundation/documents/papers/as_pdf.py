"""A paper as PDF: A4, an embedded subset of Noto Sans CJK SC, text that can be selected, the same bytes each time.

fpdf2 and the font are the extra `pdf` (docs/decisions): the library is loaded when the first paper is printed.
"""

import importlib
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Final

from puhui.foundation.documents.contracts import PdfMissing
from puhui.foundation.documents.papers.paper import Block, Facts, Heading, Paper, Sentences, Table

FAMILY: Final = "noto"
FACE: Final = "Noto Sans CJK SC"
INK: Final = (33, 37, 41)
SOFT: Final = (100, 108, 116)
RULE: Final = (190, 196, 202)
MARGIN_MM: Final = 16


def pdf_of(paper: Paper) -> bytes:
    """The paper as PDF."""
    made = _sheet(paper)
    made.add_page()
    made.set_font(FAMILY, size=17)
    made.multi_cell(0, 9, paper.title, new_x="LMARGIN", new_y="NEXT")
    made.ln(2)
    for block in paper.blocks:
        _write(made, block)
    return bytes(made.output())


def _sheet(paper: Paper) -> Any:
    """An empty document whose every page ends with who made it, the fingerprint and its number."""
    fpdf = require_fpdf()
    path, number = _font()

    class Sheet(fpdf.FPDF):  # type: ignore[name-defined, misc]
        def footer(self) -> None:
            self.set_y(-13)
            self.set_font(FAMILY, size=7)
            self.set_text_color(*SOFT)
            left = "  ·  ".join(part for part in (paper.issuer, paper.footer, paper.fingerprint[:16]) if part)
            self.cell(150, 4, left)
            self.cell(0, 4, f"{self.page_no()} / {{nb}}", align="R")
            self.set_text_color(*INK)

    made = Sheet(format="A4")
    made.add_font(FAMILY, "", path, collection_font_number=number)
    made.set_margins(MARGIN_MM, MARGIN_MM)
    made.set_auto_page_break(auto=True, margin=MARGIN_MM + 2)
    made.set_creation_date(datetime.combine(paper.made_on, time(), UTC))
    made.set_title(paper.title)
    made.set_lang("zh-Hans" if paper.language.startswith("zh") else "en")
    made.set_producer("puhui")
    made.set_text_color(*INK)
    made.set_draw_color(*RULE)
    return made


def _write(made: Any, block: Block) -> None:
    match block:
        case Heading(text):
            made.ln(3)
            made.set_font(FAMILY, size=12)
            made.multi_cell(0, 7, text, new_x="LMARGIN", new_y="NEXT")
        case Sentences(text, is_small):
            made.set_font(FAMILY, size=7.5 if is_small else 9.5)
            made.multi_cell(0, 4.2 if is_small else 5.4, text, new_x="LMARGIN", new_y="NEXT")
            made.ln(1)
        case Facts(pairs):
            _facts(made, pairs)
        case Table():
            _table(made, block)


def _facts(made: Any, pairs: tuple[tuple[str, str], ...]) -> None:
    made.set_font(FAMILY, size=9.5)
    with made.table(
        borders_layout="NONE", first_row_as_headings=False, col_widths=(30, 70), line_height=5.4, text_align="LEFT"
    ) as table:
        for name, value in pairs:
            row = table.row()
            row.cell(name)
            row.cell(value)
    made.ln(2)


def _table(made: Any, block: Table) -> None:
    if block.caption:
        _write(made, Heading(block.caption))
    made.set_font(FAMILY, size=8 if len(block.heads) > 6 else 9)
    aligned = tuple("RIGHT" if place in block.numbers else "LEFT" for place in range(len(block.heads)))
    style = importlib.import_module("fpdf.fonts").FontFace(emphasis="", color=SOFT)
    with made.table(
        borders_layout="HORIZONTAL_LINES",
        headings_style=style,
        line_height=5,
        padding=0.6,
        text_align=aligned,
        col_widths=block.weights or None,
    ) as table:
        for cells in (block.heads, *block.rows, *([block.total] if block.total else [])):
            row = table.row()
            for cell in cells:
                row.cell(cell)
    made.ln(2)


def require_fpdf() -> Any:
    """The library, or the refusal that says how to install it."""
    try:
        return importlib.import_module("fpdf")
    except ImportError:
        raise PdfMissing(where="format", library="fpdf2") from None


@cache
def _font() -> tuple[Path, int]:
    """The font file of the package, and the place of the Simplified Chinese face in it."""
    try:
        package = importlib.import_module("noto_cjk_sans_otc")
    except ImportError:
        raise PdfMissing(where="format", library="noto-cjk-sans-otc") from None
    path = Path(str(package.FONT_PATH))
    with importlib.import_module("fontTools.ttLib").TTCollection(path, lazy=True) as collection:
        faces = [font["name"].getDebugName(4) for font in collection.fonts]
    return path, faces.index(FACE)
