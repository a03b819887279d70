"""Reads JSON and JSON Lines from a file or from standard input (`-`), one document after the other."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple, TextIO

from puhui.kernel.errors import InvalidInput

LONGEST: Final = 64 * 1024 * 1024  # characters of one document


class Document(NamedTuple):
    """One document that was read, and the line it began on."""

    line: int
    value: Any


@contextmanager
def opened(path: str) -> Iterator[TextIO]:
    """The file, or standard input for `-`, as UTF-8."""
    if path == "-":
        if hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(encoding="utf-8", errors="strict")
        yield sys.stdin
    else:
        with open(path, encoding="utf-8-sig") as stream:
            yield stream


def read_documents(stream: TextIO) -> Iterator[Document | InvalidInput]:
    """The documents of a stream; what is no JSON comes as a refusal that names its line.

    A first line that is a JSON value of its own makes it JSON Lines, read line by line; otherwise the whole is one
    JSON value, and a list in it is a list of documents.
    """
    lines = _lines(stream)
    first = next(lines, None)
    if first is None:
        yield InvalidInput("line 1", "a JSON document is expected")
        return
    number, text = first
    value = parse_json(text, where=f"line {number}")
    if isinstance(value, InvalidInput):
        rest = text + "".join(line for _, line in lines)
        yield from _whole(rest, number)
        return
    yield from _documents(number, value)
    for number, text in lines:
        value = parse_json(text, where=f"line {number}")
        yield value if isinstance(value, InvalidInput) else Document(number, value)


def parse_json(text: str, *, where: str) -> Any:
    """The JSON value, or the refusal of it: keys given twice and numbers that are none are refused too."""
    if len(text) > LONGEST:
        return InvalidInput(where, f"a document has at most {LONGEST} characters")
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except InvalidInput as refusal:
        return InvalidInput(where, str(refusal.detail["reason"]))
    except RecursionError:
        return InvalidInput(where, "is nested too deeply")
    except ValueError as error:
        return InvalidInput(where, f"is not JSON: {error}")


def _whole(text: str, number: int) -> Iterator[Document | InvalidInput]:
    value = parse_json(text, where=f"line {number}")
    if isinstance(value, InvalidInput):
        yield value
    else:
        yield from _documents(number, value)


def _documents(number: int, value: Any) -> Iterator[Document]:
    for item in value if isinstance(value, list) else [value]:
        yield Document(number, item)


def _lines(stream: TextIO) -> Iterator[tuple[int, str]]:
    """The lines that are not blank."""
    try:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield number, line
    except UnicodeDecodeError:
        raise InvalidInput("document", "is not UTF-8 text") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InvalidInput(twice, f"the key {twice[:80]!r} is given twice")
    return found


def _no_constant(name: str) -> Any:
    raise InvalidInput(name, f"{name} is not a number")
