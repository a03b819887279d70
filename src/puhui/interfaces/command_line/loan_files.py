"""The portfolio as a file: Parquet or CSV, written a batch at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, get_type_hints

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from puhui.products.lending.facade import LoanRecord

_TYPES: Final[Mapping[Any, pa.DataType]] = {
    str: pa.string(),
    int: pa.int64(),
    int | None: pa.int64(),
    bool: pa.bool_(),
    bool | None: pa.bool_(),
    date: pa.date32(),
    date | None: pa.date32(),
    Decimal: pa.decimal128(12, 8),
}
SCHEMA: Final = pa.schema([(name, _TYPES[kind]) for name, kind in get_type_hints(LoanRecord).items()])
FORMATS: Final = (".parquet", ".csv")


def write_portfolio(batches: Iterable[list[LoanRecord]], out: Path, *, told: Callable[[int], None]) -> int:
    """Writes all batches beside `out` and moves the file there when it is whole; tells how many rows stand in it."""
    part, rows = out.with_name(out.name + ".part"), 0
    try:
        with _writer(part, out.suffix) as writer:
            for batch in batches:
                columns = zip(*batch, strict=True)
                arrays = [pa.array(column, type=field.type) for column, field in zip(columns, SCHEMA, strict=True)]
                writer.write_batch(pa.record_batch(arrays, schema=SCHEMA))
                rows += len(batch)
                told(rows)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return rows


@contextmanager
def _writer(path: Path, suffix: str) -> Iterator[Any]:
    if suffix == ".csv":
        with pa.csv.CSVWriter(path, SCHEMA) as writer:
            yield writer
    else:
        with pa.parquet.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
            yield writer
