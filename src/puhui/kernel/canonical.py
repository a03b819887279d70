"""One byte string for one value, and its hash: what was decided, signed or requested can be compared for ever."""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any
from uuid import UUID

_AS_THEY_ARE = frozenset({str, int, bool})  # most of what there is: looked at first
_AS_TEXT: dict[type, Callable[[Any], str]] = {
    Decimal: lambda value: format(value, "f"),
    UUID: str,
    date: date.isoformat,
    datetime: datetime.isoformat,
}


def plain(value: Any) -> Any:  # noqa: C901, PLR0911, PLR0912 - one row a type
    """The value as JSON types: Decimals and UUIDs as text, dates as ISO 8601, bytes as their hash.

    Floats are refused unless finite; sets are sorted; dataclasses become objects.
    """
    kind: Any = type(value)
    if value is None or kind in _AS_THEY_ARE:
        return value
    if kind in _AS_TEXT:  # what there is beside, by its very type
        return _AS_TEXT[kind](value)
    if kind is dict:
        return {key if type(key) is str else str(plain(key)): plain(item) for key, item in value.items()}
    match value:
        case bool() | int() | str() if not isinstance(value, Enum):
            return value
        case Enum():
            return value.value
        case Decimal():
            return format(value, "f")
        case float():
            return json.loads(json.dumps(value, allow_nan=False))
        case datetime() | date() | time():
            return value.isoformat()
        case UUID():
            return str(value)
        case bytes():
            return "sha256:" + hashlib.sha256(value).hexdigest()
        case Mapping():
            return {str(plain(key)): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case set() | frozenset():
            return sorted((plain(item) for item in value), key=canonical_json)
    if hasattr(value, "canonical_form"):  # says itself what it is compared by, such as a file by the hash of its bytes
        return plain(value.canonical_form())
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: plain(getattr(value, name)) for name in _names(kind)}
    raise TypeError(f"no canonical form for {type(value).__name__}")


@lru_cache(maxsize=1024)
def _names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(kind))


def canonical_json(value: Any) -> str:
    """JSON with sorted keys and no spaces."""
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, in hex. Half a character (a lone surrogate) is hashed too; rules refuse it."""
    return hashlib.sha256(canonical_json(value).encode(errors="surrogatepass")).hexdigest()
