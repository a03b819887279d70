"""The text of a product file by its keys: where a key stands, and one value exchanged without touching the rest."""

import re
import tomllib

from puhui.kernel.errors import InvalidInput

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")


def line_of(text: str, *, key: str) -> int | None:
    """The line, from 1 on, of a key such as `price.highest_pct` or `fees.0.receiver`; of its table when it is absent.

    Reads the lines as files are written: tables and arrays of tables, one key a line.
    """
    parts, best, depth = key.split("."), None, 0
    for number, path in _keys(text):
        shared = _shared(parts, path)
        if shared > depth:
            best, depth = number, shared
    return best


def set_value(text: str, *, key: str, literal: str) -> str:
    """The text with another value of `name` or `table.name`; comments and the order of lines stay.

    `literal` is TOML. Refused when the key is not on a line of its own: then the text itself is edited.
    """
    wanted = key.split(".")
    lines = text.split("\n")
    for number, path in _keys(text):
        if list(path) == wanted:
            name = wanted[-1]
            lines[number - 1] = f"{name} = {literal}"
            changed = "\n".join(lines)
            _check(changed, key)
            return changed
    raise InvalidInput(key, "is not on a line of its own; edit the text")


def _check(changed: str, key: str) -> None:
    try:
        tomllib.loads(changed)
    except tomllib.TOMLDecodeError:
        raise InvalidInput(key, "is written over several lines; edit the text") from None


def _keys(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """Each line that begins a table or a key, with the path of what it begins."""
    table: tuple[str, ...] = ()
    counts: dict[str, int] = {}
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        header, entry = _HEADER.match(line), _KEY.match(line)
        if header:
            name = header.group(2)
            table = tuple(name.split("."))
            if header.group(1) == "[[":
                place = counts[name] = counts.get(name, -1) + 1
                table = (*table, str(place))
            found.append((number, table))
        elif entry:
            found.append((number, (*table, entry.group(1))))
    return found


def _shared(parts: list[str], path: tuple[str, ...]) -> int:
    """How many parts of the key a line leads to; 0 when the line is of something else."""
    if len(path) > len(parts):
        return 0
    return len(path) if parts[: len(path)] == list(path) else 0
