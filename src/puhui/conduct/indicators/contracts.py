"""What crosses the wall of indicators."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

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
    )
}
