"""Prints answers for people and for programs, and refusals in the one shape of the contract."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

import click

from puhui.kernel.errors import Refusal

DONE: Final = 0
REFUSED: Final = 1


def print_json(value: Mapping[str, Any]) -> None:
    """One object on one line."""
    click.echo(json.dumps(value, ensure_ascii=False, separators=(", ", ": ")))


def print_refusal(refusal: Refusal, *, as_json: bool) -> None:
    """A refusal: JSON on standard output for programs, a sentence on standard error for people."""
    if as_json:
        print_json(refusal.as_json())
    else:
        click.echo(f"Refused ({refusal.code}): {refusal.message.en}", err=True)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, left: int = 0) -> str:
    """Aligned columns: the first `left` to the left, the others to the right, under a rule."""
    lines = [list(heads), *(list(row) for row in rows)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(heads))]
    ruled = [lines[0], ["-" * width for width in widths], *lines[1:]]
    return "\n".join("  ".join(_cell(line, widths, column, left) for column in range(len(heads))) for line in ruled)


def _cell(line: Sequence[str], widths: Sequence[int], column: int, left: int) -> str:
    text = line[column]
    space = " " * (widths[column] - _width(text))
    return text + space if column < left else space + text


def _width(text: str) -> int:
    """Places on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
