"""What other rooms may call."""

from puhui.foundation.documents.actions import import_invoices, import_many, store_file
from puhui.foundation.documents.contracts import (
    FileContent,
    FileTooLarge,
    ImportLine,
    ImportReport,
    InvoiceFileRefused,
    InvoiceFormat,
    InvoiceMonthLine,
    InvoiceSpan,
    InvoiceSummary,
    MonthTotal,
    RefusedLine,
    StoredFileCard,
)
from puhui.foundation.documents.queries import (
    batches_of,
    files_of,
    import_report,
    invoice_span,
    invoice_summary,
    month_totals,
    read_file,
    summaries_of_file,
)
from puhui.foundation.documents.rules import REASONS

__all__ = [
    "REASONS",
    "FileContent",
    "FileTooLarge",
    "ImportLine",
    "ImportReport",
    "InvoiceFileRefused",
    "InvoiceFormat",
    "InvoiceMonthLine",
    "InvoiceSpan",
    "InvoiceSummary",
    "MonthTotal",
    "RefusedLine",
    "StoredFileCard",
    "batches_of",
    "files_of",
    "import_invoices",
    "import_many",
    "import_report",
    "invoice_span",
    "invoice_summary",
    "month_totals",
    "read_file",
    "store_file",
    "summaries_of_file",
]
