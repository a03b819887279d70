"""Reads a list of regions from CSV and checks it whole: one wrong line, and nothing of it is taken."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date

from puhui.foundation.regions.contracts import BadRegionList, Region, RegionKind, Tier
from puhui.foundation.regions.rules import atlas_of, is_code, kind_of, parent_code, with_parent
from puhui.kernel.texts import Text

COLUMNS = (
    "code", "name_zh", "name_en", "kind", "tier", "parent", "effective_from", "effective_until", "replaced_by",
)  # fmt: skip
MOST_ROWS = 10_000
LONGEST_NAME = 80


def read_regions(text: str) -> tuple[Region, ...]:
    """The regions of a list; refuses by line what does not hold. Only `code` and `name_zh` must be there."""
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    _check_heads(tuple(rows.fieldnames or ()))
    found: dict[str, Region] = {}
    try:
        for row in rows:
            where = f"line {rows.line_num}"
            region = _region(row, where=where)
            if region.code in found:
                raise _bad(where, f"{region.code} is there twice", f"{region.code} 重复")
            found[region.code] = region
            if len(found) > MOST_ROWS:
                raise _bad(where, f"at most {MOST_ROWS} regions", f"最多{MOST_ROWS}个地区")
    except csv.Error as problem:
        raise _bad(f"line {rows.line_num}", str(problem), "格式不是CSV") from problem
    if not found:
        raise _bad("line 1", "there are no regions", "没有任何地区")
    return tuple(found.values())


def check_whole(regions: Mapping[str, Region]) -> None:
    """Every parent and successor is in the list, and nothing lies in, or becomes, itself."""
    whole = atlas_of(regions.values())
    for region in regions.values():
        if region.parent and region.parent not in regions:
            raise _bad(region.code, f"its parent {region.parent} is not in the list", f"上级{region.parent}不在名单中")
        if region.replaced_by and region.replaced_by not in regions:
            raise _bad(
                region.code, f"its successor {region.replaced_by} is not in the list",
                f"接续地区{region.replaced_by}不在名单中",
            )  # fmt: skip
        if region.kind != RegionKind.PROVINCE and whole.province(region.code) is None:
            raise _bad(region.code, "its parents lead in a circle", "上级关系循环")
        _check_successors(regions, region)


def _check_successors(regions: Mapping[str, Region], region: Region) -> None:
    seen, at = {region.code}, region.replaced_by
    while at:
        if at in seen:
            raise _bad(region.code, "its successors lead in a circle", "接续关系循环")
        seen.add(at)
        at = regions[at].replaced_by if at in regions else ""


def _region(row: Mapping[str, str | None], *, where: str) -> Region:
    if None in row:
        raise _bad(where, "has more values than columns", "列数过多")
    given = {name: (row.get(name) or "").strip() for name in COLUMNS}
    code = given["code"]
    if not is_code(code):
        raise _bad(where, f"code {code[:20]!r}: 6 digits are needed", f"代码{code[:20]!r}应为6位数字")
    name = _name(given, where=where)
    parent = given["parent"]
    if parent and not is_code(parent):
        raise _bad(where, "parent: 6 digits are needed", "上级代码应为6位数字")
    since, until = (_day(given[key], key, where=where) for key in ("effective_from", "effective_until"))
    if since and until and since > until:
        raise _bad(where, "effective_until lies before effective_from", "失效日期早于生效日期")
    if given["replaced_by"] and (until is None or not is_code(given["replaced_by"])):
        raise _bad(where, "a region that was replaced has a last day, and a code it became", "已撤并地区需填失效日期")
    return with_parent(
        Region(
            code=code,
            name=name,
            kind=_kind(given["kind"], code, where=where),
            tier=_tier(given["tier"], where=where),
            parent=parent or parent_code(code),
            effective_from=since,
            effective_until=until,
            replaced_by=given["replaced_by"],
        )
    )


def _name(given: Mapping[str, str], *, where: str) -> Text:
    zh, en = given["name_zh"], given["name_en"] or given["name_zh"]
    for name in (zh, en):
        if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
            raise _bad(where, f"names have 1 to {LONGEST_NAME} characters", f"名称应为1至{LONGEST_NAME}个字符")
    return Text(en=en, zh=zh)


def _kind(given: str, code: str, *, where: str) -> RegionKind:
    try:
        kind = RegionKind(given) if given else kind_of(code)
    except ValueError:
        raise _bad(where, f"kind: one of {', '.join(RegionKind)}", "级别不正确") from None
    if (kind == RegionKind.PROVINCE) != code.endswith("0000"):
        raise _bad(where, "a province, and only a province, has a code that ends in 0000", "省级代码须以0000结尾")
    return kind


def _tier(given: str, *, where: str) -> Tier | None:
    try:
        return Tier(given) if given else None
    except ValueError:
        raise _bad(where, f"tier: one of {', '.join(Tier)}", "分层不正确") from None


def _day(given: str, key: str, *, where: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise _bad(where, f"{key}: a day such as 2021-04-09 is needed", "日期格式应为2021-04-09") from None


def _check_heads(heads: tuple[str, ...]) -> None:
    unknown: Iterator[str] = (head for head in heads if head not in COLUMNS)
    wrong = next(unknown, None)
    if wrong is not None:
        raise _bad("line 1", f"unknown column {wrong[:40]!r}; known: {', '.join(COLUMNS)}", f"未知的列{wrong[:40]!r}")
    if not {"code", "name_zh"} <= set(heads) or len(set(heads)) != len(heads):
        raise _bad("line 1", "the columns code and name_zh are needed, each once", "须有code和name_zh两列，且不重复")


def _bad(where: str, reason: str, reason_zh: str) -> BadRegionList:
    return BadRegionList(where, reason=reason, reason_zh=reason_zh)
