"""The invoices of a made-up firm: every month is rolled on its own, so a later look only adds to an earlier one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pv

from puhui.flows.simulation.profiles import Profile, profile_of
from puhui.flows.simulation.seeds import dice
from puhui.kernel.dates import month_number, month_start

REFERENCE_MONTH = 2025 * 12  # where the drift of a firm's trade is nought
NUMBERS_A_MONTH = 1_000
COLUMNS = ("firm_id", "side", "invoice_no", "invoice_date", "counterparty_id", "amount", "tax", "total", "void")


@dataclass(slots=True)
class _Rows:
    """Columns that grow month by month; amounts in fen."""

    sides: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    dates: list[date] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)
    amounts: list[int] = field(default_factory=list)
    taxes: list[int] = field(default_factory=list)
    voids: list[bool] = field(default_factory=list)

    def table(self, firm_id: str) -> pa.Table:
        """The columns of the import format."""
        amounts, taxes = np.array(self.amounts, dtype=np.int64), np.array(self.taxes, dtype=np.int64)
        yuan = [amounts / 100, taxes / 100, (amounts + taxes) / 100]
        columns = [[firm_id] * len(amounts), self.sides, self.numbers, self.dates, self.partners, *yuan, self.voids]
        kinds = [pa.string(), pa.string(), pa.int64(), pa.date32(), pa.string(), *[pa.float64()] * 3, pa.bool_()]
        arrays = [pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]
        return pa.table(dict(zip(COLUMNS, arrays, strict=True)))


def invoice_table(uscc: str, *, from_month: int, to_date: date, firm_id: str = "") -> pa.Table:
    """The invoices from a month on, up to and on a day."""
    profile, rows = profile_of(uscc), _Rows()
    for month in range(from_month, month_number(to_date) + 1):
        _month(profile, rows, month=month, to_date=to_date)
    return rows.table(firm_id or uscc)


def invoice_csv(tables: Iterable[pa.Table]) -> bytes:
    """As CSV, with two decimals."""
    table = pa.concat_tables(tables)
    for name in ("amount", "tax", "total"):
        text = [f"{value:.2f}" for value in table.column(name).to_pylist()]
        table = table.set_column(table.schema.get_field_index(name), name, pa.array(text, pa.string()))
    out = BytesIO()
    pv.write_csv(table, out, pv.WriteOptions(quoting_style="needed"))
    return out.getvalue()


def _month(profile: Profile, rows: _Rows, *, month: int, to_date: date) -> None:
    roll = dice("month", profile.uscc, month)
    shocks = roll.normal(size=2)
    season = 1 + profile.season * np.cos(2 * np.pi * (month % 12 + 1 - profile.peak_month) / 12)
    level = season * np.exp(profile.drift * (month - REFERENCE_MONTH) + profile.volatility * shocks[0])
    is_gap = roll.random() < profile.gap_chance
    sales = 0 if is_gap else int(roll.poisson(profile.sales_a_month * level))
    _side(profile, rows, roll, side="out", month=month, count=sales, mean=profile.ticket_yuan, to_date=to_date)
    bought = profile.ticket_yuan * profile.sales_a_month * season * np.exp(0.5 * profile.volatility * shocks[1])
    bought *= (1 - profile.margin) * np.exp(profile.drift * (month - REFERENCE_MONTH))
    count = int(roll.poisson(max(1.5, 0.5 * profile.sales_a_month)))
    mean = bought / max(count, 1)
    _side(profile, rows, roll, side="in", month=month, count=min(count, 400), mean=mean, to_date=to_date)


def _side(
    profile: Profile,
    rows: _Rows,
    roll: Any,
    *,
    side: str,
    month: int,
    count: int,
    mean: float,
    to_date: date,
) -> None:
    count = min(count, NUMBERS_A_MONTH - 1)
    amounts = np.maximum(np.rint(mean * np.exp(roll.normal(-0.32, 0.8, size=count)) * 100), 100).astype(np.int64)
    reds = roll.random(count) < profile.red_share
    amounts[reds] = -np.maximum(amounts[reds] // 2, 100)
    taxes = np.rint(amounts * profile.tax_pct / 100).astype(np.int64)
    voids = roll.random(count) < profile.void_share
    slots = _slots(profile, roll, side=side, count=count)
    days = np.sort(roll.integers(1, 29, size=count))
    start = month_start(month)
    for place in range(count):
        on = start.replace(day=int(days[place]))
        if on > to_date:
            break
        rows.sides.append(side)
        rows.numbers.append(10_000_000 + (month - 23_000) * NUMBERS_A_MONTH + place)
        rows.dates.append(on)
        rows.partners.append(_partner(profile, side=side, slot=int(slots[place]), month=month))
        rows.amounts.append(int(amounts[place]))
        rows.taxes.append(int(taxes[place]))
        rows.voids.append(bool(voids[place]))


def _slots(profile: Profile, roll: Any, *, side: str, count: int) -> Any:
    """Which partner each invoice is with: a few have most of the trade (Zipf)."""
    many = profile.buyers if side == "out" else profile.suppliers
    weights = 1 / np.arange(1, many + 1) ** profile.concentration
    return roll.choice(many, size=count, p=weights / weights.sum())


def _partner(profile: Profile, *, side: str, slot: int, month: int) -> str:
    """The partner in a slot; after a while another one takes its place, sooner for a restless firm."""
    stay = max(2, round(profile.partner_months * (1 + 0.5 * ((slot * 7) % 5) / 4)))
    generation = (month + slot * 5) // stay
    return f"{'B' if side == 'out' else 'S'}{profile.uscc[-6:]}{slot:02d}{generation % 1000:03d}"
