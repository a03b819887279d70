"""A paper as PDF: A4, tagged for screen readers (PDF/UA-1), an embedded subset of Noto Sans CJK SC, equal bytes.

Typst and the font are the extra `pdf` (docs/decisions): the library is loaded when the first paper is printed. How a
paper looks stands in `paper.typ`; what it says is handed over as data, so no word of it can be taken for markup.
"""

import importlib
import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from puhui.foundation.documents.contracts import PdfMissing
from puhui.foundation.documents.papers.paper import Block, Facts, Heading, NewPage, Paper, Sentences

LOOK: Final = Path(__file__).with_name("paper.typ")


def pdf_of(paper: Paper) -> bytes:
    """The paper as PDF; the same paper has the same bytes."""
    foot = "  ·  ".join(part for part in (paper.issuer, paper.footer, paper.fingerprint[:16]) if part)
    said = {
        "title": paper.title,
        "issuer": paper.issuer or "puhui",
        "lang": "zh" if paper.language.startswith("zh") else "en",
        "year": paper.made_on.year,
        "month": paper.made_on.month,
        "day": paper.made_on.day,
        "foot": foot,
        "blocks": [part for block in paper.blocks for part in _parts(block)],
    }
    typst, fonts = require_typst(), _fonts()
    inputs = {"paper": json.dumps(said, ensure_ascii=False)}
    made = typst.compile(LOOK, sys_inputs=inputs, font_paths=fonts, pdf_standards="ua-1", format="pdf")
    return bytes(made)


def _parts(block: Block) -> list[dict[str, Any]]:
    """A block as the look reads it; the caption of a table is a heading of its own, so that it is found by readers."""
    match block:
        case Heading(text):
            return [{"kind": "heading", "text": text}]
        case Sentences(text, is_small):
            return [{"kind": "sentences", "text": text, "small": is_small}]
        case NewPage():
            return [{"kind": "new_page"}]
        case Facts(pairs):
            return [{"kind": "facts", "pairs": [list(pair) for pair in pairs]}] if pairs else []
    if not block.heads:
        return []
    table = {
        "kind": "table",
        "heads": list(block.heads),
        "rows": [list(row) for row in block.rows],
        "total": list(block.total),
        "numbers": sorted(block.numbers),
        "columns": list(block.weights) or [1] * len(block.heads),
    }
    return [*([{"kind": "heading", "text": block.caption}] if block.caption else []), table]


def require_typst() -> Any:
    """The library, or the refusal that says how to install it."""
    try:
        return importlib.import_module("typst")
    except ImportError:
        raise PdfMissing(where="format", library="typst") from None


@cache
def _fonts() -> Any:
    """The font of the package, looked at once; no font of the machine, so that every machine makes the same bytes."""
    try:
        package = importlib.import_module("noto_cjk_sans_otc")
    except ImportError:
        raise PdfMissing(where="format", library="noto-cjk-sans-otc") from None
    folder = Path(str(package.FONT_PATH)).parent
    return require_typst().Fonts(include_system_fonts=False, font_paths=[folder])
