"""Reads a lender's own file: its encoding, its separator and its decimal sign are found, a huge one is sampled."""

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from puhui.risk.modelling.contracts import TrainingRefused

MOST_ROWS = 300_000
SNIFFED_BYTES = 65_536
_ENCODINGS = ("utf-8", "gb18030")  # gb18030 holds GBK and GB2312
_SEPARATORS = ",;\t|"
_POINT, _COMMA = re.compile(r"-?\d+\.\d+"), re.compile(r"-?\d+,\d+")


@dataclass(frozen=True, slots=True)
class _Dialect:
    encoding: str
    separator: str
    decimal_point: str


def read_table(path: Path) -> pa.Table:
    """A whole file: CSV (plain or gzip) or Parquet."""
    return read_sample(path, most=None)[0]


def read_sample(path: Path, *, most: int | None = MOST_ROWS, seed: int = 20261123) -> tuple[pa.Table, int]:
    """A file, or an even random sample of its rows in their order, and how many rows it has.

    It is read as a stream: memory is bounded by the sample.
    """
    try:
        if path.suffix == ".parquet":
            file = pa.parquet.ParquetFile(path)
            return _sampled(file.schema_arrow, file.iter_batches(), most=most, seed=seed)
        dialect = _dialect(path)
        try:
            return _csv(path, dialect, as_text=False, most=most, seed=seed)
        except pa.ArrowInvalid as fault:
            if "conversion error" not in str(fault):
                raise
            # a column changes its type far down the file: all as text, and told apart by what they hold
            return _csv(path, dialect, as_text=True, most=most, seed=seed)
    except (OSError, EOFError, UnicodeError, pa.ArrowException) as fault:
        raise TrainingRefused(f"the file cannot be read: {fault}", where=str(path)) from None


def _csv(path: Path, dialect: _Dialect, *, as_text: bool, most: int | None, seed: int) -> tuple[pa.Table, int]:
    reading = pa.csv.ReadOptions(encoding=dialect.encoding)
    parsing = pa.csv.ParseOptions(delimiter=dialect.separator)
    names = pa.csv.open_csv(path, read_options=reading, parse_options=parsing).schema.names if as_text else []
    converting = pa.csv.ConvertOptions(
        decimal_point=dialect.decimal_point, column_types={name: pa.string() for name in names}
    )
    with pa.csv.open_csv(path, read_options=reading, parse_options=parsing, convert_options=converting) as stream:
        return _sampled(stream.schema, stream, most=most, seed=seed)


def _sampled(
    schema: pa.Schema, batches: Iterator[pa.RecordBatch], *, most: int | None, seed: int
) -> tuple[pa.Table, int]:
    """Every row draws a number; those with the lowest stay."""
    random, total, limit = np.random.default_rng(seed), 0, 1.0
    kept: list[pa.RecordBatch] = []
    drawn: list[np.ndarray] = []
    for batch in batches:
        total += batch.num_rows
        numbers = random.random(batch.num_rows) if most else np.zeros(batch.num_rows)
        inside = numbers < limit
        kept.append(batch.filter(pa.array(inside)) if most else batch)
        drawn.append(numbers[inside])
        if most and sum(map(len, drawn)) > 2 * most:
            kept, drawn, limit = _trimmed(schema, kept, drawn, most)
    if most and sum(map(len, drawn)) > most:
        kept, drawn, limit = _trimmed(schema, kept, drawn, most)
    return pa.Table.from_batches(kept, schema=schema).combine_chunks(), total


def _trimmed(
    schema: pa.Schema, kept: list[pa.RecordBatch], drawn: list[np.ndarray], most: int
) -> tuple[list[pa.RecordBatch], list[np.ndarray], float]:
    numbers = np.concatenate(drawn)
    limit = float(np.partition(numbers, most)[most])
    table = pa.Table.from_batches(kept, schema=schema).filter(pa.array(numbers < limit))
    return table.combine_chunks().to_batches(), [numbers[numbers < limit]], limit


def _dialect(path: Path) -> _Dialect:
    """From the beginning of the file."""
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as stream:
        raw = stream.read(SNIFFED_BYTES)
    encoding = next((name for name in _ENCODINGS if _decodes(raw, name)), "")
    if not encoding:
        raise TrainingRefused("the file is neither UTF-8 nor GB 18030 (GBK)", where=str(path))
    lines = raw.decode(encoding, errors="ignore").lstrip("\ufeff").splitlines()[:200]
    head = lines[0] if lines else ""
    separator = max(_SEPARATORS, key=head.count)
    fields = [field.strip() for row in csv.reader(lines[1:], delimiter=separator) for field in row]
    with_comma = separator != "," and any(_COMMA.fullmatch(f) for f in fields)
    comma = with_comma and not any(_POINT.fullmatch(f) for f in fields)
    return _Dialect(encoding, separator, "," if comma else ".")


def _decodes(raw: bytes, encoding: str) -> bool:
    """A character may be cut at the end of what was read."""
    for cut in range(4):
        try:
            raw[: len(raw) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
