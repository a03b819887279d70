"""What crosses the wall of documents: reports of imports, invoice summaries, files and refusals."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text

InvoiceFormat = Literal["csv", "parquet"]
Side = Literal["in", "out"]


class InvoiceFileRefused(Refusal):
    """The file as a whole cannot be read as invoices."""

    code = "invoice_file_refused"
    text = Text(en="The invoice file cannot be read: {reason}", zh="无法读取发票文件：{reason}")

    def __init__(self, reason: str, *, where: str = "file") -> None:
        super().__init__(where=where, reason=reason)


class FileTooLarge(Refusal):
    """The file is larger than is taken."""

    code = "file_too_large"
    http_status = 413
    text = Text(en="The file is larger than {most_megabytes} MB.", zh="文件超过 {most_megabytes} MB 的上限。")


class XlsxMissing(Refusal):
    """The optional library for workbooks is not installed."""

    code = "xlsx_missing"
    http_status = 409
    text = Text(
        en="{library} is not installed, so there is no XLSX. Install it with: pip install 'puhui[xlsx]'",
        zh="未安装 {library}，无法生成 XLSX，请执行：pip install 'puhui[xlsx]'",
    )


class PaperKindRefused(Refusal):
    """The file is no picture and no PDF, whatever its name says, or it breaks off."""

    code = "paper_kind_refused"
    text = Text(
        en="Send a photo (JPEG or PNG) or a PDF; this file is none, or it did not arrive whole.",
        zh="请上传照片（JPEG 或 PNG）或 PDF；该文件不是这些格式，或上传不完整。",
    )


class TooManyPapers(Refusal):
    """So many papers are kept already."""

    code = "too_many_papers"
    http_status = 409
    text = Text(
        en="No more than {most} papers can be sent here. Remove one that is not needed.",
        zh="此处最多上传 {most} 份材料，请先删除不需要的。",
    )


class PdfMissing(Refusal):
    """The optional libraries for PDF are not installed."""

    code = "pdf_missing"
    http_status = 409
    text = Text(
        en="{library} is not installed, so there is no PDF. Install it with: pip install 'puhui[pdf]'",
        zh="未安装 {library}，无法生成 PDF，请执行：pip install 'puhui[pdf]'",
    )


class HoldTaken(Refusal):
    """A hold of the party stands or waits already."""

    code = "hold_taken"
    http_status = 409
    text = Text(en="This party is held already, or a hold waits.", zh="该主体已被保全，或保全待复核。")


class HoldFourEyes(Refusal):
    """Who asked does not decide."""

    code = "hold_four_eyes"
    http_status = 403
    text = Text(en="A second person sets or lifts a hold.", zh="保全的设立与解除须由另一人复核。")


class HoldNotMovable(Refusal):
    """The hold is not in a state that allows this."""

    code = "hold_not_movable"
    http_status = 409
    text = Text(en="This cannot be done with the hold as it stands.", zh="保全当前状态不允许此操作。")


class PartyHeld(Refusal):
    """A legal hold forbids to erase."""

    code = "party_held"
    http_status = 409
    text = Text(en="A legal hold stands: nothing may be erased now.", zh="存在法律保全，暂不得删除。")


@dataclass(frozen=True, slots=True)
class HoldView:
    """A legal hold: it stands from `set_at` until `lifted_at`; before, it waits for a second person."""

    id: UUID
    party_id: UUID
    reason: str
    asked_by: UUID
    asked_at: datetime
    set_at: datetime | None
    lift_asked_by: UUID | None
    lifted_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file whose content is still kept: of whom, of what kind, since when."""

    id: UUID
    party_id: UUID
    name: str
    kind: str
    stored_at: datetime


@dataclass(frozen=True, slots=True)
class FileContent:
    """The bytes of a file, in memory or on disk, known by their hash: a large upload is never held in memory."""

    sha256: str
    size: int
    path: Path | None = None
    content: bytes = b""

    @classmethod
    def of_bytes(cls, content: bytes) -> "FileContent":
        """From bytes in memory."""
        return cls(hashlib.sha256(content).hexdigest(), len(content), content=content)

    @classmethod
    def of_path(cls, path: Path) -> "FileContent":
        """From a file on disk, which must stay as it is while it is used."""
        with path.open("rb") as stream:
            return cls(hashlib.file_digest(stream, "sha256").hexdigest(), path.stat().st_size, path=path)

    def open(self) -> BinaryIO:
        """A stream from the beginning."""
        return self.path.open("rb") if self.path else BytesIO(self.content)

    def canonical_form(self) -> dict[str, object]:
        """What makes two files the same request: their bytes, not where they lie."""
        return {"sha256": self.sha256, "size": self.size}


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A row that was not taken: its line (CSV) or row number (Parquet), the column, and why, as a code of REASONS."""

    line_no: int
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file: `rows_read` = `rows_new` + `rows_known` + `rows_refused`."""

    batch_id: UUID
    rows_read: int
    rows_new: int
    rows_known: int
    rows_refused: int
    refused_by_reason: dict[str, int]
    refused: tuple[RefusedLine, ...]


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One import, in a list."""

    batch_id: UUID
    name: str
    source: str
    imported_at: datetime
    rows_read: int
    rows_new: int
    rows_known: int
    rows_refused: int


class SalesInvoice(NamedTuple):
    """One invoice that a firm issued, as it came in; amounts in minor units."""

    invoice_no: str
    invoice_date: date
    counterparty_id: str
    amount_minor: int
    tax_minor: int
    is_void: bool


class InvoiceMonthLine(NamedTuple):
    """The invoices of one side, month and counterparty; a tuple, for a firm may have tens of thousands.

    `invoices`, `amount_minor` and `tax_minor` are of the invoices that are not void, red ones (below zero) included.
    """

    side: str
    month_no: int  # kernel.dates.month_number
    counterparty_id: str
    invoices: int
    amount_minor: int
    tax_minor: int
    void_count: int
    negative_count: int
    negative_minor: int


@dataclass(frozen=True, slots=True)
class InvoiceSummary:
    """All that the facts about a firm are made from: complete months only, up to `as_of`, at most `months` back.

    Lines of months more than 12 back may be whole months, with an empty counterparty.
    """

    as_of: date
    months: int
    lines: tuple[InvoiceMonthLine, ...]


@dataclass(frozen=True, slots=True)
class InvoiceSpan:
    """From when to when there are invoices, and how many rows of the roll-up."""

    first_month: date
    last_month: date
    invoices: int


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """One month of a firm, for a chart: net sales and purchases without voids."""

    month: date
    sales_minor: int
    purchases_minor: int
    invoices: int


@dataclass(frozen=True, slots=True)
class SentPaperLine:
    """A paper that a customer sent, without its content."""

    id: UUID
    party_id: UUID
    subject_id: UUID
    kind: str
    media_type: str
    size: int
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class StoredFileCard:
    """A stored file, without its content."""

    id: UUID
    party_id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    stored_at: datetime
