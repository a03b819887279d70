"""Reads tapes row by row (CSV, JSON Lines, Parquet), and shelves their events on disk: memory stays bounded."""

import csv
import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

import pyarrow as pa
import pyarrow.parquet as pq

from puhui.kernel.errors import InvalidInput
from puhui.products.lending.facade import TapeFileRefused, check_heads

LONGEST_LINE: Final = 1_000_000  # characters
MOST_COLUMNS: Final = 80
SUFFIXES: Final = (".csv", ".jsonl", ".parquet")
_CHUNK: Final = 500


class RawRow(NamedTuple):
    """A row as it stands in the file. `line` is the line of the file, or the number of the row in a Parquet file."""

    line: int
    cells: Mapping[str, Any]


def file_digest(*paths: Path | None) -> str:
    """One hash for all files of a tape."""
    found = sha256()
    for path in paths:
        if path is not None:
            with path.open("rb") as stream:
                while piece := stream.read(1 << 20):
                    found.update(piece)
        found.update(b"\x00")
    return found.hexdigest()


def read_rows(path: Path, *, heads: Sequence[str] | None = None) -> Iterator[RawRow]:
    """The rows of a file by its ending; `heads` are the columns it must have (preset: those of a tape)."""
    readers = {".csv": _csv_rows, ".jsonl": _json_rows, ".parquet": _parquet_rows}
    if path.suffix not in readers:
        raise TapeFileRefused(f"the name ends in {', '.join(SUFFIXES)}")
    try:
        for row in readers[path.suffix](path):
            if row.line == 0:
                _check(list(row.cells), heads)
            else:
                yield row
    except (UnicodeDecodeError, csv.Error, pa.ArrowException, OSError) as error:
        raise TapeFileRefused(str(error)[:200]) from None


def _check(found: list[str], heads: Sequence[str] | None) -> None:
    try:
        if heads is None:
            check_heads(found)
        elif missing := [name for name in heads if name not in found]:
            raise InvalidInput(missing[0], "this column is missing")
    except InvalidInput as refusal:
        raise TapeFileRefused(str(refusal.detail["reason"]), where=refusal.where) from None


def _csv_rows(path: Path) -> Iterator[RawRow]:
    csv.field_size_limit(LONGEST_LINE)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        heads = [head.strip() for head in next(reader, [])]
        if not heads or len(heads) > MOST_COLUMNS:
            raise TapeFileRefused(f"a first line of 1 to {MOST_COLUMNS} column names is expected")
        yield RawRow(0, dict.fromkeys(heads))
        if len(set(heads)) != len(heads):
            raise TapeFileRefused("a column is given twice")
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(heads):
                yield RawRow(reader.line_num, {"": f"{len(cells)} cells where {len(heads)} are expected"})
            else:
                yield RawRow(reader.line_num, dict(zip(heads, cells, strict=True)))


def _json_rows(path: Path) -> Iterator[RawRow]:
    with path.open(encoding="utf-8-sig") as stream:
        number = 0
        while line := stream.readline(LONGEST_LINE):
            number += 1
            if not line.endswith("\n") and len(line) >= LONGEST_LINE:
                raise TapeFileRefused(f"line {number} is longer than {LONGEST_LINE} characters")
            if line.strip():
                yield RawRow(number, _object(line))


def _object(line: str) -> Mapping[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {"": "the line is not JSON"}
    return value if isinstance(value, dict) else {"": "a JSON object is expected"}


def _parquet_rows(path: Path) -> Iterator[RawRow]:
    with pq.ParquetFile(path) as file:
        yield RawRow(0, dict.fromkeys(file.schema_arrow.names))
        number = 0
        for batch in file.iter_batches(batch_size=_CHUNK):
            for cells in batch.to_pylist():
                number += 1
                yield RawRow(number, cells)


def _key(cells: Mapping[str, Any]) -> str:
    """The loan that a row belongs to; half a character becomes a sign that no key has."""
    return str(cells.get("loan_id") or "").strip().encode(errors="replace").decode()


class Shelf:
    """The events of a tape by loan, and the loan keys seen so far, in a file that goes when it is closed."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="puhui-tape-")
        self._kept = sqlite3.connect(str(Path(self._folder.name) / "shelf.sqlite3"), isolation_level=None)
        self._kept.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE event (loan TEXT, line INTEGER, told TEXT);"
            "CREATE TABLE seen (loan TEXT PRIMARY KEY) WITHOUT ROWID;"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        self._kept.close()
        self._folder.cleanup()

    def shelve(self, rows: Iterable[RawRow]) -> None:
        """Takes the events of a file in; each line belongs to a loan."""
        self._kept.execute("BEGIN")
        lines = ((_key(r.cells), r.line, json.dumps(r.cells, default=str)) for r in rows)
        self._kept.executemany("INSERT INTO event VALUES (?, ?, ?)", lines)
        self._kept.execute("CREATE INDEX event_loan ON event (loan, line)")
        self._kept.execute("COMMIT")

    def events_of(self, loan: str) -> list[RawRow]:
        """The events of a loan, in the order of the file."""
        with closing(self._kept.execute("SELECT line, told FROM event WHERE loan = ? ORDER BY line", [loan])) as found:
            return [RawRow(line, json.loads(told)) for line, told in found]

    def is_new(self, loan: str) -> bool:
        """False for a loan key that was seen before."""
        return self._kept.execute("INSERT OR IGNORE INTO seen VALUES (?)", [loan]).rowcount == 1

    def strays(self, most: int) -> list[RawRow]:
        """Events of loans that the tape does not have."""
        query = "SELECT line, told FROM event WHERE loan NOT IN (SELECT loan FROM seen) ORDER BY line LIMIT ?"
        return [RawRow(line, json.loads(told)) for line, told in self._kept.execute(query, [most])]
