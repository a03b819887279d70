"""What is true of regions: codes lead to their ancestors, merged ones to what they became, names to codes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType

from puhui.foundation.regions.contracts import Difference, Region, RegionKind, RegionUnknown, Tier

_ENDINGS = (
    "特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "自治州", "自治县",
    "新区", "地区", "省", "市", "县", "区", "旗",
)  # fmt: skip


def parent_code(code: str) -> str:
    """The code above by the structure of the codes; empty above a province."""
    if code.endswith("0000"):
        return ""
    return f"{code[:2]}0000" if code.endswith("00") else f"{code[:4]}00"


def kind_of(code: str) -> RegionKind:
    """The level by the structure of the code."""
    if code.endswith("0000"):
        return RegionKind.PROVINCE
    return RegionKind.PREFECTURE if code.endswith("00") else RegionKind.COUNTY


def is_code(text: str) -> bool:
    """Whether the text has the form of an official code."""
    return len(text) == 6 and text.isascii() and text.isdigit() and text[:2] >= "11"


@dataclass(frozen=True)
class Atlas:
    """All regions of the list, by code. Pure: what is asked of it needs no database."""

    regions: Mapping[str, Region]

    def find(self, code: str) -> Region | None:
        """The region with this code, or None."""
        return self.regions.get(code)

    def current(self, code: str, *, on: date) -> Region | None:
        """The region on a day: a code that was merged away leads to what it became."""
        seen: set[str] = set()
        found = self.regions.get(code)
        while found is not None and found.replaced_by and found.code not in seen and _is_over(found, on):
            seen.add(found.code)
            found = self.regions.get(found.replaced_by)
        return found

    def line(self, code: str) -> Iterator[Region]:
        """The region and those it lies in, the nearest first. A code outside of the list has its known ancestors."""
        seen: set[str] = set()
        at = code
        while at and at not in seen:
            seen.add(at)
            found = self.regions.get(at)
            if found is not None:
                yield found
            at = found.parent if found is not None else (parent_code(at) if is_code(at) else "")

    def is_within(self, code: str, *, of: str) -> bool:
        """Whether a region is another one or lies in it."""
        return code == of or any(region.code == of for region in self.line(code))

    def is_within_any(self, code: str, *, of: Iterable[str]) -> bool:
        """Whether a region lies in one of these, or is one of them."""
        return bool({code, *(region.code for region in self.line(code))} & set(of))

    def tier(self, code: str) -> Tier | None:
        """The tier of the nearest region above that states one."""
        return next((region.tier for region in self.line(code) if region.tier is not None), None)

    def province(self, code: str) -> Region | None:
        """The province that a region lies in."""
        return next((region for region in self.line(code) if region.kind == RegionKind.PROVINCE), None)

    def path(self, code: str, *, language: str) -> str:
        """The names from the province down, such as `Zhejiang · Hangzhou · Xihu`."""
        names = [region.name.in_language(language) for region in self.line(code)]
        return " · ".join(reversed(names)) if names else code

    def children(self, code: str, *, on: date) -> tuple[Region, ...]:
        """The regions that lie directly in one; of none, the provinces. Those of the past are left out."""
        return tuple(region for region in self._by_parent.get(code, ()) if not _is_over(region, on))

    def search(self, text: str, *, on: date, most: int = 20) -> tuple[Region, ...]:
        """Regions whose code or name in either language begins with or holds the text, the likeliest first."""
        asked = text.strip().casefold()
        if not asked:
            return ()
        ranked = [(rank, r.code, r) for r in self.regions.values() if (rank := _rank(r, asked)) is not None]
        return tuple(self._living((r for _, _, r in sorted(ranked, key=lambda one: one[:2])), on=on, most=most))

    def resolve(self, text: str, *, on: date, where: str = "region") -> str:
        """The code of a code, a name or a path of names; refuses what is not exactly one region of the list."""
        asked = text.strip()
        if is_code(asked):
            found = self.current(asked, on=on)
            if found is None:
                raise RegionUnknown(where, given=asked)
            return found.code
        named = {r.code: r for r in (self.current(r.code, on=on) for r in self._named(asked)) if r is not None}
        exact = [code for code in named if asked in {self.path(code, language="en"), self.path(code, language="zh")}]
        for only in (list(named), exact):  # a prefecture and its seat may share a name: the whole path tells them apart
            if len(only) == 1:
                return only[0]
        raise RegionUnknown(
            where, given=asked, candidates=tuple(f"{code} {self.path(code, language='zh')}" for code in sorted(named))
        )

    def _named(self, text: str) -> list[Region]:
        """Regions of this full or short name; of a path of names, those below all the names before the last."""
        *above, last = _parts(text)
        words = [text, last] if above else [text]
        for word in words:
            found = [r for r in self.regions.values() if word and word.casefold() in _names(r)]
            if word == last and above:
                found = [r for r in found if all(self._lies_below(r, name) for name in above)]
            if found:
                living = [r for r in found if not r.replaced_by]
                return living or found
        return []

    def _lies_below(self, region: Region, name: str) -> bool:
        return any(name.casefold() in _names(above) for above in self.line(region.code))

    def _living(self, regions: Iterable[Region], *, on: date, most: int) -> Iterator[Region]:
        told: set[str] = set()
        for region in regions:
            now = self.current(region.code, on=on)
            if now is not None and now.code not in told and len(told) < most:
                told.add(now.code)
                yield now

    @cached_property
    def _by_parent(self) -> Mapping[str, tuple[Region, ...]]:
        found: dict[str, list[Region]] = {}
        for code in sorted(self.regions):
            found.setdefault(self.regions[code].parent, []).append(self.regions[code])
        return {parent: tuple(regions) for parent, regions in found.items()}


def atlas_of(regions: Iterable[Region]) -> Atlas:
    """The atlas of a list; of two regions with one code the later stands."""
    return Atlas(MappingProxyType({region.code: region for region in regions}))


def differences(before: Mapping[str, Region], after: Iterable[Region]) -> tuple[Difference, ...]:
    """What a list says differently, by code and column; in the order of the list."""
    found: list[Difference] = []
    for region in after:
        known = before.get(region.code)
        if known is None:
            found.append(Difference(region.code, region.name.zh, "added", "", region.kind.value))
            continue
        for name in (f.name for f in fields(Region)):
            old, new = getattr(known, name), getattr(region, name)
            if old != new:
                found.append(Difference(region.code, region.name.zh, name, _plain(old), _plain(new)))
    return tuple(found)


def with_parent(region: Region) -> Region:
    """The region with the parent of its code's structure, where it states none."""
    return region if region.parent else replace(region, parent=parent_code(region.code))


def _parts(text: str) -> list[str]:
    """The names of a path, `Zhejiang · Hangzhou · Xihu`; without dots or strokes between them, by spaces."""
    plain = text.replace("/", "·")
    return [part.strip() for part in plain.split("·" if "·" in plain else None) if part.strip()] or [""]


def _is_over(region: Region, on: date) -> bool:
    return region.effective_until is not None and region.effective_until <= on


def _names(region: Region) -> set[str]:
    short = next((region.name.zh.removesuffix(e) for e in _ENDINGS if region.name.zh.endswith(e)), region.name.zh)
    return {region.name.zh, short if len(short) > 1 else region.name.zh, region.name.en.casefold()}


def _rank(region: Region, asked: str) -> int | None:
    names = _names(region)
    if region.code == asked or asked in names:
        return 0
    if region.code.startswith(asked) or any(name.startswith(asked) for name in names):
        return 1
    return 2 if any(asked in name for name in names) else None


def _plain(value: object) -> str:
    if value is None:
        return ""
    return f"{value.zh} / {value.en}" if hasattr(value, "zh") and hasattr(value, "en") else str(value)
