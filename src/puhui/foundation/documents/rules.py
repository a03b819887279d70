"""What a valid invoice row is: vectorised checks over a chunk of rows, each refused row with its column and reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from puhui.foundation.documents.contracts import InvoiceFileRefused, RefusedLine
from puhui.kernel.texts import Text

NEEDED = ("side", "invoice_no", "invoice_date", "counterparty_id", "amount", "tax")
COLUMNS = (*NEEDED, "firm_id", "total", "void")
EARLIEST = date(1990, 1, 1)
MOST_MINOR = 10**12  # 10 billion yuan on one invoice: beyond it something is wrong, and floats are exact below
TOTAL_TOLERANCE_MINOR = 5  # line roundings on an invoice may add up to some fen
REASONS: Mapping[str, Text] = {
    "columns": Text(en="The row does not have the columns of the header.", zh="该行的列数与表头不符。"),
    "too_long": Text(en="The row is longer than 64 kB.", zh="该行超过 64 kB。"),
    "encoding": Text(en="The row is not UTF-8.", zh="该行不是 UTF-8 编码。"),
    "quotes": Text(en="A quotation mark is not closed.", zh="引号没有闭合。"),
    "side": Text(en='The side is "in" or "out".', zh="side 只能是 in（进项）或 out（销项）。"),
    "invoice_no": Text(en="An invoice number has 1 to 30 digits or letters.", zh="发票号码应为 1 到 30 位数字或字母。"),
    "date": Text(en="The date is not one of the calendar (2026-01-31).", zh="日期无效，应如 2026-01-31。"),
    "date_too_early": Text(en="The date is before 1990.", zh="日期早于 1990 年。"),
    "date_in_future": Text(en="The date is in the future.", zh="日期晚于今天。"),
    "counterparty": Text(en="A counterparty has 1 to 64 characters.", zh="交易对方应为 1 到 64 个字符。"),
    "amount": Text(en="This is not an amount (1024.50).", zh="金额格式无效，应如 1024.50。"),
    "too_many_decimals": Text(en="An amount in yuan has at most two decimals.", zh="金额最多两位小数。"),
    "too_large": Text(en="The amount is larger than 10 billion yuan.", zh="金额超过 100 亿元。"),
    "total_differs": Text(en="Amount and tax do not add up to the total.", zh="金额与税额之和不等于价税合计。"),
    "void": Text(en="The void flag is true or false.", zh="作废标志只能是 true 或 false。"),
    "other_firm": Text(en="The row belongs to another firm.", zh="该行属于另一家企业。"),
    "conflict": Text(
        en="This invoice is already known with another content.", zh="该发票已存在，且内容不同。"
    ),
}  # fmt: skip
FirmsOfFile = Callable[[list[str]], list[str | None]]
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(slots=True)
class RawChunk:
    """Rows as read: their columns, their line numbers, and those that could not be read as rows at all."""

    table: pa.Table
    line_nos: np.ndarray[Any, np.dtype[np.int64]]
    refused: list[RefusedLine]


@dataclass(slots=True)
class CheckedChunk:
    """Rows that are valid, typed, and every row that is not."""

    table: pa.Table
    refused: list[RefusedLine]


class _Problems:
    """Marks bad rows; a row is told the first problem that was found."""

    def __init__(self, rows: int) -> None:
        self.bad = np.zeros(rows, dtype=bool)
        self.found: list[tuple[str, str, Any]] = []

    def add(self, field: str, reason: str, mask: Any) -> None:
        fresh = np.asarray(mask, dtype=bool) & ~self.bad
        if fresh.any():
            self.found.append((field, reason, np.flatnonzero(fresh)))
            self.bad |= fresh

    def lines(self, line_nos: Any) -> list[RefusedLine]:
        return [RefusedLine(int(line_nos[i]), field, reason) for field, reason, rows in self.found for i in rows]


def check_columns(names: list[str]) -> None:
    """Refuses a file whose columns are not those of the format: a misspelt `void` must not pass silently."""
    for name in NEEDED:
        if name not in names:
            raise InvoiceFileRefused(f"the column {name} is missing", where=name)
    for name in names:
        if name not in COLUMNS:
            raise InvoiceFileRefused(f"the column {name[:40]!r} is not known", where="columns")
    if len(set(names)) != len(names):
        raise InvoiceFileRefused("a column comes twice", where="columns")


def check_rows(raw: RawChunk, *, today: date, firms: FirmsOfFile, only_firm: str = "") -> CheckedChunk:
    """Types and checks a chunk. `firms` maps the firm names of the file to ids (None: refused).

    A file without firm names is one firm's, `only_firm`.
    """
    table, problems = raw.table, _Problems(raw.table.num_rows)
    columns: dict[str, Any] = {"firm_id": _firms(table, problems, firms=firms, only_firm=only_firm)}
    columns["side"] = _matching(table, "side", "^(in|out)$", problems)
    columns["counterparty_id"] = _matching(
        table, "counterparty_id", r"^[^\s\pC](?:[^\pC]{0,62}[^\s\pC])?$", problems, reason="counterparty"
    )
    numbers = _matching(table, "invoice_no", "^[0-9A-Za-z][0-9A-Za-z-]{0,29}$", problems)
    columns["invoice_no"] = pc.replace_substring_regex(numbers, "^0+([0-9A-Za-z])", r"\1")
    columns["invoice_date"] = _dates(table, problems, today=today)
    columns["amount_minor"] = amount = _amounts(table, "amount", problems)
    columns["tax_minor"] = tax = _amounts(table, "tax", problems)
    if "total" in table.column_names:
        total = _amounts(table, "total", problems)
        problems.add("total", "total_differs", np.abs(amount + tax - total) > TOTAL_TOLERANCE_MINOR)
    columns["is_void"] = _flags(table, problems)
    columns["line_no"] = raw.line_nos
    made = pa.table(columns)
    refused = raw.refused + problems.lines(raw.line_nos)
    return CheckedChunk(made.filter(pa.array(~problems.bad)) if problems.bad.any() else made, refused)


def _column(table: pa.Table, name: str) -> Any:
    column = table.column(name).combine_chunks()
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _text(table: pa.Table, name: str) -> Any:
    column = _column(table, name)
    kind = column.type
    if not (_is_text(kind) or pa.types.is_integer(kind) or pa.types.is_decimal(kind) or pa.types.is_null(kind)):
        raise InvoiceFileRefused(f"the column {name} has the type {str(kind)[:40]}", where=name)
    return pc.utf8_trim_whitespace(pc.fill_null(column.cast(pa.string()), ""))


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _matches(texts: Any, pattern: str) -> Any:
    return np.asarray(pc.match_substring_regex(texts, pattern))


def _matching(table: pa.Table, name: str, pattern: str, problems: _Problems, *, reason: str = "") -> Any:
    texts = _text(table, name)
    problems.add(name, reason or name, ~_matches(texts, pattern))
    return texts


def _firms(table: pa.Table, problems: _Problems, *, firms: FirmsOfFile, only_firm: str) -> Any:
    if "firm_id" not in table.column_names:
        if only_firm:
            return pa.repeat(pa.scalar(only_firm), table.num_rows)
        raise InvoiceFileRefused("the column firm_id is missing", where="firm_id")
    encoded = _text(table, "firm_id").dictionary_encode()
    ids = pa.array(firms(encoded.dictionary.to_pylist()), pa.string()).take(encoded.indices)
    problems.add("firm_id", "other_firm", np.asarray(ids.is_null()))
    return ids


def _dates(table: pa.Table, problems: _Problems, *, today: date) -> Any:
    column = _column(table, "invoice_date")
    if pa.types.is_temporal(column.type) and not pa.types.is_time(column.type):
        days = column.cast(pa.date32(), safe=False)
    else:
        texts = _text(table, "invoice_date")
        looks = pc.if_else(pa.array(_matches(texts, r"^\d{4}-\d{2}-\d{2}$")), texts, None)
        instants = pc.strptime(looks, format="%Y-%m-%d", unit="s", error_is_null=True)
        # strptime takes 30 February for 1 March: only a date that reads the same again is one
        same = pc.fill_null(pc.equal(pc.strftime(instants, format="%Y-%m-%d"), looks), False)
        days = pc.if_else(same, instants, None).cast(pa.date32())
    problems.add("invoice_date", "date", np.asarray(days.is_null()))
    days = pc.fill_null(days, EARLIEST)
    problems.add("invoice_date", "date_too_early", np.asarray(pc.less(days, pa.scalar(EARLIEST))))
    problems.add("invoice_date", "date_in_future", np.asarray(pc.greater(days, pa.scalar(today))))
    return days


def _amounts(table: pa.Table, name: str, problems: _Problems) -> Any:
    """Whole fen, exactly: text and decimals digit by digit, a float only when it is a fen amount but for its noise."""
    column = _column(table, name)
    if pa.types.is_floating(column.type):
        return _amounts_of_floats(column, name, problems)
    texts = _text(table, name)
    problems.add(name, "amount", ~_matches(texts, r"^-?\d+(\.\d+)?$"))
    problems.add(name, "too_large", ~_matches(texts, r"^-?0*\d{1,11}(\.\d+)?$"))
    problems.add(name, "too_many_decimals", ~_matches(texts, r"^-?\d+(\.\d{1,2}0*)?$"))
    texts = pc.replace_substring_regex(texts, r"(\.\d{2})0+$", r"\1")
    exact = pc.if_else(pa.array(problems.bad), "0", texts).cast(pa.decimal128(16, 2))
    minor = np.asarray(pc.multiply(exact, pa.scalar(100, pa.decimal128(3, 0))).cast(pa.int64()))
    problems.add(name, "too_large", np.abs(minor) > MOST_MINOR)
    return minor


def _amounts_of_floats(column: Any, name: str, problems: _Problems) -> Any:
    values = np.asarray(column.cast(pa.float64()).fill_null(float("nan")), dtype=np.float64)
    finite = np.isfinite(values)
    problems.add(name, "amount", ~finite)
    values = np.where(finite, values, 0.0)
    problems.add(name, "too_large", np.abs(values) > MOST_MINOR / 100)
    scaled = np.where(problems.bad, 0.0, values * 100)
    minor = np.rint(scaled)
    noise = 1e-6 + np.abs(scaled) * 4e-16  # what a float of two decimals can be off by, times 100
    problems.add(name, "too_many_decimals", np.abs(scaled - minor) > noise)
    return minor.astype(np.int64)


def _flags(table: pa.Table, problems: _Problems) -> Any:
    if "void" not in table.column_names:
        return np.zeros(table.num_rows, dtype=bool)
    column = _column(table, "void")
    if pa.types.is_boolean(column.type):
        problems.add("void", "void", np.asarray(column.is_null()))
        return np.asarray(column.fill_null(False))
    encoded = pc.utf8_lower(_text(table, "void")).dictionary_encode()
    flags = pa.array([_FLAGS.get(text) for text in encoded.dictionary.to_pylist()], pa.bool_()).take(encoded.indices)
    problems.add("void", "void", np.asarray(flags.is_null()))
    return np.asarray(flags.fill_null(False))


def roll_up(table: pa.Table) -> list[tuple[Any, ...]]:
    """Checked rows by firm, side, month, counterparty, as the database keeps them; of rows with one key the first."""
    key = ["firm_id", "side", "counterparty_id", "invoice_no"]
    first = table.group_by(key, use_threads=False).aggregate([("line_no", "min")]).column("line_no_min")
    table = table.filter(pc.is_in(table.column("line_no"), value_set=first.combine_chunks()))
    months = pc.add(
        pc.multiply(pc.year(table.column("invoice_date")), 12), pc.subtract(pc.month(table.column("invoice_date")), 1)
    )
    valid = pc.cast(pc.invert(table.column("is_void")), pa.int64())
    red = pc.multiply(valid, pc.cast(pc.less(table.column("amount_minor"), 0), pa.int64()))
    lines = pa.table(
        {
            "firm": table.column("firm_id"),
            "side": table.column("side"),
            "month_no": months,
            "counterparty_id": table.column("counterparty_id"),
            "count": valid,
            "amount": pc.multiply(valid, table.column("amount_minor")),
            "tax": pc.multiply(valid, table.column("tax_minor")),
            "void": pc.subtract(1, valid),
            "red": red,
            "red_amount": pc.multiply(red, table.column("amount_minor")),
        }
    )
    by, sums = lines.column_names[:4], lines.column_names[4:]
    grouped = lines.group_by(by, use_threads=False).aggregate([(name, "sum") for name in sums])
    columns = [grouped.column(name).to_pylist() for name in by + [f"{name}_sum" for name in sums]]
    return list(zip(*columns, strict=True))
