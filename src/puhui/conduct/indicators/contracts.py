"""What crosses the wall of indicators."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Literal
from uuid import UUID

from puhui.kernel.texts import Text

Unit = Literal["count", "minor", "bps"]  # bps: hundredths of a percent


@dataclass(frozen=True, slots=True)
class FigureDefinition:
    """What a daily figure means."""

    name: str
    unit: Unit
    text: Text


@dataclass(frozen=True, slots=True)
class DayFigures:
    """All figures of one business date."""

    on: date
    values: Mapping[str, int]


class Group(StrEnum):
    """Whom inclusive finance is for. How each is told: docs/concepts/regions.md."""

    WOMEN = "women"
    OLD = "old"
    THIN_FILE = "thin_file"
    FIRST_TIME = "first_time"
    RURAL = "rural"


@dataclass(frozen=True, slots=True)
class Reached:
    """A borrower with running loans when it was counted; `place`: a region's code, or empty; money in fen."""

    party_id: UUID
    place: str
    groups: frozenset[Group]
    loans: int
    outstanding_minor: int


@dataclass(frozen=True, slots=True)
class PlaceSum:
    """One sum of a count: `name` of a place, and of a product where the sum is one of loans by product."""

    place: str
    product_code: str
    name: str
    value: int


@dataclass(frozen=True, slots=True)
class ReachCount:
    """The last count: the business date whose book it counted (None: nothing was counted yet), and its sums."""

    on: date | None
    sums: tuple[PlaceSum, ...]


def _define(name: str, unit: Unit, en: str, zh: str) -> FigureDefinition:
    return FigureDefinition(name, unit, Text(en=en, zh=zh))


DEFINITIONS: Final[Mapping[str, FigureDefinition]] = {
    figure.name: figure
    for figure in (
        _define("applications_submitted", "count", "Applications submitted on the day", "当日提交的申请"),
        _define("applications_approved", "count", "Applications approved on the day", "当日批准的申请"),
        _define("applications_referred", "count", "Applications referred to a person on the day", "当日转人工的申请"),
        _define("applications_declined", "count", "Applications declined on the day", "当日拒绝的申请"),
        _define("loans_active", "count", "Active loans at the end of the day", "日终存续借据"),
        _define("principal_minor", "minor", "Principal outstanding at the end of the day", "日终贷款本金余额"),
        _define(
            "overdue_minor",
            "minor",
            "Amount past due at the end of the day, without default interest",
            "日终逾期金额（不含罚息）",
        ),
        _define("loans_overdue", "count", "Loans past due at the end of the day", "日终逾期借据"),
        _define(
            "par30_minor",
            "minor",
            "Principal of loans with any part more than 30 days late (PAR30)",
            "任一部分逾期超过 30 天的贷款本金（PAR30）",
        ),
        _define(
            "npl_minor",
            "minor",
            "Principal of non-performing loans (substandard, doubtful, loss) at the end of the day",
            "日终不良贷款余额（次级、可疑、损失）",
        ),
        _define("allowance_minor", "minor", "Allowance for loan losses at the end of the day", "日终贷款损失准备余额"),
        _define("npl_ratio_bps", "bps", "Non-performing loans over all loans", "不良贷款率"),
        _define("coverage_ratio_bps", "bps", "Allowance over non-performing loans (coverage)", "拨备覆盖率"),
        _define("provision_ratio_bps", "bps", "Allowance over all loans", "贷款拨备率"),
        _define("borrowers", "count", "Borrowers with a running loan at the end of the day", "日终在贷客户"),
        _define("borrowers_women", "count", "Of them: firms that a woman leads", "其中：女性经营的企业"),
        _define("borrowers_old", "count", "Of them: old people", "其中：老年人"),
        _define("borrowers_thin_file", "count", "Of them: without a record at a credit bureau", "其中：征信无记录"),
        _define("borrowers_first_time", "count", "Of them: with their first loan here", "其中：首次在本机构借款"),
        _define("borrowers_rural", "count", "Of them: in counties and county-level cities", "其中：县域"),
    )
}
