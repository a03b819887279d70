"""What can be done with documents: import invoices, keep a file. Each in the transaction of its caller, or its own."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from django.db import transaction

from puhui.foundation.documents.contracts import (
    FileContent,
    FileTooLarge,
    ImportReport,
    InvoiceFormat,
    RefusedLine,
    StoredFileCard,
)
from puhui.foundation.documents.models import ImportBatch, RefusedRow, StoredFile
from puhui.foundation.documents.reading import read_chunks
from puhui.foundation.documents.rules import FirmsOfFile, check_rows
from puhui.foundation.documents.storing import lock_imports, store_rows
from puhui.foundation.party.facade import home_date, seal_bytes
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import new_id

MOST_REFUSED_KEPT = 1000
MOST_REFUSED_TOLD = 100
MOST_UPLOAD_MEGABYTES = 256
MOST_FILE_MEGABYTES = 10


def import_invoices(
    call: Call, *, firm_id: UUID, file: FileContent, file_format: InvoiceFormat, name: str, source: str
) -> ImportReport:
    """Imports the invoices of one firm. A `firm_id` column is not needed; where there is one, it must not change."""
    return _import(
        call, firm_id=firm_id, file=file, file_format=file_format, name=name, source=source, firms=_one_firm(firm_id)
    )


def import_many(
    call: Call, *, path: Path, firm_ids: Mapping[str, UUID], file_format: InvoiceFormat = "parquet", source: str
) -> ImportReport:
    """Imports the invoices of many firms; `firm_ids` maps the names of the file to firms, others are refused."""
    known = {name: str(firm_id) for name, firm_id in firm_ids.items()}
    return _import(
        call,
        firm_id=None,
        file=FileContent.of_path(path),
        file_format=file_format,
        name=path.name,
        source=source,
        firms=lambda names: [known.get(name) for name in names],
    )


def _one_firm(firm_id: UUID) -> FirmsOfFile:
    """Takes the first firm name of the file for the firm, and refuses others."""
    first: list[str] = []

    def firms(names: list[str]) -> list[str | None]:
        first.extend(names[:1] if not first else [])
        return [str(firm_id) if name == first[0] else None for name in names]

    return firms


def _import(
    call: Call,
    *,
    firm_id: UUID | None,
    file: FileContent,
    file_format: InvoiceFormat,
    name: str,
    source: str,
    firms: FirmsOfFile,
) -> ImportReport:
    if firm_id is not None and file.size > MOST_UPLOAD_MEGABYTES * 1_000_000:
        raise FileTooLarge(where="file", most_megabytes=MOST_UPLOAD_MEGABYTES)
    tally = _Tally()
    batch_id, today = new_id(), home_date(call.at)
    with transaction.atomic(), file.open() as stream:
        lock_imports(firm_id)
        for raw in read_chunks(stream, file_format=file_format):
            checked = check_rows(raw, today=today, firms=firms, only_firm=str(firm_id or ""))
            stored = store_rows(checked.table, batch_id=batch_id)
            tally.new += stored.new
            tally.known += stored.known
            tally.refuse(checked.refused + stored.conflicts)
        report = tally.report(batch_id)
        _keep(call, report, firm_id=firm_id, name=name, source=source, sha256=file.sha256, refused=tally.kept)
    return report


class _Tally:
    """Counts rows exactly, and keeps the first refused ones."""

    def __init__(self) -> None:
        self.new = self.known = self.refused = 0
        self.by_reason: Counter[str] = Counter()
        self.kept: list[RefusedLine] = []

    def refuse(self, lines: list[RefusedLine]) -> None:
        self.refused += len(lines)
        self.by_reason.update(line.reason for line in lines)
        if len(self.kept) < MOST_REFUSED_KEPT:
            self.kept.extend(sorted(lines, key=lambda line: line.line_no)[: MOST_REFUSED_KEPT - len(self.kept)])

    def report(self, batch_id: UUID) -> ImportReport:
        return ImportReport(
            batch_id=batch_id,
            rows_read=self.new + self.known + self.refused,
            rows_new=self.new,
            rows_known=self.known,
            rows_refused=self.refused,
            refused_by_reason=dict(sorted(self.by_reason.items())),
            refused=tuple(self.kept[:MOST_REFUSED_TOLD]),
        )


def _keep(
    call: Call,
    report: ImportReport,
    *,
    firm_id: UUID | None,
    name: str,
    source: str,
    sha256: str,
    refused: list[RefusedLine],
) -> None:
    batch = ImportBatch.objects.create(
        id=report.batch_id,
        firm_id=firm_id,
        name=_file_name(name),
        source=source[:40],
        sha256=sha256,
        imported_at=call.at,
        rows_read=report.rows_read,
        rows_new=report.rows_new,
        rows_known=report.rows_known,
        rows_refused=report.rows_refused,
        refused_by_reason=report.refused_by_reason,
    )
    RefusedRow.objects.bulk_create(
        RefusedRow(batch=batch, line_no=r.line_no, field=r.field, reason=r.reason) for r in refused
    )


def _file_name(name: str) -> str:
    """A name that can be shown: printable, without folders, at most 120 characters."""
    kept = "".join(c for c in name.replace("\\", "/").rsplit("/", 1)[-1][:1000] if c.isprintable())
    return kept[-120:] or "file"


def store_file(
    call: Call, *, party_id: UUID, name: str, media_type: str, content: bytes, kind: str = "other"
) -> StoredFileCard:
    """Keeps a file of a party, encrypted."""
    if not content:
        raise InvalidInput("content", "the file is empty")
    if len(content) > MOST_FILE_MEGABYTES * 1_000_000:
        raise FileTooLarge(where="content", most_megabytes=MOST_FILE_MEGABYTES)
    if not (3 <= len(media_type) <= 80 and media_type.isascii() and media_type.isprintable()):
        raise InvalidInput("media_type", "a media type is text such as image/png")
    card = StoredFileCard(
        id=new_id(),
        party_id=party_id,
        name=_file_name(name),
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_at=call.at,
    )
    StoredFile.objects.create(
        id=card.id,
        party_id=card.party_id,
        name=card.name,
        media_type=card.media_type,
        size=card.size,
        sha256=card.sha256,
        sealed_content=seal_bytes(content),
        stored_by=call.actor.id,
        stored_at=card.stored_at,
        kind=kind,
    )
    return card
