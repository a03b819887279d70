"""Trains on invoices: the facts of every firm with a known outcome, as of a day before trouble could show.

The rule of the day, the same for good and bad firms: a firm is looked at as of the end of the month that lies `CUT`
complete months before its own last invoice. What a firm invoiced in its last months, and how long it has been silent
since, may be the trouble itself, and no default date is given to tell; so neither is seen. The staff's rating is never
a feature: it is nearly the outcome.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa

from puhui.foundation.documents.facade import InvoiceFormat, InvoiceSummary, summaries_of_file
from puhui.kernel.dates import month_start
from puhui.kernel.texts import Text
from puhui.risk.facts.facade import FACTS, facts_from_invoices
from puhui.risk.modelling.contracts import TrainingRefused
from puhui.risk.modelling.data import outcome_of
from puhui.risk.modelling.reading import read_table

CUT = 3
FIRM, TARGET = "firm_id", "default"
RULE = (
    f"Each firm, good or bad, is looked at as of the end of the month {CUT} complete months before its own last "
    "invoice. Its last months and the silence after them are not seen: they may be the trouble itself. "
    "The staff's rating is not used."
)
NO_FEATURES = ("months_since_last_sale", "turnover_3m", "purchases_12m")  # the tail; and bought much says nothing
SIGNS: Mapping[str, int] = {
    "months_observed": 1,
    "active_months_12m": 1,
    "sales_invoices_12m": 1,
    "turnover_12m": 1,
    "turnover_growth_12m": 1,
    "turnover_recent_ratio": 1,
    "turnover_trend_12m": 1,
    "turnover_volatility_12m": -1,
    "gross_margin_12m": 1,
    "gross_margin_36m": 1,
    "void_share_12m": -1,
    "negative_share_12m": -1,
    "purchase_negative_share_12m": -1,
    "buyers_12m": 1,
    "suppliers_12m": 1,
    "buyer_top1_share_12m": -1,
    "buyer_hhi_12m": -1,
    "supplier_top1_share_12m": -1,
    "supplier_hhi_12m": -1,
    "buyer_stability_12m": 1,
    "supplier_stability_12m": 1,
    "longest_gap_12m": -1,
}
TEXTS: Mapping[str, tuple[Text, str]] = {name: (d.text, d.unit) for name, d in FACTS.items()}


def facts_table(firms: Path, *, invoices: Path, target: str = TARGET) -> pa.Table:
    """One row a firm with a known outcome: the facts that may be features, and the outcome."""
    table = read_table(firms)
    for name in (FIRM, target):
        if name not in table.column_names:
            raise TrainingRefused(f"the firms have no column {name!r}", where=name)
    known, bad = outcome_of(table, target=target)
    ids = [str(v) for v, is_known in zip(table.column(FIRM).to_pylist(), known, strict=True) if is_known]
    outcome = dict(zip(ids, (int(b) for b in bad), strict=True))
    summaries = summaries_of_file(invoices, as_of=cut_days(invoices), file_format=format_of(invoices))
    return _table({firm: summaries[firm] for firm in ids if firm in summaries}, outcome=outcome, target=target)


def cut_days(invoices: Path) -> dict[str, date]:
    """The day as of which each firm is looked at: the rule above."""
    whole = summaries_of_file(invoices, as_of=date(2149, 12, 31), months=12 * 200, file_format=format_of(invoices))
    return {
        firm: month_start(max(line.month_no for line in summary.lines) + 1 - CUT) - timedelta(days=1)
        for firm, summary in whole.items()
        if summary.lines
    }


def format_of(path: Path) -> InvoiceFormat:
    """By the ending: .parquet, else CSV."""
    return "parquet" if path.suffix == ".parquet" else "csv"


def _table(summaries: Mapping[str, InvoiceSummary], *, outcome: Mapping[str, int], target: str) -> pa.Table:
    names = [name for name in FACTS if name not in NO_FEATURES]
    rows = [{name: fact.value for name, fact in facts_from_invoices(s).items()} for s in summaries.values()]
    columns = {
        name: pa.array([None if row[name] is None else float(row[name]) for row in rows], pa.float64())  # type: ignore[arg-type]
        for name in names
    }
    return pa.table({**columns, target: pa.array([outcome[firm] for firm in summaries], pa.int8())})
