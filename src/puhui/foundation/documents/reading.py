"""Reads an invoice file as a stream of chunks, in bounded memory whatever the file holds."""

import csv
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
import pyarrow.parquet as pq

from puhui.foundation.documents.contracts import InvoiceFileRefused, InvoiceFormat, RefusedLine
from puhui.foundation.documents.rules import RawChunk, check_columns

CHUNK_ROWS = 50_000
BLOCK_BYTES = 4_000_000
LONGEST_LINE = 65_536
LONGEST_TEXT = 200


def read_chunks(stream: BinaryIO, *, file_format: InvoiceFormat) -> Iterator[RawChunk]:
    """The rows of a file, some ten thousand at a time; refuses a file that is not of the format."""
    if file_format == "parquet":
        return _read_parquet(stream)
    if file_format == "csv":
        return _read_csv(stream)
    raise InvoiceFileRefused('the format is "csv" or "parquet"', where="format")


def _read_parquet(stream: BinaryIO) -> Iterator[RawChunk]:
    try:
        schema = pq.read_schema(stream)
        names = schema.names
        check_columns(names)
        for column in schema:
            if not _is_plain(column.type):
                raise InvoiceFileRefused(f"the column {column.name} has a type that is not taken", where=column.name)
        stream.seek(0)
        # texts as dictionaries: a long one repeated a million times is held once, and cut before it is spread
        file = pq.ParquetFile(stream, read_dictionary=[c.name for c in schema if _is_text(c.type)])
        row = 0
        for batch in file.iter_batches(batch_size=CHUNK_ROWS):
            table = pa.table({name: _cut(batch.column(name)) for name in names})
            yield RawChunk(table, np.arange(row + 1, row + table.num_rows + 1, dtype=np.int64), [])
            row += table.num_rows
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InvoiceFileRefused(f"it is not a Parquet file of invoices ({str(error)[:120]})") from error


def _cut(column: Any) -> Any:
    """A dictionary column with its texts cut: just too long stays too long, and the check of the column refuses it."""
    if not pa.types.is_dictionary(column.type) or not _is_text(column.type.value_type):
        return column
    texts = pc.utf8_slice_codeunits(column.dictionary, 0, LONGEST_TEXT)
    return pa.DictionaryArray.from_arrays(column.indices, texts)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _is_plain(kind: pa.DataType) -> bool:
    """Texts, numbers, dates and flags: nothing nested, no bytes."""
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return _is_text(kind) or not (
        pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind)
    )


def _read_csv(stream: BinaryIO) -> Iterator[RawChunk]:
    header = stream.readline(LONGEST_LINE)
    try:
        names = next(csv.reader([header.decode("utf-8-sig").strip()]), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvoiceFileRefused("the header is not UTF-8 text", where="header") from error
    names = [name.strip() for name in names]
    check_columns(names)
    line_no = 2
    for lines in _blocks(stream):
        chunk = _parse(lines, names=names, first_line_no=line_no)
        line_no += len(lines)
        yield chunk


def _blocks(stream: BinaryIO) -> Iterator[list[bytes | None]]:
    """Complete lines, about BLOCK_BYTES at a time; None for a line that is too long, which is never held whole."""
    lines: list[bytes | None] = []
    size, skipping = 0, False
    while line := stream.readline(LONGEST_LINE):
        ended = line.endswith(b"\n")
        if skipping:
            skipping = not ended
            continue
        if not ended and len(line) == LONGEST_LINE:
            skipping = True
            lines.append(None)
        else:
            lines.append(line)
        size += len(line)
        if size >= BLOCK_BYTES or len(lines) >= CHUNK_ROWS:
            yield lines
            lines, size = [], 0
    if lines:
        yield lines


def _parse(lines: list[bytes | None], *, names: list[str], first_line_no: int) -> RawChunk:
    refused: list[RefusedLine] = []
    kept = _readable(lines, first_line_no=first_line_no, refused=refused)
    numbers = np.fromiter(kept, dtype=np.int64, count=len(kept))
    wrong: list[int] = []

    def skip(row: Any) -> str:
        wrong.append(row.number - 1)
        return "skip"

    if not kept:
        return RawChunk(pa.table({name: pa.array([], pa.string()) for name in names}), numbers, refused)
    table = pv.read_csv(
        BytesIO(b"".join(kept.values())),
        read_options=pv.ReadOptions(column_names=names, use_threads=False, block_size=2 * BLOCK_BYTES + LONGEST_LINE),
        parse_options=pv.ParseOptions(ignore_empty_lines=False, invalid_row_handler=skip),
        convert_options=pv.ConvertOptions(
            column_types={name: pa.string() for name in names}, strings_can_be_null=False, check_utf8=False
        ),
    )
    refused.extend(RefusedLine(int(numbers[place]), "row", "columns") for place in wrong)
    return RawChunk(table, np.delete(numbers, wrong), refused)


def _readable(lines: list[bytes | None], *, first_line_no: int, refused: list[RefusedLine]) -> dict[int, bytes]:
    """The lines that can be parsed, by line number; blank lines are no rows."""
    kept: dict[int, bytes] = {}
    for line_no, line in enumerate(lines, first_line_no):
        if line is None:
            refused.append(RefusedLine(line_no, "row", "too_long"))
        elif line.isascii() or _is_utf8(line):
            if b'"' in line and line.count(b'"') % 2:
                refused.append(RefusedLine(line_no, "row", "quotes"))
            elif b"\r" in line.rstrip(b"\r\n"):
                refused.append(RefusedLine(line_no, "row", "columns"))
            elif line.strip():
                kept[line_no] = line
        else:
            refused.append(RefusedLine(line_no, "row", "encoding"))
    return kept


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
