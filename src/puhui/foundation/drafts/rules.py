"""Where two versions of a text differ, key by key; what is the matter of publication is no difference."""

from collections.abc import Iterator, Mapping
from typing import Any

from puhui.foundation.drafts.contracts import CellDifference
from puhui.kernel.canonical import plain

_HEAD = frozenset({"version", "effective_from", "approved_by"})


def differences_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[CellDifference]:
    """Each key that is not the same, in the order of the later one."""
    old, new = dict(_flat(before)), dict(_flat(after))
    keys = dict.fromkeys((*new, *old))
    return [CellDifference(key, old.get(key, ""), new.get(key, "")) for key in keys if old.get(key) != new.get(key)]


def _flat(document: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for name, value in plain(document).items():
        if path or name not in _HEAD:
            yield from _values(f"{path}{name}", value)


def _values(key: str, value: Any) -> Iterator[tuple[str, str]]:
    """Entries with a code are told apart by it, so that one more of them is one difference and not many."""
    if isinstance(value, Mapping):
        yield from _flat(value, f"{key}.")
    elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        for place, one in enumerate(value):
            yield from _flat(one, f"{key}.{one.get('code', place)}.")
    elif isinstance(value, list):
        yield key, ", ".join(map(str, value))
    else:
        yield key, str(value)
