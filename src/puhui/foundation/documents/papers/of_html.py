"""Blocks of a paper from HTML that puhui itself wrote: headings, paragraphs, lists of facts, tables; the same words."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from puhui.foundation.documents.papers.paper import Block, Facts, Heading, NewPage, Sentences, Table

_TEXTS: Final = frozenset({"h1", "h2", "h3", "p", "dt", "dd", "caption", "th", "td"})
_SKIPPED: Final = frozenset({"head", "style", "script"})


def blocks_of_html(document: str) -> tuple[Block, ...]:
    """What the document says, in its order."""
    reader = _Reader()
    reader.feed(document)
    reader.close()
    return tuple(reader.blocks)


@dataclass
class _TableSoFar:
    caption: str = ""
    rows: list[list[str]] = field(default_factory=list)

    def block(self) -> Table:
        width = max((len(row) for row in self.rows), default=0)
        heads, *rows = [tuple(row + [""] * (width - len(row))) for row in self.rows] or [()]
        return Table(heads, tuple(rows), self.caption)


class _Reader(HTMLParser):
    """Collects the text of each element that holds some."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._pieces: list[str] | None = None
        self._is_small = False
        self._skipping = 0
        self._pairs: list[tuple[str, str]] = []
        self._name = ""
        self._table = _TableSoFar()
        self._articles = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if tag in _SKIPPED:
            self._skipping += 1
        elif tag in _TEXTS:
            self._pieces, self._is_small = [], ("class", "small") in attrs
        elif tag == "article":
            self.blocks += [NewPage()] * bool(self._articles)
            self._articles += 1
        elif tag == "table":
            self._table = _TableSoFar()
        elif tag == "tr":
            self._table.rows.append([])

    def handle_data(self, data: str) -> None:
        """Text inside an element."""
        if self._pieces is not None and not self._skipping:
            self._pieces.append(data)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if tag in _SKIPPED:
            self._skipping -= 1
        elif tag in _TEXTS and self._pieces is not None:
            text = " ".join("".join(self._pieces).split())
            self._pieces = None
            self._keep(tag, text)
        elif tag == "dl":
            self.blocks.append(Facts(tuple(self._pairs)))
            self._pairs = []
        elif tag == "table":
            self.blocks.append(self._table.block())

    def _keep(self, tag: str, text: str) -> None:
        if tag.startswith("h"):
            self.blocks.append(Heading(text))
        elif tag == "p":
            self.blocks.append(Sentences(text, self._is_small))
        elif tag == "dt":
            self._name = text
        elif tag == "dd":
            self._pairs.append((self._name, text))
        elif tag == "caption":
            self._table.caption = text
        else:
            self._table.rows[-1].append(text)
