"""A paper, described: headings, facts, tables, sentences. How it looks is the renderer's business."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from puhui.kernel.canonical import digest

SHORT: Final = 16  # hex digits of a fingerprint that a person compares


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that begins a part."""

    text: str


@dataclass(frozen=True, slots=True)
class Sentences:
    """A paragraph; a small one is a footnote."""

    text: str
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a name and a value."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads. `numbers` are the places of columns set to the right; `weights` share the width out."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    numbers: frozenset[int] = frozenset()
    weights: tuple[int, ...] = ()
    total: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a page of its own."""


Block = Heading | Sentences | Facts | Table | NewPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper in one language. The same paper is the same bytes, whenever it is rendered."""

    title: str
    language: str
    made_on: date
    blocks: tuple[Block, ...]
    issuer: str = ""
    footer: str = ""

    @property
    def fingerprint(self) -> str:
        """A hash of what the paper says: two copies with the same one say the same."""
        return digest(self)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables alone, which a program reads."""
        return tuple(block for block in self.blocks if isinstance(block, Table))
