"""What crosses the wall of regions: a region, what an import would change, and refusals."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class RegionKind(StrEnum):
    """The level of a region."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


class Tier(StrEnum):
    """How far a region has come: products, prices and goals differ by it."""

    DEVELOPED = "developed"
    MIDDLE = "middle"
    LESS_DEVELOPED = "less_developed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One region of the list. `tier` is empty where it is that of the parent; `parent` is empty for a province."""

    code: str
    name: Text
    kind: RegionKind
    tier: Tier | None
    parent: str
    effective_from: date | None = None
    effective_until: date | None = None
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class TierLine:
    """What a tier is called and how regions are sorted into it."""

    tier: Tier
    name: Text
    rule: Text
    mark: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What an import says differently of a region: `added`, or the column with the value before and after."""

    code: str
    name: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or on a dry run would do. Regions that the file leaves out stay as they are."""

    import_id: UUID | None
    rows: int
    added: int
    changed: int
    left_out: int
    differences: tuple[Difference, ...]


class RegionUnknown(Refusal):
    """No region has this code or name, or several have the name."""

    code = "region_unknown"
    text = Text(
        en="{where}: “{given}” is not one region of the list. {hint}",
        zh="{where}：“{given}”不是名单中的唯一地区。{hint_zh}",
    )

    def __init__(self, where: str, *, given: str, candidates: tuple[str, ...] = ()) -> None:
        shown = "; ".join(candidates[:5])
        super().__init__(
            where=where,
            given=given[:60],
            hint=f"Did you mean: {shown}?" if shown else "Enter its official code of 6 digits or its full name.",
            hint_zh=f"是否为：{shown}？" if shown else "请填写6位行政区划代码或完整名称。",
        )


class BadRegionList(Refusal):
    """A line of an imported list does not hold; nothing of the list was taken."""

    code = "bad_region_list"
    text = Text(en="{where}: {reason}", zh="{where}：{reason_zh}")

    def __init__(self, where: str, *, reason: str, reason_zh: str) -> None:
        super().__init__(where=where, reason=reason, reason_zh=reason_zh)


class NotLicensedHere(Refusal):
    """The lender may not lend in this place: the rule of the licence is named."""

    code = "not_licensed_here"
    http_status = 403
    text = Text(
        en="We may not lend in {place}: our licence ({rule}) covers {covers}.",
        zh="本机构不能在{place_zh}放款：经营许可（{rule}）的范围为{covers_zh}。",
    )
