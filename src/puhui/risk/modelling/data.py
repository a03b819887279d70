"""Reads a table with an outcome: which columns are numbers, categories or dates, and which can be no feature at all."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from puhui.risk.modelling.contracts import TrainingRefused

Kind = Literal["number", "category", "date"]
LEAST_ROWS, LEAST_OF_EACH = 50, 10
_DATE_FORMATS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m", "%Y/%m", "%Y年%m月"),
    *("%d-%b-%y", "%d-%b-%Y", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%m/%d/%y"),
    *("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"),
)
_ID_WORDS = {"id", "nr", "no", "key", "uuid", "number", "serial", "index", "phone", "mobile"}
_ID_WORDS_ZH = ("编号", "序号", "号码", "身份证", "流水号", "手机", "电话", "客户号")
_YEAR_WORDS = {"year", "fy", "yr", "jahr"}
_YEAR_WORDS_ZH = ("年份", "年度")
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_SAMPLE = 500


@dataclass(frozen=True, slots=True)
class Column:
    """One candidate: numbers with NaN for missing, or texts with None."""

    name: str
    kind: Kind
    values: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A column that is no feature, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class TrainingData:
    """What is trained on. `bad` is 1 where the outcome happened."""

    columns: tuple[Column, ...]
    bad: NDArray[np.int8]
    dropped: tuple[Dropped, ...]
    periods: tuple[tuple[str, str, str], ...]
    rows_without_outcome: int
    known: NDArray[np.bool_]
    times: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    """Columns of time as numbers that grow with it: days, or years."""

    @property
    def rows(self) -> int:
        """How many rows have an outcome."""
        return len(self.bad)


def training_data(table: pa.Table, *, target: str, exclude: Collection[str] = (), bad_value: str = "") -> TrainingData:
    """Splits a table into the outcome and its candidate columns."""
    unknown = [name for name in (*exclude, target) if name not in table.column_names]
    if unknown:
        raise TrainingRefused(f"there is no column {unknown[0]!r}", where=unknown[0])
    known, bad = outcome_of(table, target=target, bad_value=bad_value)
    rows = table.filter(pa.array(known))
    _refuse_too_little(bad)
    columns, dropped, periods = [], [Dropped(name, "excluded") for name in exclude], []
    times: dict[str, NDArray[np.float64]] = {}
    for name in rows.column_names:
        if name == target or name in exclude:
            continue
        column = column_of(rows, name=name)
        why = _no_feature(column)
        if why is None and (column.kind == "date" or _is_year(column)):
            first, last = _period(column)
            periods.append((name, first, last))
            times[name] = _as_numbers(column)
            why = "calendar time: it does not come again, and only tells the period of the data"
        if why:
            dropped.append(Dropped(name, why))
        else:
            columns.append(column)
    return TrainingData(tuple(columns), bad, tuple(dropped), tuple(periods), int((~known).sum()), known, times)


_BAD_WORDS = {"1", "1.0", "true", "t", "yes", "y", "bad", "default", "defaulted", "是", "坏", "违约", "逾期", "不良"}
_GOOD_WORDS = {"0", "0.0", "false", "f", "no", "n", "good", "paid", "否", "好", "正常", "结清"}


def outcome_of(table: pa.Table, *, target: str, bad_value: str = "") -> tuple[NDArray[np.bool_], NDArray[np.int8]]:
    """Where the outcome is known, and the outcome there: 1 bad, 0 good.

    Read from 0 and 1 or plain words in both languages; with `bad_value`, that value is bad and every other one good.
    """
    if target not in table.column_names:
        raise TrainingRefused(f"there is no column {target!r}", where=target)
    array = table.column(target)
    if pa.types.is_dictionary(array.type):
        array = array.cast(array.type.value_type)
    distinct = array.unique().to_pylist()
    read = {value: _outcome(value, target=target, bad_value=bad_value) for value in distinct}
    if bad_value and 1 not in read.values():
        raise TrainingRefused(f"no row has the outcome {bad_value!r}", where=target)
    values = [read[value] for value in array.to_pylist()]
    known = np.array([v is not None for v in values], dtype=bool)
    return known, np.array([v for v in values if v is not None], dtype=np.int8)


def _outcome(value: Any, *, target: str, bad_value: str) -> int | None:
    word = "" if value is None else str(value).strip().lower()
    if not word or word == "nan":
        return None
    if bad_value:
        return int(word in {bad_value.strip().lower(), f"{bad_value.strip()}.0"})
    if word not in _BAD_WORDS | _GOOD_WORDS:
        raise TrainingRefused(
            f"the outcome is 0 or 1, not {value!r}; say which value is bad (--bad-value)", where=target
        )
    return int(word in _BAD_WORDS)


def column_of(table: pa.Table, *, name: str, kind: Kind | None = None) -> Column:
    """A column as numbers, categories or dates; as `kind` when that is known from training."""
    array = table.column(name)
    if pa.types.is_dictionary(array.type):
        array = array.cast(array.type.value_type)
    if pa.types.is_temporal(array.type):
        return Column(name, "date", np.array(array.to_pylist(), dtype=object))
    if _is_text(array.type):
        return _text_column(name, array.to_pylist(), kind=kind)
    if kind is None and pa.types.is_integer(array.type) and _is_day_numbers(array):
        return _text_column(name, [None if v is None else str(v) for v in array.to_pylist()], kind="date")
    numbers = np.asarray(pc.cast(array, pa.float64(), safe=False).to_numpy(zero_copy_only=False), dtype=np.float64)
    if kind == "category":
        return Column(name, "category", np.array([category_text(v) for v in array.to_pylist()], dtype=object))
    return Column(name, "number", np.where(np.isfinite(numbers), numbers, np.nan))


def category_text(value: Any) -> str | None:
    """A category as the card knows it: trimmed text, None for missing."""
    text = "" if value is None else str(value).strip()
    return text or None


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_binary(kind))


def _text_column(name: str, raw: Sequence[Any], *, kind: Kind | None) -> Column:
    texts = [category_text(value) for value in raw]
    if kind is None and _all_parse(texts, _read_day):
        kind = "date"
    if kind == "number" or (kind is None and _all_parse(texts, plain_number)):
        return Column(name, "number", np.array([_number(t) for t in texts], dtype=np.float64))
    if kind in {None, "date"}:
        for pattern in _DATE_FORMATS:
            if _all_parse(texts, lambda t, p=pattern: datetime.strptime(t, p)):  # noqa: DTZ007 - a calendar day
                return Column(name, "date", np.array([_day(t, pattern) for t in texts], dtype=object))
    return Column(name, "category", np.array(texts, dtype=object))


def _all_parse(texts: Sequence[str | None], parse: Callable[..., Any]) -> bool:
    """True when a sample of the texts that are there can all be read that way."""
    there = [t for t in texts if t is not None]
    sample = there[:: max(1, len(there) // _SAMPLE)]
    try:
        for text in sample:
            parse(text)
    except ValueError:
        return False
    return bool(sample)


def _is_day_numbers(array: Any) -> bool:
    """Whole numbers that are all days, as 20261123 is."""
    bounds = pc.min_max(array).as_py()
    if bounds["min"] is None or bounds["min"] < 19000101 or bounds["max"] > 21501231:
        return False
    return _all_parse([str(v) for v in array.unique().to_pylist() if v is not None], _read_day)


def _read_day(text: str) -> None:
    if len(text) != 8 or not 1900 <= datetime.strptime(text, "%Y%m%d").year <= 2150:  # noqa: DTZ007 - a calendar day
        raise ValueError(text)


def plain_number(text: str) -> float:
    """A number as people write it: with a currency sign, thousands separated, or as a percentage."""
    bare = text.strip("¥￥$€ ").replace(" ", "")
    share = bare.endswith(("%", "％"))
    bare = bare.rstrip("%％")
    value = float(bare.replace(",", "") if _THOUSANDS.fullmatch(bare) else bare)
    return value / 100 if share else value


def _number(text: str | None) -> float:
    try:
        value = plain_number(text) if text is not None else np.nan
    except ValueError:
        return float("nan")
    return value if np.isfinite(value) else float("nan")


def _day(text: str | None, pattern: str) -> date | None:
    try:
        return None if text is None else datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a calendar day
    except ValueError:
        return None


def _no_feature(column: Column) -> str | None:
    """Why a column cannot be a feature: empty or constant, or an identifier."""
    if column.kind == "number":
        there = column.values[~np.isnan(column.values)]
        distinct = len(np.unique(there))
    else:
        there = np.array([v for v in column.values if v is not None], dtype=object)
        distinct = len(set(there))
    if distinct == 0:
        return "empty: no row has a value"
    if distinct == 1 and len(there) == len(column.values):
        return "constant: every row has the same value"
    if column.kind == "category":
        return "an identifier: nearly every row has its own" if distinct > 0.9 * len(there) else None
    if column.kind == "number" and distinct == len(there) == len(column.values) and _is_identifier(column):
        return "an identifier"
    return None


def _is_identifier(column: Column) -> bool:
    """Whole numbers that never repeat, and either count up or down the file or are named like an id."""
    if np.any(column.values != np.floor(column.values)):
        return False
    steps = np.diff(column.values)
    return bool(
        np.all(steps > 0)
        or np.all(steps < 0)
        or _words(column.name) & _ID_WORDS
        or any(w in column.name for w in _ID_WORDS_ZH)
    )


def _is_year(column: Column) -> bool:
    """Whole numbers that can be years, in a column that is named like one."""
    named = _words(column.name) & _YEAR_WORDS or any(word in column.name for word in _YEAR_WORDS_ZH)
    if column.kind != "number" or not named:
        return False
    there = column.values[~np.isnan(column.values)]
    return bool(np.all(there == np.floor(there)) and there.min() >= 1900 and there.max() <= 2150)


def _words(name: str) -> set[str]:
    """The words of a column's name: LoanNr_ChkDgt is loan, nr, chk, dgt."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def _as_numbers(column: Column) -> NDArray[np.float64]:
    if column.kind == "number":
        return np.asarray(column.values, dtype=np.float64)
    days = [np.nan if v is None else v.toordinal() for v in column.values]
    return np.array(days, dtype=np.float64)


def _period(column: Column) -> tuple[str, str]:
    if column.kind == "number":
        return str(int(np.nanmin(column.values))), str(int(np.nanmax(column.values)))
    days = [v for v in column.values if v is not None]
    return str(min(days))[:10], str(max(days))[:10]


def _refuse_too_little(bad: NDArray[np.int8]) -> None:
    happened = int(bad.sum())
    if len(bad) < LEAST_ROWS or min(happened, len(bad) - happened) < LEAST_OF_EACH:
        raise TrainingRefused(
            f"{len(bad)} rows, {happened} of them bad: at least {LEAST_ROWS} and {LEAST_OF_EACH} of each are needed"
        )
