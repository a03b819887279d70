"""Where two policies differ: rows and cells of their tables by id, everything else by its place."""

from collections.abc import Iterator, Mapping
from typing import Any

from puhui.kernel.canonical import canonical_json, plain
from puhui.risk.decisioning.policy_contracts import Difference

_HEAD = frozenset({"version", "effective_from", "approved_by"})


def differences_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Cell by cell, in the order of the later one; version, date and approval are no difference of content."""
    old = {k: v for k, v in plain(before).items() if k not in _HEAD}
    new = {k: v for k, v in plain(after).items() if k not in _HEAD}
    return list(_between("", old, new))


def _between(where: str, old: Any, new: Any) -> Iterator[Difference]:
    if old == new or _shown(old) == _shown(new):
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*new, *old)):
            yield from _between(f"{where}.{key}" if where else key, old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list) and _have_names(old) and _have_names(new):
        yield from _lists(where, old, new)
    else:
        yield Difference(where, _shown(old), _shown(new))


def _lists(where: str, old: list[Any], new: list[Any]) -> Iterator[Difference]:
    before, after = {str(_name(x)): x for x in old}, {str(_name(x)): x for x in new}
    kept_before, kept_after = [n for n in before if n in after], [n for n in after if n in before]
    if kept_before != kept_after:
        yield Difference(f"{where} (order)", ", ".join(kept_before), ", ".join(kept_after))
    for name in dict.fromkeys((*after, *before)):
        yield from _between(f"{where}.{name}", before.get(name), after.get(name))


def _have_names(entries: list[Any]) -> bool:
    names = [_name(entry) for entry in entries]
    return None not in names and len(set(names)) == len(names)


def _name(entry: Any) -> str | None:
    found = (entry.get("id") or entry.get("name") or entry.get("label")) if isinstance(entry, Mapping) else None
    return str(found) if found else None


def _shown(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) else canonical_json(value)
