"""What each invoice fact means: its unit, window, source and formula, in both languages."""
# ruff: noqa: E501 - a table; a Chinese character counts as two columns

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from puhui.kernel.texts import Text

Unit = Literal["months", "minor", "ratio", "invoices", "partners", "cases", "count", "days", "flag", "grade"]
SOURCE = "tax_invoices"


@dataclass(frozen=True, slots=True)
class FactDefinition:
    """One fact: what it is called, what it means, in which unit, over how many complete calendar months.

    `minor` is fen; a `ratio` is a plain number (0.25 is 25 %) with six decimals; a `flag` is 0 or 1; a `grade` counts
    from the best, 1. Without any invoice on record every fact of invoices but `months_observed` is unknown. `purpose`
    is the consent that it needs, `uses` what it may be used for in a decision.
    """

    name: str
    text: Text
    meaning: Text
    unit: Unit
    window_months: int
    formula: str
    source: str = SOURCE
    purpose: str = "credit_assessment"
    effective_from: date = date(2015, 1, 1)
    version: int = 1
    uses: tuple[str, ...] = ("rule", "score", "limit", "price", "monitor")


def _fact(  # noqa: PLR0917 - a row of the table below
    name: str, unit: Unit, window: int, zh: str, en: str, formula: str, meaning: tuple[str, str]
) -> FactDefinition:
    return FactDefinition(name, Text(en=en, zh=zh), Text(en=meaning[1], zh=meaning[0]), unit, window, formula)


_DEFINITIONS = (
    _fact(
        "months_observed", "months", 36, "发票覆盖月数", "Months of invoices on record",
        "last complete month - month of the first invoice + 1, at most the window",
        ("从最早一张发票所在月到截止日前最后一个完整月的月数。",
         "Months from the first invoice, in or out, to the last complete month."),
    ),
    _fact(
        "active_months_12m", "months", 12, "近12个月有销售的月数", "Months with sales in the last 12",
        "count of months with at least one valid sales invoice of positive amount",
        ("近12个完整月中至少有一张有效正数销项发票的月数。",
         "Of the last 12 complete months, those with at least one valid, positive sales invoice."),
    ),
    _fact(
        "sales_invoices_12m", "invoices", 12, "近12个月销项发票张数", "Sales invoices in the last 12 months",
        "count of sales invoices that are not void",
        ("近12个月未作废的销项发票张数（含红字）。", "Sales invoices that are not void, red ones included."),
    ),
    _fact(
        "turnover_12m", "minor", 12, "近12个月销售额", "Turnover of the last 12 months",
        "sum of net sales amounts, voids excluded, red invoices subtracted",
        ("近12个月不含税销售额，剔除作废、冲减红字。", "Net of tax, without voids, less red invoices."),
    ),
    _fact(
        "turnover_3m", "minor", 3, "近3个月销售额", "Turnover of the last 3 months",
        "sum of net sales amounts, voids excluded, red invoices subtracted",
        ("近3个月不含税销售额，剔除作废、冲减红字。", "Net of tax, without voids, less red invoices."),
    ),
    _fact(
        "purchases_12m", "minor", 12, "近12个月采购额", "Purchases of the last 12 months",
        "sum of net purchase amounts, voids excluded, red invoices subtracted",
        ("近12个月不含税采购额，剔除作废、冲减红字。", "Net of tax, without voids, less red invoices."),
    ),
    _fact(
        "turnover_growth_12m", "ratio", 24, "销售额同比增长", "Growth of turnover on the year before",
        "turnover(months 1..12) / turnover(months 13..24) - 1; unknown below 24 observed months; at most 10",
        ("近12个月销售额与再前12个月相比的增长率；不足24个月则未知。",
         "The last 12 months against the 12 before; unknown with less than 24 months on record."),
    ),
    _fact(
        "turnover_recent_ratio", "ratio", 12, "近3个月销售力度", "Pace of the last 3 months",
        "(turnover_3m / 3) / (turnover_12m / n), n = min(12, observed); unknown below 6 observed months",
        ("近3个月月均销售额与近12个月月均销售额之比。", "Monthly turnover of the last 3 months over that of the last 12."),
    ),
    _fact(
        "turnover_trend_12m", "ratio", 12, "销售额月度趋势", "Monthly trend of turnover",
        "least-squares slope of monthly turnover over the month / mean monthly turnover; unknown below 6 observed months",
        ("月销售额对时间的最小二乘斜率除以月均销售额，即每月平均增减比例。",
         "Least-squares slope of monthly turnover over its mean: the average change per month."),
    ),
    _fact(
        "turnover_volatility_12m", "ratio", 12, "销售额波动率", "Volatility of turnover",
        "population standard deviation of monthly turnover / mean; unknown below 6 observed months",
        ("月销售额的标准差与均值之比。", "Standard deviation of monthly turnover over its mean."),
    ),
    _fact(
        "seasonality_24m", "ratio", 24, "季节性", "Seasonality",
        "Pearson correlation of the last 12 monthly turnovers with those of the same months a year before",
        ("近12个月各月销售额与上年同月的相关系数；不足24个月则未知。",
         "Correlation of each month's turnover with the same month a year before; unknown below 24 months."),
    ),
    _fact(
        "gross_margin_12m", "ratio", 12, "毛利率估计", "Gross margin, estimated",
        "(turnover_12m - purchases_12m) / turnover_12m; at least -10; unknown without turnover",
        ("（销售额－采购额）÷销售额；采购发票不含工资、房租等，故为估计。",
         "Turnover less purchases, over turnover; an estimate: wages and rent bring no invoice, stock moves in time."),
    ),
    _fact(
        "gross_margin_36m", "ratio", 36, "毛利率估计（三年）", "Gross margin over three years, estimated",
        "(sales - purchases) / sales over all observed months; at least -10; unknown without sales",
        ("全部已观察月份的（销售额－采购额）÷销售额。", "As above over all months on record, where stock moves even out."),
    ),
    _fact(
        "void_share_12m", "ratio", 12, "销项作废率", "Share of void sales invoices",
        "void sales invoices / all sales invoices, by count",
        ("作废销项发票张数占全部销项发票张数的比例。", "Void sales invoices among all sales invoices, by count."),
    ),
    _fact(
        "negative_share_12m", "ratio", 12, "销项红字占比", "Share of red (negative) sales",
        "amount of negative sales invoices, sign dropped / amount of positive ones; at most 10",
        ("红字销项金额与正数销项金额之比，反映退货。", "Red sales amounts over positive ones: returns and cancellations."),
    ),
    _fact(
        "purchase_negative_share_12m", "ratio", 12, "进项红字占比", "Share of red (negative) purchases",
        "amount of negative purchase invoices, sign dropped / amount of positive ones; at most 10",
        ("红字进项金额与正数进项金额之比。", "Red purchase amounts over positive ones."),
    ),
    _fact(
        "buyers_12m", "partners", 12, "下游客户数", "Number of buyers",
        "buyers with a positive net amount",
        ("近12个月净销售额为正的客户数。", "Buyers with a positive net amount in the last 12 months."),
    ),
    _fact(
        "suppliers_12m", "partners", 12, "上游供应商数", "Number of suppliers",
        "suppliers with a positive net amount",
        ("近12个月净采购额为正的供应商数。", "Suppliers with a positive net amount in the last 12 months."),
    ),
    _fact(
        "buyer_top1_share_12m", "ratio", 12, "第一大客户占比", "Share of the largest buyer",
        "largest net amount of a buyer / sum over buyers with a positive net amount",
        ("最大客户的销售额占比。", "The largest buyer's share of turnover."),
    ),
    _fact(
        "buyer_hhi_12m", "ratio", 12, "客户集中度（HHI）", "Concentration of buyers (HHI)",
        "sum of squared shares over buyers with a positive net amount (Herfindahl-Hirschman, 0..1)",
        ("各客户份额的平方和，1 表示只有一个客户。", "Sum of the buyers' squared shares; 1 is a single buyer."),
    ),
    _fact(
        "supplier_top1_share_12m", "ratio", 12, "第一大供应商占比", "Share of the largest supplier",
        "largest net amount of a supplier / sum over suppliers with a positive net amount",
        ("最大供应商的采购额占比。", "The largest supplier's share of purchases."),
    ),
    _fact(
        "supplier_hhi_12m", "ratio", 12, "供应商集中度（HHI）", "Concentration of suppliers (HHI)",
        "sum of squared shares over suppliers with a positive net amount (Herfindahl-Hirschman, 0..1)",
        ("各供应商份额的平方和，1 表示只有一个供应商。", "Sum of the suppliers' squared shares; 1 is a single supplier."),
    ),
    _fact(
        "buyer_stability_12m", "ratio", 12, "客户关系稳定度", "Stability of the buyers",
        "turnover from buyers seen in both halves of the window / turnover from all buyers, positive net amounts",
        ("前后两个半年都出现的客户所占销售额比例；不足12个月则未知。",
         "Share of turnover from buyers seen in both half years; unknown with less than 12 months on record."),
    ),
    _fact(
        "supplier_stability_12m", "ratio", 12, "供应商关系稳定度", "Stability of the suppliers",
        "purchases from suppliers seen in both halves of the window / purchases from all, positive net amounts",
        ("前后两个半年都出现的供应商所占采购额比例；不足12个月则未知。",
         "Share of purchases from suppliers seen in both half years; unknown with less than 12 months on record."),
    ),
    _fact(
        "longest_gap_12m", "months", 12, "最长停销月数", "Longest run without sales",
        "longest run of observed months without a valid positive sales invoice",
        ("近12个月（已观察部分）内连续无销售的最长月数。", "Longest run of months without sales, of those observed."),
    ),
    _fact(
        "months_since_last_sale", "months", 36, "距最近一次销售月数", "Months since the last sale",
        "last complete month - last month with a valid positive sales invoice; unknown without any sale",
        ("最近一次销售所在月距截止月的月数，0 表示当月有销售。", "0: the last complete month had sales. Unknown without any sale."),
    ),
)  # fmt: skip
FACTS: Mapping[str, FactDefinition] = {definition.name: definition for definition in _DEFINITIONS}
